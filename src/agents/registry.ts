// Agents that are there, found and chosen, and tasks that they hand to each other.
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type {
	AgentEntry,
	AgentFilter,
	DelegationLimits,
	Registration,
	Registry,
	RegistryStore,
	StoredAgent,
} from "../contracts/registry.js";
import { isOwnerAlive } from "../lib/process-owner.js";
import { createDelegation } from "./delegation.js";

export interface RegistryOptions {
	readonly store: RegistryStore;
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly limits?: DelegationLimits;
	/** From 0 up to 1, for weighted choice. */
	readonly random?: () => number;
	readonly isAlive?: (owner: string) => boolean;
}

const beatEveryMs = 5000;
/** Three signs of life that did not come. */
const unhealthyAfterMs = 3 * beatEveryMs;

export const createRegistry = (options: RegistryOptions): Registry => {
	const { store, clock, random = Math.random, isAlive = isOwnerAlive } = options;
	const own = new Map<string, { agent: StoredAgent; isAlive: () => boolean }>();
	const closed = new AbortController();
	let isBeating = false;

	/** While somebody is registered; one write for all. */
	const keepBeating = async (): Promise<void> => {
		if (isBeating) return;
		isBeating = true;
		while (own.size > 0 && !closed.signal.aborted) {
			await clock.sleep(beatEveryMs, closed.signal).catch(() => undefined);
			if (closed.signal.aborted) break;
			const alive = [...own].filter(([, each]) => each.isAlive()).map(([id]) => id);
			try {
				store.transaction((write) => {
					for (const id of alive) write.beat(id);
				});
			} catch {
				// A full disk: whoever is not heard of meanwhile is out of rotation, and back afterwards.
			}
		}
		isBeating = false;
	};

	const toEntry = ({ beatMs, ...agent }: StoredAgent): AgentEntry => {
		const silentMs = Math.max(0, store.nowMs() - beatMs);
		return { ...agent, silentMs, isHealthy: silentMs < unhealthyAfterMs && isAlive(agent.owner) };
	};

	const find = (filter: AgentFilter = {}): readonly AgentEntry[] =>
		store
			.agents()
			.map(toEntry)
			.filter((agent) => fits(agent, filter))
			.sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));

	const sweep = (): readonly string[] => {
		const gone = store.agents().filter(({ owner }) => !isAlive(owner));
		const lost = store.handOffs({ isOpen: true, limit: 10_000 }).filter(({ owner }) => !isAlive(owner));
		if (gone.length + lost.length === 0) return [];
		store.transaction((write) => {
			for (const { id } of gone) write.remove(id);
			for (const handOff of lost) write.putHandOff({ ...handOff, outcome: "lost", endedAt: clock.now().toISOString() });
		});
		return gone.map(({ id }) => id);
	};

	sweep();
	return {
		...createDelegation(options),
		find,
		sweep,
		get: (id) => {
			const found = store.agents().find((agent) => agent.id === id);
			return found === undefined ? undefined : toEntry(found);
		},
		choose: (filter, rule) => {
			const free = find({ ...filter, isHealthy: true }).filter(
				({ running, capacity, state }) => running < capacity && state !== "stopped" && state !== "error",
			);
			return rule === "weighted" ? weighted(free, random()) : leastBusy(free);
		},
		register: (facts, isAgentAlive = () => true): Registration => {
			const agent = { ...facts, owner: store.owner, startedAt: clock.now().toISOString(), beatMs: store.nowMs() };
			store.transaction((write) => {
				const before = store.agents().find(({ id }) => id === facts.id);
				if (before !== undefined && (own.has(facts.id) || (before.owner !== store.owner && isAlive(before.owner))))
					throw new NexusError("agent.registered", `there is an agent ${facts.id} already`);
				write.put(agent);
			});
			own.set(facts.id, { agent, isAlive: isAgentAlive });
			void keepBeating();
			return {
				id: facts.id,
				beat: () => store.transaction((write) => write.beat(facts.id)),
				update: (changed) => {
					const known = own.get(facts.id);
					if (known === undefined) return;
					const next = { ...known.agent, ...changed, beatMs: store.nowMs() };
					own.set(facts.id, { ...known, agent: next });
					store.transaction((write) => write.put(next));
				},
				remove: () => {
					if (own.delete(facts.id)) store.transaction((write) => write.remove(facts.id));
				},
			};
		},
		close: () => {
			closed.abort();
			if (own.size === 0) return;
			store.transaction((write) => {
				for (const id of own.keys()) write.remove(id);
			});
			own.clear();
		},
	};
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isSame = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const fits = (agent: AgentEntry, filter: AgentFilter): boolean =>
	(filter.name === undefined || isSame(agent.name, filter.name)) &&
	(filter.domain === undefined || isSame(agent.domain, filter.domain)) &&
	(filter.state === undefined || agent.state === filter.state) &&
	(filter.space === undefined || agent.space === filter.space) &&
	(filter.isHealthy === undefined || agent.isHealthy === filter.isHealthy) &&
	(filter.capabilities ?? []).every((wanted) => agent.capabilities.some((capability) => isSame(capability, wanted)));

const load = ({ running, capacity }: AgentEntry): number => running / capacity;

/** By load, then who was heard of least lately, since it was given something least lately. */
const leastBusy = (agents: readonly AgentEntry[]): AgentEntry | undefined =>
	[...agents].sort((a, b) => load(a) - load(b) || b.silentMs - a.silentMs || compare(a.id, b.id))[0];

/** By chance, in proportion to weight times room. */
const weighted = (agents: readonly AgentEntry[], chance: number): AgentEntry | undefined => {
	const weights = agents.map((agent) => Math.max(0, agent.weight) * (1 - load(agent)));
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	if (total === 0) return agents[0];
	let left = chance * total;
	for (const [index, weight] of weights.entries()) {
		left -= weight;
		if (left < 0) return agents[index];
	}
	return agents.at(-1);
};
