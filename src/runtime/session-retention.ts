import type { SessionStore } from "../contracts/store.js";

const unitMs = { d: 86_400_000, w: 7 * 86_400_000 } as const;

/** Milliseconds of `90d` or `26w`; undefined for `forever`. */
export const retentionMs = (text: string): number | undefined => {
	const [, count, unit] = /^(\d+)([dw])$/.exec(text) ?? [];
	return count === undefined ? undefined : Number(count) * unitMs[unit as keyof typeof unitMs];
};

/** Sessions that were last used longer ago than they are to be kept, oldest first; none where that is forever. */
export const overdueSessions = (
	store: Pick<SessionStore, "sessionsBefore">,
	keep: string,
	now: Date,
	limit: number,
): readonly string[] => {
	const ms = retentionMs(keep);
	return ms === undefined ? [] : store.sessionsBefore(new Date(now.getTime() - ms).toISOString(), limit);
};

/** As many as are deleted at the end of a nexus: the next one goes on, and nobody waits. */
const mostAtOnce = 20;

/** After everything else. Failing is no failure: the next nexus tries again. */
export const keepRetention = async (
	overdue: (limit: number) => readonly string[],
	remove: (ids: readonly string[]) => Promise<unknown>,
): Promise<void> => {
	try {
		const some = overdue(mostAtOnce);
		if (some.length > 0) await remove(some);
	} catch {
		// A store that others work with, or a full disk.
	}
};
