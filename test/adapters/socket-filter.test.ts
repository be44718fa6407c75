import { closeSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { openSocketFilter, socketFilter } from "../../src/adapters/socket-filter.js";

const errno = (value: number) => 0x00050000 + value;
const allow = 0x7fff0000;
const noFamily = errno(constants.errno.EAFNOSUPPORT);
const noCall = errno(constants.errno.ENOSYS);

/** What the kernel would do with the program (networking/filter of the kernel's documentation), for the codes in it. */
function evaluate(program: Buffer, data: { nr: number; arch: number; family?: number; type?: number }): number {
	const words = new Map([
		[0, data.nr],
		[4, data.arch],
		[16, data.family ?? 0],
		[24, data.type ?? 0],
	]);
	let word = 0;
	for (let at = 0; at < program.length; at += 8) {
		const code = program.readUInt16LE(at);
		const value = program.readUInt32LE(at + 4);
		const jump = (isTrue: boolean) => {
			at += 8 * program.readUInt8(at + (isTrue ? 2 : 3));
		};
		if (code === 0x20) word = words.get(value) ?? Number.NaN;
		else if (code === 0x54) word = (word & value) >>> 0;
		else if (code === 0x15) jump(word === value);
		else if (code === 0x35) jump(word >= value);
		else if (code === 0x06) return value;
		else throw new Error(`unknown code ${code}`);
	}
	throw new Error("the program has no end");
}

const x64 = { name: "x64", arch: 0xc000003e, socket: 41, socketpair: 53 };
const arm64 = { name: "arm64", arch: 0xc00000b7, socket: 198, socketpair: 199 };

describe.each([x64, arm64])("socketFilter $name", ({ name, arch, socket, socketpair }) => {
	it.each([
		["a Unix socket", { nr: socket, family: 1, type: 1 }, noFamily],
		["an IPv4 socket", { nr: socket, family: 2, type: 2 }, allow],
		["an IPv6 socket", { nr: socket, family: 10, type: 1 }, allow],
		["a netlink socket", { nr: socket, family: 16, type: 3 }, allow],
		["a pair of streams", { nr: socketpair, family: 1, type: 1 | 0o2000000 }, allow],
		["a pair of packets", { nr: socketpair, family: 1, type: 5 }, allow],
		["a pair of datagrams", { nr: socketpair, family: 1, type: 2 | 0o4000 }, noFamily],
		["a pair of raw ones", { nr: socketpair, family: 1, type: 3 }, noFamily],
		["another call", { nr: 1, family: 1, type: 2 }, allow],
		["io_uring", { nr: 425 }, noCall],
		["the x32 ABI", { nr: 0x40000000 + socket, family: 1 }, noCall],
	])("%s", (_name, data, expected) => {
		expect(evaluate(socketFilter(name) ?? Buffer.alloc(0), { arch, ...data })).toBe(expected);
	});

	it("another machine's calls are refused", () => {
		expect(evaluate(socketFilter(name) ?? Buffer.alloc(0), { arch: 0x40000003, nr: 1 })).toBe(noCall);
	});
});

it("knows no program for other processors", () => {
	expect(socketFilter("riscv64")).toBeUndefined();
});

it.runIf(["x64", "arm64"].includes(process.arch))("can be read from its descriptor", () => {
	const descriptor = openSocketFilter() ?? -1;
	expect(readFileSync(descriptor)).toEqual(socketFilter());
	closeSync(descriptor);
});
