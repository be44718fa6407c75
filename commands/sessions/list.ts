import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const sessionsListCommand = defineCommand({
	name: "sessions list",
	aliases: ["sessions"],
	description: "List the sessions, newest first",
	surfaces: ["cli", "slash"],
	args: z.object({
		here: z.boolean().default(false).describe("only those of this folder"),
		limit: z.coerce.number().int().min(1).default(50).describe("at most so many"),
	}),
	async run({ here, limit }, { client }) {
		const sessions = await client.sessions.list({ limit, ...(here ? { cwd: client.info.cwd } : {}) });
		return {
			type: "table",
			columns: [
				{ name: "id" },
				{ name: "last used" },
				{ name: "prompts", align: "right" },
				{ name: "model" },
				{ name: "folder" },
				{ name: "title" },
			],
			rows: sessions.map((row) => [
				row.id,
				row.updatedAt.slice(0, 16).replace("T", " "),
				String(row.prompts),
				row.model,
				row.cwd,
				row.title,
			]),
			empty: "no sessions yet",
			json: toJson(sessions),
		};
	},
});
