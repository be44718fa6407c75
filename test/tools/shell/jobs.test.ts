import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createJobs } from "../../../src/adapters/background-jobs.js";
import { createProcesses } from "../../../src/adapters/execa-processes.js";
import { canSeeWaits } from "../../../src/adapters/input-wait.js";
import { systemClock } from "../../../src/adapters/system-clock.js";
import { killJobTool } from "../../../tools/shell/kill-job.js";
import { listJobsTool } from "../../../tools/shell/list-jobs.js";
import { readJobTool } from "../../../tools/shell/read-job.js";
import { startJobTool } from "../../../tools/shell/start-job.js";
import { waitForJobTool } from "../../../tools/shell/wait-for-job.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

function setUp() {
	const context = createToolContext();
	const { launcher, close } = createProcesses({
		workspace: context.cwd,
		clock: systemClock,
		sandbox: "off",
		home: context.cwd,
	});
	const jobs = createJobs({ folder: join(context.cwd, ".jobs"), launcher, clock: systemClock });
	onTestFinished(async () => {
		await jobs.close();
		await close();
	});
	const own = { ...context, jobs, clock: systemClock };
	return {
		...own,
		start: (command: string, more: { cwd?: string; stays?: boolean } = {}) =>
			runTool(startJobTool, { command, ...more }, own),
		list: (state?: "all" | "running") => runTool(listJobsTool, state === undefined ? {} : { state }, own),
		read: (input: { id: string; offset?: number; max_bytes?: number }) => runTool(readJobTool, input, own),
		wait: (input: { id: string; pattern?: string; offset?: number; timeout_s?: number }) =>
			runTool(waitForJobTool, input, own),
		kill: (id: string) => runTool(killJobTool, { id }, own),
	};
}

test("a server: started, waited for, read on, listed, ended", async () => {
	const { start, wait, read, list, kill } = setUp();
	const started = await start("echo booting; sleep 0.6; echo 'listening on 3000'; sleep 0.1; echo served; sleep 100");
	expect(started).toMatchObject({
		summary: "job-1, running",
		details: { id: "job-1", state: "running", stays: false },
	});
	expect(started.content).toBe("booting\n[job-1 running; read_job, wait_for_job or kill_job go on from here]");
	const ready = await wait({ id: "job-1", pattern: "listening on \\d+" });
	expect(ready).toMatchObject({ summary: "matched", details: { match: "listening on 3000", timedOut: false } });
	expect(ready.content).toMatch(/^listening on 3000\n\[job-1 running, \d+ B output, next offset \d+\]$/);
	expect((await wait({ id: "job-1", pattern: "served" })).content).toMatch(/^served\n/);
	const all = await read({ id: "job-1", offset: 0 });
	expect(detailsOf(all)).toMatchObject({ text: "booting\nlistening on 3000\nserved\n", nextOffset: 33 });
	expect((await read({ id: "job-1", offset: 33 })).content).toBe(
		"(nothing new)\n[job-1 running, 33 B output, next offset 33]",
	);
	expect(await list("running")).toMatchObject({ summary: "1 job running", details: { jobs: [{ id: "job-1" }] } });
	expect(await kill("job-1")).toMatchObject({ summary: "killed", content: "[job-1 killed, 33 B output]" });
	expect((await list("running")).content).toBe("There are no jobs.");
	expect((await list()).content).toMatch(/^job-1 {2}killed {2}\d+ s {2}33 B {2}echo booting/);
});

describe("how it ended", () => {
	test("is told, and a failure is one", async () => {
		const { start, wait, read } = setUp();
		expect(await start("echo bad >&2; exit 3")).toMatchObject({ isError: true, content: "bad\n[job-1 exit code 3]" });
		expect(await wait({ id: "job-1" })).toMatchObject({ isError: true, summary: "exit code 3" });
		expect((await read({ id: "job-1" })).content).toContain("[job-1 exit code 3, 4 B output, next offset 4]");
		await start("true");
		const done = await wait({ id: "job-2" });
		expect(done.isError).toBeUndefined();
		expect(done.content).toBe("(no output)\n[job-2 exit code 0, no output, next offset 0]");
		expect(await wait({ id: "job-2", pattern: "x" })).toMatchObject({
			isError: true,
			content: expect.stringContaining("no line matched"),
		});
	});

	test("a time limit leaves it running", async () => {
		const { start, wait } = setUp();
		await start("echo on; sleep 100");
		expect(await wait({ id: "job-1", timeout_s: 0.1 })).toMatchObject({
			summary: "still running after 0.1 s",
			details: { timedOut: true, job: { state: "running" } },
		});
	});

	test.runIf(canSeeWaits())("one that waits for input says what to do", async () => {
		const { start, wait } = setUp();
		await start("printf 'Go on? '; read -r x");
		expect((await wait({ id: "job-1" })).content).toContain(
			"Go on? \n[job-1 waits for input, 7 B output, next offset 7; nobody can give it input: if it needs some, end it with kill_job",
		);
	});
});

test("the end of a long output, and how much is before it", async () => {
	const { start, wait, read } = setUp();
	await start("seq 1 5000");
	await wait({ id: "job-1" });
	const end = await read({ id: "job-1" });
	expect(end.content).toMatch(/^\[… \d+ bytes before\]\n/);
	expect(end.content).toContain("\n5000\n[job-1 exit code 0");
	const first = await read({ id: "job-1", offset: 0, max_bytes: 4 });
	expect(first.content).toBe("1\n2\n[job-1 exit code 0, 23.9 kB output, 23889 bytes more, next offset 4]");
	expect(readFileSync(detailsOf(end).job.outputPath, "utf8").endsWith("5000\n")).toBe(true);
});

test("the folder, and bad input", async () => {
	const context = setUp();
	mkdirSync(join(context.cwd, "sub"));
	expect((await context.start("pwd", { cwd: "sub" })).content).toContain(`${context.cwd}/sub\n`);
	await expect(context.start("pwd", { cwd: "sbu" })).rejects.toMatchObject({ code: "file.not-found" });
	await expect(context.start("a\0b")).rejects.toMatchObject({ code: "tool.bad-input" });
	await expect(context.wait({ id: "job-1", pattern: "(" })).rejects.toMatchObject({ code: "tool.bad-input" });
	await expect(context.read({ id: "job-7" })).rejects.toMatchObject({ code: "job.not-found" });
	expect(readJobTool.input.safeParse({ id: "job-1", offset: 1.5 }).success).toBe(false);
});

test("an abort ends the waiting at once, and what had only begun", async () => {
	const context = setUp();
	await context.start("sleep 100");
	const controller = new AbortController();
	const aborted = { ...context, signal: controller.signal };
	const waiting = runTool(waitForJobTool, { id: "job-1" }, aborted);
	const starting = runTool(startJobTool, { command: "sleep 100" }, aborted);
	const from = performance.now();
	controller.abort();
	await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
	expect(performance.now() - from).toBeLessThan(200);
	await expect(starting).rejects.toMatchObject({ name: "AbortError" });
	expect(detailsOf(await context.list("running")).jobs).toMatchObject([{ id: "job-1" }]);
});

test("what is judged is the very text that runs, and the details are as declared", async () => {
	const input = startJobTool.input.parse({ command: "npm start", cwd: "web", stays: true });
	expect(startJobTool.access?.(input, { ...accessContext, cwd: "/w" })).toEqual([
		{ effect: "execute", command: "npm start", language: "shell", cwd: "/w/web", outlives: true },
	]);
	expect(startJobTool.title(input)).toBe("npm start (in web) (goes on when nexus ends)");
	expect(killJobTool.access?.({ id: "job-1" }, { ...accessContext, cwd: "/w" })).toEqual([
		{ effect: "state", what: "job-1" },
	]);
	const { start, list, read, wait, kill } = setUp();
	for (const [tool, output] of [
		[startJobTool, await start("sleep 100")],
		[listJobsTool, await list()],
		[readJobTool, await read({ id: "job-1" })],
		[waitForJobTool, await wait({ id: "job-1", timeout_s: 0 })],
		[killJobTool, await kill("job-1")],
		[listJobsTool, await list()],
	] as const) {
		expect(tool.output?.parse(output.details)).toEqual(output.details);
	}
});
