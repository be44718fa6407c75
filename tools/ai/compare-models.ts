import { z } from "zod";
import { isAbortError, NexusError, toErrorData } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import type { ModelAnswer } from "../../src/contracts/tool-services.js";
import { costInWords, inputTokensOf, secondsInWords } from "../../src/lib/model-bill.js";
import { promptWithFiles } from "../../src/lib/model-prompt.js";
import { plural } from "../../src/lib/plural.js";

const output = z.object({
	/** In the order in which they were named. */
	answers: z.array(
		z.object({
			/** `provider/model`. */
			model: z.string(),
			text: z.string(),
			inputTokens: z.number(),
			outputTokens: z.number(),
			/** Micro-dollars; null: the price is not known. */
			costMicroUsd: z.number().nullable(),
			durationMs: z.number(),
		}),
	),
	/** Models without an answer, and why. */
	failed: z.array(z.object({ model: z.string(), message: z.string() })),
});

/** Of an answer, in the table. */
const maxCell = 300;

/** All are asked at once; what each costs is in the ledger, answered or not. */
export const compareModelsTool = defineTool({
	name: "compare_models",
	category: "ai",
	description: "Ask several models the same; compare answers, time, tokens and cost.",
	effects: ["read", "network"],
	keywords: ["benchmark", "llm", "side by side", "evaluate", "versus", "which model"],
	input: z.object({
		prompt: z.string().trim().min(1),
		models: z.array(z.string().trim().min(1)).min(2).max(8).describe("provider/model of each"),
		system: z.string().optional().describe("Their instructions"),
		files: z.array(z.string()).max(20).default([]).describe("Text files that they see"),
		max_output_tokens: z.number().int().min(1).optional(),
	}),
	output,
	access: ({ models, files }, context) => [
		...files.map((path) => ({ effect: "read" as const, path })),
		...[...new Set(models.map((model) => context.modelAddress(model)))].flatMap((url) =>
			url === undefined ? [] : [{ effect: "network" as const, url }],
		),
	],
	title: ({ models, prompt }) => `${models.join(", ")}: ${prompt}`,
	timeoutMs: 600_000,
	async run({ prompt, models: wanted, system, files, max_output_tokens }, { models, fs, signal, progress }) {
		const names = [...new Set(wanted)];
		const whole = await promptWithFiles(prompt, files, fs).catch((error: unknown) => {
			throw error instanceof TypeError ? new NexusError("file.not-text", error.message) : error;
		});
		const question = {
			prompt: whole,
			...(system === undefined ? {} : { system }),
			...(max_output_tokens === undefined ? {} : { maxOutputTokens: max_output_tokens }),
		};
		const asked = await Promise.allSettled(
			names.map(async (model) => {
				try {
					return await models.ask({ ...question, model }, signal);
				} finally {
					progress(`${model} is done\n`);
				}
			}),
		);
		const answers: ModelAnswer[] = [];
		const failed: { model: string; message: string }[] = [];
		const errors: unknown[] = [];
		for (const [index, result] of asked.entries()) {
			if (result.status === "fulfilled") answers.push(result.value);
			else {
				errors.push(result.reason);
				failed.push({ model: names[index] ?? "", message: toErrorData(result.reason).message });
			}
		}
		const stopped = signal.aborted ? errors.find(isAbortError) : undefined;
		if (stopped !== undefined || answers.length === 0) throw stopped ?? errors[0];
		return {
			content: [...answers.map(inWords), ...failed.map(({ model, message }) => `## ${model}\nfailed: ${message}`)].join(
				"\n\n",
			),
			details: {
				answers: answers.map((answer) => ({
					model: answer.model,
					text: answer.text,
					inputTokens: inputTokensOf(answer),
					outputTokens: answer.usage.outputTokens,
					costMicroUsd: answer.costMicroUsd,
					durationMs: answer.durationMs,
				})),
				failed,
			},
			summary: `${plural(answers.length, "answer")}${failed.length === 0 ? "" : `, ${failed.length} failed`}`,
			view: {
				kind: "table",
				columns: ["Model", "Answer", "Time", "Tokens", "Cost"],
				rows: [
					...answers.map((answer) => [answer.model, inShort(answer.text), ...figuresOf(answer)]),
					...failed.map(({ model, message }) => [model, message, "", "", ""]),
				],
			},
		};
	},
});

const figuresOf = (answer: ModelAnswer): readonly string[] => [
	secondsInWords(answer),
	`${inputTokensOf(answer)} + ${answer.usage.outputTokens}`,
	costInWords(answer),
];

const inWords = (answer: ModelAnswer): string => {
	const [time, tokens, cost] = figuresOf(answer);
	const cut = answer.isCut ? "\n[cut at its limit of output tokens]" : "";
	return `## ${answer.model}\n(${time}, ${tokens} tokens, ${cost})\n\n${answer.text}${cut}`;
};

const inShort = (text: string): string => {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length <= maxCell ? line : `${line.slice(0, maxCell - 1)}…`;
};
