import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const sessionsImportCommand = defineCommand({
	name: "sessions import",
	description: "Take in a session that was exported as JSON or JSON lines, under a new id",
	surfaces: ["cli", "slash"],
	args: z.object({ path: z.string().describe("the file; - is stdin") }),
	positional: ["path"],
	values: { path: "path" },
	async run({ path }, { client, readStdin }) {
		const row = await client.sessions.import(path === "-" ? await readStdin() : await client.files.read(path));
		return { type: "message", text: `imported as ${row.id}: ${row.title || "untitled"}`, json: toJson(row) };
	},
});
