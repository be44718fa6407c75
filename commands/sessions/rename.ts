import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { sessionChoices } from "../../src/contracts/session-arguments.js";

export const sessionsRenameCommand = defineCommand({
	name: "sessions rename",
	description: "Give a session another title",
	surfaces: ["cli", "slash"],
	args: z.object({
		id: z.string().describe("the session, or the beginning of its id"),
		title: z.string().describe("what it is called from now on"),
	}),
	positional: ["id", "title"],
	values: { id: sessionChoices },
	examples: ["nexus sessions rename 01K9ZD 'The parser rewrite'"],
	async run({ id, title }, { client }) {
		const row = await client.sessions.rename(id, title);
		return { type: "message", text: `${row.id} is now called: ${row.title}`, json: toJson(row) };
	},
});
