import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";

export const clearCommand = defineCommand({
	name: "clear",
	aliases: ["new"],
	description: "Start a new session; this one stays resumable",
	surfaces: ["slash"],
	args: z.object({}),
	async run(_, { client, sessionId }) {
		const mode = await client.permissions.mode(sessionId);
		const current = sessionId === undefined ? undefined : await client.sessions.get(sessionId);
		const row = await client.sessions.create({ mode, ...(current === undefined ? {} : { model: current.model }) });
		return { type: "session", sessionId: row.id, text: "new session; /resume brings the last one back" };
	},
});
