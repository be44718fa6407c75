// Shared context as one agent uses it: as itself, with the mark of what it has read.
import type { AgentShared, SharedScope } from "../contracts/agent-mail.js";
import { isAbortError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import type { Clock } from "../contracts/ports.js";
import { globalNamespace, type SharedContext, type SharedEntry } from "../contracts/shared-context.js";
import type { MailUser } from "./mail.js";

export interface AgentSharedOptions {
	readonly user: MailUser;
	readonly clock: Clock;
	readonly context: () => Promise<SharedContext>;
	/** Takes out secrets, from every text of a value. */
	readonly redact: (text: string) => string;
}

export const createAgentShared = ({ user, clock, context, redact }: AgentSharedOptions): AgentShared => {
	const { address } = user.identity;
	const namespaceOf = (scope: SharedScope): string => (scope === "all" ? globalNamespace : address);
	const marked = <T extends SharedEntry | undefined>(entry: T): T => {
		if (entry?.taintedBy !== undefined) user.taint(`shared ${entry.key}: ${entry.taintedBy}`.slice(0, 200));
		return entry;
	};
	return {
		get: async (scope, key) => marked((await context()).get(namespaceOf(scope), key, address)),
		list: async (scope, prefix) => {
			const shared = await context();
			const entries = shared.list(namespaceOf(scope), prefix);
			shared.give(
				address,
				entries.map(({ namespace, key, version }) => ({ kind: "shared", name: `${namespace}/${key}`, version })),
			);
			return entries.map(marked);
		},
		set: async (scope, change) => {
			const taintedBy = user.taintedBy();
			const value = redactValue(change.value, redact);
			return (await context()).set({ ...change, value, namespace: namespaceOf(scope), by: address, taintedBy });
		},
		delete: async (scope, key) => (await context()).delete({ namespace: namespaceOf(scope), key, by: address }),
		next: async (scope, prefix, { timeoutMs, signal, sinceVersion }) => {
			const shared = await context();
			const namespace = namespaceOf(scope);
			const over = new AbortController();
			const asleep = new AbortController();
			const changes = shared
				.watch({ namespace, prefix }, AbortSignal.any([signal, over.signal]))
				[Symbol.asyncIterator]();
			// Asked for before it is looked what there is, so that nothing falls in between.
			const change = changes.next();
			const newer =
				sinceVersion === undefined
					? undefined
					: shared.list(namespace, prefix).find(({ version }) => version > sinceVersion);
			if (newer !== undefined) over.abort();
			clock.sleep(timeoutMs, asleep.signal).then(
				() => over.abort(),
				() => undefined,
			);
			try {
				const found = newer ?? (await change).value;
				if (found === undefined) return undefined;
				shared.give(address, [{ kind: "shared", name: `${namespace}/${found.key}`, version: found.version }]);
				return marked(found as SharedEntry);
			} catch (error) {
				if (over.signal.aborted && isAbortError(error)) return undefined;
				throw error;
			} finally {
				asleep.abort();
				over.abort();
				await change.catch(() => undefined);
				await changes.return?.();
			}
		},
	};
};

const redactValue = (value: JsonValue, redact: (text: string) => string): JsonValue => {
	if (typeof value === "string") return redact(value);
	if (Array.isArray(value)) return value.map((item) => redactValue(item as JsonValue, redact));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactValue(item, redact)]));
};
