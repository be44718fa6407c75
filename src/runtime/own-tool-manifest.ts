// A person's own tool as any program beside a JSON manifest: the input goes to its stdin as JSON, what it prints is the result.
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { z } from "zod";
import type { JsonValue } from "../contracts/json.js";
import { type AnyTool, effects, type ToolContext, type ToolOutput, toolCategories } from "../contracts/tool.js";
import { checkName } from "./own-tool-module.js";

const manifestSchema = z.strictObject({
	name: z.string(),
	description: z.string().min(1),
	category: z.enum(toolCategories).default("tools"),
	/** What it may do; without this: anything. */
	effects: z.array(z.enum(effects)).default(["execute"]),
	keywords: z.array(z.string()).default([]),
	/** JSON Schema of the input, an object. */
	input: z.record(z.string(), z.unknown()).default({ type: "object", properties: {} }),
	/** The program and its first arguments; one that begins with `.` is beside the manifest, others are found on the PATH. */
	command: z.array(z.string().min(1)).min(1),
	timeoutSeconds: z.number().positive().max(3600).default(120),
});

type Manifest = z.output<typeof manifestSchema>;

/**
 * @throws Error saying which field is wrong
 */
export const loadToolManifest = (path: string): AnyTool => {
	const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new Error(`${issue?.path.join(".") || "the manifest"}: ${issue?.message ?? "wrong"}`);
	}
	const manifest = parsed.data;
	const input = z.fromJSONSchema(manifest.input as Parameters<typeof z.fromJSONSchema>[0]);
	if (!(input instanceof z.ZodObject)) throw new Error("input: it must be the schema of an object");
	return {
		name: checkName(manifest.name),
		category: manifest.category,
		description: manifest.description,
		keywords: manifest.keywords,
		effects: manifest.effects,
		input,
		timeoutMs: manifest.timeoutSeconds * 1000,
		title: (value) => JSON.stringify(value),
		run: (value, context) => runProgram(manifest, dirname(path), value, context),
	};
};

const runProgram = async (
	{ name, command, timeoutSeconds }: Manifest,
	folder: string,
	input: Record<string, unknown>,
	context: ToolContext,
): Promise<ToolOutput> => {
	const [program = "", ...args] = command;
	const isBeside = program.startsWith(".") && !isAbsolute(program);
	const result = await context.processes.run({
		file: isBeside ? resolve(folder, program) : program,
		args: args.map((arg) => (/^\.{1,2}\//.test(arg) ? resolve(folder, arg) : arg)),
		cwd: context.cwd,
		input: JSON.stringify(input),
		timeoutMs: timeoutSeconds * 1000,
		signal: context.signal,
		onOutput: (text, stream) => {
			if (stream === "stderr") context.progress(text);
		},
	});
	context.signal.throwIfAborted();
	if (result.timedOut) return { content: `${name} was ended after ${timeoutSeconds} s.`, isError: true };
	if (result.exitCode !== 0) {
		const said = result.stderr.trim() || result.stdout.trim() || "It said nothing.";
		return { content: `${name} failed (${result.signal ?? `exit ${result.exitCode}`}): ${said}`, isError: true };
	}
	return toOutput(result.stdout);
};

const outputSchema = z.object({
	content: z.string(),
	details: z.custom<JsonValue>((value) => value !== undefined).optional(),
	summary: z.string().optional(),
	isError: z.boolean().optional(),
});

/** `{"content": …, "details": …}` is taken as that; any other JSON is the details, and its text the content. */
const toOutput = (stdout: string): ToolOutput => {
	const content = stdout.trimEnd();
	try {
		const value: JsonValue = JSON.parse(content);
		const parsed = outputSchema.safeParse(value);
		if (!parsed.success) return { content, details: value };
		const { details, summary, isError } = parsed.data;
		return {
			content: parsed.data.content,
			...(details === undefined ? {} : { details }),
			...(summary === undefined ? {} : { summary }),
			...(isError === undefined ? {} : { isError }),
		};
	} catch {
		return { content };
	}
};
