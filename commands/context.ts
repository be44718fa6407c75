import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import type { NexusEvent } from "../src/contracts/event.js";

/** Characters a token, for parts that no provider reports on their own. */
const charactersPerToken = 4;

export const contextCommand = defineCommand({
	name: "context",
	description: "Show what fills the model's window",
	surfaces: ["slash"],
	args: z.object({}),
	async run(_, { client, sessionId }) {
		const events = sessionId === undefined ? [] : await client.sessions.read(sessionId);
		const tools = await client.tools.list();
		const usage = events.findLast((event) => event.type === "usage.record");
		const last = usage?.type === "usage.record" ? usage.data : undefined;
		const used =
			last === undefined
				? 0
				: last.usage.inputTokens + last.usage.cacheReadTokens + last.usage.cacheWriteTokens + last.usage.outputTokens;
		const parts = [
			{ part: "tool schemas", tokens: estimate(JSON.stringify(tools).length) },
			{
				part: "your prompts",
				tokens: estimate(sum(events, (event) => (event.type === "prompt.submit" ? event.data.text.length : 0))),
			},
			{
				part: "attached files and shell output",
				tokens: estimate(sum(events, (event) => (event.type === "context.add" ? event.data.text.length : 0))),
			},
			{
				part: "answers",
				tokens: estimate(
					sum(events, (event) => (event.type === "message.end" ? JSON.stringify(event.data.parts).length : 0)),
				),
			},
			{
				part: "tool results",
				tokens: estimate(sum(events, (event) => (event.type === "tool.result" ? event.data.content.length : 0))),
			},
		];
		const window = last?.contextWindow;
		const reported =
			last === undefined
				? "nothing sent yet"
				: `${used}${window === undefined ? " (window unknown)" : ` of ${window} (${Math.round((used / window) * 100)}%)`}`;
		return {
			type: "table",
			title: `in the window: ${reported}`,
			columns: [{ name: "part" }, { name: "tokens, estimated", align: "right" }],
			rows: parts.map(({ part, tokens }) => [part, String(tokens)]),
			json: { used, window: window ?? null, parts },
		};
	},
});

const estimate = (characters: number): number => Math.ceil(characters / charactersPerToken);

const sum = (events: readonly NexusEvent[], size: (event: NexusEvent) => number): number =>
	events.reduce((total, event) => total + size(event), 0);
