// Finding, searching and editing files, as the tools do it, beside the programs that people use for it.
import { execFile } from "node:child_process";
import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createProcesses } from "../../src/adapters/execa-processes.js";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { createNodeWorkers } from "../../src/adapters/node-workers.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { AnyTool, ToolContext } from "../../src/contracts/tool.js";
import { createGuardedFs } from "../../src/security/guarded-fs.js";
import { writeLargeTree } from "../../test/helpers/large-tree.js";
import { editFileTool } from "../../tools/files/edit-file.js";
import { findFilesTool } from "../../tools/files/find-files.js";
import { searchFilesTool } from "../../tools/files/search-files.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const run = promisify(execFile);
const files = 50_000;

export const filesSuite: Suite = {
	name: "files",
	parts: [
		{
			rows: ["search.ripgrep", "search.alone", "find.ripgrep", "find.find"].map((row) => `files.${row}`),
			measure: (context) => tree(context),
		},
		{ rows: ["files.edit.p50", "files.edit.large"], measure: (context) => edits(context) },
	],
};

/** The ports of a call, with the guard in front of the files; what these tools do not touch is not there. */
function portsFor(cwd: string, isWithRipgrep: boolean): { context: ToolContext; close(): Promise<void> } {
	const home = join(cwd, "../home");
	const disk = createNodeFs({ cwd });
	const processes = createProcesses({ workspace: cwd, clock: systemClock, env: process.env, home, sandbox: "off" });
	const workers = createNodeWorkers();
	const given: Partial<ToolContext> = {
		cwd,
		roots: [cwd],
		fs: createGuardedFs({ fs: disk, roots: [cwd], home, reads: [cwd], writes: [cwd] }),
		processes: isWithRipgrep ? processes : { ...processes, which: async () => undefined },
		workers,
		clock: systemClock,
		seen: new Map(),
		signal: new AbortController().signal,
		timeZone: "UTC",
		progress: () => undefined,
	};
	const close = async () => {
		await Promise.all([processes.close(), workers.close()]);
	};
	return { context: given as ToolContext, close };
}

const call = async (tool: AnyTool, input: Record<string, unknown>, context: ToolContext): Promise<void> => {
	const output = await tool.run(tool.input.parse(input), context);
	if (output.isError === true) throw new Error(output.content);
};

const timed = async (once: () => Promise<unknown>): Promise<number> => {
	const startedMs = now();
	await once();
	return now() - startedMs;
};

/**
 * The best of ours against the best of theirs, taken in turn: what else the machine does makes both slower, and not by
 * the same share.
 */
async function ratio(times: number, ours: () => Promise<unknown>, theirs: () => Promise<unknown>) {
	await theirs();
	await ours();
	let [own, floor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let index = 0; index < times; index++) {
		floor = Math.min(floor, await timed(theirs));
		own = Math.min(own, await timed(ours));
	}
	return [own / floor];
}

async function tree({ folder, measured, times }: SuiteContext): Promise<void> {
	const cwd = join(realpathSync(folder()), "tree");
	writeLargeTree(cwd, { files, isOdd: false });
	const [both, alone] = [portsFor(cwd, true), portsFor(cwd, false)];
	const program = (file: string, ...args: string[]) => run(file, args, { cwd, maxBuffer: 2 ** 28 });
	const search = { pattern: "needle", limit: 1000 };
	const ripgrep = () => program("rg", "--no-config", "--line-number", "needle", "./");
	const find = { pattern: "*.ts", limit: 100_000 };
	measured("files.search.ripgrep", await ratio(times(15), () => call(searchFilesTool, search, both.context), ripgrep));
	measured("files.search.alone", await ratio(times(15), () => call(searchFilesTool, search, alone.context), ripgrep));
	const findFiles = () => call(findFilesTool, find, both.context);
	measured(
		"files.find.ripgrep",
		await ratio(times(15), findFiles, () => program("rg", "--files", "--glob=*.ts", "./")),
	);
	measured("files.find.find", await ratio(times(15), findFiles, () => program("find", ".", "-name", "*.ts")));
	await Promise.all([both.close(), alone.close()]);
}

/** A word on one line, back and forth, in a file of 200 lines and in one of 100,000. */
async function edits({ folder, measured, times }: SuiteContext): Promise<void> {
	const cwd = realpathSync(folder());
	const { context, close } = portsFor(cwd, false);
	for (const [row, lines, count] of [
		["files.edit.p50", 200, 60],
		["files.edit.large", 100_000, 9],
	] as const) {
		writeFileSync(
			join(cwd, "file.ts"),
			Array.from({ length: lines }, (_, index) => `const value${index} = ${index};\n`).join(""),
		);
		// Written by somebody else since the last edit, as far as the tool knows.
		context.seen.clear();
		const taken: number[] = [];
		for (let index = 0; index < times(count) + 3; index++) {
			const [old_text, new_text] =
				index % 2 === 0 ? ["value100 = 100", "other = 100"] : ["other = 100", "value100 = 100"];
			const edit = { path: "file.ts", edits: [{ old_text, new_text }] };
			taken.push(await timed(() => call(editFileTool, edit, context)));
		}
		measured(row, taken.slice(3));
	}
	await close();
}
