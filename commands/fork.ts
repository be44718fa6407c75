import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { sessionOrCurrent } from "../src/contracts/session-arguments.js";

export const forkCommand = defineCommand({
	name: "fork",
	description: "Go on in a copy of this session, of all of it or up to a message; this one stays as it is",
	surfaces: ["slash"],
	args: z.object({ message: z.coerce.number().int().min(1).optional().describe("the last message that is kept") }),
	positional: ["message"],
	async run({ message }, { client, sessionId }) {
		const id = sessionOrCurrent(undefined, sessionId);
		const row = await client.sessions.fork(id, message);
		const kept = message === undefined ? "" : ` up to message ${message}`;
		return { type: "session", sessionId: row.id, text: `a copy${kept}; /resume ${id} goes back` };
	},
});
