import type { SessionMessage } from "../contracts/session-view.js";
import type { SessionRow } from "../contracts/store.js";

export const sessionMarkdown = (row: SessionRow, messages: readonly SessionMessage[]): string =>
	`${[
		`# ${oneLine(row.title) || "Untitled session"}`,
		`${row.createdAt.slice(0, 16).replace("T", " ")} · ${oneLine(row.model)} · ${oneLine(row.cwd)}`,
		...messages.flatMap(section),
	].join("\n\n")}\n`;

const section = (message: SessionMessage): readonly string[] => {
	const calls = message.calls.flatMap((call) => [
		`**${call.name}** ${fence(JSON.stringify(call.input, null, 2), "json")}`,
		`${call.status ?? "not ended"}${call.summary === "" ? "" : `: ${oneLine(call.summary)}`} ${fence(call.content, "")}`,
	]);
	const text = message.text.trim();
	if (message.by === "person") return [`## ${oneLine(text.split("\n", 1)[0] ?? "")}`, text];
	if (message.by === "context") return [fence(text, "").trim()];
	return [...(text === "" ? [] : [message.isInterrupted === true ? `${text} [interrupted]` : text]), ...calls];
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** A fence longer than any run of backticks inside, so that the content cannot close it. */
const fence = (text: string, language: string): string => {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
	const marks = "`".repeat(longest + 1);
	return `\n\n${marks}${language}\n${text}\n${marks}`;
};
