// A command is one file under `commands/`: `nexus <name>` and `/<name>` from the same definition.
import type { z } from "zod";
import type { NexusClient } from "./client.js";
import type { ExitCode } from "./errors.js";
import type { JsonValue } from "./json.js";
import type { ReplayRequest } from "./replay.js";

/** What a command gives back: data that each frontend shows in its own way. */
export type CommandResult =
	| { readonly type: "message"; readonly text: string; readonly json?: JsonValue; readonly exitCode?: ExitCode }
	| {
			readonly type: "table";
			readonly title?: string;
			readonly columns: readonly { readonly name: string; readonly align?: "left" | "right" }[];
			readonly rows: readonly (readonly string[])[];
			/** Said instead of an empty table. */
			readonly empty?: string;
			/** What `--json` prints; a function where it takes time to make. */
			readonly json: JsonValue | (() => Promise<JsonValue>);
			readonly exitCode?: ExitCode;
	  }
	/** Offers values; choosing one runs `command` with it. */
	| {
			readonly type: "choose";
			readonly title: string;
			/** Printed before: what the choice is about. */
			readonly above?: string;
			readonly items: readonly CommandChoice[];
			readonly command: string;
			/** Options of that command that come before the value. */
			readonly given?: string;
			readonly json: JsonValue;
			/** Further values for what is typed as a filter, where it is not in the items themselves. */
			readonly search?: (filter: string) => Promise<readonly CommandChoice[]>;
			/** The values anew whenever they change, as long as they are on screen. */
			readonly live?: (signal: AbortSignal) => AsyncIterable<readonly CommandChoice[]>;
	  }
	/** Lines as they come, until the person stops it. */
	| {
			readonly type: "follow";
			readonly lines: AsyncIterable<{ readonly text: string; readonly json: JsonValue }>;
	  }
	/** Sends this text to the model as if the person had typed it. */
	| { readonly type: "prompt"; readonly text: string }
	/** Opens a file in the person's editor. */
	| { readonly type: "edit"; readonly path: string }
	/** The frontend goes on in that session. */
	| {
			readonly type: "session";
			readonly sessionId: string;
			readonly text: string;
			/** Goes into the composer, to be changed and sent. */
			readonly draft?: string;
			/** A run that was under way goes on. */
			readonly resumes?: boolean;
			/** Sent one after the other. */
			readonly prompts?: readonly string[];
	  }
	/** The frontend plays a recording. */
	| { readonly type: "replay"; readonly request: ReplayRequest; readonly title: string }
	/** The frontend shows that agent of the session: `main`, or the id of another one. */
	| { readonly type: "agent"; readonly agentId: string; readonly text: string }
	/** Settings of the screen changed. */
	| { readonly type: "display"; readonly theme?: string; readonly dock?: "open" | "folded"; readonly text: string }
	| { readonly type: "quit" };

export interface CommandContext {
	readonly client: NexusClient;
	readonly signal: AbortSignal;
	/** The session on screen; absent on the command line. */
	readonly sessionId?: string;
	/** All commands of this surface, for help. */
	readonly commands: readonly CommandDefinition[];
	readonly surface: "cli" | "slash";
	/** Flags of `nexus` itself, for completion. */
	readonly mainFlags: readonly string[];
	/** Values after the declared arguments (`key=value …` of `tools run`). */
	readonly rest: readonly string[];
	/** Asks the person at the terminal; absent when there is none. */
	readonly approve?: (question: string) => Promise<boolean>;
	/** Reads a line that is not shown while it is typed; absent where nobody can be asked so. Throws when it is refused. */
	readonly askSecret?: (question: string) => Promise<string>;
	/** All that is piped in; empty where nothing is. */
	readonly readStdin: () => Promise<string>;
	/** Asks for a line at the terminal; absent where nobody can be asked. */
	readonly askLine?: (question: string) => Promise<string>;
	/** Opens text in the person's editor and gives what they saved; absent where nobody can be asked. */
	readonly editText?: (text: string, extension: string) => Promise<string>;
	/** `-o`, for commands that run agents. */
	readonly outputFormat?: "text" | "json" | "stream-json";
	/** One line on stdout at once, for `stream-json`. */
	readonly writeLine?: (line: string) => void;
	/** Said on stderr whatever the output is, unless `--quiet`. */
	readonly say?: (line: string) => void;
	/** Live output of what runs, for stderr. */
	readonly onProgress?: (text: string) => void;
}

/** A value to choose: in a list, or while an argument is typed. */
export interface CommandChoice {
	readonly value: string;
	readonly label: string;
	readonly detail?: string;
}

/** Where the values of an argument come from: files and folders, or what this gives. Values that the schema lists need none. */
export type ArgumentValues =
	| "path"
	| ((context: {
			readonly client: NexusClient;
			readonly sessionId?: string;
			/** The arguments before it. */
			readonly given: readonly string[];
	  }) => Promise<readonly CommandChoice[]>);

/**
 * `args` describes the options: each key is one (`maxTurns` becomes `--max-turns`), its `.describe()` text the help.
 * Names in `positional` are taken in order instead of as options.
 */
export interface CommandDefinition<Args extends z.ZodObject = z.ZodObject> {
	/** `sessions list` is the command `list` in the group `sessions`. */
	readonly name: string;
	readonly aliases?: readonly string[];
	readonly description: string;
	readonly surfaces: readonly ("cli" | "slash")[];
	readonly args: Args;
	readonly positional?: readonly string[];
	/** What the positional arguments of these names can be, for completion. */
	readonly values?: Readonly<Record<string, ArgumentValues>>;
	/** Takes whatever follows, e.g. `key=value` pairs. Named in help by this word. */
	readonly rest?: string;
	/** `--help` behind its first argument is the command's own to answer, and what looks like a flag is one of `rest`. */
	readonly takesHelp?: boolean;
	readonly examples?: readonly string[];
	run(args: z.output<Args>, context: CommandContext): Promise<CommandResult>;
}

export const defineCommand = <Args extends z.ZodObject>(definition: CommandDefinition<Args>): CommandDefinition<Args> =>
	definition;
