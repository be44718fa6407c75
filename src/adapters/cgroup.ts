// The kernel does not count processes of root against RLIMIT_NPROC (setrlimit(2)); a control group does (cgroups(7)).
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface ProcessCap {
	/** Put before a command line: moves itself into the group, then becomes that command. */
	readonly prefix: readonly string[];
	/** Ends all that is still in the group, whatever session or environment it has. Returns how many there were. */
	kill(): number;
	/** After the last process is gone. */
	remove(): void;
}

const base = "/sys/fs/cgroup";
const prefix = "nexus-";
/** Older groups that are empty were left behind by a nexus that was killed. */
const staleMs = 10 * 60 * 1000;

function pidsHierarchy(): string | undefined {
	if (existsSync(join(base, "pids/cgroup.procs"))) return join(base, "pids");
	const subtree = join(base, "cgroup.subtree_control");
	return existsSync(subtree) && readFileSync(subtree, "utf8").split(/\s/).includes("pids") ? base : undefined;
}

/** The kernel refuses while a process is in it, also one that has ended but is not collected. */
function tryRemove(group: string): boolean {
	try {
		rmdirSync(group);
		return true;
	} catch {
		return false;
	}
}

function sweep(hierarchy: string, now: number): void {
	for (const name of readdirSync(hierarchy)) {
		if (!name.startsWith(prefix)) continue;
		const group = join(hierarchy, name);
		const made = statSync(group, { throwIfNoEntry: false })?.mtimeMs ?? now;
		if (now - made > staleMs) tryRemove(group);
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

/**
 * A group of at most `maxProcesses` (`max`: as many as there can be); undefined where none can be made. Only root may
 * make one. `now` is wall time in ms.
 */
export function createProcessCap(id: string, maxProcesses: number | "max", now: number): ProcessCap | undefined {
	if (process.getuid?.() !== 0) return undefined;
	try {
		const hierarchy = pidsHierarchy();
		if (hierarchy === undefined) return undefined;
		sweep(hierarchy, now);
		const group = join(hierarchy, `${prefix}${id}`);
		mkdirSync(group);
		writeFileSync(join(group, "pids.max"), String(maxProcesses));
		const remove = (triesLeft = 6, pauseMs = 20) => {
			if (tryRemove(group) || triesLeft === 0) return;
			setTimeout(() => remove(triesLeft - 1, pauseMs * 3), pauseMs).unref();
		};
		// Without its cap nothing runs; a group that only serves to find what is left is not worth failing for.
		const script =
			maxProcesses === "max" ? '{ echo $$ > "$0"; } 2>/dev/null; exec "$@"' : 'echo $$ > "$0" && exec "$@"';
		const enter = ["/bin/sh", "-c", script, join(group, "cgroup.procs")];
		return { prefix: enter, kill: () => killGroup(group), remove: () => remove() };
	} catch {
		return undefined;
	}
}
