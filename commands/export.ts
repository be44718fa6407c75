import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { sessionOrCurrent } from "../src/contracts/session-arguments.js";
import { exportFormats, formatOfPath } from "../src/contracts/session-view.js";

export const exportCommand = defineCommand({
	name: "export",
	description: "Write this session to a new file: Markdown, or by its name .json, .jsonl, .html",
	surfaces: ["slash"],
	args: z.object({
		path: z.string().optional().describe("default nexus-session.md"),
		format: z.enum(exportFormats).optional().describe("default: by the file's name"),
	}),
	positional: ["path"],
	values: { path: "path" },
	async run({ path = "nexus-session.md", format }, { client, sessionId }) {
		const chosen = format ?? formatOfPath(path) ?? "markdown";
		const text = await client.sessions.export(sessionOrCurrent(undefined, sessionId), chosen);
		return { type: "message", text: `written to ${await client.files.write(path, text)}` };
	},
});
