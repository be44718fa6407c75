import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { sessionChoices, sessionOrCurrent } from "../../src/contracts/session-arguments.js";
import { type MessageCall, recapText, type SessionMessage } from "../../src/contracts/session-view.js";

const resultLines = 12;

export const sessionsShowCommand = defineCommand({
	name: "sessions show",
	description: "Print a session: where it stands, and what was said and done, numbered; --json gives its events",
	surfaces: ["cli", "slash"],
	args: z.object({
		id: z.string().optional().describe("the session, or the beginning of its id"),
		last: z.coerce.number().int().min(1).optional().describe("only so many messages from its end"),
	}),
	positional: ["id"],
	values: { id: sessionChoices },
	async run({ id, last }, { client, sessionId }) {
		const row = await client.sessions.get(sessionOrCurrent(id, sessionId));
		const messages = await client.sessions.messages(row.id);
		const shown = last === undefined ? messages : messages.slice(-last);
		const before = shown.length === messages.length ? 0 : (messages[messages.length - shown.length - 1]?.lastSeq ?? 0);
		const events = (await client.sessions.read(row.id)).filter((event) => (event.seq ?? 0) > before);
		const head = `${row.title || "untitled"}\n${row.id} · ${row.updatedAt.slice(0, 16).replace("T", " ")} · ${row.type} · ${row.model} · ${row.cwd}`;
		const recap = recapText(await client.sessions.recap(row.id));
		return {
			type: "message",
			text: [`${head}\n${recap}`, ...shown.map(messageText)].join("\n\n"),
			json: toJson(events),
		};
	},
});

const messageText = ({ number, by, text, isInterrupted, calls }: SessionMessage): string => {
	const said = text.trim() === "" ? [] : [`${by === "person" ? "> " : ""}${text.trim()}`];
	const cut = isInterrupted === true ? ["(interrupted)"] : [];
	return [
		`#${number} ${{ person: "you", model: "nexus", context: "attached" }[by]}`,
		...said,
		...cut,
		...calls.map(callText),
	].join("\n");
};

const callText = ({ name, title, status, summary, content }: MessageCall): string => {
	const lines = content.trimEnd().split("\n");
	const shown = content.trim() === "" ? [] : lines.slice(0, resultLines).map((line) => `    ${line}`);
	const more = lines.length > resultLines ? [`    … ${lines.length - resultLines} more lines`] : [];
	const end = `${status ?? "not ended"}${summary === "" ? "" : `: ${summary}`}`;
	return [`  * ${name} ${title === name ? "" : `${title} `}(${end})`, ...shown, ...more].join("\n");
};
