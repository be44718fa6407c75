import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { maxArchiveEntries, type RangeSource } from "../../src/lib/archive-entry.js";
import { archiveKind } from "../../src/lib/archive-kind.js";
import { archiveText, listArchive } from "../../src/lib/archive-listing.js";
import { makeTar, makeZip, paxRecord, tarEntry } from "../helpers/make-documents.js";

const sourceOf = (bytes: Buffer): RangeSource & { readonly reads: number[] } => {
	const reads: number[] = [];
	return {
		sizeBytes: bytes.length,
		reads,
		read: async (offset, length) => {
			reads.push(length);
			return bytes.subarray(offset, offset + length);
		},
	};
};

const list = (bytes: Buffer, name = "archive", signal = new AbortController().signal) => {
	const kind = archiveKind(bytes);
	if (kind === undefined) throw new Error("this is no archive");
	return listArchive(sourceOf(bytes), kind, name, signal);
};

const parts = [
	{ name: "src/", content: "" },
	{ name: "src/größe.ts", content: "x".repeat(5000) },
	{ name: "stored.bin", content: Buffer.from([1, 2, 3]), isStored: true },
];
const listed = [
	{ path: "src/", kind: "directory", sizeBytes: 0, modified: "2026-05-04 03:02" },
	{ path: "src/größe.ts", kind: "file", sizeBytes: 5000, modified: "2026-05-04 03:02" },
	{ path: "stored.bin", kind: "file", sizeBytes: 3, modified: "2026-05-04 03:02" },
];

describe("ZIP", () => {
	test("names, kinds, sizes, times", async () => {
		expect(await list(makeZip(parts))).toEqual({ format: "ZIP", entries: listed });
		expect(await list(makeZip([]))).toEqual({ format: "ZIP", entries: [] });
	});

	test.each([
		["a comment", makeZip(parts, "a comment")],
		["a comment with the signature of the end in it", makeZip(parts, `PK\x05\x06${"x".repeat(40)}`)],
		[
			"something in front, as in a program that unpacks itself",
			Buffer.concat([Buffer.from("#!/bin/sh\n"), makeZip(parts)]),
		],
	])("with %s", async (_name, bytes) => {
		const { entries, problem } = await listArchive(sourceOf(bytes), "zip", "a.zip", new AbortController().signal);
		expect({ entries, problem }).toEqual({ entries: listed, problem: undefined });
	});

	test("names that are not UTF-8 are in code page 437", async () => {
		const { entries } = await list(makeZip([{ name: Buffer.from([0x81, 0x62, 0x65, 0x72]), content: "", flags: 0 }]));
		expect(entries[0]?.path).toBe("über");
	});

	test("encrypted files and links are said to be so", async () => {
		const { entries } = await list(
			makeZip([
				{ name: "secret", content: "x", flags: 1 },
				{ name: "link", content: "target", attributes: 0xa1ff0000 },
			]),
		);
		expect(entries).toMatchObject([{ isEncrypted: true }, { kind: "link" }]);
	});

	test("only the end is read, whatever it holds", async () => {
		const source = sourceOf(makeZip([{ name: "large", content: Buffer.alloc(3_000_000), isStored: true }]));
		const listing = await listArchive(source, "zip", "a.zip", new AbortController().signal);
		expect(listing.entries).toMatchObject([{ path: "large", sizeBytes: 3_000_000 }]);
		expect(source.reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(200_000);
	});

	test("every cut and every flipped byte gives a list or a problem, never an exception", async () => {
		const whole = makeZip(parts, "end");
		for (let length = 4; length < whole.length; length++) {
			expect((await list(whole.subarray(0, length))).problem).toMatch(/damaged/);
		}
		for (let at = 4; at < whole.length; at++) {
			const bytes = Buffer.from(whole);
			bytes[at] = (bytes[at] ?? 0) ^ 0xff;
			expect((await list(bytes)).format).toBe("ZIP");
		}
	});
});

describe("tar", () => {
	const folder = tarEntry("src/", "", "5");
	const long = `${"d".repeat(90)}/${"n".repeat(90)}`;
	const file = (path: string, sizeBytes: number) => ({ path, kind: "file", sizeBytes, modified: "2026-05-04 03:02" });
	const tar = makeTar(
		folder,
		tarEntry("src/größe.ts", "x".repeat(5000)),
		tarEntry("link", "", "2", "src/größe.ts"),
		tarEntry("pax", paxRecord("path", long) + paxRecord("mtime", "1777863720.5"), "x"),
		tarEntry("short", "abc"),
		tarEntry("././@LongLink", `${long}2\0`, "L"),
		tarEntry("short", "abcd"),
		tarEntry("global", paxRecord("comment", "none"), "g"),
		tarEntry("last", ""),
	);
	const entries = [
		{ path: "src/", kind: "directory", sizeBytes: 0, modified: "2026-05-04 03:02" },
		file("src/größe.ts", 5000),
		{ path: "link", kind: "link", sizeBytes: 0, modified: "2026-05-04 03:02", target: "src/größe.ts" },
		file(long, 3),
		file(`${long}2`, 4),
		file("last", 0),
	];

	test.each([
		["plain", tar, "tar"],
		["in gzip", gzipSync(tar), "tar in gzip"],
		["in zstd", zstdCompressSync(tar), "tar in zstd"],
	])("%s", async (_name, bytes, format) => {
		expect(await list(bytes)).toEqual({ format, entries });
	});

	test("every cut and every flipped byte gives a list or a problem, never an exception", async () => {
		for (let length = 512; length < tar.length - 1024; length += 100) {
			expect([length, (await list(tar.subarray(0, length))).entries.length]).toEqual([length, expect.any(Number)]);
		}
		expect((await list(tar.subarray(0, 2000))).problem).toBe("it is cut off after 2 entries");
		for (let at = 512; at < tar.length; at += 7) {
			const bytes = Buffer.from(tar);
			bytes[at] = (bytes[at] ?? 0) ^ 0xff;
			expect((await list(bytes)).format).toBe("tar");
		}
	});

	test("a list that never ends is cut", async () => {
		const entry = Buffer.concat(Array(512).fill(tarEntry("again")));
		const endless = { sizeBytes: Number.MAX_SAFE_INTEGER, read: async () => entry };
		const listing = await listArchive(endless, "tar", "a.tar", new AbortController().signal);
		expect(listing.entries.length).toBe(maxArchiveEntries);
		expect(listing.problem).toBe(`the list stops after ${maxArchiveEntries} entries`);
	});

	test("damaged gzip gives what came before", async () => {
		const packed = gzipSync(
			Buffer.concat([
				tarEntry("first", "x"),
				tarEntry("noise", Buffer.from(Array.from({ length: 90_000 }, (_, i) => (i * i * 31) % 251))),
			]),
			{ level: 0 },
		);
		packed[40_000] = (packed[40_000] ?? 0) ^ 0xff;
		const cut = await list(packed.subarray(0, 60_000));
		expect(cut.entries.map(({ path }) => path)).toEqual(["first", "noise"]);
		expect(cut.problem).toMatch(/cannot be unpacked|cut off/);
	});

	test("one file packed alone has the name it had, and its size", async () => {
		expect(await list(gzipSync("x".repeat(100_000)), "notes.txt.gz")).toEqual({
			format: "gzip",
			entries: [{ path: "notes.txt", kind: "file", sizeBytes: 100_000, modified: "" }],
		});
	});

	test("an abort ends the unpacking", async () => {
		const controller = new AbortController();
		const running = list(gzipSync(makeTar(tarEntry("zeros", Buffer.alloc(200_000_000)))), "a", controller.signal);
		controller.abort(new Error("enough"));
		await expect(running).rejects.toThrow("enough");
	});
});

test("as text: what leads out of the folder is said, and no name breaks a line", async () => {
	const listing = await list(
		makeZip([
			{ name: "../../etc/passwd", content: "x" },
			{ name: "/root", content: "x" },
			{ name: "a\nb\x1b[2J", content: "x" },
		]),
	);
	expect(archiveText(listing).split("\n")).toEqual([
		"     1 B  2026-05-04 03:02  ../../etc/passwd",
		"     1 B  2026-05-04 03:02  /root",
		"     1 B  2026-05-04 03:02  a\\x0ab\\x1b[2J",
		"[ZIP: 3 files, 3 B unpacked; 2 names would unpack outside of the folder]",
	]);
});
