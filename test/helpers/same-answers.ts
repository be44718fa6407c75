import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import { findFilesTool } from "../../tools/files/find-files.js";
import { searchFilesTool } from "../../tools/files/search-files.js";
import { isInstalled } from "./installed.js";
import { createPlainProcesses } from "./plain-processes.js";
import { detailsOf, runTool, type TestContext } from "./tool-context.js";

const searches = [
	{ pattern: "needle" },
	{ pattern: "needle", limit: 1_000_000 },
	{ pattern: "NEEDLE$|^größe beta", case_sensitive: false, limit: 100_000 },
	{ pattern: "alpha beta gamma", glob: "*.{ts,md}", limit: 100_000 },
	{ pattern: "alpha beta gamma", glob: "p1/**/*.ts", limit: 100_000 },
	{ pattern: "needle", path: "p1", limit: 100_000 },
	{ pattern: "needle", path: "p2/m1", limit: 100_000 },
	{ pattern: "nowhere at all" },
] as const;

/** Searches with ripgrep and without, and finds of both ways of walking, give the same on this tree. */
export async function expectSameAnswers(context: TestContext): Promise<void> {
	const processes = createPlainProcesses();
	const without = { ...context, processes: createPlainProcesses(["rg"]) };
	for (const input of searches) {
		const one = await runTool(searchFilesTool, input, { ...context, processes });
		const other = await runTool(searchFilesTool, input, without);
		expect([input, other.content]).toEqual([input, one.content]);
		expect([input, other.details]).toEqual([input, one.details]);
	}
	expect(detailsOf(await runTool(searchFilesTool, { pattern: "needle" }, without)).total).toBeGreaterThan(0);
	expect(processes.requests.length).toBe(isInstalled("rg") ? searches.length : 0);
	for (const path of [".", "p1", "p2/m1"]) {
		const input = { path, limit: 1_000_000 };
		const { files } = detailsOf(await runTool(findFilesTool, { ...input, pattern: "**" }, context));
		if (path === ".") expect(files.length).toBeGreaterThan(100);
		// A pattern that asks for hidden names is answered by the other way of walking.
		const hidden = detailsOf(await runTool(findFilesTool, { ...input, pattern: "{**,.x}" }, context)).files as string[];
		expect(hidden.filter((file) => !/(?:^|\/)\./.test(file))).toEqual(files);
	}
}

/** What `rg --files` names in a repository without .nexusignore is what find_files names. */
export async function expectFilesOfRipgrep(context: TestContext): Promise<void> {
	const args = [
		"--files",
		"--no-require-git",
		"--no-ignore-global",
		"--no-ignore-exclude",
		"--no-ignore-dot",
		"--no-config",
		"--null",
	];
	const listed = execFileSync("rg", args, { cwd: context.cwd, encoding: "utf8", maxBuffer: 2 ** 30 }).split("\0");
	const expected = listed.filter((path) => path !== "" && !/(?:^|\/)(?:node_modules|__pycache__)\//.test(path)).sort();
	const { files } = detailsOf(await runTool(findFilesTool, { pattern: "**", limit: 1_000_000 }, context));
	expect(files).toEqual(expected);
}
