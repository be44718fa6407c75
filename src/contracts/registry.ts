// Which agents there are, in all processes of this machine, and who gave which task to whom.
import type { AgentState } from "./event.js";

/** What an agent says of itself. */
export interface AgentFacts {
	/** Its address on the bus; unique. */
	readonly id: string;
	/** Of its definition. */
	readonly name: string;
	readonly type: string;
	readonly capabilities: readonly string[];
	readonly domain?: string | undefined;
	/** The agents that belong together, e.g. a session. */
	readonly space?: string | undefined;
	readonly parentId?: string | undefined;
	readonly state: AgentState;
	/** What it works on; empty when on nothing. */
	readonly task: string;
	/** Tasks that it works on, and that it can work on at once. */
	readonly running: number;
	readonly capacity: number;
	/** Above 0: how often it is chosen among others as idle as it. */
	readonly weight: number;
}

export interface AgentEntry extends AgentFacts {
	/** The process it runs in, as that names itself. */
	readonly owner: string;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	/** Since its last sign of life, in milliseconds. */
	readonly silentMs: number;
	/** Its process lives and it was heard of lately: only then it is chosen. */
	readonly isHealthy: boolean;
}

/** All of what is given must fit; names, capabilities and domains whatever the case. */
export interface AgentFilter {
	readonly name?: string | undefined;
	/** All of these. */
	readonly capabilities?: readonly string[] | undefined;
	readonly domain?: string | undefined;
	readonly state?: AgentState | undefined;
	readonly space?: string | undefined;
	readonly isHealthy?: boolean | undefined;
}

export const handOffOutcomes = ["done", "failed", "cancelled", "limited", "lost"] as const;
export type HandOffOutcome = (typeof handOffOutcomes)[number];

/** One task given by one agent to another. */
export interface HandOff {
	readonly id: string;
	/** Ids, and names of definitions. */
	readonly fromId: string;
	readonly from: string;
	readonly toId: string | undefined;
	readonly to: string;
	readonly task: string;
	/** What was given besides the task, by name: nothing else is. */
	readonly given: readonly string[];
	readonly runId: string;
	/** The hand-off by which its sender had got its own task. */
	readonly parentId: string | undefined;
	/** 1 for a task given by an agent that was given none. */
	readonly depth: number;
	readonly owner: string;
	readonly startedAt: string;
	readonly endedAt: string | undefined;
	/** `lost`: its process ended before it did. */
	readonly outcome: HandOffOutcome | undefined;
}

export interface DelegationLimits {
	/** How far a task may be passed on. */
	readonly depth: number;
	/** Tasks that one agent has given out and that have not ended. */
	readonly fanOut: number;
	/** How often the same task may go to the same agent in one run. */
	readonly repeats: number;
}

/** What an agent holds while it is registered. */
export interface Registration {
	readonly id: string;
	/** A sign of life. */
	beat(): void;
	update(facts: Partial<Omit<AgentFacts, "id">>): void;
	remove(): void;
}

export type ChoiceRule = "least-busy" | "weighted";

/** Methods throw NexusError `agent.registered`, `agent.cycle`, `agent.too-deep`, `agent.too-many`, `agent.repeated`, `store.*`. */
export interface Registry {
	/**
	 * @param isAlive asked every few seconds for a sign of life; without it, that its process answers is one
	 */
	register(facts: AgentFacts, isAlive?: () => boolean): Registration;
	get(id: string): AgentEntry | undefined;
	/** By name, then by id. */
	find(filter?: AgentFilter): readonly AgentEntry[];
	/** A healthy one with room for a task; undefined where there is none. */
	choose(filter: AgentFilter, rule: ChoiceRule): AgentEntry | undefined;
	/** Notes a hand-off, or refuses it: with cycles, too deep, too many at once, or the same one again and again. */
	delegate(task: {
		readonly fromId: string;
		readonly from: string;
		readonly to: string;
		readonly toId?: string | undefined;
		readonly task: string;
		readonly given?: readonly string[];
		readonly runId: string;
		readonly parentId?: string | undefined;
	}): HandOff;
	end(handOffId: string, outcome: HandOffOutcome): void;
	/** Newest first. */
	handOffs(filter?: { readonly runId?: string; readonly fromId?: string; readonly limit?: number }): readonly HandOff[];
	/** Forgets agents whose process has ended; gives their ids. */
	sweep(): readonly string[];
	close(): void;
}

export interface StoredAgent extends AgentFacts {
	readonly owner: string;
	readonly startedAt: string;
	/** Machine time of the last sign of life. */
	readonly beatMs: number;
}

export interface RegistryWriter {
	put(agent: StoredAgent): void;
	beat(id: string): void;
	remove(id: string): void;
	putHandOff(handOff: HandOff): void;
}

/** Where it is kept, for all processes of this machine. Synchronous; throws NexusError `store.*`. */
export interface RegistryStore {
	readonly owner: string;
	/** Milliseconds of a clock that does not jump, the same for all processes of this machine. */
	nowMs(): number;
	/** Nobody else writes meanwhile. */
	transaction<T>(work: (write: RegistryWriter) => T): T;
	agents(): readonly StoredAgent[];
	handOff(id: string): HandOff | undefined;
	/** Newest first. */
	handOffs(filter: {
		readonly runId?: string | undefined;
		readonly fromId?: string | undefined;
		readonly isOpen?: boolean;
		readonly limit: number;
	}): readonly HandOff[];
}
