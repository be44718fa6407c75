import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import type { NexusEvent } from "../src/contracts/event.js";

export const exportCommand = defineCommand({
	name: "export",
	description: "Write this session to a file: Markdown, or JSON lines with .jsonl",
	surfaces: ["slash"],
	args: z.object({ path: z.string().optional().describe("default nexus-session.md") }),
	positional: ["path"],
	values: { path: "path" },
	async run({ path = "nexus-session.md" }, { client, sessionId }) {
		if (sessionId === undefined)
			throw new NexusError("usage.session", "there is no session to export", { exitCode: 2 });
		const events = await client.sessions.read(sessionId);
		const text = path.endsWith(".jsonl")
			? events.map((event) => `${JSON.stringify(event)}\n`).join("")
			: toMarkdown(events);
		const written = await client.files.write(path, text);
		return { type: "message", text: `written to ${written}` };
	},
});

const toMarkdown = (events: readonly NexusEvent[]): string => {
	const prompts = new Map(
		events.flatMap((event) =>
			event.type === "prompt.submit" ? [[event.data.promptId, event.data.text] as const] : [],
		),
	);
	return `${events.flatMap((event) => section(event, prompts)).join("\n\n")}\n`;
};

const section = (event: NexusEvent, prompts: ReadonlyMap<string, string>): readonly string[] => {
	switch (event.type) {
		case "session.start":
			return [`# Session of ${event.time.slice(0, 16).replace("T", " ")}`, `${event.data.cwd} · ${event.data.model}`];
		case "prompt.start":
			return [
				`## ${(prompts.get(event.data.promptId) ?? "").split("\n", 1)[0]}`,
				prompts.get(event.data.promptId) ?? "",
			];
		case "message.end":
			return event.data.parts.flatMap((part) =>
				part.type === "text" && part.text.trim() !== "" ? [part.text.trim()] : [],
			);
		case "tool.request":
			return [`**${event.data.name}** ${fence(JSON.stringify(event.data.input, null, 2), "json")}`];
		case "tool.result":
			return [
				`${event.data.status}${event.data.summary === "" ? "" : `: ${event.data.summary}`} ${fence(event.data.content, "")}`,
			];
		default:
			return [];
	}
};

/** A fence longer than any run of backticks inside, so that the content cannot close it. */
const fence = (text: string, language: string): string => {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
	const marks = "`".repeat(longest + 1);
	return `\n\n${marks}${language}\n${text}\n${marks}`;
};
