import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findFilesTool } from "../../../tools/files/find-files.js";
import { writeTree } from "../../helpers/file-tree.js";
import { isInstalled } from "../../helpers/installed.js";
import { createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

function setUp() {
	const context = createToolContext();
	writeTree(context.cwd, {
		".git/config": "",
		".gitignore": "*.log\n/build/\n!keep.log\n",
		".nexusignore": "private/\n",
		".github/workflows/ci.yml": "",
		"a.ts": "",
		"build/out.ts": "",
		"keep.log": "",
		"node_modules/x/index.ts": "",
		"noise.log": "",
		"private/p.ts": "",
		"src/.gitignore": "generated.ts\n!noise.log\n",
		"src/b.ts": "",
		"src/generated.ts": "",
		"src/lib/c.tsx": "",
		"src/lib/ünï [1].ts": "",
		"src/noise.log": "",
		"src/build/d.ts": "",
	});
	symlinkSync("..", join(context.cwd, "src/up"));
	return context;
}

test.each([
	["*.ts", {}, ["a.ts", "src/b.ts", "src/build/d.ts", "src/lib/ünï [1].ts"]],
	["*.{ts,tsx}", { path: "src/lib" }, ["src/lib/c.tsx", "src/lib/ünï [1].ts"]],
	["*.ts", { path: "./src" }, ["./src/b.ts", "./src/build/d.ts", "./src/lib/ünï [1].ts"]],
	["src/*.ts", {}, ["src/b.ts"]],
	["./src/*.ts", {}, ["src/b.ts"]],
	["src/**/*.ts", {}, ["src/b.ts", "src/build/d.ts", "src/lib/ünï [1].ts"]],
	["**/c.*", {}, ["src/lib/c.tsx"]],
	["*.log", {}, ["keep.log", "src/noise.log"]],
	["[ab].ts", {}, ["a.ts", "src/b.ts"]],
	["?.ts", {}, ["a.ts", "src/b.ts", "src/build/d.ts"]],
	["*\\[1\\]*", {}, ["src/lib/ünï [1].ts"]],
	["ünï*", {}, ["src/lib/ünï [1].ts"]],
	["**/*.yml", {}, []],
	[".github/**", {}, [".github/workflows/ci.yml"]],
	["out.ts", { path: "build" }, []],
	["nothing", {}, []],
])("%s %j", async (pattern, input, files) => {
	const output = await runTool(findFilesTool, { pattern, ...input }, setUp());
	expect(output.details).toEqual({ files, total: files.length });
});

test("rules of the folders above hold below", async () => {
	const output = await runTool(findFilesTool, { pattern: "*", path: "src" }, setUp());
	expect(detailsOf(output).files).not.toContain("src/generated.ts");
	const context = setUp();
	const below = await runTool(findFilesTool, { pattern: "*.log", path: "src/lib/.." }, context);
	expect(detailsOf(below).files).toEqual(["src/lib/../noise.log"]);
});

// Without git there is nothing to compare with.
test.runIf(isInstalled("git"))("the same files as git sees", async () => {
	const context = setUp();
	const git = (...args: string[]) =>
		execFileSync("git", args, {
			cwd: context.cwd,
			encoding: "utf8",
			env: { PATH: process.env.PATH, HOME: context.cwd, GIT_CONFIG_NOSYSTEM: "1" },
		});
	git("init", "-q");
	const seen = git("ls-files", "-z", "--others", "--exclude-standard").split("\0");
	const expected = seen
		.filter((path) => path !== "" && !path.split("/").some((name) => name.startsWith(".") || name === "node_modules"))
		.filter((path) => !path.startsWith("private/") && path !== "src/up")
		.sort();
	const output = await runTool(findFilesTool, { pattern: "*" }, context);
	expect(detailsOf(output).files).toEqual(expected);
});

test("no more than the limit, and the total says what there is", async () => {
	const output = await runTool(findFilesTool, { pattern: "*.ts", limit: 2 }, setUp());
	expect(output.details).toEqual({ files: ["a.ts", "src/b.ts"], total: 4 });
	expect(output.content).toContain("[2 of 4 shown]");
});

test.each([["/etc/*"], ["../*"], ["a/../../*"]])("%s is refused", async (pattern) => {
	await expect(runTool(findFilesTool, { pattern }, setUp())).rejects.toMatchObject({ code: "tool.bad-input" });
});

test("patterns made to be slow are not", async () => {
	const context = createToolContext();
	writeTree(context.cwd, { ["a".repeat(200)]: "" });
	const started = performance.now();
	await runTool(findFilesTool, { pattern: `${"*a".repeat(60)}b` }, context);
	await runTool(findFilesTool, { pattern: `${"**/".repeat(60)}b` }, context);
	await expect(runTool(findFilesTool, { pattern: "{a,b}".repeat(20) }, context)).rejects.toMatchObject({
		code: "tool.bad-input",
	});
	expect(performance.now() - started).toBeLessThan(1000);
});

test("a missing folder names the nearest one", async () => {
	await expect(runTool(findFilesTool, { pattern: "*", path: "scr" }, setUp())).rejects.toMatchObject({
		code: "file.not-found",
		hint: expect.stringContaining("/src"),
	});
});
