import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findFilesTool } from "../../../tools/files/find-files.js";
import { searchFilesTool } from "../../../tools/files/search-files.js";
import { writeTree } from "../../helpers/file-tree.js";
import { isInstalled } from "../../helpers/installed.js";
import { writeLargeTree } from "../../helpers/large-tree.js";
import { createPlainProcesses } from "../../helpers/plain-processes.js";
import { expectFilesOfRipgrep, expectSameAnswers } from "../../helpers/same-answers.js";
import { createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

// The tree of 50,000 files is in test/soak.
describe.each([1, 2, 3])("a generated tree of 2,000 files with ignore files at all levels, %d", (seed) => {
	test("the same answers with ripgrep and without", async () => {
		const context = createToolContext();
		writeLargeTree(context.cwd, { files: 2000, isOdd: true, seed });
		await expectSameAnswers(context);
		rmSync(`${context.cwd}/.git`, { recursive: true });
		await expectSameAnswers(context);
	}, 60_000);

	test.runIf(isInstalled("rg"))(
		"the files that ripgrep lists",
		async () => {
			const context = createToolContext();
			writeLargeTree(context.cwd, { files: 2000, isOdd: true, seed });
			execFileSync("find", [context.cwd, "-name", ".nexusignore", "-delete"]);
			await expectFilesOfRipgrep(context);
		},
		60_000,
	);
});

describe("ignore files, in each way of searching", () => {
	const tree = {
		".git/config": "",
		".gitignore": "built/\n",
		".nexusignore": "/data/*\n!/data/keep.txt\n!built/\n",
		"a.txt": "word",
		"built/b.txt": "word",
		"data/d.txt": "word",
		"data/keep.txt": "word",
		"sub/.nexusignore": "*.txt\n!e.txt\n",
		"sub/e.txt": "word",
		"sub/f.txt": "word",
		"sub/deep/g.txt": "word",
		"sub/repository/.git": "gitdir: elsewhere",
		"sub/repository/built/e.txt": "word",
		"secrets.json": "word",
		"keyrings/k.txt": "word",
	};
	const expected = ["a.txt", "data/keep.txt", "sub/e.txt", "sub/repository/built/e.txt"];

	test.each([
		["as installed", []],
		["without ripgrep", ["rg"]],
	])("%s", async (_name, missing) => {
		const context = createToolContext({ processes: createPlainProcesses(missing) });
		writeTree(context.cwd, tree);
		const matches = async (input: { path?: string; glob?: string }) => {
			const output = await runTool(searchFilesTool, { pattern: "word", ...input }, context);
			return detailsOf(output).matches.map((match: { path: string }) => match.path);
		};
		expect(await matches({})).toEqual(expected);
		expect(await matches({ path: "sub" })).toEqual(["sub/e.txt", "sub/repository/built/e.txt"]);
		expect(await matches({ path: "data", glob: "*.txt" })).toEqual(["data/keep.txt"]);
		expect(await matches({ glob: "{**,.x}" })).toEqual([
			...expected.slice(0, 2),
			"keyrings/k.txt",
			...expected.slice(2),
		]);
	});

	test("folders that no call sees are left out", async () => {
		for (const missing of [[], ["rg"]]) {
			const context = createToolContext({ processes: createPlainProcesses(missing) });
			writeTree(context.cwd, { "a.txt": "word", "n[1]/home/b.txt": "word", "n/home/b.txt": "word" });
			const fs = { ...context.fs, refusedBelow: async () => [`${context.cwd}/n[1]/home`] };
			const found = await runTool(searchFilesTool, { pattern: "word" }, { ...context, fs });
			expect(found.content).toBe("a.txt:1:word\nn/home/b.txt:1:word");
			const files = await runTool(findFilesTool, { pattern: "*.txt" }, { ...context, fs });
			expect(files.content).toBe("a.txt\nn/home/b.txt");
		}
	});
});

test.each([
	["as installed", []],
	["without ripgrep", ["rg"]],
])("a file too large to be looked through has no match: %s", async (_name, missing) => {
	const context = createToolContext({ processes: createPlainProcesses(missing) });
	const line = "word and more of it\n";
	writeTree(context.cwd, { "large.txt": line.repeat(1_010_000), "small.txt": line });
	const found = await runTool(searchFilesTool, { pattern: "word" }, context);
	expect(detailsOf(found)).toMatchObject({ total: 1, matches: [{ path: "small.txt", line: 1 }] });
});
