import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import type { FileSystem } from "../../../src/contracts/ports.js";
import { searchFilesTool } from "../../../tools/files/search-files.js";
import { writeTree } from "../../helpers/file-tree.js";
import { isInstalled } from "../../helpers/installed.js";
import { createPlainProcesses } from "../../helpers/plain-processes.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

type Input = z.input<typeof searchFilesTool.input>;

const words = [
	"alpha",
	"Beta",
	"gamma_1",
	"größe",
	"ÄRGER",
	"日本語",
	"x.y",
	"a-b",
	"$5",
	"foo(bar)",
	"\\d",
	"[set]",
	"tab\there",
];

/** Deterministic: a linear congruential generator. */
function* numbers(seed: number): Generator<number> {
	for (let value = seed; ; ) {
		value = (value * 1_103_515_245 + 12_345) % 2 ** 31;
		yield value >> 8;
	}
}

function generatedTree(): Record<string, string | Uint8Array> {
	const random = numbers(42);
	const next = (below: number) => (random.next().value as number) % below;
	const tree: Record<string, string | Uint8Array> = {};
	for (let index = 0; index < 120; index++) {
		const lines = Array.from({ length: next(40) }, () =>
			Array.from({ length: next(8) }, () => words[next(words.length)]).join(next(3) === 0 ? "\t" : " "),
		);
		const end = next(4) === 0 ? "\r\n" : "\n";
		const text = lines.join(end) + (next(2) === 0 ? end : "");
		const name = `d${next(5)}/e${next(3)}/f${index}.${next(2) === 0 ? "txt" : "md"}`;
		tree[name] = next(12) === 0 ? Buffer.from(`\uFEFF${text}`, "utf16le") : next(12) === 0 ? `\uFEFF${text}` : text;
	}
	tree["binary.bin"] = Buffer.concat([Buffer.from("alpha\nalpha\n"), Buffer.from([0]), Buffer.from("alpha\n")]);
	tree["late.bin"] = Buffer.concat([Buffer.from("alpha x\n".repeat(10_000)), Buffer.from([0, 10])]);
	tree["-dash.txt"] = "alpha\n";
	tree["long.txt"] = `${"x".repeat(10_000)} alpha ${"y".repeat(10_000)}\n`;
	tree["invalid.txt"] = Buffer.from([0x61, 0xff, 0x20, ...Buffer.from("alpha\n")]);
	tree["empty.txt"] = "";
	tree[".gitignore"] = "d4/\n";
	tree[".hidden.txt"] = "alpha\n";
	return tree;
}

describe("with ripgrep and without: the same", () => {
	const patterns: readonly Input[] = [
		{ pattern: "alpha" },
		{ pattern: "ALPHA", case_sensitive: false },
		{ pattern: "ärger", case_sensitive: false },
		{ pattern: "^alpha" },
		{ pattern: "alpha$" },
		{ pattern: "^$" },
		{ pattern: "^\\s*$" },
		{ pattern: "\\bgamma" },
		{ pattern: "größe\\b" },
		{ pattern: "\\w+_\\d" },
		{ pattern: "gr\\w" },
		{ pattern: "\\S+\\t\\S+" },
		{ pattern: "(alpha|Beta) +\\1" },
		{ pattern: "(?:alpha|Beta)\\s(?:größe|日本語)" },
		{ pattern: "(?<name>alpha) B" },
		{ pattern: "alpha(?= Beta)" },
		{ pattern: "日本" },
		{ pattern: "[a-c]-[\\w$]" },
		{ pattern: "[^\\x00-\\x7F]" },
		{ pattern: "\\p{Lu}" },
		{ pattern: "a{2,}|\\$\\d" },
		{ pattern: "x.y", literal: true },
		{ pattern: "foo(bar)", literal: true },
		{ pattern: "\\d", literal: true },
		{ pattern: "[set]", literal: true },
		{ pattern: "a-b", glob: "*.md" },
		{ pattern: "alpha", path: "d1/e0" },
		{ pattern: "alpha", limit: 7 },
		{ pattern: "alpha", context: 2, limit: 20 },
		{ pattern: "nowhere at all" },
	];

	test("on a generated tree", async () => {
		const tree = generatedTree();
		const context = createToolContext();
		writeTree(context.cwd, tree);
		const processes = createPlainProcesses();
		const withRipgrep = { ...context, processes };
		const without = { ...context, processes: createPlainProcesses(["rg"]) };
		for (const input of patterns) {
			const [one, other] = [
				await runTool(searchFilesTool, input, withRipgrep),
				await runTool(searchFilesTool, input, without),
			];
			expect([input, one.content]).toEqual([input, other.content]);
			expect([input, one.details]).toEqual([input, other.details]);
		}
		// Where ripgrep is not installed, both ways are the same one.
		expect(processes.requests.length > 15).toBe(isInstalled("rg"));
		const found = await runTool(searchFilesTool, { pattern: "alpha" }, withRipgrep);
		const files = new Set(detailsOf(found).matches.map((match: { path: string }) => match.path));
		expect([...files]).toContain("-dash.txt");
		for (const absent of ["binary.bin", "late.bin", ".hidden.txt"]) expect([...files]).not.toContain(absent);
	}, 60_000);
});

function setUp() {
	const context = createToolContext({ processes: createPlainProcesses(["rg"]) });
	writeTree(context.cwd, {
		"a.txt": "one\ntwo\nthree\nfour\nfive\n",
		"b.txt": "TWO two\n",
		".env": "TOKEN=two\n",
		"server.key": "two\n",
		"sub/.npmrc": "two\n",
	});
	return context;
}

test("matches, totals and neighbours", async () => {
	const context = setUp();
	const output = await runTool(searchFilesTool, { pattern: "two|four", context: 1 }, context);
	expect(output.details).toEqual({
		matches: [
			{ path: "a.txt", line: 2, text: "two" },
			{ path: "a.txt", line: 4, text: "four" },
			{ path: "b.txt", line: 1, text: "TWO two" },
		],
		total: 3,
		files: 2,
	});
	expect(output.content).toBe(
		"a.txt-1-one\na.txt:2:two\na.txt-3-three\na.txt:4:four\na.txt-5-five\n--\nb.txt:1:TWO two",
	);
});

test("more than the limit is counted, not shown", async () => {
	const output = await runTool(searchFilesTool, { pattern: "o", limit: 1 }, setUp());
	expect(output.details).toMatchObject({ matches: [{ path: "a.txt", line: 1 }], total: 4, files: 2 });
	expect(output.content).toContain("1 of 4 matching lines shown");
});

test("files that hold secrets are not swept; one that is named is read, and said to be", async () => {
	const context = setUp();
	const swept = await runTool(searchFilesTool, { pattern: "two", glob: "**/.*" }, context);
	expect(swept.details).toMatchObject({ total: 0 });
	const named = await runTool(searchFilesTool, { pattern: "two", path: ".env" }, context);
	expect(named.details).toMatchObject({ matches: [{ path: ".env", line: 1, text: "TOKEN=two" }] });
	const touched = searchFilesTool.access?.(
		searchFilesTool.input.parse({ pattern: "x", path: "sub", glob: ".npmrc" }),
		accessContext,
	);
	expect(touched).toEqual([
		{ effect: "read", path: "sub" },
		{ effect: "read", path: "sub/.npmrc" },
	]);
});

test("hidden files are read through the file system that judges, never past it", async () => {
	const processes = createPlainProcesses();
	const context = { ...setUp(), processes };
	writeTree(context.cwd, { ".cloud/config": "two\n", ".cloud/other": "two\n" });
	const fs: FileSystem = {
		...context.fs,
		readBytes: async (path, options) => {
			if (path.endsWith("config")) throw new Error("refused");
			return context.fs.readBytes(path, options);
		},
	};
	const output = await runTool(searchFilesTool, { pattern: "two", glob: ".*/*" }, { ...context, fs });
	expect(output.details).toMatchObject({ matches: [{ path: ".cloud/other" }], total: 1 });
	expect(processes.requests).toEqual([]);
});

test("links are not followed, unreadable files passed over", async () => {
	const context = setUp();
	symlinkSync("/etc", join(context.cwd, "etc"));
	symlinkSync("a.txt", join(context.cwd, "link.txt"));
	chmodSync(join(context.cwd, "b.txt"), 0o000);
	const output = await runTool(searchFilesTool, { pattern: "two" }, context);
	const paths = detailsOf(output).matches.map((match: { path: string }) => match.path);
	expect(paths.filter((path: string) => path !== "b.txt")).toEqual(["a.txt"]);
});

test("a pattern that would never end is stopped", async () => {
	const context = setUp();
	writeTree(context.cwd, { "evil.txt": `${"a".repeat(50)}!\n` });
	const started = performance.now();
	await expect(runTool(searchFilesTool, { pattern: "^(a+)+$" }, context)).rejects.toMatchObject({
		code: "tool.bad-input",
		message: expect.stringContaining("too long to match"),
	});
	// ripgrep finds it at once; showing where in a long line must not take for ever either.
	writeTree(context.cwd, { "evil.txt": `${"a".repeat(600)}!\n` });
	const ripgrep = { ...context, processes: createPlainProcesses() };
	expect((await runTool(searchFilesTool, { pattern: "^(a+)+!?$|!$" }, ripgrep)).details).toMatchObject({ total: 1 });
	expect(performance.now() - started).toBeLessThan(3000);
});

test.each([["("], ["[z-a]"], ["*"], ["(?<x"]])("%s is no pattern", async (pattern) => {
	await expect(runTool(searchFilesTool, { pattern }, setUp())).rejects.toMatchObject({
		code: "tool.bad-input",
		hint: "Set literal to search for the text as it is.",
	});
	expect((await runTool(searchFilesTool, { pattern, literal: true }, setUp())).details).toMatchObject({ total: 0 });
});

test("an abort ends it, with ripgrep and without", async () => {
	for (const processes of [createPlainProcesses(), createPlainProcesses(["rg"])]) {
		const context = { ...setUp(), processes, signal: AbortSignal.abort() };
		await expect(runTool(searchFilesTool, { pattern: "x" }, context)).rejects.toThrow(/abort/i);
	}
});
