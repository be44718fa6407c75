// Where a one-shot run's prompts come from: the arguments, or one JSON object a line on stdin.
import { createInterface } from "node:readline";
import { z } from "zod";
import { NexusError } from "../../contracts/errors.js";
import type { FrontendIo } from "../../contracts/frontend.js";
import type { PrintOptions } from "./options.js";

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const lineSchema = z.union([
	z.object({ type: z.literal("prompt"), text: z.string() }).transform((line) => line.text),
	z
		.object({ type: z.literal("user"), message: z.object({ content: z.union([z.string(), z.array(textPart)]) }) })
		.transform(({ message }) =>
			typeof message.content === "string" ? message.content : message.content.map((part) => part.text).join("\n"),
		),
]);

export interface Prompt {
	readonly text: string;
	/** The part that the person wrote themselves. */
	readonly typed: string;
}

export async function* readPrompts(options: PrintOptions, io: FrontendIo): AsyncGenerator<Prompt> {
	if (options.prompts !== undefined) {
		for (const text of options.prompts) yield { text, typed: "" };
		return;
	}
	if (options.inputFormat === "text") {
		yield { text: options.prompt, typed: options.typed };
		return;
	}
	if (options.prompt !== "") yield { text: options.prompt, typed: options.typed };
	let number = 0;
	for await (const line of createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
		number++;
		if (line.trim() !== "") yield { text: parseLine(line, number), typed: "" };
	}
}

const parseLine = (line: string, number: number): string => {
	const parsed = lineSchema.safeParse(parseJson(line));
	if (parsed.success) return parsed.data;
	throw new NexusError("input.line", `line ${number} of stdin is not a prompt`, {
		hint: 'each line is {"type":"prompt","text":"…"}',
		exitCode: 2,
	});
};

const parseJson = (line: string): unknown => {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
};
