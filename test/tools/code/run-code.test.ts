import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
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
		expect(output.details).toEqual({ exitCode: 0, stdout, stderr: "", timedOut: false });
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
		input: "",
		sandbox: { network: false, writableRoots: [folder], memoryMb: 1024 },
	});
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
