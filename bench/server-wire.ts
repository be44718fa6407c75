// The bytes of an answer: the event streams of the Responses and the Chat Completions APIs of OpenAI.
import { readFileSync } from "node:fs";

export interface Answer {
	/** Whole events, in order. */
	readonly parts: readonly string[];
	readonly perSecond: number;
	/** How many parts come before the first token. */
	readonly head: number;
}

const source = readFileSync(new URL("./answer.md", import.meta.url), "utf8");

/** @param path ends in `responses` or `chat/completions` */
export const answerEvents = (path: string, body: string): Answer => {
	const { request, hasResult } = lastRequest(body);
	const [word = "", first = "", second = "0"] = request.split(" ");
	const isChat = path.endsWith("chat/completions");
	if (word === "read" && !hasResult) {
		const events = isChat ? chatCall(first) : responsesCall(first);
		return { parts: events, perSecond: 0, head: 0 };
	}
	const tokens = word === "stream" ? markdownTokens(Number(first)) : ["hello"];
	const perSecond = word === "stream" ? Number(second) : 0;
	return isChat
		? { parts: chatText(tokens), perSecond, head: 1 }
		: { parts: responsesText(tokens), perSecond, head: 3 };
};

/**
 * `count` tokens of four characters of Markdown: whole paragraphs of the source, filled up with prose, and `end-<count>`
 * as the last one.
 */
export const markdownTokens = (count: number): readonly string[] => {
	const ending = `\n\nend-${count}\n`;
	const length = count * 4 - ending.length;
	const whole = Math.floor(length / source.length);
	const text = source.repeat(whole) + firstBlocks(length - whole * source.length);
	const filler = "\n\nand so on".padEnd(Math.max(0, length - text.length), ", and so on");
	return (text + filler.slice(0, length - text.length) + ending).match(/[\s\S]{1,4}/g) ?? [];
};

/** The source up to the last blank line outside a code block that fits into `length` characters. */
const firstBlocks = (length: number): string => {
	const cut = { at: 0, isCode: false };
	for (const match of source.slice(0, length).matchAll(/^```|\n\n/gm)) {
		if (match[0] === "```") cut.isCode = !cut.isCode;
		else if (!cut.isCode) cut.at = match.index;
	}
	return source.slice(0, cut.at);
};

/** The last line of the person's last input, and whether a tool's result follows it. */
const lastRequest = (body: string): { readonly request: string; readonly hasResult: boolean } => {
	const items = inputOf(JSON.parse(body) as Record<string, unknown>);
	const at = items.findLastIndex((item) => item.role === "user");
	const text = textOf(items[at]?.content);
	const hasResult = items.slice(at + 1).some((item) => item.role === "tool" || item.type === "function_call_output");
	return { request: text.trim().split("\n").at(-1) ?? "", hasResult };
};

type Item = Readonly<Record<string, unknown>>;

const inputOf = (body: Readonly<Record<string, unknown>>): readonly Item[] => {
	const items = body.input ?? body.messages;
	return Array.isArray(items) ? (items as Item[]) : [];
};

const textOf = (content: unknown): string => {
	if (typeof content === "string") return content;
	return Array.isArray(content)
		? content.map((part: Item) => (typeof part.text === "string" ? part.text : "")).join("")
		: "";
};

const numbered = (events: readonly { readonly type: string }[]): readonly string[] =>
	events.map(
		(event, index) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`,
	);

const usage = (outputTokens: number) => ({
	input_tokens: 3000,
	output_tokens: outputTokens,
	total_tokens: 3000 + outputTokens,
	input_tokens_details: { cached_tokens: 0 },
	output_tokens_details: { reasoning_tokens: 0 },
});

const completed = (item: object, outputTokens: number) => ({
	type: "response.completed",
	response: {
		id: "resp_1",
		object: "response",
		status: "completed",
		model: "bench",
		output: [item],
		usage: usage(outputTokens),
	},
});

const created = {
	type: "response.created",
	response: { id: "resp_1", object: "response", status: "in_progress", model: "bench", output: [] },
};

const responsesText = (tokens: readonly string[]): readonly string[] => {
	const text = tokens.join("");
	const empty = { type: "message", id: "msg_1", status: "in_progress", role: "assistant", content: [] };
	const part = { type: "output_text", text, annotations: [] };
	const item = { ...empty, status: "completed", content: [part] };
	const place = { item_id: "msg_1", output_index: 0, content_index: 0 };
	return numbered([
		created,
		{ type: "response.output_item.added", output_index: 0, item: empty } as never,
		{ type: "response.content_part.added", ...place, part: { ...part, text: "" } } as never,
		...tokens.map((delta) => ({ type: "response.output_text.delta", ...place, delta })),
		{ type: "response.output_text.done", ...place, text } as never,
		{ type: "response.content_part.done", ...place, part } as never,
		{ type: "response.output_item.done", output_index: 0, item } as never,
		completed(item, tokens.length),
	]);
};

const responsesCall = (path: string): readonly string[] => {
	const item = {
		type: "function_call",
		id: "fc_1",
		call_id: "call_1",
		name: "read_file",
		arguments: "",
		status: "in_progress",
	};
	const done = { ...item, arguments: JSON.stringify({ path }), status: "completed" };
	const place = { item_id: "fc_1", output_index: 0 };
	return numbered([
		created,
		{ type: "response.output_item.added", output_index: 0, item } as never,
		{ type: "response.function_call_arguments.delta", ...place, delta: done.arguments } as never,
		{ type: "response.function_call_arguments.done", ...place, arguments: done.arguments } as never,
		{ type: "response.output_item.done", output_index: 0, item: done } as never,
		completed(done, 20),
	]);
};

const chatChunks = (deltas: readonly object[], finish: string, outputTokens: number): readonly string[] => {
	const chunk = (more: object) =>
		`data: ${JSON.stringify({ id: "chat_1", object: "chat.completion.chunk", model: "bench", ...more })}\n\n`;
	return [
		...deltas.map((delta) => chunk({ choices: [{ index: 0, delta, finish_reason: null }] })),
		chunk({ choices: [{ index: 0, delta: {}, finish_reason: finish }] }),
		chunk({
			choices: [],
			usage: { prompt_tokens: 3000, completion_tokens: outputTokens, total_tokens: 3000 + outputTokens },
		}),
		"data: [DONE]\n\n",
	];
};

const chatText = (tokens: readonly string[]): readonly string[] =>
	chatChunks([{ role: "assistant", content: "" }, ...tokens.map((content) => ({ content }))], "stop", tokens.length);

const chatCall = (path: string): readonly string[] => {
	const called = { name: "read_file", arguments: JSON.stringify({ path }) };
	const call = { index: 0, id: "call_1", type: "function", function: called };
	return chatChunks([{ role: "assistant", content: null, tool_calls: [call] }], "tool_calls", 20);
};
