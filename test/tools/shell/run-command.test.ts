import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createProcesses } from "../../../src/adapters/execa-processes.js";
import { canSeeWaits } from "../../../src/adapters/input-wait.js";
import type { ResourceLimits } from "../../../src/adapters/resource-limits.js";
import { systemClock } from "../../../src/adapters/system-clock.js";
import type { Processes } from "../../../src/contracts/ports.js";
import { runCommandTool } from "../../../tools/shell/run-command.js";
import { isInstalled } from "../../helpers/installed.js";
import { createPlainProcesses } from "../../helpers/plain-processes.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

const run = (
	command: string,
	input: { cwd?: string; timeout_s?: number; stdin?: string } = {},
	context = createToolContext(),
) => runTool(runCommandTool, { command, ...input }, context);

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
		noticesInput: true,
		sandbox: { network: false, writableRoots: [context.cwd] },
	});
	await expect(run("pwd", { cwd: "sbu" }, context)).rejects.toMatchObject({ code: "file.not-found" });
});

describe("input", () => {
	const real = () => {
		const context = createToolContext();
		const processes = createProcesses({
			workspace: context.cwd,
			clock: systemClock,
			sandbox: "off",
			home: context.cwd,
		});
		onTestFinished(() => processes.close());
		return { ...context, processes };
	};

	test("what is given is read", async () => {
		expect((await run("read -r a; cat; echo $a", { stdin: "1\n2\n漢\n" })).content).toBe("2\n漢\n1");
		const plain = createPlainProcesses();
		await run("cat", { stdin: "" }, createToolContext({ processes: plain }));
		expect(plain.requests[0]).toMatchObject({ input: "" });
		expect(plain.requests[0]).not.toHaveProperty("noticesInput");
	});

	test.runIf(canSeeWaits())("who waits for some is told of", async () => {
		const output = await run('printf "Name? "; read -r x; echo "[$x]"', {}, real());
		expect(output.content).toBe(
			"Name? []\n[it waited for input (Name?) and got none: give the answer in `stdin`, or use an option that asks nothing]",
		);
		expect(detailsOf(output)).toMatchObject({ exitCode: 0, wantedInput: { from: "input", prompt: "Name? " } });
	});

	test.runIf(canSeeWaits() && isInstalled("script"))("who waits at a terminal is ended", async () => {
		const output = await run(`script -qc 'read -p "Password: " x; sleep 50' /dev/null`, {}, real());
		expect(output).toMatchObject({ isError: true, summary: "ended: it waited for input" });
		expect(output.content).toContain("ask the person to run it in a terminal of theirs");
	});

	test.runIf(isInstalled("rg"))("a search searches the folder, not its empty input", async () => {
		const context = real();
		writeFileSync(join(context.cwd, "a.txt"), "needle\n");
		expect((await run("rg needle", {}, context)).content).toContain("a.txt:needle");
		expect((await run("cd . && rg -l needle | cat", {}, context)).content).toBe("a.txt");
	});

	test.runIf(isInstalled("git"))("a commit without a message says what to do", async () => {
		const command =
			"git init -q . && git config user.email a@b.c && git config user.name a && echo x > f && git add f && git commit";
		const output = await run(command, {}, real());
		expect(output).toMatchObject({ isError: true, content: expect.stringContaining("give the message with -m") });
	});

	test.each([
		["echo 'sudo: a password is required' >&2; exit 1", "sudo cannot ask"],
		["echo \"fatal: could not read Username for 'https://x'\" >&2; exit 128", "git cannot ask for credentials"],
		["echo 'Host key verification failed.' >&2; exit 255", "ssh cannot ask"],
		["echo 'the input device is not a TTY' >&2; exit 1", "there is no terminal here"],
		["echo 'EOFError: EOF when reading a line' >&2; exit 1", "`stdin`"],
		["printf 'Do you want to continue? [Y/n] Abort.\n'; exit 1", "use -y"],
	])("%s", async (command, hint) => {
		expect((await run(command)).content).toContain(hint);
		expect((await run(command.replace(/exit \d+/, "exit 0"))).content).not.toContain(hint);
	});
});

describe("long output", () => {
	test("is whole in a file, and in the text as far as it is kept", async () => {
		const output = await run("for i in $(seq 1 20000); do echo line $i; done");
		const { outputPath } = detailsOf(output);
		expect(output.artifact).toBe(outputPath);
		const text = readFileSync(outputPath, "utf8");
		expect(text).toBe(detailsOf(output).output);
		expect(text.split("\n")).toHaveLength(20_001);
		expect(text.endsWith("line 20000\n")).toBe(true);
		expect(statSync(outputPath).mode & 0o777).toBe(0o600);
		expect((output.view as { text: string }).text.length).toBeLessThan(41_000);
	});

	test("is in the file though it is too much for memory, and says where", async () => {
		const context = createToolContext();
		const processes = createProcesses({
			workspace: context.cwd,
			clock: systemClock,
			sandbox: "off",
			home: context.cwd,
		});
		onTestFinished(() => processes.close());
		const output = await run("yes 12345678 | head -n 1000000", {}, { ...context, processes });
		const { outputPath, output: kept } = detailsOf(output);
		expect(statSync(outputPath).size).toBe(9_000_000);
		expect(kept.length).toBeLessThan(5_100_000);
		expect(output.content.slice(-200)).toContain(`4.0 MB left out, all of it is in ${outputPath}`);
	});

	test.each<[string, Partial<ResourceLimits>, string, string]>([
		[
			"printed without end",
			{ outputMb: 1 },
			"yes",
			"ended; it printed too much: the limit is 1 MB (setting sandbox.outputMb)",
		],
		[
			"wrote too much",
			{ fileMb: 1 },
			"head -c 9000000 /dev/zero > big",
			"exit code 153; it hit the limit of a file's size: 1 MB (setting sandbox.fileMb)",
		],
		[
			"took too much memory",
			{ memoryMb: 200 },
			`'${process.execPath}' -e "const all = []; for (;;) all.push(Buffer.alloc(2e7, 1))"`,
			"it hit the limit of memory: 200 MB for all its processes together (setting sandbox.memoryMb)",
		],
	])("D16 R16 one that %s says so", async (_name, limits, command, said) => {
		const context = createToolContext();
		const options = { workspace: context.cwd, clock: systemClock, home: join(context.cwd, "home") };
		const processes = createProcesses({ ...options, limits });
		onTestFinished(() => processes.close());
		const output = await run(command, {}, { ...context, processes });
		expect(output.isError).toBe(true);
		expect(output.content).toContain(said);
		expect(runCommandTool.output?.parse(output.details)).toEqual(output.details);
	});

	test("a short one is in no file", async () => {
		const output = await run("echo hi");
		expect(output.artifact).toBeUndefined();
		expect(detailsOf(output)).not.toHaveProperty("outputPath");
	});

	test("what was cut off by a time limit is there up to then", async () => {
		const output = await run("seq 1 10000; sleep 100", { timeout_s: 1 });
		expect(output.content.slice(-200)).toContain(
			"[stopped after 1 s; a program that is to go on belongs into start_job]",
		);
		expect(readFileSync(detailsOf(output).outputPath, "utf8")).toContain("\n10000\n");
	});
});

test("the details are as they are declared", async () => {
	for (const command of ["true", "exit 3", "kill -9 $$", "seq 1 10000"]) {
		const { details } = await run(command);
		expect(runCommandTool.output?.parse(details)).toEqual(details);
	}
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
