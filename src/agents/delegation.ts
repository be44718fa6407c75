// Who may hand a task to whom: not round in circles, not without end, not the same one again and again.
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { DelegationLimits, HandOff, Registry, RegistryStore } from "../contracts/registry.js";

export const defaultDelegationLimits: DelegationLimits = { depth: 3, fanOut: 8, repeats: 2 };

export interface DelegationOptions {
	readonly store: RegistryStore;
	readonly clock: Pick<Clock, "now">;
	readonly nextId: () => string;
	readonly limits?: DelegationLimits;
}

/** Hand-offs of one run that are looked through for repeats. */
const maxLooked = 10_000;

export const createDelegation = ({
	store,
	clock,
	nextId,
	limits = defaultDelegationLimits,
}: DelegationOptions): Pick<Registry, "delegate" | "end" | "handOffs"> => {
	/** The hand-offs by which a task came to where it is, the last one first. */
	const chainOf = (id: string | undefined): readonly HandOff[] => {
		const chain: HandOff[] = [];
		for (let at = id; at !== undefined; ) {
			const handOff = store.handOff(at);
			if (handOff === undefined || chain.includes(handOff)) break;
			chain.push(handOff);
			at = chain.length > 100 ? undefined : handOff.parentId;
		}
		return chain;
	};

	return {
		delegate: ({ fromId, from, to, toId, task, given = [], runId, parentId }) =>
			store.transaction((write) => {
				const chain = chainOf(parentId);
				const depth = (chain[0]?.depth ?? 0) + 1;
				const names = [from, ...chain.flatMap((handOff) => [handOff.to, handOff.from])];
				if (names.includes(to)) throw refused("agent.cycle", from, to, `it is among those this task came from`);
				if (depth > limits.depth)
					throw refused("agent.too-deep", from, to, `a task is passed on ${limits.depth} times at most`);
				const open = store.handOffs({ fromId, isOpen: true, limit: limits.fanOut + 1 });
				if (open.length >= limits.fanOut)
					throw refused("agent.too-many", from, to, `${limits.fanOut} tasks that it gave out have not ended`);
				const same = store
					.handOffs({ runId, limit: maxLooked })
					.filter((each) => each.to === to && isSame(each.task, task));
				if (same.length >= limits.repeats)
					throw refused("agent.repeated", from, to, `it was given the same task ${same.length} times in this run`);
				const handOff: HandOff = {
					...{ id: nextId(), fromId, from, toId, to, task, given: [...given], runId, parentId, depth },
					owner: store.owner,
					startedAt: clock.now().toISOString(),
					endedAt: undefined,
					outcome: undefined,
				};
				write.putHandOff(handOff);
				return handOff;
			}),
		end: (id, outcome) => {
			store.transaction((write) => {
				const handOff = store.handOff(id);
				if (handOff === undefined || handOff.outcome !== undefined) return;
				write.putHandOff({ ...handOff, outcome, endedAt: clock.now().toISOString() });
			});
		},
		handOffs: ({ runId, fromId, limit = 100 } = {}) => store.handOffs({ runId, fromId, limit }),
	};
};

/** The same words are the same task. */
const isSame = (a: string, b: string): boolean => words(a) === words(b);
const words = (text: string): string =>
	text
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, " ")
		.trim();

const refused = (code: string, from: string, to: string, why: string): NexusError =>
	new NexusError(code, `${from} cannot give this task to ${to}: ${why}`, {
		hint: "do it yourself, or give it to another agent",
	});
