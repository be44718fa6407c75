// A tool is one file under `tools/<category>/` that exports one definition.
import type { z } from "zod";
import type { JsonValue } from "./json.js";
import type { ImagePart } from "./message.js";
import type { Access } from "./permission.js";
import type { Clock, FileSystem, Http, KeyValue, Processes, System, Workers } from "./ports.js";

export type Effect = "read" | "write" | "execute" | "network" | "state";
export const toolCategories = [
	"shell",
	"files",
	"web",
	"math",
	"time",
	"code",
	"data",
	"system",
	"ai",
	"memory",
	"agents",
] as const;
export type ToolCategory = (typeof toolCategories)[number];

/** How a result is drawn, as data, so that every frontend shows the same thing. */
export type ToolView =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "diff"; readonly path: string; readonly before: string; readonly after: string }
	| { readonly kind: "table"; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
	| { readonly kind: "code"; readonly language: string; readonly text: string };

export interface ToolOutput {
	/** For the model: plain text, complete; the stack caps it and keeps the rest. */
	readonly content: string;
	/** For screens, scripts (`--json`), tests and the offline interpreter. */
	readonly details?: JsonValue;
	/** Half a line for the folded tool block, e.g. `12 matches`. */
	readonly summary?: string;
	readonly view?: ToolView;
	readonly images?: readonly ImagePart[];
	/** The call was made right but what it asked for failed (exit code, no such host). */
	readonly isError?: boolean;
}

/** Notes that outlive the session. */
export interface Notes {
	add(text: string, tags: readonly string[]): Promise<Note>;
	/** Best first; all when the query is empty. */
	search(query: string, limit: number): Promise<readonly Note[]>;
}
export interface Note {
	readonly id: string;
	readonly text: string;
	readonly tags: readonly string[];
	readonly time: string;
}

/** All that a tool may touch. Everything here is already judged, sandboxed, cached and cancellable. */
export interface ToolContext {
	readonly cwd: string;
	/** Folders in which tools may write without naming them: the working directory and every --add-dir. */
	readonly roots: readonly string[];
	readonly fs: FileSystem;
	readonly processes: Processes;
	readonly http: Http;
	readonly clock: Clock;
	readonly system: System;
	readonly workers: Workers;
	readonly notes: Notes;
	readonly cache: KeyValue;
	/** Real path → version of each file that this session has read or shown: a later one is somebody else's change. */
	readonly seen: Map<string, string>;
	readonly signal: AbortSignal;
	/** The person's IANA time zone. */
	readonly timeZone: string;
	/** Live output, shown as a tail while the call runs. Plain text, appended. */
	progress(text: string): void;
}

export interface ToolDefinition<Input extends z.ZodObject = z.ZodObject> {
	/** `verb_noun`, unique. */
	readonly name: string;
	readonly category: ToolCategory;
	/** What the model reads: one or two sentences. */
	readonly description: string;
	/** All the effects that a call may have; empty for pure computations. Calls with only `read` or none run at once. */
	readonly effects: readonly Effect[];
	readonly input: Input;
	/** What this very call will touch. Absent: nothing. */
	access?(input: z.output<Input>, context: { readonly cwd: string }): readonly Access[];
	/** Arguments in short for one line, e.g. the path or the command. */
	title(input: z.output<Input>): string;
	/** What a write would change, shown before approval. Reads only. */
	preview?(input: z.output<Input>, context: ToolContext): Promise<ToolView | undefined>;
	/** Default 120 s. */
	readonly timeoutMs?: number;
	run(input: z.output<Input>, context: ToolContext): Promise<ToolOutput>;
}

/** A definition whose input type has been forgotten, as catalogues hold it. */
export type AnyTool = ToolDefinition;

export const defineTool = <Input extends z.ZodObject>(definition: ToolDefinition<Input>): ToolDefinition<Input> =>
	definition;
