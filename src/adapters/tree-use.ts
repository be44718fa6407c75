// What a process and its descendants use, where no control group counts it. Linux only: by /proc (proc(5)).
import { readdirSync, readFileSync } from "node:fs";
import type { Clock } from "../contracts/ports.js";

export interface TreeUse {
	/** Threads count, as they do for the kernel's own limit. */
	readonly processes: number;
	/** What belongs to them alone; what is shared with others, as libraries are, is left out. */
	readonly memoryBytes: number;
}

/** On all machines that Node runs on. */
const pageBytes = 4096;
/** Resident pages without the shared ones; 0 for one that is gone. */
function ownBytes(pid: string): number {
	try {
		const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ").map(Number);
		return (resident - shared) * pageBytes;
	} catch {
		return 0;
	}
}

const tasksOf = (pid: string): readonly string[] => {
	try {
		return readdirSync(`/proc/${pid}/task`);
	} catch {
		return [];
	}
};

const childrenOf = (pid: string, task: string): readonly string[] => {
	try {
		return readFileSync(`/proc/${pid}/task/${task}/children`, "latin1").split(" ").filter(Boolean);
	} catch {
		return [];
	}
};

/** A process and its descendants, from parent to child. Who has left for another parent is not seen. */
function descendants(leader: string, most: number): readonly string[] {
	const found: string[] = [];
	const waiting = [leader];
	for (let pid = waiting.pop(); pid !== undefined && found.length <= most; pid = waiting.pop()) {
		const tasks = tasksOf(pid);
		if (tasks.length > 0) found.push(pid);
		for (const task of tasks) waiting.push(...childrenOf(pid, task));
	}
	return found;
}

/** Also those of its group that others have taken in, and their descendants: all processes are looked at. */
function groupAndDescendants(leader: string, most: number): readonly string[] {
	const children = new Map<string, string[]>();
	const waiting: string[] = [];
	// The newest first.
	for (const pid of readdirSync("/proc").reverse()) {
		if (waiting.length > most) return waiting;
		if (!/^\d+$/.test(pid)) continue;
		try {
			// proc(5): pid (name) state ppid pgrp …; the name may hold anything.
			const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
			const [state, parent = "", group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			if (state === "Z" || state === "X") continue;
			if (pid === leader || group === leader) waiting.push(pid);
			const siblings = children.get(parent);
			if (siblings === undefined) children.set(parent, [pid]);
			else siblings.push(pid);
		} catch {
			// Just gone.
		}
	}
	const found = new Set<string>();
	for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
		if (found.has(pid)) continue;
		found.add(pid);
		waiting.push(...(children.get(pid) ?? []));
	}
	return [...found];
}

/**
 * `isContained`: in a process namespace of their own all stay descendants, which are quickly found. More than `most` are
 * not looked at: where they breed, there is little time.
 */
export function treeUse(leader: number, isContained: boolean, most: number): TreeUse {
	const all = isContained ? descendants(String(leader), most) : groupAndDescendants(String(leader), most);
	const pids = all.slice(0, most + 1);
	return {
		// One that has gone since counts: others have come.
		processes: pids.reduce((sum, pid) => sum + Math.max(1, tasksOf(pid).length), 0),
		memoryBytes: pids.reduce((sum, pid) => sum + ownBytes(pid), 0),
	};
}

export interface UseWatch {
	readonly memoryBytes: number;
	readonly processes: number;
	/** As in `treeUse`. */
	readonly isContained: boolean;
}

const maxLooked = 20_000;
const firstMs = 10;
const everyMs = 50;
/** The kernel's own limit may hold just there. */
const nearly = 0.97;

/** What of it is over; `near`: as many processes as there can be, where the kernel's own limit holds. */
export function overUse(leader: number, most: UseWatch): { over?: "memory" | "processes"; near?: "processes" } {
	const { memoryBytes, processes } = treeUse(leader, most.isContained, Math.min(most.processes, maxLooked));
	if (memoryBytes > most.memoryBytes) return { over: "memory" };
	if (processes > most.processes) return { over: "processes" };
	return processes >= most.processes * nearly ? { near: "processes" } : {};
}

/** Looks now and then until the signal aborts or something is over. */
export async function watchUse(
	leader: number,
	most: UseWatch,
	told: {
		readonly clock: Clock;
		readonly signal: AbortSignal;
		reach(what: "memory" | "processes"): void;
		near(what: "processes"): void;
	},
): Promise<void> {
	for (let pauseMs = firstMs; !told.signal.aborted; pauseMs = Math.min(pauseMs * 2, everyMs)) {
		await told.clock.sleep(pauseMs, told.signal).catch(() => undefined);
		if (told.signal.aborted) return;
		const { over, near } = overUse(leader, most);
		if (near !== undefined) told.near(near);
		if (over !== undefined) return told.reach(over);
	}
}
