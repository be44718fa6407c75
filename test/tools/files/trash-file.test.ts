import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createNodeFs } from "../../../src/adapters/node-fs.js";
import { createGuardedFs } from "../../../src/security/guarded-fs.js";
import { moveFileTool } from "../../../tools/files/move-file.js";
import { trashFileTool } from "../../../tools/files/trash-file.js";
import {
	createToolContext,
	detailsOf,
	runTool,
	type TestContext,
	temporaryFolder,
} from "../../helpers/tool-context.js";

let data: string;
let context: TestContext;
beforeEach(() => {
	data = temporaryFolder();
	vi.stubEnv("XDG_DATA_HOME", data);
	context = createToolContext();
});

const at = (...names: string[]) => join(context.cwd, ...names);
const trash = (path: string, over: TestContext = context) => runTool(trashFileTool, { path }, over);

describe.runIf(process.platform === "linux")("the freedesktop.org trash", () => {
	test("a file goes there with where it was, and comes back", async () => {
		writeFileSync(at("größe 1%.txt"), "text", { mode: 0o640 });
		const output = await trash("größe 1%.txt");
		const { trashPath } = detailsOf(output);
		expect(trashPath).toBe(join(data, "Trash/files/größe 1%.txt"));
		expect(output.content).toBe(
			`Moved größe 1%.txt to the trash. To restore it: move_file from ${trashPath} to ${at("größe 1%.txt")}`,
		);
		expect(existsSync(at("größe 1%.txt"))).toBe(false);
		const info = readFileSync(join(data, "Trash/info/größe 1%.txt.trashinfo"), "utf8");
		const path = at("größe 1%.txt").split("/").map(encodeURIComponent).join("/");
		expect(info).toMatch(/^\[Trash Info]\nPath=\S+\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/);
		expect(info).toContain(`\nPath=${path}\n`);
		await runTool(moveFileTool, { from: trashPath, to: at("größe 1%.txt") }, context);
		expect(readFileSync(at("größe 1%.txt"), "utf8")).toBe("text");
	});

	test("names that are there already get a number", async () => {
		for (const text of ["one", "two", "three"]) {
			writeFileSync(at("a.txt"), text);
			await trash("a.txt");
		}
		expect(readdirSync(join(data, "Trash/files")).sort()).toEqual(["a 2.txt", "a 3.txt", "a.txt"]);
		expect(readFileSync(join(data, "Trash/files/a 2.txt"), "utf8")).toBe("two");
		// A file without its info is somebody's too.
		rmSync(join(data, "Trash/info/a.txt.trashinfo"));
		writeFileSync(at("a.txt"), "four");
		expect(detailsOf(await trash("a.txt")).trashPath).toMatch(/a 4\.txt$/);
		expect(readFileSync(join(data, "Trash/files/a.txt"), "utf8")).toBe("one");
	});

	test("a folder with all that is in it; of a link the link", async () => {
		mkdirSync(at("folder/sub"), { recursive: true });
		writeFileSync(at("folder/sub/a"), "a");
		symlinkSync("folder/sub/a", at("link"));
		symlinkSync("nowhere", at("broken"));
		expect(detailsOf(await trash("link")).trashPath).toBe(join(data, "Trash/files/link"));
		expect(readlinkSync(join(data, "Trash/files/link"))).toBe("folder/sub/a");
		await trash("broken");
		await trash("folder/");
		expect(readFileSync(join(data, "Trash/files/folder/sub/a"), "utf8")).toBe("a");
		expect(readdirSync(context.cwd)).toEqual([]);
	});

	test.runIf(existsSync("/dev/shm"))("on another file system: beside it, or copied home", async () => {
		const cwd = temporaryFolder("/dev/shm");
		writeFileSync(join(cwd, "a"), "a");
		const { trashPath } = detailsOf(await trash("a", createToolContext({ cwd, fs: createNodeFs({ cwd }) })));
		expect(readFileSync(trashPath, "utf8")).toBe("a");
		expect(existsSync(join(cwd, "a"))).toBe(false);
		const own = `/dev/shm/.Trash-${process.getuid?.()}`;
		if (!trashPath.startsWith(own)) return;
		expect(readFileSync(`${trashPath.replace("/files/", "/info/")}.trashinfo`, "utf8")).toContain(
			`\nPath=${join(cwd, "a").slice("/dev/shm/".length)}\n`,
		);
		rmSync(trashPath);
		rmSync(`${trashPath.replace("/files/", "/info/")}.trashinfo`);
	});

	test("of the home that is given, not of this process", async () => {
		const home = temporaryFolder();
		const fs = createNodeFs({ cwd: context.cwd, env: { HOME: home, XDG_DATA_HOME: "relative" } });
		writeFileSync(at("a"), "a");
		const { trashPath } = detailsOf(await trash("a", { ...context, fs }));
		expect(trashPath).toBe(join(home, ".local/share/Trash/files/a"));
		await expect(trash(home, { ...context, fs })).rejects.toMatchObject({ code: "file.denied" });
	});
});

describe("refused", () => {
	test.each([
		["the working directory", "."],
		["what holds it", ".."],
		["everything", "/"],
		["the home folder", homedir()],
	])("%s", async (_name, path) => {
		await expect(trash(path)).rejects.toMatchObject({
			code: "file.denied",
			message: expect.stringMatching(/not deleted/),
		});
		expect(existsSync(context.cwd)).toBe(true);
	});

	test("what is in the trash, and the trash", async () => {
		writeFileSync(at("a"), "a");
		const { trashPath } = detailsOf(await trash("a"));
		for (const path of [trashPath, join(data, "Trash"), data]) {
			await expect(trash(path)).rejects.toMatchObject({ code: "file.denied" });
		}
	});

	test("a name that is nearly right", async () => {
		writeFileSync(at("notes.txt"), "");
		await expect(trash("note.txt")).rejects.toMatchObject({
			code: "file.not-found",
			hint: expect.stringContaining("notes.txt"),
		});
	});

	test("without having been judged: roots, the folder of nexus, what a link leads to, protected places", async () => {
		const other = temporaryFolder();
		const home = at("home");
		mkdirSync(home);
		mkdirSync(at("sub"));
		mkdirSync(at(".git"));
		writeFileSync(join(other, "file"), "x");
		writeFileSync(at("file"), "x");
		symlinkSync(join(other, "file"), at("out"));
		symlinkSync(at("file"), join(other, "in"));
		const guarded = (writes: string[]) =>
			createGuardedFs({ fs: context.fs, roots: [context.cwd, at("sub")], home, reads: [], writes });
		const cases: [path: string, writes: string[]][] = [
			["file", []],
			["sub", [at("sub")]],
			["home", [home]],
			[".git", [context.cwd]],
			["out", [context.cwd]],
			[join(other, "in"), [at("file")]],
			[other, [context.cwd]],
		];
		for (const [path, writes] of cases) {
			await expect([
				path,
				await guarded(writes)
					.trash(path)
					.catch((error) => error.code),
			]).toEqual([path, "file.denied"]);
		}
		await guarded([join(other, "file")]).trash("out");
		expect(existsSync(join(other, "file"))).toBe(true);
		await guarded([at("file")]).trash("file");
		expect(readdirSync(context.cwd).sort()).toEqual([".git", "home", "sub"]);
	});
});
