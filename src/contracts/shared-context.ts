// What agents that work on one task know together, and who may write which file.
import type { JsonValue } from "./json.js";

/** `global` is everybody's of a space; any other namespace is that of the agent with this id. */
export const globalNamespace = "global";

/**
 * How a value is put to what is there. append: to a list. merge: fields of an object, deeply. max, min, sum: of numbers.
 * set-union: what is not in the list yet. replace: instead of it.
 */
export const sharedReducers = ["replace", "append", "merge", "max", "min", "sum", "set-union"] as const;
export type SharedReducer = (typeof sharedReducers)[number];

export interface SharedEntry {
	readonly namespace: string;
	readonly key: string;
	/** Null where it was deleted. */
	readonly value: JsonValue;
	/** From 1, one more with each change; also of a deletion. */
	readonly version: number;
	readonly isDeleted: boolean;
	/** Id of the agent, or `person`. */
	readonly by: string;
	/** ISO 8601, UTC. */
	readonly time: string;
	/** Where content from outside in it came from (SECURITY R25). */
	readonly taintedBy: string | undefined;
}

export interface SharedChange {
	readonly namespace: string;
	readonly key: string;
	readonly value: JsonValue;
	readonly by: string;
	readonly reducer?: SharedReducer | undefined;
	/** Only if that is the version now; 0: only if there is none. */
	readonly ifVersion?: number | undefined;
	readonly taintedBy?: string | undefined;
}

/** Something that an agent was given to read. */
export interface GivenItem {
	readonly agent: string;
	/** `shared` (namespace/key), `message` (id), or what a task was handed over with. */
	readonly kind: "shared" | "message" | "handed";
	readonly name: string;
	readonly version: number | undefined;
	readonly time: string;
}

/** Of one space. Methods throw NexusError `shared.conflict`, `shared.bad-value`, `shared.full` and `store.*`. */
export interface SharedContext {
	/** `reader`: it is noted that this agent was given it. */
	get(namespace: string, key: string, reader?: string): SharedEntry | undefined;
	/** By key. */
	list(namespace: string, prefix?: string): readonly SharedEntry[];
	/** Throws `shared.conflict` with the present version where it is not the expected one. */
	set(change: SharedChange): SharedEntry;
	/** False: there was none. */
	delete(change: Omit<SharedChange, "value" | "reducer">): boolean;
	/** Newest first; of each key the last 50 versions are kept. */
	history(namespace: string, key: string, limit: number): readonly SharedEntry[];
	/** Changes from now on, of all processes; of several quick changes of one key perhaps only the last. */
	watch(of: { readonly namespace: string; readonly prefix?: string }, signal: AbortSignal): AsyncIterable<SharedEntry>;
	/** Notes what an agent was given. */
	give(agent: string, items: readonly Omit<GivenItem, "agent" | "time">[]): void;
	/** All that an agent was given, in order. */
	given(agent: string): readonly GivenItem[];
}

export interface FileLease {
	/** Absolute. */
	readonly path: string;
	readonly holder: string;
	/** Greater than that of every earlier lease: what bears a lower one comes too late. */
	readonly fence: number;
	/** It is free for others then, unless it is renewed; milliseconds of the machine's clock. */
	readonly expiresMs: number;
}

/** Who may write which file. Throws NexusError `file.leased` (another has it) and `store.*`. */
export interface FileLeases {
	/** Takes it, or renews one's own. Throws `file.leased` with the holder's name. */
	acquire(path: string, holder: string, ttlMs: number): FileLease;
	/** Throws `file.leased` where it has passed to another since: right before writing. */
	verify(lease: FileLease): void;
	release(lease: FileLease): void;
	releaseAll(holder: string): void;
	/** Those in force. */
	list(): readonly FileLease[];
}

/** Where shared context is kept. Synchronous; throws NexusError `store.*`. */
export interface SharedStore {
	/** Runs while nobody else writes. */
	transaction<T>(work: () => T): T;
	get(space: string, namespace: string, key: string): SharedEntry | undefined;
	/** Without deleted ones. */
	list(space: string, namespace: string, prefix: string): readonly SharedEntry[];
	count(space: string): number;
	put(space: string, entry: SharedEntry): void;
	history(space: string, namespace: string, key: string, limit: number): readonly SharedEntry[];
	/** Changes after that number, in order, and the number of the last change of all. */
	changes(space: string, after: number): { readonly found: readonly SharedEntry[]; readonly upTo: number };
	lastChange(): number;
	give(space: string, items: readonly GivenItem[]): void;
	given(space: string, agent: string): readonly GivenItem[];
	/** Called soon after anybody has written. */
	watch(onChange: () => void): () => void;
}
