import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createProcesses } from "../../../src/adapters/execa-processes.js";
import { canSeeWaits } from "../../../src/adapters/input-wait.js";
import type { ResourceLimits } from "../../../src/adapters/resource-limits.js";
import { systemClock } from "../../../src/adapters/system-clock.js";
import { runCodeTool } from "../../../tools/code/run-code.js";
import { isInstalled } from "../../helpers/installed.js";
import { createPlainProcesses } from "../../helpers/plain-processes.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

type Language = "javascript" | "typescript" | "python" | "shell";

const run = (language: Language, code: string, timeout_s = 30, context = createToolContext()) =>
	runTool(runCodeTool, { language, code, timeout_s }, context);

describe("snippets", () => {
	const isHere = ([language]: readonly [string, ...unknown[]]): boolean =>
		language !== "python" || isInstalled("python3");

	test.each(
		(
			[
				["javascript", "console.log(2 ** 10)", "1024\n"],
				["javascript", "import { sep } from 'node:path'; console.log(sep, await Promise.resolve(1))", "/ 1\n"],
				["javascript", "const { sep } = require('node:path'); console.log(sep)", "/\n"],
				["typescript", "enum Color { Red = 7 }\nconst x: number = Color.Red; console.log(x satisfies number)", "7\n"],
				["typescript", "interface A { b?: string }\nconst a: A = {}; console.log(a)", "{}\n"],
				["python", "print(sum(range(10)))", "45\n"],
				["python", "print('日本 ü')", "日本 ü\n"],
				["shell", "for i in 1 2; do echo $i; done", "1\n2\n"],
			] as const
		).filter(isHere),
	)("%s: %s", async (language, code, stdout) => {
		const output = await run(language, code);
		expect(output.details).toEqual({ exitCode: 0, stdout, stderr: "", timedOut: false, files: [] });
		expect(runCodeTool.output?.parse(output.details)).toEqual(output.details);
		expect(output.content).toContain(stdout.trimEnd());
	});

	test.each(
		(
			[
				["javascript", "throw new Error('broken')", /broken/],
				["javascript", "const = 1", /SyntaxError/],
				["typescript", "const a: = 1", /SyntaxError|ERR_INVALID_TYPESCRIPT/],
				["python", "raise ValueError('broken')", /ValueError: broken/],
				["shell", "echo bad >&2; exit 4", /bad/],
			] as const
		).filter(isHere),
	)("a failing %s: %s", async (language, code, stderr) => {
		const output = await run(language, code);
		expect(output.isError).toBe(true);
		expect(detailsOf(output).stderr).toMatch(stderr);
		expect(detailsOf(output).exitCode).toBeGreaterThan(0);
	});
});

test("an endless loop is stopped", async () => {
	const output = await run("javascript", "console.log('on'); for (;;);", 1);
	expect(output).toMatchObject({ isError: true, details: { timedOut: true, stdout: "on\n", exitCode: null } });
	expect(output.content).toContain("stopped after 1 s");
});

test("too much memory ends it, not this machine", async () => {
	const output = await run("javascript", "const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()));");
	expect(output.isError).toBe(true);
	expect(detailsOf(output).stderr).toContain("heap");
}, 60_000);

describe.each(["auto", "off"] as const)("D16 R16 limits, sandbox %s", (sandbox) => {
	test.each<[string, "javascript" | "shell", string, Partial<ResourceLimits>, string]>([
		["an endless loop", "javascript", "for (;;);", {}, "stopped after 1 s"],
		[
			"4 GB",
			"javascript",
			"const a = []; for (;;) a.push(Buffer.alloc(2e7, 1))",
			{},
			"limit of memory: 64 MB for all its processes together (memory_mb)",
		],
		[
			"a fork bomb",
			"shell",
			"for i in $(seq 2000); do sleep 3 & done 2>/dev/null",
			{ processes: 40 },
			"limit of processes: 40 at a time (setting sandbox.processes)",
		],
		[
			"1 GB of output",
			"shell",
			"yes",
			{ outputMb: 1 },
			"it printed too much: the limit is 1 MB (setting sandbox.outputMb)",
		],
	])("%s", async (_name, language, code, limits, said) => {
		const context = createToolContext();
		const options = { workspace: context.cwd, clock: systemClock, home: join(context.cwd, "home"), sandbox, limits };
		const processes = createProcesses(options);
		onTestFinished(() => processes.close());
		const wanted = {
			language,
			code,
			timeout_s: language === "shell" ? 4 : code.startsWith("for") ? 1 : 20,
			memory_mb: 64,
		};
		const output = await runTool(runCodeTool, wanted, { ...context, processes });
		expect(output.isError).toBe(true);
		expect(output.content).toContain(said);
		expect(runCodeTool.output?.parse(output.details)).toEqual(output.details);
	});
});

test("it starts in an empty folder of its own, which is gone afterwards", async () => {
	const processes = createPlainProcesses();
	const context = createToolContext({ processes });
	const output = await run("shell", "pwd; ls; echo x > made; ls", 30, context);
	const [folder = "", ...files] = detailsOf(output).stdout.trim().split("\n");
	expect(files.toSorted()).toEqual(["made", "main.sh", "main.sh"]);
	expect(files[0]).toBe("main.sh");
	expect(existsSync(folder)).toBe(false);
	expect(processes.requests[0]).toMatchObject({
		cwd: folder,
		noticesInput: true,
		sandbox: { network: false, writableRoots: [folder], memoryMb: 576, reservedMb: 448 },
	});
});

describe("files that it makes", () => {
	test("are listed and kept where they can be read", async () => {
		const context = createToolContext();
		const code = "echo text > a.txt; mkdir -p out/deep; printf '\\377\\000' > out/deep/b.bin; : > empty; echo done";
		const output = await run("shell", code, 30, context);
		const { files } = detailsOf(output);
		expect(files.map(({ name, sizeBytes }: { name: string; sizeBytes: number }) => [name, sizeBytes])).toEqual([
			["a.txt", 5],
			["empty", 0],
			["out/deep/b.bin", 2],
		]);
		expect(output.summary).toBe("exit code 0, 3 files");
		expect(output.content).toContain(`done\n[not sandboxed]\n[files made]\na.txt (5 B): ${files[0].path}\n`);
		expect(readFileSync(files[0].path, "utf8")).toBe("text\n");
		expect([...readFileSync(files[2].path)]).toEqual([255, 0]);
		expect(statSync(files[2].path).mode & 0o777).toBe(0o600);
		expect(runCodeTool.output?.parse(output.details)).toEqual(output.details);
	});

	test("links are no files", async () => {
		const output = await run(
			"shell",
			"ln -s /etc/passwd soft; echo x > one; ln one two; ln -s /etc folder; mkfifo pipe",
		);
		expect(detailsOf(output).files).toEqual([]);
	});

	test("are listed though it failed, and though they are too many to keep", async () => {
		const failed = await run("shell", "echo half > result; exit 2");
		expect(failed).toMatchObject({ isError: true, details: { files: [{ name: "result", sizeBytes: 5 }] } });
		const many = detailsOf(await run("shell", "for i in $(seq 1000 1119); do : > f$i; done")).files;
		expect(many).toHaveLength(120);
		expect(many.filter(({ path }: { path?: string }) => path !== undefined)).toHaveLength(100);
	});
});

test("long output is whole in a file", async () => {
	const output = await run("shell", "seq 1 20000");
	expect(readFileSync(detailsOf(output).outputPath, "utf8")).toBe(detailsOf(output).stdout);
	expect(output.artifact).toBe(detailsOf(output).outputPath);
	expect(runCodeTool.output?.parse(output.details)).toEqual(output.details);
});

describe("input", () => {
	test.each([
		["javascript", "process.stdin.on('data', (b) => process.stdout.write(String(b).toUpperCase()))", "AÉ漢\n"],
		["javascript", "console.log(require('fs').readFileSync(0, 'utf8').length)", "4\n"],
		["javascript", "console.log(require('fs').readFileSync('/dev/stdin', 'utf8').length)", "4\n"],
		["shell", "read -r x; echo $x", "aé漢\n"],
		["python", "print(input()[::-1])", "漢éa\n"],
		["python", "print(len(open('/dev/stdin').read()))", "4\n"],
	] as const)("%s: %s", async (language, code, stdout) => {
		if (language === "python" && !isInstalled("python3")) return expect(isInstalled("python3")).toBe(false);
		const context = createToolContext();
		const processes = createProcesses({
			workspace: context.cwd,
			clock: systemClock,
			sandbox: "off",
			home: context.cwd,
		});
		onTestFinished(() => processes.close());
		const output = await runTool(runCodeTool, { language, code, stdin: "aé漢\n" }, { ...context, processes });
		expect(detailsOf(output).stdout).toBe(stdout);
	});

	test.runIf(canSeeWaits())("that is waited for is told of", async () => {
		const context = createToolContext();
		const processes = createProcesses({ workspace: context.cwd, clock: systemClock, home: context.cwd });
		onTestFinished(() => processes.close());
		const output = await run("shell", "printf 'Name? '; read -r x", 30, { ...context, processes });
		expect(output.content).toContain("it waited for input (Name?): give it in `stdin`");
	});
});

test("memory is what was asked for", async () => {
	const processes = createPlainProcesses();
	const context = createToolContext({ processes });
	const code = "console.log(require('v8').getHeapStatistics().heap_size_limit / 2 ** 20 | 0)";
	const heap = async (memory_mb: number) =>
		Number(detailsOf(await runTool(runCodeTool, { language: "javascript", code, memory_mb }, context)).stdout);
	expect(await heap(100)).toBeLessThan(await heap(2000));
	await runTool(runCodeTool, { language: "shell", code: "true", memory_mb: 100 }, context);
	expect(processes.requests.map((request) => request.sandbox?.memoryMb)).toEqual([228, 2128, 164]);
	expect(runCodeTool.input.safeParse({ language: "shell", code: "x", memory_mb: 1 }).success).toBe(false);
});

test("the folder is gone after a failure too", async () => {
	const processes = { ...createPlainProcesses(), run: () => Promise.reject(new Error("no start")) };
	let folder = "";
	const watched = {
		...processes,
		run: (request: { cwd?: string }) => {
			folder = request.cwd ?? "";
			return processes.run();
		},
	};
	await expect(run("shell", "true", 30, createToolContext({ processes: watched }))).rejects.toThrow("no start");
	expect(folder).not.toBe("");
	expect(existsSync(folder)).toBe(false);
});

test("without Python it says what to do", async () => {
	const context = createToolContext({ processes: createPlainProcesses(["python3", "python"]) });
	const output = await run("python", "print(1)", 30, context);
	expect(output).toMatchObject({ isError: true, content: expect.stringContaining("Python is not installed") });
});

test("what is judged and shown is the code that runs", async () => {
	const access = (language: Language) =>
		runCodeTool.access?.(runCodeTool.input.parse({ language, code: "x" }), accessContext);
	expect(access("typescript")).toEqual([{ effect: "execute", command: "x", language: "javascript" }]);
	expect(access("python")).toEqual([{ effect: "execute", command: "x", language: "python" }]);
	const input = runCodeTool.input.parse({ language: "python", code: "print(1)" });
	expect(await runCodeTool.preview?.(input, createToolContext())).toEqual({
		kind: "code",
		language: "python",
		text: "print(1)",
	});
});
