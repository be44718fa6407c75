// What a stored session looks like to people and scripts.
import type { ToolStatus } from "./event.js";
import type { JsonValue } from "./json.js";

export interface MessageCall {
	readonly callId: string;
	readonly name: string;
	readonly title: string;
	readonly input: JsonValue;
	/** Undefined: it has not ended. */
	readonly status: ToolStatus | undefined;
	readonly summary: string;
	readonly content: string;
}

/** One message of a session, as one points at it: `show`, a fork and a rewind count in the same way. */
export interface SessionMessage {
	/** From 1. */
	readonly number: number;
	/** `context`: what the person attached without asking anything. */
	readonly by: "person" | "model" | "context";
	readonly text: string;
	/** ISO 8601, UTC. */
	readonly time: string;
	/** Of an answer. */
	readonly model?: string;
	readonly isInterrupted?: boolean;
	readonly calls: readonly MessageCall[];
	/** The last event that belongs to it, the results of its calls included. */
	readonly lastSeq: number;
}

export interface SessionStats {
	readonly messages: { readonly person: number; readonly model: number; readonly context: number };
	readonly runs: number;
	readonly calls: readonly {
		readonly tool: string;
		readonly calls: number;
		readonly failed: number;
		readonly durationMs: number;
	}[];
	readonly models: readonly {
		readonly model: string;
		readonly calls: number;
		readonly inputTokens: number;
		readonly cacheReadTokens: number;
		readonly outputTokens: number;
		readonly costMicroUsd: number;
		/** Calls whose price is not known. */
		readonly unpricedCalls: number;
	}[];
	/** From the first event to the last. */
	readonly spanMs: number;
	/** Of its runs together. */
	readonly busyMs: number;
	/** In the order in which they were first changed. */
	readonly files: readonly string[];
}

/** Where a session stands, in a few lines. */
export interface SessionRecap {
	readonly goal: string;
	readonly done: string;
	/** What was left open; empty when nothing was. */
	readonly open: readonly string[];
	readonly prompts: number;
	readonly calls: number;
	/** `$0.0213`, `at least $0.02`, `unknown`; undefined when no model was called. */
	readonly cost: string | undefined;
	readonly files: readonly string[];
}

/** A recap as lines for people. */
export const recapText = ({ goal, done, open, prompts, calls, cost, files }: SessionRecap): string => {
	const count = (many: number, one: string) => `${many} ${one}${many === 1 ? "" : "s"}`;
	const figures = [count(prompts, "prompt"), count(calls, "tool call"), ...(cost === undefined ? [] : [cost])];
	const named = files.length <= 5 ? files : [...files.slice(0, 5), `${files.length - 5} more`];
	return [
		...(goal === "" ? [] : [`  asked: ${goal}`]),
		...(done === "" ? [] : [`  last:  ${done}`]),
		...open.slice(0, 3).map((end) => `  open:  ${end}`),
		`  ${figures.join(", ")}${named.length === 0 ? "" : `; changed ${named.join(", ")}`}`,
	].join("\n");
};

export const exportFormats = ["markdown", "json", "jsonl", "html"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const formats: Readonly<Record<string, ExportFormat>> = {
	md: "markdown",
	markdown: "markdown",
	json: "json",
	jsonl: "jsonl",
	ndjson: "jsonl",
	html: "html",
	htm: "html",
};

/** The format that a file's name asks for; undefined when it asks for none. */
export const formatOfPath = (path: string): ExportFormat | undefined => {
	const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
	return Object.hasOwn(formats, extension) ? formats[extension] : undefined;
};
