// What agents of one space know together: versions, compare-and-set, reducers, and a list of what each was given.
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { GivenItem, SharedChange, SharedContext, SharedEntry, SharedStore } from "../contracts/shared-context.js";
import { reduceValue } from "../lib/reduce-value.js";

export interface SharedContextOptions {
	readonly store: SharedStore;
	readonly clock: Pick<Clock, "now">;
	/** Agents that belong together. */
	readonly space: string;
}

/** Bytes of one value as JSON. */
const maxValueBytes = 256_000;
const maxKeys = 5000;
const maxKeyLength = 200;

export const createSharedContext = ({ store, clock, space }: SharedContextOptions): SharedContext => {
	const change = (
		{ namespace, key, by, ifVersion, taintedBy }: Omit<SharedChange, "value" | "reducer">,
		next: (present: SharedEntry | undefined) => Pick<SharedEntry, "value" | "isDeleted">,
	): SharedEntry =>
		store.transaction(() => {
			const last = store.get(space, namespace, key);
			const present = last?.isDeleted === true ? undefined : last;
			if (ifVersion !== undefined && ifVersion !== (present?.version ?? 0)) throw conflict(key, ifVersion, present);
			if (last === undefined && store.count(space) >= maxKeys)
				throw new NexusError("shared.full", `there are ${maxKeys} keys already`, { hint: "put more into one value" });
			const { value, isDeleted } = next(present);
			// A value made of one that came from outside did so too.
			const taint = taintedBy ?? (isDeleted ? undefined : present?.taintedBy);
			const entry: SharedEntry = {
				...{ namespace, key, value, isDeleted, by, taintedBy: taint },
				version: (last?.version ?? 0) + 1,
				time: clock.now().toISOString(),
			};
			store.put(space, entry);
			return entry;
		});

	const give: SharedContext["give"] = (agent, items) => {
		const time = clock.now().toISOString();
		store.give(
			space,
			items.map((item): GivenItem => ({ agent, ...item, time })),
		);
	};

	return {
		get: (namespace, key, reader) => {
			const entry = store.get(space, namespace, key);
			if (entry === undefined || entry.isDeleted) return undefined;
			if (reader !== undefined) give(reader, [{ kind: "shared", name: `${namespace}/${key}`, version: entry.version }]);
			return entry;
		},
		list: (namespace, prefix = "") => store.list(space, namespace, prefix),
		set: ({ value, reducer = "replace", ...where }) => {
			checkKey(where.key);
			return change(where, (present) => {
				const next = reduced(reducer, present, value, where.key);
				const bytes = Buffer.byteLength(JSON.stringify(next));
				if (bytes <= maxValueBytes) return { value: next, isDeleted: false };
				throw badValue(
					`${where.key} would have ${bytes} bytes (${maxValueBytes} at most)`,
					"write a file, share its path",
				);
			});
		},
		delete: (where) => {
			const present = store.get(space, where.namespace, where.key);
			if (present === undefined || present.isDeleted) return false;
			change(where, () => ({ value: null, isDeleted: true }));
			return true;
		},
		history: (namespace, key, limit) => store.history(space, namespace, key, limit),
		async *watch({ namespace, prefix = "" }, signal) {
			let after = store.lastChange();
			let wake: (() => void) | undefined;
			let isWoken = false;
			const onChange = () => {
				isWoken = true;
				wake?.();
			};
			const stop = store.watch(onChange);
			signal.addEventListener("abort", onChange, { once: true });
			try {
				while (!signal.aborted) {
					const { found, upTo } = store.changes(space, after);
					after = upTo;
					for (const entry of found) {
						if (entry.namespace === namespace && entry.key.startsWith(prefix)) yield entry;
						if (signal.aborted) return;
					}
					if (!isWoken) {
						await new Promise<void>((resolve) => {
							wake = resolve;
						});
					}
					isWoken = false;
					wake = undefined;
				}
			} finally {
				stop();
				signal.removeEventListener("abort", onChange);
			}
		},
		give,
		given: (agent) => store.given(space, agent),
	};
};

const reduced = (
	reducer: NonNullable<SharedChange["reducer"]>,
	present: SharedEntry | undefined,
	value: SharedChange["value"],
	key: string,
): SharedChange["value"] => {
	try {
		return reduceValue(reducer, present?.value, value);
	} catch (error) {
		throw badValue(`${reducer} of ${key}: ${error instanceof Error ? error.message : String(error)}`, "replace it");
	}
};

const checkKey = (key: string): void => {
	if (key !== "" && key.length <= maxKeyLength) return;
	throw badValue(`a key has 1 to ${maxKeyLength} characters`, "e.g. plan or findings.auth");
};

const badValue = (message: string, hint: string): NexusError =>
	new NexusError("shared.bad-value", message, { hint, exitCode: 2 });

const conflict = (key: string, expected: number, present: SharedEntry | undefined): NexusError =>
	new NexusError(
		"shared.conflict",
		present === undefined
			? `${key} is not there (version ${expected} was expected)`
			: `${key} is at version ${present.version} by ${present.by} (${expected} was expected)`,
		{ hint: "read it again, then change it", retryable: true, data: { version: present?.version ?? 0 } },
	);
