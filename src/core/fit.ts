// Keeps a request inside the model's window without asking a model (SECURITY Q10).
import type { AssistantPart, Message, ToolResultPart } from "../contracts/message.js";
import type { Usage } from "../contracts/model.js";

/** Characters a token; real tokenizers of prose and code lie between 3 and 4.5, and too low only trims too early. */
const charactersPerToken = 3.5;
const trimmedText = "[this result was dropped to make room; run the tool again if it is needed]";

export const estimateTokens = (text: string): number => Math.ceil(text.length / charactersPerToken);

export const estimateMessages = (messages: readonly Message[]): number =>
	messages.reduce((sum, message) => sum + 4 + message.parts.reduce((inner, part) => inner + partTokens(part), 0), 0);

/** For a service that reports nothing. */
export const estimateUsage = (inputTokens: number, answer: readonly AssistantPart[]): Usage => ({
	inputTokens,
	outputTokens: estimateTokens(
		answer.map((part) => (part.type === "tool-call" ? JSON.stringify(part.input) : part.text)).join(""),
	),
	cacheReadTokens: 0,
	cacheWriteTokens: 0,
	reasoningTokens: 0,
	isEstimated: true,
});

const partTokens = (part: Message["parts"][number]): number => {
	switch (part.type) {
		case "text":
		case "reasoning":
			return estimateTokens(part.text);
		case "image":
			return 1500;
		case "tool-call":
			return 10 + estimateTokens(JSON.stringify(part.input));
		case "tool-result":
			return 10 + estimateTokens(part.content);
	}
};

/**
 * The same messages when they fit into `budget` tokens. Otherwise, in this order and only as far as needed: the
 * contents of old tool results, oldest first; whole old exchanges, oldest first; the middle of the newest results.
 * The first prompt and the newest exchange always stay.
 */
export const fitMessages = (messages: readonly Message[], budget: number): readonly Message[] => {
	let fitted = messages;
	let size = estimateMessages(fitted);
	const lastPrompt = messages.findLastIndex((message) => message.role === "user");
	for (let index = 0; index < fitted.length && size > budget; index++) {
		const message = fitted[index];
		if (message?.role !== "tool" || index > fitted.length - 3) continue;
		fitted = fitted.with(index, { role: "tool", parts: message.parts.map(trimResult) });
		size = estimateMessages(fitted);
	}
	let from = fitted.findIndex((message, index) => index > 0 && message.role === "user");
	while (size > budget && from > 0 && from <= lastPrompt) {
		const candidate = [...fitted.slice(0, 1), ...fitted.slice(from)];
		size = estimateMessages(candidate);
		if (size <= budget || from === lastPrompt) return size <= budget ? candidate : shrinkResults(candidate, budget);
		from = fitted.findIndex((message, index) => index > from && message.role === "user");
	}
	return size > budget ? shrinkResults(fitted, budget) : fitted;
};

const trimResult = (part: ToolResultPart): ToolResultPart =>
	part.content.length > trimmedText.length * 2 ? { ...part, content: trimmedText } : part;

const shrinkResults = (messages: readonly Message[], budget: number): readonly Message[] => {
	const results = messages.flatMap((message) => (message.role === "tool" ? message.parts : []));
	const fixed = estimateMessages(messages) - results.reduce((sum, part) => sum + estimateTokens(part.content), 0);
	const each = Math.max(200, Math.floor(((budget - fixed) * charactersPerToken) / Math.max(1, results.length)));
	return messages.map((message) =>
		message.role === "tool" ? { ...message, parts: message.parts.map((part) => shorten(part, each)) } : message,
	);
};

const shorten = (part: ToolResultPart, characters: number): ToolResultPart =>
	part.content.length <= characters
		? part
		: { ...part, content: `${part.content.slice(0, characters).toWellFormed()}\n[… cut to fit the model's window]` };
