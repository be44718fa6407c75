// A tool is one file under `tools/<category>/` that exports one definition.
import type { z } from "zod";
import type { AgentMail, AgentShared } from "./agent-mail.js";
import type { Agents } from "./agent-run.js";
import type { Jobs } from "./jobs.js";
import type { JsonSchema, JsonValue } from "./json.js";
import type { ImagePart } from "./message.js";
import type { NoteOrigin } from "./note-origin.js";
import type { Access } from "./permission.js";
import type { Clock, FileSystem, Http, KeyValue, Processes, System, Workers } from "./ports.js";
import type { Reminders } from "./reminders.js";
import type { ModelCalls, WebServices } from "./tool-services.js";

export const effects = ["read", "write", "execute", "network", "state"] as const;
export type Effect = (typeof effects)[number];
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
	"tools",
] as const;
export type ToolCategory = (typeof toolCategories)[number];

/** How a result is drawn, as data, so that every frontend shows the same thing. */
export type ToolView =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "diff"; readonly path: string; readonly before: string; readonly after: string }
	| { readonly kind: "table"; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
	| { readonly kind: "code"; readonly language: string; readonly text: string }
	/** One value of each series for each label; drawn as bars, or as lines where there are more labels than columns. */
	| {
			readonly kind: "chart";
			readonly title: string;
			readonly unit?: string | undefined;
			readonly labels: readonly string[];
			readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
	  }
	/** `alt` says what it shows, for every screen that cannot draw it; `path` is where it lies. */
	| {
			readonly kind: "image";
			readonly mediaType: string;
			readonly alt: string;
			readonly path?: string | undefined;
			readonly width?: number | undefined;
			readonly height?: number | undefined;
	  };

export interface ToolOutput {
	/** For the model: plain text, complete; the stack caps it and keeps the rest. */
	readonly content: string;
	/** For screens, scripts (`--json`), tests and the offline interpreter. */
	readonly details?: JsonValue;
	/** Half a line for the folded tool block, e.g. `12 matches`. */
	readonly summary?: string;
	readonly view?: ToolView;
	readonly images?: readonly ImagePart[];
	/** The file that holds all of a text of which `content` may be a part; from `ToolContext.outputs`. */
	readonly artifact?: string | undefined;
	/** The call was made right but what it asked for failed (exit code, no such host). */
	readonly isError?: boolean;
}

/** Notes that outlive the session. */
export interface Notes {
	add(text: string, tags: readonly string[], origin?: NoteOrigin): Promise<Note>;
	/** Best first; all when the query is empty. */
	search(query: string, limit: number): Promise<readonly Note[]>;
}
export interface Note {
	readonly id: string;
	readonly text: string;
	readonly tags: readonly string[];
	readonly time: string;
	/** Absent for one that is older than what is known of it. */
	readonly origin?: NoteOrigin;
}

/** Keeps what is too long for a result, or no text. A model can read what is kept. */
export interface Outputs {
	/** Takes an output as it comes. It is in a file only once it is longer than a result may be. */
	open(): OutputText;
	/** Moves files out of a scratch folder. Gives where they are, in the same order; nothing where nothing is kept. */
	keepFiles(folder: string, names: readonly string[]): Promise<readonly string[]>;
}
export interface OutputText {
	write(text: string): void;
	/** The file with all of it; undefined when it was short, or where nothing is kept. To be called once, on every way out. */
	end(): string | undefined;
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
	readonly tools: ToolFinder;
	readonly services: WebServices;
	readonly models: ModelCalls;
	readonly outputs: Outputs;
	readonly jobs: Jobs;
	readonly reminders: Reminders;
	/** Messages, as the agent that calls. */
	readonly mail: AgentMail;
	/** What the agents of its session know together. */
	readonly shared: AgentShared;
	readonly agents: Agents;
	/** Real path → version of each file that this session has read or shown: a later one is somebody else's change. */
	readonly seen: Map<string, string>;
	readonly signal: AbortSignal;
	/** The person's IANA time zone. */
	readonly timeZone: string;
	/** Live output, shown as a tail while the call runs. Plain text, appended. */
	progress(text: string): void;
}

/** What is known of a call before it runs, to say what it will touch. */
export interface AccessContext {
	readonly cwd: string;
	readonly services: WebServices;
	/**
	 * Where a model is reached; undefined for one that runs in this very process. `model` absent: the session's own, or
	 * for an `image` the one that makes images. Throws NexusError `model.*`.
	 */
	modelAddress(model: string | undefined, use?: "image"): string | undefined;
}

/**
 * `Input` and `Output` are zod schemas: a call is checked against the first, its `details` fit the second.
 */
export interface ToolDefinition<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
	/** `verb_noun`, unique. */
	readonly name: string;
	readonly category: ToolCategory;
	/** What the model reads: one or two sentences. */
	readonly description: string;
	/** All the effects that a call may have; empty for pure computations. Calls with only `read` or none run at once. */
	readonly effects: readonly Effect[];
	/** One of the few that every first request carries; the others are found with `find_tools`. */
	readonly isCore?: boolean;
	/** The same input always gives the same result, here and anywhere: it is computed once. */
	readonly isPure?: boolean;
	/** Words that people use for it and that are not in its name or description. */
	readonly keywords?: readonly string[];
	readonly input: Input;
	/** Shape of `details`. */
	readonly output?: Output;
	/** What this very call will touch. Absent: nothing. */
	access?(input: z.output<Input>, context: AccessContext): readonly Access[];
	/** Arguments in short for one line, e.g. the path or the command. */
	title(input: z.output<Input>): string;
	/** What a write would change, shown before approval. Reads only. */
	preview?(input: z.output<Input>, context: ToolContext): Promise<ToolView | undefined>;
	/** Default 120 s. */
	readonly timeoutMs?: number;
	run(input: z.output<Input>, context: ToolContext): Promise<ToolOutput>;
}

/** A definition whose input type has been forgotten. */
export type AnyTool = ToolDefinition;

export const defineTool = <Input extends z.ZodObject, Output extends z.ZodType = z.ZodType>(
	definition: ToolDefinition<Input, Output>,
): ToolDefinition<Input, Output> => definition;

/** What catalogues hold: enough to list, offer and judge a tool; its code is loaded with its first call. */
export interface ToolEntry
	extends Pick<ToolDefinition, "name" | "category" | "description" | "effects" | "isCore" | "keywords"> {
	readonly source: "built-in" | "user" | "project";
	/** What a model is sent: no bounds but what it needs to write a good call. */
	readonly inputSchema: JsonSchema;
	load(): Promise<AnyTool>;
}

/** The tools there are, for a model that was sent only a few of them. */
export interface ToolFinder {
	/** Best first. Those found can be called from the next turn on. */
	find(query: string, limit: number): Promise<readonly ToolEntry[]>;
}
