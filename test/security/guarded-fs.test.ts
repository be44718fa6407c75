import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import type { FileSystem } from "../../src/contracts/ports.js";
import { createGuardedFs } from "../../src/security/guarded-fs.js";

let base: string;
let root: string;
const inRoot = (...parts: string[]) => join(root, ...parts);

const guard = (reads: readonly string[] = [], writes: readonly string[] = [], readsSecrets = false): FileSystem =>
	createGuardedFs({
		fs: createNodeFs({ cwd: root }),
		roots: [root],
		home: join(base, "home"),
		reads,
		writes,
		readsSecrets,
	});

beforeEach(() => {
	base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-guard-")));
	root = join(base, "app");
	for (const folder of ["app/src", "app/.git/hooks", "app-secrets", "home", ".ssh", "other/deep"])
		mkdirSync(join(base, folder), { recursive: true });
	for (const file of [
		"app/a.txt",
		"app/.env",
		"app/src/b.txt",
		"app-secrets/x",
		"home/keys",
		".ssh/id_ed25519",
		"other/c.txt",
		"other/deep/server.pem",
	]) {
		writeFileSync(join(base, file), `content of ${file}\n`);
	}
	symlinkSync(join(base, ".ssh/id_ed25519"), inRoot("key-link"));
	symlinkSync(join(base, "other"), inRoot("other-link"));
	symlinkSync("src/b.txt", inRoot("good-link"));
});

const read = (fs: FileSystem, path: string) => fs.readText(path);

describe("reading", () => {
	it("inside the roots needs no grant", async () => {
		expect(await read(guard(), "a.txt")).toBe("content of app/a.txt\n");
		expect(await read(guard(), "good-link")).toBe("content of app/src/b.txt\n");
		const lines: string[] = [];
		for await (const line of guard().readLines("src/b.txt")) lines.push(line);
		expect(lines).toEqual(["content of app/src/b.txt"]);
		expect(Buffer.from(await guard().readBytes("a.txt", { offset: 0, length: 7 })).toString()).toBe("content");
		expect((await guard().list(".")).length).toBe(7);
	});

	it.each([
		["../app-secrets/x", "app-secrets/x"],
		["../other/c.txt", "other/c.txt"],
		["key-link", ".ssh/id_ed25519"],
		["other-link/c.txt", "other/c.txt"],
		["../home/keys", "home/keys"],
		[".env", "app/.env"],
	])("D17 %s is refused, and named by its real target", async (path, real) => {
		const expected = { code: "file.denied", message: expect.stringContaining(join(base, real)) };
		await expect(read(guard(), path)).rejects.toMatchObject(expected);
		await expect(guard().readBytes(path)).rejects.toMatchObject(expected);
		await expect(guard().readLines(path)[Symbol.asyncIterator]().next()).rejects.toMatchObject(expected);
		await expect(guard([], [inRoot("copy")]).copy(path, "copy")).rejects.toMatchObject(expected);
		expect(existsSync(inRoot("copy"))).toBe(false);
	});

	it("what was judged for this call may be read, and what lies below a judged folder", async () => {
		expect(await read(guard([join(base, "other/c.txt")]), "other-link/c.txt")).toContain("other/c.txt");
		expect(await read(guard([join(base, "other")]), "../other/c.txt")).toContain("other/c.txt");
		expect(await read(guard([inRoot(".env")]), ".env")).toContain(".env");
		await expect(read(guard([join(base, "other/c.txt")]), "../other/deep/server.pem")).rejects.toMatchObject({
			code: "file.denied",
		});
	});

	it("R18 secrets below a judged folder stay closed, unless the person said otherwise", async () => {
		await expect(read(guard([join(base, "other")]), "../other/deep/server.pem")).rejects.toMatchObject({
			code: "file.denied",
		});
		expect(await read(guard([join(base, "other")], [], true), "../other/deep/server.pem")).toContain("server.pem");
	});

	it("names and sizes of secrets in the workspace may be seen", async () => {
		expect((await guard().stat(".env")).sizeBytes).toBe(20);
		expect(await guard().exists(".env")).toBe(true);
		await expect(guard().exists("../home/keys")).rejects.toMatchObject({ code: "file.denied" });
		await expect(guard().list("../other")).rejects.toMatchObject({ code: "file.denied" });
	});

	it.each(["/dev/zero", "/dev/null", "/proc/self/environ", `/proc/${process.pid}/cmdline`])(
		"D17 %s is no ordinary file",
		async (path) => {
			await expect(read(guard([path]), path)).rejects.toMatchObject({ code: "file.not-regular" });
			await expect(guard([], [path]).writeFile(path, "x")).rejects.toMatchObject({ code: "file.not-regular" });
		},
	);

	it("D17 pipes and sockets are refused at once", async () => {
		execFileSync("mkfifo", [inRoot("pipe")]);
		const server = createServer().listen(inRoot("socket"));
		await new Promise((resolve) => server.once("listening", resolve));
		for (const name of ["pipe", "socket"]) {
			await expect(read(guard(), name)).rejects.toMatchObject({ code: "file.not-regular" });
			await expect(guard([], [inRoot(name)]).appendFile(name, "x")).rejects.toMatchObject({ code: "file.not-regular" });
		}
		server.close();
	});

	it("a link that is turned while the file is read is noticed", async () => {
		const fs = createNodeFs({ cwd: root });
		let calls = 0;
		const turning: FileSystem = {
			...fs,
			realPath: async (path) => (++calls === 1 ? inRoot("a.txt") : fs.realPath(path)),
		};
		const guarded = createGuardedFs({ fs: turning, roots: [root], home: join(base, "home"), reads: [], writes: [] });
		await expect(guarded.readText("key-link")).rejects.toMatchObject({ code: "file.changed" });
	});
});

describe("writing", () => {
	it("only what was judged", async () => {
		const fs = guard([], [inRoot("new/deep/file")]);
		await fs.makeDirectory("new/deep");
		await fs.writeFile("new/deep/file", "x");
		await fs.appendFile("new/deep/file", "y");
		expect(readFileSync(inRoot("new/deep/file"), "utf8")).toBe("xy");
		for (const path of ["a.txt", "new/other", "../app-secrets/y", "key-link", "other-link/c.txt"]) {
			await expect(fs.writeFile(path, "x"), path).rejects.toMatchObject({ code: "file.denied" });
			await expect(fs.appendFile(path, "x"), path).rejects.toMatchObject({ code: "file.denied" });
		}
		await expect(fs.makeDirectory("elsewhere")).rejects.toMatchObject({ code: "file.denied" });
		expect(readFileSync(join(base, ".ssh/id_ed25519"), "utf8")).toBe("content of .ssh/id_ed25519\n");
	});

	it("a grant for the link's name is none for its target", async () => {
		await expect(guard([], [inRoot("key-link")]).writeFile("key-link", "x")).rejects.toMatchObject({
			code: "file.denied",
		});
	});

	it("D15 protected paths below a granted folder need to be named", async () => {
		for (const path of [".git/hooks/pre-commit", ".nexus/config.toml", ".vscode/tasks.json"]) {
			await expect(guard([], [root]).writeFile(path, "x"), path).rejects.toMatchObject({ code: "file.denied" });
			expect(existsSync(inRoot(path))).toBe(false);
		}
		const named = guard([], [inRoot(".git/hooks/pre-commit")]);
		await named.writeFile(".git/hooks/pre-commit", "x");
		expect(existsSync(inRoot(".git/hooks/pre-commit"))).toBe(true);
	});

	it("D15 a folder that is copied or moved brings nothing protected with it", async () => {
		mkdirSync(inRoot("template/.nexus"), { recursive: true });
		writeFileSync(inRoot("template/.nexus/config.toml"), "mode = 'yolo'");
		const fs = guard([], [inRoot("template"), inRoot("copied")]);
		await expect(fs.copy("template", "copied")).rejects.toMatchObject({ code: "file.denied" });
		await expect(fs.move("template", "copied")).rejects.toMatchObject({ code: "file.denied" });
		await expect(guard([], [inRoot(".git"), inRoot("g")]).move(".git", "h")).rejects.toMatchObject({
			code: "file.denied",
		});
		expect(existsSync(inRoot("copied"))).toBe(false);
	});

	it("R18 a folder with a secret in it is not copied to where it could be read", async () => {
		const fs = guard([join(base, "other")], [inRoot("copied")]);
		await expect(fs.copy("../other", "copied")).rejects.toMatchObject({ code: "file.denied" });
	});

	it("moves and copies what is harmless", async () => {
		const fs = guard([], [inRoot("src"), inRoot("lib"), inRoot("again")]);
		await fs.copy("src", "again");
		await fs.move("src", "lib");
		expect(readFileSync(inRoot("lib/b.txt"), "utf8")).toBe(readFileSync(inRoot("again/b.txt"), "utf8"));
	});
});
