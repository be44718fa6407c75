// What all processes of one child together may use is kept by control groups of the kernel (cgroups(7)): no fork, no
// session and no change of user leaves them.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Controller, type GroupPlace, groupPlaces } from "./cgroup-places.js";

export interface GroupCaps {
	/** Processes and threads. */
	readonly processes: number;
	readonly memoryBytes: number;
}

export interface ControlGroup {
	/** Put before a command line: moves itself into the group, then becomes that command. */
	readonly prefix: readonly string[];
	/** What it keeps within its caps. */
	readonly controls: readonly Controller[];
	/** Which caps stood in the way so far. */
	reached(): readonly Controller[];
	/** Ends all that is still in the group, whatever session or environment it has. Returns how many there were. */
	kill(): number;
	/** After the last process is gone. */
	remove(): void;
}

export interface ControlGroups {
	/** What new groups keep within caps; nothing where none can be made. */
	controls(): Promise<readonly Controller[]>;
	/** A new group; without caps it only serves to find what is left in it. Undefined where none can be made. */
	create(id: string, caps: GroupCaps | undefined): Promise<ControlGroup | undefined>;
}

const prefix = "nexus-";
/** Older groups that are empty were left behind by a nexus that was killed. */
const staleMs = 10 * 60 * 1000;

/** The kernel refuses while a process is in it, also one that has ended but is not collected. */
function tryRemove(group: string): boolean {
	try {
		rmdirSync(group);
		return true;
	} catch {
		return false;
	}
}

/** Those that have ended but are not collected stay listed; they do not count. */
const runs = (pid: number): boolean => {
	try {
		return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return false;
	}
};

const end = (pid: number): void => {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// Just gone.
	}
};

function killGroup(group: string): number {
	try {
		const pids = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").map(Number);
		// 0 stands for one of another pid namespace.
		const left = pids.filter((pid) => pid > 0 && runs(pid));
		// Since Linux 5.14, and only in the second version of control groups: all at once, no fork gets away.
		const atOnce = join(group, "cgroup.kill");
		if (existsSync(atOnce)) writeFileSync(atOnce, "1");
		for (const pid of left) end(pid);
		return left.length;
	} catch {
		// The group is gone.
		return 0;
	}
}

/** Files that not every kernel has are left out. */
const setIfThere = (file: string, value: string): void => {
	if (existsSync(file)) writeFileSync(file, value);
};

function setCaps(group: string, { version, controllers }: GroupPlace, caps: GroupCaps): void {
	if (controllers.includes("pids")) writeFileSync(join(group, "pids.max"), String(caps.processes));
	if (!controllers.includes("memory")) return;
	const bytes = String(caps.memoryBytes);
	writeFileSync(join(group, version === 1 ? "memory.limit_in_bytes" : "memory.max"), bytes);
	// The disk is no way out.
	if (version === 1) setIfThere(join(group, "memory.memsw.limit_in_bytes"), bytes);
	else setIfThere(join(group, "memory.swap.max"), "0");
}

/** Where the kernel counts how often a cap stood in the way. */
const counters = {
	1: { pids: ["pids.events", "max"], memory: ["memory.oom_control", "oom_kill"] },
	2: { pids: ["pids.events", "max"], memory: ["memory.events", "oom_kill"] },
} as const;

function wasReached(group: string, version: 1 | 2, controller: Controller): boolean {
	const [file, word] = counters[version][controller];
	try {
		const lines = readFileSync(join(group, file), "utf8").split("\n");
		return lines.some((line) => line.startsWith(`${word} `) && Number(line.slice(word.length)) > 0);
	} catch {
		return false;
	}
}

/** Without its caps nothing runs; a group that only serves to find what is left is not worth failing for. */
const enter = 'until [ "$1" = -- ]; do echo $$ > "$1" || exit 126; shift; done; shift; exec "$@"';
const enterIfPossible = 'until [ "$1" = -- ]; do { echo $$ > "$1"; } 2>/dev/null; shift; done; shift; exec "$@"';

/** A place may look open and not be, for example where processes come from another part of the tree. */
async function canEnter(place: GroupPlace, id: string): Promise<boolean> {
	const group = join(place.folder, `${prefix}${id}`);
	try {
		mkdirSync(group);
		setCaps(group, place, { processes: 8, memoryBytes: 64 * 1024 ** 2 });
		await promisify(execFile)("/bin/sh", ["-c", enter, "sh", join(group, "cgroup.procs"), "--", "/bin/sh", "-c", ":"]);
		return true;
	} catch {
		return false;
	} finally {
		tryRemove(group);
	}
}

function sweep({ folder }: GroupPlace, now: number): void {
	for (const name of readdirSync(folder)) {
		if (!name.startsWith(prefix)) continue;
		const group = join(folder, name);
		const made = statSync(group, { throwIfNoEntry: false })?.mtimeMs ?? now;
		if (now - made > staleMs) tryRemove(group);
	}
}

const read = (path: string): string => {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
};

/** `now` is wall time in ms; `id` is anything unique. Where nothing can be made, that is found out once. */
export function createControlGroups({
	id: own,
	now,
	base = "/sys/fs/cgroup",
}: {
	readonly id: string;
	now(): number;
	readonly base?: string;
}): ControlGroups {
	let usable: Promise<readonly GroupPlace[]> | undefined;
	const findUsable = async (): Promise<readonly GroupPlace[]> => {
		const places = process.platform === "linux" ? groupPlaces(base, read("/proc/self/cgroup")) : [];
		const found: GroupPlace[] = [];
		for (const [index, place] of places.entries()) {
			sweep(place, now());
			if (await canEnter(place, `${own}-${index}`)) found.push(place);
		}
		return found;
	};
	const places = (): Promise<readonly GroupPlace[]> => {
		usable ??= findUsable().catch(() => []);
		return usable;
	};
	return {
		controls: async () => (await places()).flatMap(({ controllers }) => controllers),
		create: async (id, caps) => {
			const groups = (await places()).map((place) => ({ place, path: join(place.folder, `${prefix}${id}`) }));
			if (groups.length === 0) return undefined;
			const remove = (triesLeft = 6, pauseMs = 20) => {
				const left = groups.filter(({ path }) => existsSync(path) && !tryRemove(path));
				if (left.length === 0 || triesLeft === 0) return;
				setTimeout(() => remove(triesLeft - 1, pauseMs * 3), pauseMs).unref();
			};
			try {
				for (const { place, path } of groups) {
					mkdirSync(path);
					if (caps !== undefined) setCaps(path, place, caps);
				}
			} catch {
				remove(0);
				return undefined;
			}
			const lists = groups.map(({ path }) => join(path, "cgroup.procs"));
			return {
				prefix: ["/bin/sh", "-c", caps === undefined ? enterIfPossible : enter, "sh", ...lists, "--"],
				controls: caps === undefined ? [] : groups.flatMap(({ place }) => place.controllers),
				reached: () =>
					groups.flatMap(({ place, path }) =>
						place.controllers.filter((controller) => wasReached(path, place.version, controller)),
					),
				kill: () => groups.reduce((sum, { path }) => sum + killGroup(path), 0),
				remove: () => remove(),
			};
		},
	};
}
