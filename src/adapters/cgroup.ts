// The kernel does not count processes of root against RLIMIT_NPROC (setrlimit(2)); a control group does (cgroups(7)).
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface ProcessCap {
	/** Put before a command line: moves itself into the group, then becomes that command. */
	readonly prefix: readonly string[];
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

/** A group of at most `maxProcesses`; undefined where none can be made or none is needed. `now` is wall time in ms. */
export function createProcessCap(id: string, maxProcesses: number, now: number): ProcessCap | undefined {
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
		const enter = ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', join(group, "cgroup.procs")];
		return { prefix: enter, remove: () => remove() };
	} catch {
		return undefined;
	}
}
