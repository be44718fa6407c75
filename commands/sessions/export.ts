import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { sessionChoices, sessionOrCurrent } from "../../src/contracts/session-arguments.js";
import { exportFormats, formatOfPath } from "../../src/contracts/session-view.js";

export const sessionsExportCommand = defineCommand({
	name: "sessions export",
	description: "Write a session as Markdown, JSON, JSON lines, or a page of HTML",
	surfaces: ["cli", "slash"],
	args: z.object({
		id: z.string().optional().describe("the session, or the beginning of its id"),
		format: z.enum(exportFormats).optional().describe("default: by the file's name, else markdown"),
		output: z.string().optional().describe("a new file; without it: to stdout"),
	}),
	positional: ["id"],
	values: { id: sessionChoices },
	examples: ["nexus sessions export 01K9ZD --output parser.html", "nexus sessions export 01K9ZD --format jsonl"],
	async run({ id, format, output }, { client, sessionId }) {
		const row = await client.sessions.get(sessionOrCurrent(id, sessionId));
		const chosen = format ?? formatOfPath(output ?? "") ?? "markdown";
		const text = await client.sessions.export(row.id, chosen);
		if (output === undefined) return { type: "message", text, json: { id: row.id, format: chosen, text } };
		const path = await client.files.write(output, text);
		return { type: "message", text: `written to ${path}`, json: { id: row.id, format: chosen, path } };
	},
});
