// A seccomp filter (seccomp(2)) that refuses Unix sockets: what listens on them outside cannot be kept away by mounts,
// since connecting needs no right to write. Pairs of connected ones stay: Node and others talk to their children by them.
import { constants } from "node:os";
import { openUnnamedFile } from "../lib/unnamed-file.js";

/** AUDIT_ARCH_* (linux/audit.h) and numbers of system calls (asm/unistd.h). */
const machines = {
	x64: { audit: 0xc000003e, socket: 41, socketpair: 53 },
	arm64: { audit: 0xc00000b7, socket: 198, socketpair: 199 },
} as const;
/** A way to make sockets that no filter sees; the same number on both. */
const ioUringSetup = 425;
/** From here on x86 takes a number for one of the x32 ABI. */
const otherAbi = 0x40000000;

/** Classic BPF (linux/filter.h): load a word of seccomp_data, mask it, compare and jump, return. */
const [load, and, equal, atLeast, give] = [0x20, 0x54, 0x15, 0x35, 0x06] as const;
const [atNumber, atMachine, atFamily, atType] = [0, 4, 16, 24] as const;
const [unixFamily, datagram, raw] = [1, 2, 3] as const;
const allowed = 0x7fff0000;
const refusedWith = (errno: number): number => 0x00050000 + errno;

type Instruction = readonly [code: number, jumpIfTrue: number, jumpIfFalse: number, value: number];

/** The program for this kind of processor, as bytes of `struct sock_filter[]`; undefined where none is known. */
export function socketFilter(arch: string = process.arch): Buffer | undefined {
	const machine = arch === "x64" ? machines.x64 : arch === "arm64" ? machines.arm64 : undefined;
	if (machine === undefined) return undefined;
	// Jumps count from the next instruction. At 13: allowed, at 14: no such family, at 15: no such call.
	const program: readonly Instruction[] = [
		[load, 0, 0, atMachine],
		[equal, 0, 13, machine.audit],
		[load, 0, 0, atNumber],
		[atLeast, 11, 0, otherAbi],
		[equal, 10, 0, ioUringSetup],
		[equal, 1, 0, machine.socket],
		[equal, 2, 6, machine.socketpair],
		[load, 0, 0, atFamily],
		[equal, 5, 4, unixFamily],
		// A pair of datagram sockets can still send to a path; SOCK_RAW is the same there. The rest of the word is flags.
		[load, 0, 0, atType],
		[and, 0, 0, 0xf],
		[equal, 2, 0, datagram],
		[equal, 1, 0, raw],
		[give, 0, 0, allowed],
		[give, 0, 0, refusedWith(constants.errno.EAFNOSUPPORT)],
		[give, 0, 0, refusedWith(constants.errno.ENOSYS)],
	];
	const bytes = Buffer.alloc(program.length * 8);
	program.forEach(([code, ifTrue, ifFalse, value], i) => {
		bytes.writeUInt16LE(code, i * 8);
		bytes.writeUInt8(ifTrue, i * 8 + 2);
		bytes.writeUInt8(ifFalse, i * 8 + 3);
		bytes.writeUInt32LE(value, i * 8 + 4);
	});
	return bytes;
}

/** A descriptor from which the program is read once; the caller closes it. Undefined where there is no program. */
export function openSocketFilter(): number | undefined {
	const program = socketFilter();
	return program === undefined ? undefined : openUnnamedFile(program);
}
