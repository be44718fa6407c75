// Ending a child with all that it started (SECURITY Q6).
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { isOwnerAlive, processOwner } from "../lib/process-owner.js";

/** Variable by which the descendants of one child are known, also when they have left its group. */
export const runMark = "NEXUS_RUN";

/** The value of the variable: the nexus that started the child, by pid and start time, and the child. */
export const markOf = (child: string): string => `${processOwner()}:${child}`;

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		return false;
	}
}

/** Signals a process group; false when nobody is left in it. On Windows there are no groups: the process alone. */
export const signalGroup = (leader: number, signal: NodeJS.Signals | 0): boolean =>
	send(process.platform === "win32" ? leader : -leader, signal);

/**
 * Whether anybody in the group still runs. A process that has ended but that its new parent never collects (common
 * where process 1 is not an init) does not count.
 */
export function isGroupAlive(leader: number): boolean {
	if (!signalGroup(leader, 0)) return false;
	if (process.platform !== "linux") return true;
	return readdirSync("/proc").some((name) => {
		if (!/^\d+$/.test(name)) return false;
		try {
			// proc(5): pid (name) state ppid pgrp …; the name may hold anything.
			const stat = readFileSync(`/proc/${name}/stat`, "latin1");
			const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			return Number(group) === leader && state !== "Z" && state !== "X";
		} catch {
			return false;
		}
	});
}

/** Processes that carry the mark of one run in their environment. Empty where there is no /proc. */
export function markedProcesses(mark: string): readonly number[] {
	if (process.platform !== "linux") return [];
	const wanted = Buffer.from(`${runMark}=${mark}\0`);
	const found: number[] = [];
	for (const name of readdirSync("/proc")) {
		const pid = Number(name);
		if (!Number.isInteger(pid) || pid === process.pid) continue;
		try {
			if (readFileSync(`/proc/${name}/environ`).includes(wanted)) found.push(pid);
		} catch {
			// Another user's, or just gone.
		}
	}
	return found;
}

const nameOf = (pid: number): string => {
	try {
		return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
	} catch {
		return "";
	}
};

/** Asks what runs in a sandbox to end: were its walls asked, they would fall at once on what is inside. */
export function askContained(mark: string): void {
	for (const pid of markedProcesses(mark)) if (nameOf(pid) !== "bwrap") send(pid, "SIGTERM");
}

/** Ends what has left the group. Returns how many there were. */
export function killMarked(mark: string): number {
	const left = markedProcesses(mark);
	for (const pid of left) send(pid, "SIGKILL");
	return left.length;
}

/** Whether all ancestors of a process up to the first one carry its mark. */
function isOrphaned(pid: string, mark: string): boolean {
	for (let current = pid; ; ) {
		const [, parent = "0"] = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${current}/status`, "utf8")) ?? [];
		if (Number(parent) <= 1) return true;
		const environment = readFileSync(`/proc/${parent}/environ`, "latin1").split("\0");
		if (!environment.includes(`${runMark}=${mark}`)) return false;
		current = parent;
	}
}

/**
 * Ends what a nexus left behind that could not do it itself (kill -9), known by the pid and start time of its owner.
 * One of another pid namespace, where its owner may well live, is left alone unless nothing but its own kind stands
 * between it and the first process: then whoever started it is gone. Returns how many there were.
 */
export function killLeftOvers(): number {
	if (process.platform !== "linux") return 0;
	const prefix = Buffer.from(`\0${runMark}=`);
	const alive = new Map<string, boolean>();
	let count = 0;
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
		try {
			const environment = Buffer.concat([Buffer.of(0), readFileSync(`/proc/${name}/environ`)]);
			const at = environment.indexOf(prefix);
			if (at === -1) continue;
			const end = environment.indexOf(0, at + prefix.length);
			const mark = environment.toString("latin1", at + prefix.length, end === -1 ? undefined : end);
			const [, owner] = /^(\d+:\d+):/.exec(mark) ?? [];
			if (owner === undefined) continue;
			const isElsewhere = readlinkSync(`/proc/${name}/ns/pid`) !== readlinkSync("/proc/self/ns/pid");
			if (isElsewhere && !isOrphaned(name, mark)) continue;
			if (!alive.has(owner)) alive.set(owner, isOwnerAlive(owner));
			if (alive.get(owner) === false && send(Number(name), "SIGKILL")) count++;
		} catch {
			// Another user's, or just gone.
		}
	}
	return count;
}
