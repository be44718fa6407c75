import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";
import { sessionOrCurrent } from "../src/contracts/session-arguments.js";

export const renameCommand = defineCommand({
	name: "rename",
	description: "Give this session another title",
	surfaces: ["slash"],
	args: z.object({ title: z.string().describe("what it is called from now on") }),
	positional: ["title"],
	async run({ title }, { client, sessionId }) {
		const row = await client.sessions.rename(sessionOrCurrent(undefined, sessionId), title);
		return { type: "message", text: `this session is now called: ${row.title || title}`, json: toJson(row) };
	},
});
