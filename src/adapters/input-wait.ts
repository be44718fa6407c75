// Whether somebody in a tree of processes waits for input that nobody gives, as the kernel tells it (SPEC 17.21).
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";

/**
 * `input`: it reads its standard input, of which we hold the other end. `terminal`: it reads a terminal that some
 * program in the tree has made, e.g. script(1), or takes its standard output or error for one, as vim(1) does.
 */
export type InputWait = "input" | "terminal";

type Call = "read" | "poll" | "ppoll" | "select" | "pselect" | "epoll";

/** Numbers of the system calls that wait (asm/unistd.h). */
const calls: Readonly<Record<string, Readonly<Record<number, Call>>>> = {
	x64: {
		...{ 0: "read", 19: "read", 45: "read", 47: "read", 7: "poll", 271: "ppoll", 23: "select", 270: "pselect" },
		...{ 232: "epoll", 281: "epoll", 441: "epoll" },
	},
	arm64: { 63: "read", 65: "read", 207: "read", 212: "read", 73: "ppoll", 72: "pselect", 22: "epoll", 441: "epoll" },
};

const maxTasks = 256;
const maxPolled = 64;
const noTimeout = 0xffffffffn;
const [pollIn, epollIn] = [1, 1] as const;

const linkOf = (pid: number, descriptor: number): string => {
	try {
		return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
	} catch {
		return "";
	}
};

/** The standard descriptors of the one that was started, by their links. */
export interface StandardLinks {
	readonly input: string;
	readonly outputs: readonly string[];
}

const kindOf = (link: string, standard: StandardLinks): InputWait | undefined => {
	if (link === standard.input) return "input";
	if (standard.outputs.includes(link)) return "terminal";
	return /^\/dev\/(?:pts\/\d+|tty\d*|console)$/.test(link) ? "terminal" : undefined;
};

/** Bytes of another process's memory; empty where they cannot be read. */
function memoryOf(pid: number, address: bigint, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	try {
		const file = openSync(`/proc/${pid}/mem`, "r");
		try {
			return bytes.subarray(0, readSync(file, bytes, 0, length, address));
		} finally {
			closeSync(file);
		}
	} catch {
		return Buffer.alloc(0);
	}
}

/** `struct pollfd[]` (poll(2)): the descriptors of which something is to be read. */
function polled(pid: number, address: bigint, count: bigint): readonly number[] {
	if (count > BigInt(maxPolled)) return [];
	const bytes = memoryOf(pid, address, Number(count) * 8);
	const found: number[] = [];
	for (let at = 0; at + 8 <= bytes.length; at += 8) {
		if (bytes.readInt16LE(at + 4) & pollIn) found.push(bytes.readInt32LE(at));
	}
	return found;
}

/** `fd_set` (select(2)): one bit a descriptor. */
function selected(pid: number, address: bigint, count: bigint): readonly number[] {
	if (address === 0n || count > 1024n) return [];
	const bytes = memoryOf(pid, address, Math.ceil(Number(count) / 8));
	return [...bytes].flatMap((byte, at) =>
		[0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => at * 8 + bit),
	);
}

/** Not inotify: who watches files has something else to wait for. */
const ownWakeUps = /^(?:anon_inode:\[(?:eventfd|timerfd|signalfd|eventpoll|io_uring)\]|pipe:)/;

/** What an event loop waits for (proc_pid_fdinfo(5)), without its own alarms and wake-ups. */
function watched(pid: number, descriptor: bigint): readonly number[] {
	const info = readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, "latin1");
	const targets = [...info.matchAll(/^tfd:\s*(\d+) events:\s*([0-9a-f]+)/gm)];
	return targets
		.filter(
			([, fd, events]) => Number.parseInt(events ?? "0", 16) & epollIn && !ownWakeUps.test(linkOf(pid, Number(fd))),
		)
		.map(([, fd]) => Number(fd));
}

function waitOf(pid: number, syscall: string, standard: StandardLinks): InputWait | undefined {
	const [number, ...words] = syscall.trim().split(" ");
	const call = calls[process.arch]?.[Number(number)];
	if (call === undefined) return undefined;
	const [first = 0n, second = 0n, third = 0n, fourth = 0n, fifth = 0n] = words.map((word) => BigInt(word));
	const isEndless = (value: bigint) => BigInt.asUintN(32, value) === noTimeout;
	const only = (found: readonly number[]): InputWait | undefined =>
		found.length === 1 ? kindOf(linkOf(pid, found[0] ?? -1), standard) : undefined;
	switch (call) {
		case "read":
			return kindOf(linkOf(pid, Number(first)), standard);
		case "poll":
			return isEndless(third) ? only(polled(pid, first, second)) : undefined;
		case "ppoll":
			return third === 0n ? only(polled(pid, first, second)) : undefined;
		case "select":
		case "pselect":
			return fifth === 0n ? only(selected(pid, second, first)) : undefined;
		case "epoll":
			return isEndless(fourth) ? only(watched(pid, first)) : undefined;
	}
}

/** Whether this kernel tells what a process waits for. Hardened ones do not. */
export function canSeeWaits(): boolean {
	if (process.platform !== "linux" || calls[process.arch] === undefined) return false;
	try {
		return readFileSync("/proc/self/syscall", "latin1") !== "";
	} catch {
		return false;
	}
}

/** The first one in the tree of `leader` that waits so; `standard` is what `leader` was started with. */
export function inputWait(leader: number, standard: StandardLinks): InputWait | undefined {
	const open = [leader];
	for (let seen = 0; open.length > 0 && seen < maxTasks; ) {
		const pid = open.pop() ?? leader;
		try {
			const tasks = readdirSync(`/proc/${pid}/task`);
			const children: number[] = [];
			for (const task of tasks) {
				const words = readFileSync(`/proc/${pid}/task/${task}/children`, "latin1").split(" ");
				children.push(...words.filter((word) => word !== "").map(Number));
			}
			for (const task of tasks) {
				seen++;
				const wait = waitOf(pid, readFileSync(`/proc/${pid}/task/${task}/syscall`, "latin1"), standard);
				if (wait !== undefined) return wait;
			}
			open.push(...children);
		} catch {
			// Just gone, or another user's.
		}
	}
	return undefined;
}

/** Sockets alone, which is what a child gets from Node: all else it has opened itself. */
export const standardLinks = (pid: number): StandardLinks => {
	const isOurs = (link: string) => link.startsWith("socket:");
	const [input = "", ...outputs] = [0, 1, 2].map((descriptor) => linkOf(pid, descriptor));
	return { input: isOurs(input) ? input : "none", outputs: outputs.filter(isOurs) };
};
