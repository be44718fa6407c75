import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import type { JsonValue } from "../src/contracts/json.js";

export const resumeCommand = defineCommand({
	name: "resume",
	description: "Go on in an earlier session",
	surfaces: ["slash"],
	args: z.object({ id: z.string().optional().describe("the session") }),
	positional: ["id"],
	async run({ id }, { client, sessionId }) {
		if (id !== undefined) {
			const row = await client.sessions.get(id);
			return { type: "session", sessionId: row.id, text: `resumed: ${row.title || row.id}` };
		}
		const sessions = (await client.sessions.list({ limit: 200 })).filter((row) => row.id !== sessionId);
		return {
			type: "choose",
			title: "Resume",
			items: sessions.map((row) => ({
				value: row.id,
				label: row.title || "untitled",
				detail: `${row.updatedAt.slice(0, 16).replace("T", " ")}  ${row.cwd}`,
			})),
			command: "resume",
			json: sessions as unknown as JsonValue,
		};
	},
});
