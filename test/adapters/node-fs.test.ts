import { execFileSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	linkSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { NexusError } from "../../src/contracts/errors.js";
import { temporaryFolder } from "../helpers/tool-context.js";

function setUp() {
	const cwd = temporaryFolder();
	return { cwd, fs: createNodeFs({ cwd }), at: (...parts: string[]) => join(cwd, ...parts) };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
	promise.then(
		() => "no error",
		(error) => (error instanceof NexusError ? error.code : `unexpected ${error}`),
	);

async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
	const all: string[] = [];
	for await (const line of lines) all.push(line);
	return all;
}

describe("reading", () => {
	test("text keeps its byte order mark, and bytes that fit no character become U+FFFD", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xff, 0x42]));
		expect(await fs.readText("a")).toBe("\uFEFFA\uFFFDB");
	});

	test("a range of bytes, also past the end", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "0123456789");
		const read = async (offset: number, length?: number) =>
			Buffer.from(await fs.readBytes("a", length === undefined ? { offset } : { offset, length })).toString();
		expect([await read(2, 3), await read(8, 100), await read(20, 5), await read(7)]).toEqual(["234", "89", "", "789"]);
	});

	test("more than the limit is refused, a range within it is not", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "x".repeat(100));
		expect(await codeOf(fs.readBytes("a", { maxBytes: 99 }))).toBe("file.too-large");
		expect((await fs.readBytes("a", { maxBytes: 99, length: 50 })).length).toBe(50);
	});

	test.each([
		["", []],
		["a", ["a"]],
		["a\n", ["a"]],
		["a\r\nb\r\n", ["a", "b"]],
		["\n\nx", ["", "", "x"]],
	])("lines of %j", async (text, lines) => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), text);
		expect(await linesOf(fs.readLines("a"))).toEqual(lines);
	});

	test("a character and a line end that lie across pieces stay whole", async () => {
		const { fs, at } = setUp();
		const text = `${"x".repeat(256 * 1024 - 1)}é\n${"y".repeat(256 * 1024)}\r\nz`;
		writeFileSync(at("a"), text);
		expect(await linesOf(fs.readLines("a"))).toEqual(text.split(/\r?\n/));
	});

	test("the file is closed when a reader of lines stops early", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "1\n2\n3\n");
		const open = () => readdirSync("/proc/self/fd").length;
		const before = open();
		for await (const line of fs.readLines("a")) if (line === "1") break;
		expect(open()).toBe(before);
	});

	test("what is no regular file is refused and never opened", async () => {
		const { fs, cwd, at } = setUp();
		execFileSync("mkfifo", [at("pipe")]);
		symlinkSync("/dev/zero", at("zero"));
		symlinkSync("/proc/self/environ", at("environ"));
		for (const path of ["pipe", "zero", "environ", "/dev/zero", "/proc/self/environ", "/proc/1/mem", cwd]) {
			expect([path, await codeOf(fs.readBytes(path))]).toEqual([path, "file.not-regular"]);
			expect([path, await codeOf(linesOf(fs.readLines(path)))]).toEqual([path, "file.not-regular"]);
		}
		expect(await codeOf(fs.list("/proc/self"))).toBe("file.not-regular");
	});

	test.each([
		["", "file.failed"],
		["a\0b", "file.failed"],
		["~/x", "file.not-found"],
		["x".repeat(300), "file.failed"],
		["loop", "file.failed"],
		["file/below", "file.not-found"],
		["no/such/file", "file.not-found"],
	])("%j is a clear error", async (path, code) => {
		const { fs, at } = setUp();
		symlinkSync("loop", at("loop"));
		writeFileSync(at("file"), "");
		expect(await codeOf(fs.readBytes(path))).toBe(code);
	});

	test("what is missing: the path and the nearest name", async () => {
		const { fs, at } = setUp();
		mkdirSync(at("sources"));
		writeFileSync(at("README.md"), "");
		await expect(fs.readText("README.dm")).rejects.toMatchObject({
			message: `${at("README.dm")} does not exist`,
			hint: `Nearest: ${at("README.md")}`,
		});
		await expect(fs.stat("source/a.ts")).rejects.toMatchObject({ hint: `Nearest: ${at("sources")}` });
		await expect(fs.list("zzz")).rejects.toMatchObject({ code: "file.not-found" });
	});
});

describe("real paths", () => {
	test("links are followed, also below and to what is not there", async () => {
		const { fs, at } = setUp();
		mkdirSync(at("real"));
		symlinkSync("real", at("folder"));
		symlinkSync("/nowhere/secret", at("dangling"));
		symlinkSync("folder/new", at("chain"));
		expect(await fs.realPath("folder/a/../b")).toBe(at("real/b"));
		expect(await fs.realPath("folder/x/y")).toBe(at("real/x/y"));
		expect(await fs.realPath("dangling")).toBe("/nowhere/secret");
		expect(await fs.realPath("chain")).toBe(at("real/new"));
		expect(await fs.realPath("../x")).toBe(join(at(".."), "x"));
	});

	test("a look at a link shows what it points to; at a broken one, the link", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "12345");
		symlinkSync("a", at("good"));
		symlinkSync("gone", at("bad"));
		expect(await fs.stat("good")).toMatchObject({ kind: "file", sizeBytes: 5 });
		expect((await fs.stat("bad")).kind).toBe("link");
		expect([await fs.exists("good"), await fs.exists("bad"), await fs.exists("none")]).toEqual([true, false, false]);
	});

	test("the guard sees real paths before anything is read or written, and can refuse", async () => {
		const { cwd, at } = setUp();
		const seen: string[] = [];
		const fs = createNodeFs({
			cwd,
			guard: (path, effect) => {
				seen.push(`${effect} ${path}`);
				if (path.endsWith("secret")) throw new NexusError("permission.denied", "no");
			},
		});
		writeFileSync(at("secret"), "s");
		symlinkSync("secret", at("innocent"));
		mkdirSync(at("tree"));
		writeFileSync(at("tree/secret"), "s");
		expect(await codeOf(fs.readText("innocent"))).toBe("permission.denied");
		expect(await codeOf(fs.writeFile("innocent", "x"))).toBe("permission.denied");
		expect(await codeOf(fs.copy("tree", "copy"))).toBe("permission.denied");
		expect(existsSync(at("copy"))).toBe(false);
		expect(readFileSync(at("secret"), "utf8")).toBe("s");
		expect(seen).toContain(`read ${at("secret")}`);
		expect(seen).toContain(`write ${at("secret")}`);
	});
});

describe("writing", () => {
	test("a new file, a replaced one; mode, link and nothing else beside it", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("script"), "old");
		chmodSync(at("script"), 0o755);
		symlinkSync("script", at("link"));
		await fs.writeFile("link", "new");
		await fs.writeFile("fresh", new Uint8Array([1, 2]));
		expect(readFileSync(at("script"), "utf8")).toBe("new");
		expect(statSync(at("script")).mode & 0o7777).toBe(0o755);
		expect(readlinkSync(at("link"))).toBe("script");
		expect(statSync(at("fresh")).mode & 0o777).toBe(0o666 & ~process.umask());
		expect(readdirSync(at()).sort()).toEqual(["fresh", "link", "script"]);
	});

	test("a write through a link to nothing makes its target", async () => {
		const { fs, at } = setUp();
		symlinkSync("target", at("link"));
		await fs.writeFile("link", "x");
		expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
		expect(readFileSync(at("target"), "utf8")).toBe("x");
	});

	test("another name of the same file keeps the old text", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "old");
		linkSync(at("a"), at("b"));
		await fs.writeFile("a", "new");
		expect(readFileSync(at("b"), "utf8")).toBe("old");
	});

	test("a version that is no longer there is refused and the bytes stay", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "one");
		const { version } = await fs.stat("a");
		writeFileSync(at("b"), "two");
		renameSync(at("b"), at("a"));
		expect(await codeOf(fs.writeFile("a", "mine", { ifVersion: version }))).toBe("file.changed");
		expect(await codeOf(fs.writeFile("a", "mine", { ifVersion: null }))).toBe("file.changed");
		expect(await codeOf(fs.writeFile("gone", "mine", { ifVersion: version }))).toBe("file.changed");
		expect(readFileSync(at("a"), "utf8")).toBe("two");
		await fs.writeFile("a", "mine", { ifVersion: (await fs.stat("a")).version });
		await fs.writeFile("new", "mine", { ifVersion: null });
		expect(readdirSync(at()).sort()).toEqual(["a", "new"]);
	});

	test("a change of the same length in the same second is a change", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "one");
		const { version } = await fs.stat("a");
		writeFileSync(at("a"), "two");
		expect((await fs.stat("a")).version).not.toBe(version);
	});

	test("of many writers at once to a new file one wins", async () => {
		const { fs, at } = setUp();
		const results = await Promise.all(
			Array.from({ length: 20 }, (_, index) => codeOf(fs.writeFile("a", `text ${index}`, { ifVersion: null }))),
		);
		expect(results.filter((result) => result === "no error")).toHaveLength(1);
		expect(results.filter((result) => result === "file.changed")).toHaveLength(19);
		expect(readdirSync(at())).toEqual(["a"]);
	});

	test.each(["/dev/null", "/proc/self/comm", "pipe", "folder", "nowhere/a"])("%s is not written", async (path) => {
		const { fs, at } = setUp();
		execFileSync("mkfifo", [at("pipe")]);
		mkdirSync(at("folder"));
		const expected = path === "nowhere/a" ? "file.not-found" : "file.not-regular";
		expect(await codeOf(fs.writeFile(path, "x"))).toBe(expected);
		if (path !== "nowhere/a") expect(await codeOf(fs.appendFile(path, "x"))).toBe(expected);
		expect(readdirSync(at()).sort()).toEqual(["folder", "pipe"]);
	});

	test("appending", async () => {
		const { fs, at } = setUp();
		await fs.appendFile("a", "1\n");
		await fs.appendFile("a", "2\n");
		expect(readFileSync(at("a"), "utf8")).toBe("1\n2\n");
	});

	test("folders with their parents; a file in the way", async () => {
		const { fs, at } = setUp();
		await fs.makeDirectory("a/b/c");
		await fs.makeDirectory("a/b/c");
		writeFileSync(at("file"), "");
		expect(statSync(at("a/b/c")).isDirectory()).toBe(true);
		expect(await codeOf(fs.makeDirectory("file"))).toBe("file.exists");
		expect(await codeOf(fs.makeDirectory("file/x"))).toBe("file.exists");
	});
});

describe("moving and copying", () => {
	// Another file system where this machine has one; the same rules hold on one.
	const elsewhere = existsSync("/dev/shm") ? "/dev/shm" : undefined;

	function tree(at: (...parts: string[]) => string): void {
		mkdirSync(at("tree/sub"), { recursive: true });
		writeFileSync(at("tree/sub/a"), "a");
		chmodSync(at("tree/sub/a"), 0o700);
		symlinkSync("sub/a", at("tree/link"));
		symlinkSync("/nowhere", at("tree/broken"));
	}

	function expectTree(path: string): void {
		expect(readdirSync(path).sort()).toEqual(["broken", "link", "sub"]);
		expect(readFileSync(join(path, "sub/a"), "utf8")).toBe("a");
		expect(statSync(join(path, "sub/a")).mode & 0o777).toBe(0o700);
		expect(readlinkSync(join(path, "link"))).toBe("sub/a");
		expect(readlinkSync(join(path, "broken"))).toBe("/nowhere");
	}

	test.each([["here", undefined] as const, ["on another file system", elsewhere] as const])(
		"a folder %s",
		async (_name, parent) => {
			const { fs, at } = setUp();
			const target = temporaryFolder(parent);
			tree(at);
			await fs.copy("tree", join(target, "copied"));
			expectTree(join(target, "copied"));
			expectTree(at("tree"));
			await fs.move("tree", join(target, "moved"));
			expectTree(join(target, "moved"));
			expect(existsSync(at("tree"))).toBe(false);
			expect(readdirSync(target).sort()).toEqual(["copied", "moved"]);
		},
	);

	test("nothing is overwritten unless asked, and a folder never", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("a"), "a");
		writeFileSync(at("b"), "b");
		mkdirSync(at("folder"));
		mkdirSync(at("empty"));
		expect(await codeOf(fs.move("a", "b"))).toBe("file.exists");
		expect(await codeOf(fs.copy("a", "b"))).toBe("file.exists");
		expect(await codeOf(fs.move("folder", "empty"))).toBe("file.exists");
		expect(await codeOf(fs.move("folder", "b", { overwrite: true }))).toBe("file.exists");
		expect(await codeOf(fs.move("a", "folder", { overwrite: true }))).toBe("file.exists");
		expect(readFileSync(at("b"), "utf8")).toBe("b");
		await fs.copy("a", "b", { overwrite: true });
		expect(readFileSync(at("b"), "utf8")).toBe("a");
		writeFileSync(at("a"), "c");
		await fs.move("a", "b", { overwrite: true });
		expect(readFileSync(at("b"), "utf8")).toBe("c");
		expect(readdirSync(at()).sort()).toEqual(["b", "empty", "folder"]);
	});

	test("a move takes the link itself, a copy what it points to", async () => {
		const { fs, at } = setUp();
		writeFileSync(at("file"), "x");
		symlinkSync("file", at("link"));
		await fs.copy("link", "copy");
		await fs.move("link", "moved");
		expect(lstatSync(at("copy")).isFile()).toBe(true);
		expect(readlinkSync(at("moved"))).toBe("file");
		expect(existsSync(at("link"))).toBe(false);
	});

	test.each([
		["gone", "x", "file.not-found"],
		["tree", "tree/sub/inside", "file.failed"],
		["tree", "tree", "file.failed"],
		["tree", "no/such/parent", "file.not-found"],
		["/proc/self/environ", "stolen", "file.not-regular"],
	])("%s to %s: %s", async (from, to, code) => {
		const { fs, at } = setUp();
		tree(at);
		expect(await codeOf(fs.move(from, to))).toBe(code);
		expect(await codeOf(fs.copy(from, to))).toBe(code);
		expectTree(at("tree"));
		expect(readdirSync(at())).toEqual(["tree"]);
	});

	test("a folder with a FIFO in it is not copied, and no half of it stays", async () => {
		const { fs, at } = setUp();
		tree(at);
		execFileSync("mkfifo", [at("tree/sub/pipe")]);
		expect(await codeOf(fs.copy("tree", "copy"))).toBe("file.not-regular");
		expect(readdirSync(at())).toEqual(["tree"]);
	});
});

test("a huge file is counted by its size without being read", async () => {
	const { fs, at } = setUp();
	writeFileSync(at("huge"), "");
	truncateSync(at("huge"), 3 * 1024 ** 3);
	expect((await fs.stat("huge")).sizeBytes).toBe(3 * 1024 ** 3);
	expect(await codeOf(fs.readText("huge"))).toBe("file.too-large");
	expect((await fs.readBytes("huge", { offset: 3 * 1024 ** 3 - 10 })).length).toBe(10);
});
