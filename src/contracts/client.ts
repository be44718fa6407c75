// The only thing a frontend holds: small clients, one a noun. In process it is `runtime/local-client.ts`.
import type { BusClient } from "./agent-mail.js";
import type { AgentsClient } from "./agents-client.js";
import type { BackupClient } from "./backup.js";
import type { KeysClient } from "./credentials.js";
import type { DiskClient } from "./disk.js";
import type { ErrorData } from "./errors.js";
import type { NexusEvent } from "./event.js";
import type { JsonObject, JsonSchema, JsonValue } from "./json.js";
import type { ImagePart } from "./message.js";
import type { ModelInfo } from "./model.js";
import type { ApprovalAnswer, PermissionMode, PermissionTest, Rule } from "./permission.js";
import type { SandboxStatus } from "./ports.js";
import type { ReplaysClient } from "./replay.js";
import type { SessionType } from "./session-type.js";
import type { ExportFormat, SessionMessage, SessionRecap, SessionStats } from "./session-view.js";
import type { Restored, RestorePlan, UndoStep } from "./snapshots.js";
import type { SearchHit, SearchQuery, SessionRow, ToolCallCounts } from "./store.js";
import type { Effect, ToolCategory, ToolOutput } from "./tool.js";
import type { WorkflowsClient } from "./workflows-client.js";

export interface SessionsClient {
	/** Stored only once something happens in it. */
	create(options: {
		model?: string;
		mode?: PermissionMode;
		agent?: string;
		/** Default: as this nexus was started. */
		type?: SessionType;
	}): Promise<SessionRow>;
	/** Throws NexusError `session.not-found` with the nearest id. */
	get(id: string): Promise<SessionRow>;
	list(filter?: { cwd?: string; limit?: number }): Promise<readonly SessionRow[]>;
	/** All stored events in order. */
	read(id: string): Promise<readonly NexusEvent[]>;
	/** What people count as messages, from 1. */
	messages(id: string): Promise<readonly SessionMessage[]>;
	/**
	 * A copy under a new id, to go on in another direction: of all of it, or up to and with that message; 0 is the
	 * beginning. Throws `session.no-message` (exit 2).
	 */
	fork(id: string, upTo?: number): Promise<SessionRow>;
	/** Sets the title, on one line. */
	rename(id: string, title: string): Promise<SessionRow>;
	/** Deletes sessions for good; those that a nexus has open are left, and named. */
	remove(ids: readonly string[]): Promise<{ readonly deleted: readonly string[]; readonly open: readonly string[] }>;
	/**
	 * Sessions by what was said in them. First takes into the index what is not there yet; with `isTyping` for a moment
	 * only, and `left` is the number of sessions that have not been looked at.
	 */
	search(
		query: SearchQuery,
		options?: { signal?: AbortSignal; onProgress?(text: string): void },
	): Promise<{ readonly hits: readonly SearchHit[]; readonly left: number }>;
	stats(id: string): Promise<SessionStats>;
	recap(id: string): Promise<SessionRecap>;
	/** Redacted. */
	export(id: string, format: ExportFormat): Promise<string>;
	/** What `export` gave as JSON or JSON lines, under a new id. Throws `import.format`. */
	import(text: string): Promise<SessionRow>;
	setModel(id: string, model: string): Promise<string>;
	setMode(id: string, mode: PermissionMode): Promise<void>;
	/** Adds text to the context without asking anything. */
	addContext(id: string, context: { title: string; text: string }): Promise<void>;
}

export interface RunsClient {
	/** Ends the session's run; resolves when the log is consistent again, at most 1 s later. No run: does nothing. */
	cancel(sessionId: string): Promise<void>;
	/** Resolves when nothing runs and nothing is queued. */
	idle(sessionId: string): Promise<void>;
	/**
	 * Goes on with a run that waited for an answer to a question when nexus ended, or that is to go on in a copy: the
	 * question is asked again. Resolves to false where there is none.
	 */
	resume(sessionId: string): Promise<boolean>;
}

export interface ApprovalsClient {
	/** The first answer wins; later ones resolve to false. */
	respond(approvalId: string, answer: ApprovalAnswer): Promise<boolean>;
}

export interface ToolSummary {
	readonly name: string;
	readonly category: ToolCategory;
	readonly description: string;
	readonly effects: readonly Effect[];
	readonly source: "built-in" | "user" | "project";
	/** As a model is sent it. */
	readonly inputSchema: JsonSchema;
}

export interface ToolDetails extends ToolSummary {
	/** With all bounds that a call must keep. */
	readonly inputSchema: JsonSchema;
	/** Of `details`; absent where a person's own tool does not say. */
	readonly outputSchema?: JsonSchema;
}

export interface ToolsClient {
	list(): Promise<readonly ToolSummary[]>;
	/** Throws NexusError `tool.not-found` with the nearest name. */
	get(name: string): Promise<ToolDetails>;
	/** What is known from the calls of the last `days` days, on this machine. */
	stats(days: number): Promise<readonly ToolCallCounts[]>;
	/** One call with no model, by the same policy. `approve` is asked where the policy asks; absent: denied (`permission.denied`). */
	run(
		name: string,
		input: JsonObject,
		options: { signal?: AbortSignal; onProgress?(text: string): void; approve?(question: string): Promise<boolean> },
	): Promise<ToolOutput>;
}

export interface ModelChoice extends ModelInfo {
	readonly provider: string;
	readonly providerTitle: string;
	/** Why it can be used: the variable that holds the key, or where the local server answers. */
	readonly via: string;
}

export interface ModelsClient {
	/** What can be used now: keys in the environment and those that are kept, local servers, offline. Asks services only with `refresh`. */
	list(options?: { refresh?: boolean; signal?: AbortSignal }): Promise<readonly ModelChoice[]>;
	/** `provider/model` for what the person typed. Throws `model.not-found` (exit 3) with the nearest name. */
	resolve(text: string): Promise<string>;
	/** Known facts, without any request. */
	info(model: string): Promise<ModelInfo>;
	/** Local servers that answered, e.g. `ollama at 127.0.0.1:11434`. Takes at most 200 ms. */
	discover(signal: AbortSignal): Promise<readonly { readonly provider: string; readonly baseUrl: string }[]>;
}

export interface PermissionsClient {
	mode(sessionId?: string): Promise<PermissionMode>;
	rules(): Promise<readonly Rule[]>;
	/** Saves a rule; `project` rules are kept in NEXUS_HOME for this folder. */
	add(rule: { action: Rule["action"]; text: string; scope: "session" | "project" | "user" }): Promise<void>;
	remove(text: string): Promise<boolean>;
	/**
	 * What would be decided about a call, by the rules, mode and marks of the session, or of this run without one. Nothing
	 * runs. Throws NexusError `tool.not-found` and `tool.input`.
	 */
	test(call: { tool: string; input: JsonObject; sessionId?: string }): Promise<PermissionTest>;
	trust(): Promise<{ readonly folder: string; readonly trusted: boolean; readonly ignored: readonly string[] }>;
	setTrust(trusted: boolean): Promise<void>;
}

/** Files as they were before turns changed them. Without a session: all turns of the working directory. */
export interface UndoClient {
	/** Newest first. */
	list(filter?: { sessionId?: string }): Promise<readonly UndoStep[]>;
	/** What `apply` or `redo` would do; touches nothing. Throws `undo.busy`, `undo.unknown-step`, `undo.unavailable`. */
	preview(request: { direction: "undo" | "redo"; sessionId?: string; to?: number }): Promise<RestorePlan>;
	/**
	 * Takes back the last turn, or all from `to` on. Throws as `preview`, and `undo.conflict` (nothing was touched) unless
	 * forced, `undo.failed` (doing it again goes on). The conversation stays.
	 */
	apply(request: { sessionId?: string; to?: number; force?: boolean }): Promise<Restored>;
	/** Brings back what was undone last. Throws as `apply`. */
	redo(request: { sessionId?: string; force?: boolean }): Promise<Restored>;
}

export interface ConfigEntry {
	readonly key: string;
	readonly value: JsonValue;
	readonly source: "default" | "user" | "file" | "project" | "environment" | "flag";
	readonly description: string;
}

export interface ConfigClient {
	/** A setting as it was when this nexus started: no file is read for it. Undefined when there is no such setting. */
	atStart(key: string): JsonValue | undefined;
	list(): Promise<readonly ConfigEntry[]>;
	get(key: string): Promise<ConfigEntry>;
	/** Written to the user's file. Throws `config.unknown-key` or `config.wrong-type`. */
	set(key: string, value: string): Promise<ConfigEntry>;
	unset(key: string): Promise<void>;
	/** Path of the user's file, and all problems of all files with file and line. */
	validate(): Promise<{ readonly path: string; readonly problems: readonly ErrorData[] }>;
}

export interface HealthCheck {
	readonly name: string;
	readonly status: "ok" | "warn" | "fail";
	readonly detail: string;
	readonly hint?: string;
	/** What it is made of, where it is more than one thing; without a status it is only told. */
	readonly parts?: readonly { readonly status?: HealthCheck["status"]; readonly detail: string }[];
}

export interface NexusClient {
	readonly info: {
		readonly version: string;
		readonly home: string;
		readonly cwd: string;
		readonly model: string;
		readonly isOffline: boolean;
		readonly agent: string;
		/** Said once at start: settings that were ignored, a repaired store, an untrusted folder. */
		readonly warnings: readonly string[];
	};
	readonly sessions: SessionsClient;
	readonly runs: RunsClient;
	readonly replays: ReplaysClient;
	readonly approvals: ApprovalsClient;
	readonly tools: ToolsClient;
	readonly models: ModelsClient;
	readonly keys: KeysClient;
	readonly undo: UndoClient;
	readonly backup: BackupClient;
	readonly disk: DiskClient;
	readonly permissions: PermissionsClient;
	readonly config: ConfigClient;
	readonly agents: AgentsClient;
	readonly workflows: WorkflowsClient;
	readonly bus: BusClient;
	readonly history: { list(limit: number): Promise<readonly string[]> };
	readonly files: {
		/** Paths below the working directory, .gitignore respected, for `@` completion; best matches first. */
		complete(query: string, limit: number): Promise<readonly string[]>;
		/** A file that the person named, as text. */
		read(path: string): Promise<string>;
		/** Writes a file for the person, who named it; refuses to overwrite. Gives the absolute path. */
		write(path: string, text: string): Promise<string>;
	};
	readonly health: {
		/** `isStoreFull` reads the whole store, which takes seconds where it is large. */
		checks(options?: { readonly isStoreFull?: boolean }): Promise<readonly HealthCheck[]>;
		sandbox(): Promise<SandboxStatus>;
	};
	/**
	 * Stores the prompt and starts a run, or queues it behind the one that goes on. Resolves when it is stored.
	 * Files mentioned as `@path` in `typed`, the part that the person wrote (default: all of it), are read and attached:
	 * what was piped in is data and can point at nothing.
	 */
	prompt(
		sessionId: string,
		input: { text: string; typed?: string; images?: readonly ImagePart[] },
	): Promise<{ promptId: string }>;
	/** Takes a queued prompt back; false when it has been taken up. */
	withdraw(sessionId: string, promptId: string): Promise<boolean>;
	/** Runs a shell command for the person and adds its output to the context. */
	shell(sessionId: string, command: string): Promise<void>;
	/**
	 * The session's events: first the stored ones after `after`, then live. Ends when the signal aborts. Live events
	 * are merged for a slow reader; durable ones never are.
	 */
	events(options: { sessionId: string; after?: number; signal: AbortSignal }): AsyncIterable<NexusEvent>;
	/** Load samples are taken only while somebody watches. */
	watchLoad(signal: AbortSignal, everyMs: number): AsyncIterable<Extract<NexusEvent, { type: "load.sample" }>>;
	/** Reminders as they come due, each told once to one of those who watch. */
	watchReminders(signal: AbortSignal): AsyncIterable<Extract<NexusEvent, { type: "reminder.due" }>>;
	close(): Promise<void>;
}
