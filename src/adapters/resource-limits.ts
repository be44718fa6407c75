// What a command and all that it starts may use (SECURITY R16): the numbers, how they are set, and how one that was
// reached is told.
import { totalmem } from "node:os";
import type { ReachedLimit } from "../contracts/reached-limit.js";
import type { GroupCaps } from "./cgroup.js";
import type { Controller } from "./cgroup-places.js";

/** Sizes in MB of 1024² bytes. */
export interface ResourceLimits {
	/** Of all its processes together. */
	readonly memoryMb: number;
	/** Processes and threads. */
	readonly processes: number;
	/** Printed. */
	readonly outputMb: number;
	/** Of each file it writes. */
	readonly fileMb: number;
}

export const megabyte = 1024 ** 2;
const mostMemoryMb = 4096;

/** Memory: 4 GB, on a smaller machine three quarters of what it has. */
export const defaultLimits = (): ResourceLimits => ({
	memoryMb: Math.min(mostMemoryMb, Math.floor((totalmem() / megabyte) * 0.75)),
	processes: 512,
	outputMb: 256,
	fileMb: 4096,
});

export const groupCaps = ({ memoryMb, processes }: ResourceLimits): GroupCaps => ({
	processes,
	memoryBytes: memoryMb * megabyte,
});

/**
 * ulimit of POSIX and of each shell that is `sh` somewhere: kB of data, blocks of 512 bytes of a file, processes (`-u`,
 * in dash `-p`). One that is lower already stays.
 */
const setLimits = [
	'ulimit -c 0; ulimit -d "$1"; ulimit -f "$2"',
	'[ "$3" = - ] || ulimit -u "$3" || ulimit -p "$3"',
].join("; ");

/**
 * Put before a command line: limits of the kernel for each process of it (setrlimit(2)). Some interpreters reserve
 * more than they use, `reservedMb` of it.
 * @param processes undefined where all others of this user would count too
 */
export const limitPrefix = (
	{ memoryMb, fileMb }: Pick<ResourceLimits, "memoryMb" | "fileMb">,
	{ reservedMb, processes }: { readonly reservedMb: number; readonly processes: number | undefined },
): readonly string[] => [
	...["/bin/sh", "-c", `{ ${setLimits}; } 2>/dev/null; shift 3; exec "$@"`, "sh"],
	...[(memoryMb + reservedMb) * 1024, fileMb * 2048, processes ?? "-"].map(String),
];

/** What keeps a command within its limits, given what control groups can be made for. */
export function limitsInWords(controls: readonly Controller[]): string {
	const byGroup = controls.map((name) => (name === "pids" ? "processes" : name));
	const looked = (["processes", "memory"] as const).filter((what) => !byGroup.includes(what));
	return [
		...(byGroup.length === 0 ? [] : [`${byGroup.join(" and ")} of a command together by control groups`]),
		...(looked.length === 0 ? [] : [`${looked.join(" and ")} by limits of each process and by looking at all of them`]),
		"output and files by counting and limits of each process",
	].join("; ");
}

/** How a child ended, as far as it tells of a limit. */
export interface LimitTrace {
	readonly exitCode: number | null;
	readonly signal: string | null;
	/** Its last words at least. */
	readonly output: string;
	/** Limits that were seen to be reached. */
	readonly seen: readonly ReachedLimit["what"][];
}

/** What programs say when the kernel gives them no more. */
const said: readonly (readonly [what: ReachedLimit["what"], words: RegExp])[] = [
	["memory", /\bout of memory\b|MemoryError|Cannot allocate memory|std::bad_alloc|ENOMEM/i],
	[
		"processes",
		/fork: .*Resource temporarily unavailable|(?:can't|cannot) (?:start new thread|fork)|spawn .*EAGAIN|pthread_create.*(?:failed|unavailable)/i,
	],
	["file", /File too large|EFBIG|File size limit exceeded/i],
];
/** What a shell makes of SIGXFSZ. */
const fileSizeCode = 128 + 25;
const lastWords = 4000;

/** Each limit that was reached, once, with how much it allows: MB, or a number of processes. */
export function reachedLimits(trace: LimitTrace, limits: ResourceLimits): readonly ReachedLimit[] {
	const end = trace.output.slice(-lastWords);
	const hasFailed = trace.exitCode !== 0;
	const isFile = trace.signal === "SIGXFSZ" || trace.exitCode === fileSizeCode;
	const found = [
		...trace.seen,
		...(isFile ? ["file" as const] : []),
		...(hasFailed ? said.flatMap(([what, words]) => (words.test(end) ? [what] : [])) : []),
	];
	const most = {
		memory: limits.memoryMb,
		processes: limits.processes,
		output: limits.outputMb,
		file: limits.fileMb,
	};
	return [...new Set(found)].map((what) => ({ what, most: most[what] }));
}
