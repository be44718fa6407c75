// Reads the text of a configuration file in any of its three formats.
import { NexusError } from "../contracts/errors.js";

/**
 * The value in a `.json`, `.toml`, `.yaml` or `.yml` text.
 * @throws NexusError `config.syntax` with the file and the line
 */
export const parseConfigText = async (path: string, text: string): Promise<unknown> => {
	try {
		if (path.endsWith(".toml")) return (await import("smol-toml")).parse(text);
		if (path.endsWith(".yaml") || path.endsWith(".yml"))
			return (await import("yaml")).parse(text, { maxAliasCount: 100 }) ?? {};
		return text.trim() === "" ? {} : JSON.parse(text);
	} catch (error) {
		const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
		const line = lineOf(error, text);
		throw new NexusError("config.syntax", `${path}${line === undefined ? "" : `:${line}`}: ${message}`, {
			hint: "correct that line; `nexus config validate` checks the file",
			exitCode: 2,
			cause: error,
		});
	}
};

/** Each parser tells the place in its own way: a line, a pair of places, or an offset in the message. */
const lineOf = (error: unknown, text: string): number | undefined => {
	if (typeof error !== "object" || error === null) return undefined;
	if ("line" in error && typeof error.line === "number") return error.line;
	if ("linePos" in error && Array.isArray(error.linePos)) {
		const first: unknown = error.linePos[0];
		if (typeof first === "object" && first !== null && "line" in first) return Number(first.line);
	}
	const message = error instanceof Error ? error.message : "";
	const line = /line (\d+)/.exec(message)?.[1];
	if (line !== undefined) return Number(line);
	const position = /position (\d+)/.exec(message)?.[1];
	if (position !== undefined) return lineAt(text, Number(position));
	if (/end of JSON input/i.test(message)) return lineAt(text, text.length);
	const token = /Unexpected token .*?, (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid/.exec(message)?.[1];
	const at = token === undefined ? -1 : text.indexOf(token);
	return at === -1 ? undefined : lineAt(text, at);
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** The line on which the last key of a path stands, for problems found after parsing. */
export const lineOfKey = (text: string, path: readonly PropertyKey[]): number | undefined => {
	const key = path.findLast((part) => typeof part === "string");
	if (key === undefined) return undefined;
	const lines = text.split("\n");
	const escaped = String(key).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	const pattern = new RegExp(`(^|[\\s{,."'\\[])${escaped}["']?\\s*[:=\\]]`);
	const index = lines.findIndex((line) => pattern.test(line));
	return index === -1 ? undefined : index + 1;
};
