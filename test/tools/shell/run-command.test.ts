import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Processes } from "../../../src/contracts/ports.js";
import { runCommandTool } from "../../../tools/shell/run-command.js";
import { createPlainProcesses } from "../../helpers/plain-processes.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

const run = (command: string, input: { cwd?: string; timeout_s?: number } = {}, context = createToolContext()) =>
	runTool(runCommandTool, { command, ...input }, context);

describe("results", () => {
	test.each([
		["echo hi", 0, "hi\n", "hi"],
		["printf 'a\\nb'", 0, "a\nb", "a\nb"],
		["true", 0, "", "(no output)"],
		["echo out; exit 3", 3, "out\n", "out\n[exit code 3]"],
		["false", 1, "", "(no output)\n[exit code 1]"],
		["cat", 0, "", "(no output)"],
		['read -r x; echo "[$x]"', 0, "[]\n", "[]"],
		["[[ a < b ]] && echo bash", 0, "bash\n", "bash"],
		['echo "$PAGER $GIT_TERMINAL_PROMPT"', 0, "cat 0\n", "cat 0"],
	])("%s", async (command, exitCode, text, content) => {
		const output = await run(command);
		expect(output.details).toMatchObject({ exitCode, output: text, timedOut: false, sandboxed: false });
		expect(output.content).toBe(content);
		expect(output.isError ?? false).toBe(exitCode !== 0);
	});

	test("both streams are there, and shown as they come", async () => {
		const context = createToolContext();
		const output = await run("echo one; echo two >&2", {}, context);
		expect(detailsOf(output).output.split("\n").sort()).toEqual(["", "one", "two"]);
		expect(context.shown.join("").split("\n").sort()).toEqual(["", "one", "two"]);
	});

	test("a program that is not there", async () => {
		const output = await run("no-such-program-here");
		expect(output).toMatchObject({ isError: true, details: { exitCode: 127 } });
	});

	test("ended by a signal", async () => {
		expect((await run("kill -9 $$")).content).toContain("[ended by SIGKILL]");
	});
});

test("a time limit ends the whole tree", async () => {
	const started = performance.now();
	const output = await run("sleep 100 & echo started; sleep 100", { timeout_s: 1 });
	expect(performance.now() - started).toBeLessThan(5000);
	expect(output).toMatchObject({
		isError: true,
		summary: "stopped after 1 s",
		details: { timedOut: true, output: "started\n" },
	});
});

test("an abort ends it at once", async () => {
	const controller = new AbortController();
	const context = { ...createToolContext(), signal: controller.signal, progress: () => controller.abort() };
	const started = performance.now();
	const output = await run("echo started; sleep 100", {}, context as ReturnType<typeof createToolContext>);
	expect(performance.now() - started).toBeLessThan(5000);
	expect(output).toMatchObject({ isError: true, summary: "cancelled" });
});

test("the folder, and what the sandbox is asked for", async () => {
	const processes = createPlainProcesses();
	const context = createToolContext({ processes });
	mkdirSync(join(context.cwd, "sub"));
	expect(detailsOf(await run("pwd", {}, context)).output).toBe(`${context.cwd}\n`);
	expect(detailsOf(await run("pwd", { cwd: "sub" }, context)).output).toBe(`${context.cwd}/sub\n`);
	expect(processes.requests[0]).toMatchObject({
		args: ["--norc", "-c", "pwd"],
		input: "",
		sandbox: { network: false, writableRoots: [context.cwd] },
	});
	await expect(run("pwd", { cwd: "sbu" }, context)).rejects.toMatchObject({ code: "file.not-found" });
});

test("the person's own start files are not read", async () => {
	const context = createToolContext();
	writeFileSync(join(context.cwd, ".bashrc"), "echo from bashrc\n");
	const processes: Processes = {
		...context.processes,
		run: (request) => context.processes.run({ ...request, env: { ...request.env, HOME: context.cwd, SHLVL: "0" } }),
	};
	expect(detailsOf(await run("echo hi", {}, { ...context, processes })).output).toBe("hi\n");
});

test("sh where bash is not, and clear words where neither is", async () => {
	const sh = createToolContext({ processes: createPlainProcesses(["bash"]) });
	expect(detailsOf(await run("echo hi", {}, sh)).output).toBe("hi\n");
	const none = createToolContext({ processes: createPlainProcesses(["bash", "sh"]) });
	expect(await run("echo hi", {}, none)).toMatchObject({ isError: true, content: expect.stringContaining("no shell") });
});

test("what is judged is the very text that runs", async () => {
	const command = "rm -rf x && echo 'done'";
	expect(runCommandTool.access?.(runCommandTool.input.parse({ command }), accessContext)).toEqual([
		{ effect: "execute", command, language: "shell" },
	]);
	await expect(run("echo a\0b")).rejects.toMatchObject({ code: "tool.bad-input" });
	expect(runCommandTool.input.safeParse({ command: "" }).success).toBe(false);
});
