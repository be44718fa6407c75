import { z } from "zod";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { createScratchFolder } from "../../src/lib/scratch-folder.js";

type Language = "javascript" | "typescript" | "python" | "shell";

const maxSeconds = 600;
const maxOutputBytes = 1_000_000;
/** Heap of V8; the address space it reserves around it is far larger, hence the other figure. */
const javascriptHeapMb = 512;
const javascriptMemoryMb = 4096;
const memoryMb = 1024;

interface Interpreter {
	readonly file: string;
	readonly args: readonly string[];
	readonly fileName: string;
	readonly memoryMb: number;
}

const missing: Readonly<Record<"python" | "shell", string>> = {
	python: "Python is not installed here: no python3 or python on PATH. Use javascript, or install Python.",
	shell: "There is no shell here: neither bash nor sh is on PATH.",
};

async function findInterpreter(language: Language, { processes }: ToolContext): Promise<Interpreter | string> {
	if (language === "javascript" || language === "typescript") {
		// Enums and namespaces need more than erasing types; the flag is gone where it is the default.
		const transform = "--experimental-transform-types";
		const canTransform = language === "typescript" && process.allowedNodeEnvironmentFlags.has(transform);
		const fileName = language === "typescript" ? "main.ts" : "main.js";
		return {
			file: process.execPath,
			args: [
				`--max-old-space-size=${javascriptHeapMb}`,
				"--no-warnings",
				...(canTransform ? [transform] : []),
				fileName,
			],
			fileName,
			memoryMb: javascriptMemoryMb,
		};
	}
	if (language === "python") {
		const file = (await processes.which("python3")) ?? (await processes.which("python"));
		return file === undefined ? missing.python : { file, args: ["-B", "-u", "main.py"], fileName: "main.py", memoryMb };
	}
	const bash = await processes.which("bash");
	const file = bash ?? (await processes.which("sh"));
	if (file === undefined) return missing.shell;
	return { file, args: [...(bash === undefined ? [] : ["--norc"]), "main.sh"], fileName: "main.sh", memoryMb };
}

/** Runs in an empty folder of its own, the only place where the sandbox lets it write, without network. */
export const runCodeTool = defineTool({
	name: "run_code",
	category: "code",
	description: "Run a snippet in a sandbox: no network, empty folder. Print what you want to see.",
	effects: ["execute"],
	input: z.object({
		language: z.enum(["javascript", "typescript", "python", "shell"]).describe("Language"),
		code: z.string().min(1).describe("Source"),
		timeout_s: z.number().min(1).max(maxSeconds).default(30).describe("Seconds"),
	}),
	access: ({ language, code }) => [
		{ effect: "execute", command: code, language: language === "typescript" ? "javascript" : language },
	],
	title: ({ language, code }) => `${language}: ${code.trim().split("\n")[0] ?? ""}`,
	timeoutMs: (maxSeconds + 10) * 1000,
	async preview({ language, code }) {
		return { kind: "code", language, text: code };
	},
	async run({ language, code, timeout_s }, context) {
		const interpreter = await findInterpreter(language, context);
		if (typeof interpreter === "string") return { content: interpreter, isError: true };
		await using folder = await createScratchFolder("nexus-code-");
		await folder.write(interpreter.fileName, code);
		const result = await context.processes.run({
			file: interpreter.file,
			args: interpreter.args,
			cwd: folder.path,
			env: { PYTHONIOENCODING: "utf-8", NO_COLOR: "1", TMPDIR: folder.path },
			input: "",
			timeoutMs: timeout_s * 1000,
			signal: context.signal,
			maxOutputBytes,
			onOutput: (text) => context.progress(text),
			sandbox: { network: false, writableRoots: [folder.path], memoryMb: interpreter.memoryMb },
		});
		const { exitCode, timedOut } = result;
		const end = timedOut
			? `stopped after ${timeout_s} s`
			: exitCode === null
				? `ended by ${result.signal ?? "a signal"}`
				: `exit code ${exitCode}`;
		const notes = [
			...(exitCode === 0 && !timedOut ? [] : [end]),
			...(result.droppedBytes > 0 ? [`${result.droppedBytes} bytes of output dropped`] : []),
			...(result.sandboxed ? [] : ["not sandboxed"]),
		];
		const body = result.output === "" ? "(no output: print what you want to see)" : result.output.replace(/\n$/, "");
		return {
			content: notes.length === 0 ? body : `${body}\n[${notes.join("; ")}]`,
			details: { exitCode, stdout: result.stdout, stderr: result.stderr, timedOut },
			summary: end,
			view: { kind: "text", text: result.output },
			...(exitCode === 0 && !timedOut ? {} : { isError: true }),
		};
	},
});
