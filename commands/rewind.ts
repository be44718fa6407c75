import { z } from "zod";
import type { NexusClient } from "../src/contracts/client.js";
import { type CommandChoice, defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { toJson } from "../src/contracts/json.js";
import { sessionOrCurrent } from "../src/contracts/session-arguments.js";
import type { SessionMessage } from "../src/contracts/session-view.js";
import { plural } from "../src/lib/plural.js";

export const rewindCommand = defineCommand({
	name: "rewind",
	description: "Go back to before a prompt and ask it differently; this session stays resumable",
	surfaces: ["slash"],
	args: z.object({ message: z.coerce.number().int().min(1).optional().describe("the prompt's number in the session") }),
	positional: ["message"],
	values: {
		message: async ({ client, sessionId }) =>
			choices(sessionId === undefined ? [] : await client.sessions.messages(sessionId)),
	},
	async run({ message }, { client, sessionId }) {
		const id = sessionOrCurrent(undefined, sessionId);
		const messages = await messagesOf(client, id);
		if (message === undefined) {
			const items = choices(messages);
			return { type: "choose", title: "Rewind to before", items, command: "rewind", json: toJson(items) };
		}
		const prompt = messages.find(({ number, by }) => number === message && by === "person");
		if (prompt === undefined) {
			throw new NexusError("session.no-message", `message ${message} is no prompt of this session`, {
				hint: "/rewind lists them",
				exitCode: 2,
			});
		}
		const row = await client.sessions.fork(id, message - 1);
		return {
			type: "session",
			sessionId: row.id,
			text: `rewound: ${cutText(messages, message)} cut, files are as they are; /resume ${id} has it all`,
			draft: prompt.text,
		};
	},
});

/** A session that has not been stored yet has none. */
const messagesOf = async (client: NexusClient, id: string): Promise<readonly SessionMessage[]> =>
	(await client.sessions.get(id)).events === 0 ? [] : client.sessions.messages(id);

const choices = (messages: readonly SessionMessage[]): readonly CommandChoice[] =>
	messages
		.filter((message) => message.by === "person")
		.map((message) => ({
			value: String(message.number),
			label: message.text.trim().split("\n", 1)[0] ?? "",
			detail: `cuts ${cutText(messages, message.number)}`,
		}))
		.toReversed();

const cutText = (messages: readonly SessionMessage[], from: number): string => {
	const cut = messages.slice(from - 1);
	const calls = cut.reduce((count, message) => count + message.calls.length, 0);
	return `${plural(cut.length, "message")}${calls === 0 ? "" : `, ${plural(calls, "tool call")}`}`;
};
