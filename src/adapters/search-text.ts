// What of a stored event can be found by its words, and where a search found it.
import type { SearchSource } from "../contracts/store.js";

/** More of one text is not in the index. */
const maxCharacters = 100_000;

export interface SearchText {
	readonly by: SearchSource;
	readonly text: string;
}

/** The types that `searchText` has an answer for. */
export const searchedTypes = [
	"prompt.submit",
	"context.add",
	"session.update",
	"message.end",
	"tool.request",
	"tool.result",
] as const;

/** @param json the data of an event as it is stored; what cannot be read has no text */
export const searchText = (type: string, json: string): SearchText | undefined => {
	const data = parse(json);
	if (data === undefined) return undefined;
	const found = ((): SearchText | undefined => {
		switch (type) {
			case "prompt.submit":
				return { by: "person", text: textOf(data.text) };
			case "context.add":
				return { by: "person", text: `${textOf(data.title)}\n${textOf(data.text)}` };
			case "session.update":
				return { by: "person", text: textOf(data.title) };
			case "message.end":
				return { by: "model", text: spoken(data.parts) };
			case "tool.request":
				return { by: "tool", text: `${textOf(data.title)}\n${strings(data.input).join("\n")}` };
			case "tool.result":
				return { by: "tool", text: textOf(data.content) };
			default:
				return undefined;
		}
	})();
	return found === undefined || found.text.trim() === ""
		? undefined
		: { ...found, text: found.text.slice(0, maxCharacters) };
};

const parse = (json: string): Record<string, unknown> | undefined => {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const spoken = (parts: unknown): string =>
	(Array.isArray(parts) ? parts : [])
		.flatMap((part: Record<string, unknown> | null) => (part?.type === "text" ? [textOf(part.text)] : []))
		.join("\n");

/** All texts in a tool's arguments, however deep. */
const strings = (value: unknown): readonly string[] => {
	const found: string[] = [];
	const open = [value];
	while (open.length > 0) {
		const next = open.pop();
		if (typeof next === "string") found.push(next);
		else if (typeof next === "object" && next !== null) open.push(...Object.values(next).toReversed());
	}
	return found;
};
