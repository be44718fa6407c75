// The kernel does not count processes of root against RLIMIT_NPROC (setrlimit(2)); a control group does (cgroups(7)).
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface ProcessCap {
	/** Put before a command line: moves itself into the group, then becomes that command. */
	readonly prefix: readonly string[];
	/** After the last process is gone. */
	remove(): void;
}

const base = "/sys/fs/cgroup";

function pidsHierarchy(): string | undefined {
	if (existsSync(join(base, "pids/cgroup.procs"))) return join(base, "pids");
	const subtree = join(base, "cgroup.subtree_control");
	return existsSync(subtree) && readFileSync(subtree, "utf8").split(/\s/).includes("pids") ? base : undefined;
}

/** A group of at most `maxProcesses`; undefined where none can be made or none is needed. */
export function createProcessCap(id: string, maxProcesses: number): ProcessCap | undefined {
	if (process.getuid?.() !== 0) return undefined;
	try {
		const hierarchy = pidsHierarchy();
		if (hierarchy === undefined) return undefined;
		const group = join(hierarchy, `nexus-${id}`);
		mkdirSync(group);
		writeFileSync(join(group, "pids.max"), String(maxProcesses));
		const remove = () => {
			try {
				rmdirSync(group);
			} catch {
				// A process is not reaped yet; an empty group costs nothing.
			}
		};
		return { prefix: ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', join(group, "cgroup.procs")], remove };
	} catch {
		return undefined;
	}
}
