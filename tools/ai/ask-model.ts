import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { billInWords, inputTokensOf } from "../../src/lib/model-bill.js";
import { promptWithFiles } from "../../src/lib/model-prompt.js";

const output = z.object({
	/** `provider/model`. */
	model: z.string(),
	text: z.string(),
	/** It was cut at the limit of output tokens. */
	isCut: z.boolean(),
	inputTokens: z.number(),
	outputTokens: z.number(),
	/** Micro-dollars; null: the price is not known. */
	costMicroUsd: z.number().nullable(),
	durationMs: z.number(),
});

/** It sees the question and the files and nothing else: no conversation, no tools. */
export const askModelTool = defineTool({
	name: "ask_model",
	category: "ai",
	description: "Ask another model a question; it sees only the question and the files.",
	effects: ["read", "network"],
	keywords: ["llm", "gpt", "claude", "gemini", "second opinion", "delegate", "consult", "prompt", "chat"],
	input: z.object({
		question: z.string().trim().min(1),
		model: z.string().trim().min(1).optional().describe("provider/model; else your own"),
		system: z.string().optional().describe("Its instructions"),
		files: z.array(z.string()).max(20).default([]).describe("Text files that it sees"),
		max_output_tokens: z.number().int().min(1).optional(),
	}),
	output,
	access({ model, files }, context) {
		const url = context.modelAddress(model);
		return [
			...files.map((path) => ({ effect: "read" as const, path })),
			...(url === undefined ? [] : [{ effect: "network" as const, url }]),
		];
	},
	title: ({ model, question }) => (model === undefined ? question : `${model}: ${question}`),
	timeoutMs: 600_000,
	async run({ question, model, system, files, max_output_tokens }, { models, fs, signal, progress }) {
		const prompt = await promptWithFiles(question, files, fs).catch((error: unknown) => {
			throw error instanceof TypeError ? new NexusError("file.not-text", error.message) : error;
		});
		const answer = await models.ask(
			{
				prompt,
				onText: progress,
				...(model === undefined ? {} : { model }),
				...(system === undefined ? {} : { system }),
				...(max_output_tokens === undefined ? {} : { maxOutputTokens: max_output_tokens }),
			},
			signal,
		);
		const { isCut, text } = answer;
		return {
			content: `${answer.model} answers:\n\n${text}${isCut ? "\n\n[cut at its limit of output tokens]" : ""}`,
			details: {
				model: answer.model,
				text,
				isCut,
				inputTokens: inputTokensOf(answer),
				outputTokens: answer.usage.outputTokens,
				costMicroUsd: answer.costMicroUsd,
				durationMs: answer.durationMs,
			},
			summary: `${answer.model}, ${billInWords(answer)}`,
		};
	},
});
