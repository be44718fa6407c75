// Whatever has happened to a file: a clear error, and nothing is changed.
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { newHeader } from "../../src/backup/header.js";
import { deriveKeys, newDerivation } from "../../src/backup/password-key.js";
import { record } from "../../src/backup/records.js";
import { seal, unseal } from "../../src/backup/sealed.js";
import { backupHome, backupId, createIn, restoreIn, restoreInto, treeOf, verifyAt } from "../helpers/backup-home.js";
import { collect } from "../helpers/collect.js";
import { tempDir } from "../helpers/temp-dir.js";

/** So that no test waits for a password to be stretched a hundred times. */
const smallHome = async (password?: string) => {
	const home = tempDir();
	writeFileSync(join(home, "config.json"), "{}");
	writeFileSync(join(home, "trust.json"), randomBytes(300_000));
	const { path } = await createIn(home, { password });
	return { home, path, bytes: readFileSync(path) };
};

const bodyStart = (bytes: Buffer): number => 17 + bytes.readUInt32BE(13);

describe("a plain backup", () => {
	test("of which any byte is another one is refused", async () => {
		const { home, path, bytes } = await smallHome();
		const before = treeOf(home);
		const header = bodyStart(bytes);
		const places = [
			...Array.from({ length: header + 40 }, (_, index) => index),
			...Array.from({ length: 30 }, (_, index) => Math.floor((bytes.length / 31) * (index + 1))),
			...Array.from({ length: 60 }, (_, index) => bytes.length - 1 - index),
		];
		for (const place of places) {
			const changed = Buffer.from(bytes);
			changed[place] = (changed[place] ?? 0) ^ 0x41;
			writeFileSync(path, changed);
			const failed = await verifyAt(path).then(
				() => undefined,
				(error: { code: string }) => error.code,
			);
			expect.soft([place, failed]).toEqual([place, expect.stringMatching(/^backup\.(damaged|newer)$/)]);
		}
		writeFileSync(path, bytes);
		expect(treeOf(home)).toEqual(before);
	});
	test.each([0, 1, 12, 13, 16, 17, 40, 0.3, 0.7, -1, -4, -20])("cut off at %s is refused", async (cut) => {
		const { home, path, bytes } = await smallHome();
		const length = cut < 0 ? bytes.length + cut : cut < 1 ? Math.floor(bytes.length * cut) : cut;
		writeFileSync(path, bytes.subarray(0, length));
		const before = treeOf(home);
		await expect(restoreIn(home, path)).rejects.toMatchObject({ code: "backup.damaged" });
		expect(treeOf(home)).toEqual(before);
	});
	test("with something behind its end is refused", async () => {
		const { path, bytes } = await smallHome();
		for (const more of [
			Buffer.from("x"),
			Buffer.alloc(100),
			zstdCompressSync(record("end")),
			bytes.subarray(bodyStart(bytes)),
		]) {
			writeFileSync(path, Buffer.concat([bytes, more]));
			await expect(verifyAt(path)).rejects.toMatchObject({ code: "backup.damaged" });
		}
	});
	test("that is none is refused", async () => {
		const folder = tempDir();
		const path = join(folder, "b.nexus-backup");
		await expect(verifyAt(path)).rejects.toMatchObject({ code: "backup.not-found" });
		await expect(verifyAt(folder)).rejects.toMatchObject({ code: expect.stringMatching(/^backup\./) });
		writeFileSync(path, randomBytes(5000));
		await expect(verifyAt(path)).rejects.toMatchObject({ code: "backup.damaged" });
	});
	test("of a newer form is named as such", async () => {
		const { path, bytes } = await smallHome();
		writeFileSync(path, Buffer.from(bytes.toString("latin1").replace('"format":1', '"format":2'), "latin1"));
		await expect(verifyAt(path)).rejects.toMatchObject({ code: "backup.newer" });
	});
	test("of a newer nexus is refused", async () => {
		const home = await backupHome();
		const { path } = await createIn(home);
		const before = treeOf(home);
		const schemas = { "nexus.sqlite": 1, "notes.sqlite": 1 };
		await expect(restoreIn(home, path, { schemas })).rejects.toMatchObject({ code: "backup.newer" });
		await expect(verifyAt(path, { schemas })).rejects.toMatchObject({ code: "backup.newer" });
		expect(treeOf(home)).toEqual(before);
	});
	test("whose database is none is refused", async () => {
		const home = tempDir();
		const bad = join(tempDir(), "b.nexus-backup");
		writeFileSync(bad, archive([{ path: "nexus.sqlite", data: randomBytes(8192) }]));
		await expect(restoreIn(home, bad)).rejects.toMatchObject({ code: "backup.damaged" });
		expect(treeOf(home)).toEqual({});
	});
});

describe("an encrypted backup", () => {
	test("needs its password", async () => {
		const { home, path } = await smallHome("right");
		const before = treeOf(home);
		await expect(restoreIn(home, path)).rejects.toMatchObject({ code: "backup.password-needed", exitCode: 2 });
		await expect(restoreIn(home, path, { password: "wrong" })).rejects.toMatchObject({ code: "backup.wrong-password" });
		await expect(verifyAt(path, { password: "Right" })).rejects.toMatchObject({ code: "backup.wrong-password" });
		expect(treeOf(home)).toEqual(before);
	});
	test("has nothing in it that can be read, and no two are alike", async () => {
		const home = tempDir();
		writeFileSync(join(home, "config.json"), "the quick brown fox".repeat(10));
		const first = readFileSync((await createIn(home, { password: "p" })).path);
		const second = readFileSync((await createIn(home, { password: "p", path: join(home, "c.nexus-backup") })).path);
		for (const bytes of [first, second]) expect(bytes.includes("quick")).toBe(false);
		expect(first.subarray(bodyStart(first) + 32).equals(second.subarray(bodyStart(second) + 32))).toBe(false);
	});
	test("changed in its beginning or its body is refused", async () => {
		const { path, bytes } = await smallHome("p");
		const start = bodyStart(bytes);
		for (const [place, code] of [
			[start - 20, /backup\.(damaged|wrong-password)/],
			[start + 3, /backup\.wrong-password/],
			[start + 32, /backup\.damaged/],
			[start + 32 + 65_536 + 16, /backup\.damaged/],
			[bytes.length - 1, /backup\.damaged/],
		] as const) {
			const changed = Buffer.from(bytes);
			changed[place] = (changed[place] ?? 0) ^ 1;
			writeFileSync(path, changed);
			await expect(verifyAt(path, { password: "p" })).rejects.toMatchObject({ code: expect.stringMatching(code) });
		}
	});
});

describe("sealed pieces", () => {
	const key = randomBytes(32);
	const bound = randomBytes(32);
	const size = 65_536 + 16;
	const sealed = async (length: number) => {
		const text = randomBytes(length);
		return { text, bytes: Buffer.concat((await collect(seal(of(text), key, bound))).items) };
	};
	async function* of(...chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
		yield* chunks;
	}
	const opened = async (bytes: Buffer, otherKey = key, otherBound = bound, chunk = 50_000) => {
		const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
			bytes.subarray(index * chunk, (index + 1) * chunk),
		);
		return Buffer.concat((await collect(unseal(of(...chunks), otherKey, otherBound))).items);
	};
	test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])("%i bytes come back", async (length) => {
		const { text, bytes } = await sealed(length);
		expect(bytes.length).toBe(length + 16 * Math.max(1, Math.ceil(length / 65_536)));
		for (const chunk of [7001, size, 1_000_000])
			expect((await opened(bytes, key, bound, chunk)).equals(text)).toBe(true);
	});
	test.each<[string, (bytes: Buffer) => Buffer]>([
		[
			"exchanged",
			(bytes) => Buffer.concat([bytes.subarray(size, 2 * size), bytes.subarray(0, size), bytes.subarray(2 * size)]),
		],
		["without the first", (bytes) => bytes.subarray(size)],
		["without one in the middle", (bytes) => Buffer.concat([bytes.subarray(0, size), bytes.subarray(2 * size)])],
		["without the last", (bytes) => bytes.subarray(0, 2 * size)],
		["one twice", (bytes) => Buffer.concat([bytes.subarray(0, size), bytes])],
		["the last twice", (bytes) => Buffer.concat([bytes, bytes.subarray(2 * size)])],
		["cut in the middle of one", (bytes) => bytes.subarray(0, size + 100)],
		["cut off to nothing", () => Buffer.alloc(0)],
		["cut off to less than a tag", (bytes) => bytes.subarray(0, 10)],
		["with a byte more", (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
	])("%s: refused", async (_, change) => {
		const { bytes } = await sealed(150_000);
		await expect(opened(change(bytes))).rejects.toThrow(/as it was written|cut off/);
	});
	test("of another key or another header: refused", async () => {
		const { bytes } = await sealed(10);
		await expect(opened(bytes, randomBytes(32))).rejects.toThrow();
		await expect(opened(bytes, key, randomBytes(32))).rejects.toThrow();
	});
});

describe("passwords", () => {
	test("are stretched the same on each Node, and apart for each salt", async () => {
		const derivation = newDerivation(false);
		expect(derivation).toMatchObject({ name: "scrypt", logCost: 17 });
		const keys = await deriveKeys("p\u00fc", derivation);
		expect((await deriveKeys("pu\u0308", derivation)).body.equals(keys.body)).toBe(true);
		expect((await deriveKeys("pu", derivation)).body.equals(keys.body)).toBe(false);
		expect((await deriveKeys("p\u00fc", newDerivation(false))).body.equals(keys.body)).toBe(false);
		expect(keys.header.equals(keys.body)).toBe(false);
	});
	test("use argon2id where there is one", () => {
		expect(newDerivation(true)).toMatchObject({ name: "argon2id", memoryKib: 65_536, passes: 3, lanes: 4 });
	});
	test("may not cost more than a machine has", () => {
		const salt = Buffer.alloc(16).toString("base64");
		const about = { id: backupId, createdAt: "2026-11-20T00:00:00.000Z", version: "0", isScheduled: false };
		for (const derivation of [
			{ name: "argon2id", salt, memoryKib: 2 ** 32, passes: 1, lanes: 1 },
			{ name: "argon2id", salt, memoryKib: 65_536, passes: 1e9, lanes: 1 },
			{ name: "scrypt", salt, logCost: 40, blockSize: 8, lanes: 1 },
			{ name: "scrypt", salt, logCost: 17, blockSize: 2 ** 20, lanes: 1 },
		] as const) {
			expect(() => newHeader({ ...about, derivation: derivation as never })).toThrow();
		}
	});
});

interface Written {
	readonly path: string;
	readonly data?: Buffer;
	readonly about?: object;
}

/** What somebody else might write: sound in form, with any names and sizes. */
const archive = (
	files: readonly Written[],
	{ plan, end = true, manifest }: { plan?: object; end?: boolean; manifest?: object } = {},
): Buffer => {
	const { bytes } = newHeader({
		id: backupId,
		createdAt: "2026-11-20T00:00:00.000Z",
		version: "0",
		isScheduled: false,
	});
	const hash = (data: Buffer) => createHash("sha256").update(data).digest("hex");
	const size = files.reduce((sum, file) => sum + (file.data?.length ?? 0), 0);
	const json = (value: object) => Buffer.from(JSON.stringify(value));
	const listed = files.map(({ path, data = Buffer.alloc(0) }) => ({
		path,
		sizeBytes: data.length,
		sha256: hash(data),
	}));
	const records = [
		record("plan", json(plan ?? { files: files.length, bytes: size })),
		...files.flatMap(({ path, data, about }) => [
			record("file", json(about ?? { path, isExecutable: false })),
			...(data === undefined ? [] : [record("data", data)]),
			record("fileEnd"),
		]),
		record("manifest", json(manifest ?? { id: backupId, header: hash(bytes), files: listed })),
		...(end ? [record("end")] : []),
	];
	return summed(bytes, zstdCompressSync(Buffer.concat(records)));
};

const summed = (header: Buffer, body: Buffer): Buffer =>
	Buffer.concat([header, body, createHash("sha256").update(header).update(body).digest()]);

describe("a hostile backup", () => {
	const refused = async (bytes: Buffer) => {
		const home = join(tempDir(), "home");
		const path = join(tempDir(), "b.nexus-backup");
		writeFileSync(path, bytes);
		const before = treeOf(tempDir());
		const error = await restoreInto(home, path).catch((thrown: { code: string }) => thrown);
		expect(treeOf(join(home, ".."))).toEqual(before);
		return "code" in error ? error.code : "restored";
	};
	test("that is none of that is restored", async () => {
		expect(await refused(archive([]))).toBe("restored");
	});
	test.each([
		"../escaped",
		"tools/../../escaped",
		"/etc/passwd",
		"tools//x",
		"tools/./x",
		"tools/",
		"tools",
		"tools/a\\b",
		"tools/a\0b",
		"C:\\x",
		"",
		".",
		"nexus.sqlite-wal",
		"nexus.sqlite/x",
		"backups/x",
		"restore/journal.json",
		"jobs/x",
		"replaced/x",
		`tools/${"a/".repeat(100)}x`,
		`tools/${"a".repeat(5000)}`,
	])("that wants to write %j: refused", async (path) => {
		expect(await refused(archive([{ path, data: Buffer.from("x") }]))).toBe("backup.hostile");
	});
	test.each<[string, Buffer]>([
		["a file twice", archive([{ path: "tools/a" }, { path: "tools/a" }])],
		["a file and a folder of one name", archive([{ path: "tools/a" }, { path: "tools/a/b" }])],
		["a link", archive([{ path: "tools/a", about: { path: "tools/a", isExecutable: false, link: "/etc/passwd" } }])],
		[
			"more bytes than it says",
			archive([{ path: "tools/a", data: Buffer.alloc(100) }], { plan: { files: 1, bytes: 99 } }),
		],
		["more files than it says", archive([{ path: "tools/a" }, { path: "tools/b" }], { plan: { files: 1, bytes: 0 } })],
		["a negative size", archive([], { plan: { files: 0, bytes: -1 } })],
		["no end", archive([{ path: "tools/a" }], { end: false })],
		[
			"another list of files",
			archive([{ path: "tools/a" }], { manifest: { id: backupId, header: "0".repeat(64), files: [] } }),
		],
	])("%s: refused", async (_, bytes) => {
		expect(["backup.damaged", "backup.failed", "file.denied"]).toContain(await refused(bytes));
	});
	test("larger than any disk: refused before anything is written", async () => {
		expect(await refused(archive([{ path: "tools/a" }], { plan: { files: 1, bytes: 2 ** 52 } }))).toBe(
			"backup.no-room",
		);
	});
	test("that asks for a window of two gigabytes: refused", async () => {
		const { bytes } = newHeader({
			id: backupId,
			createdAt: "2026-11-20T00:00:00.000Z",
			version: "0",
			isScheduled: false,
		});
		// RFC 8878, 3.1.1.1: no single segment, window descriptor 0xa8 = 2^31 bytes.
		const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00]);
		expect(await refused(summed(bytes, frame))).toBe("backup.damaged");
	});
	test("with a header that its password did not make: refused", async () => {
		const derivation = newDerivation();
		const { bytes } = newHeader({
			id: backupId,
			createdAt: "2026-11-20T00:00:00.000Z",
			version: "0",
			isScheduled: false,
			derivation,
		});
		const keys = await deriveKeys("p", derivation);
		const mac = createHmac("sha256", keys.body).update(bytes).digest();
		const path = join(tempDir(), "b.nexus-backup");
		writeFileSync(path, Buffer.concat([bytes, mac]));
		await expect(verifyAt(path, { password: "p" })).rejects.toMatchObject({ code: "backup.wrong-password" });
	});
});
