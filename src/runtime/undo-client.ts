// Undo and redo for frontends: finds the turns that are meant, and writes into their sessions what was restored.
import type { UndoClient } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { EventDraft } from "../contracts/event.js";
import type { Restored, SnapshotScope, Snapshots } from "../contracts/snapshots.js";
import type { SessionStore } from "../contracts/store.js";
import { isOwnerAlive, processOwner } from "../lib/process-owner.js";
import type { OpenSessions } from "./open-sessions.js";
import type { TurnSnapshots } from "./turn-snapshots.js";

/** More are counted only: a transcript is no backup. */
const maxFilesTold = 100;

export const createUndoClient = (turns: TurnSnapshots, sessions: OpenSessions, store: SessionStore): UndoClient => {
	const snapshots = (): Snapshots => {
		if (turns.store !== undefined) return turns.store;
		throw new NexusError("undo.unavailable", "nothing of this run is kept, so nothing can be undone", {
			hint: "start nexus without --ephemeral and with a home folder that it may write to",
		});
	};

	const scopeOf = async (sessionId: string | undefined): Promise<SnapshotScope> =>
		sessionId === undefined ? { folder: await turns.folder() } : { sessionId: sessions.row(sessionId).id };

	const refuseRunning = (scope: SnapshotScope): void => {
		const isMeant = (id: string) => !("sessionId" in scope) || scope.sessionId === id;
		if (!sessions.all().some((runner) => runner.isRunning && isMeant(runner.log.sessionId))) return;
		throw new NexusError("undo.busy", "a run goes on that may change files", {
			hint: "stop it (esc), or wait for its end",
		});
	};

	const tell = (restored: Restored): void => {
		for (const sessionId of new Set(restored.steps.map((step) => step.sessionId))) {
			const owner = sessionId === "" ? undefined : store.owner(sessionId);
			const isElsewhere = owner !== undefined && owner !== processOwner() && isOwnerAlive(owner);
			// Its own log goes on in that process.
			if (sessionId === "" || isElsewhere || store.session(sessionId) === undefined) continue;
			sessions.runner(sessionId).log.emit(eventOf(restored, sessionId));
		}
	};

	const restore = async (
		direction: "undo" | "redo",
		{ sessionId, to, force = false }: Parameters<UndoClient["apply"]>[0],
	): Promise<Restored> => {
		const scope = await scopeOf(sessionId);
		refuseRunning(scope);
		const request = { direction, scope, ...(to === undefined ? {} : { to }) };
		const restored = await snapshots().apply(request, { force });
		tell(restored);
		return restored;
	};

	return {
		list: async ({ sessionId } = {}) => snapshots().list(await scopeOf(sessionId)),
		preview: async ({ direction, sessionId, to }) => {
			const scope = await scopeOf(sessionId);
			refuseRunning(scope);
			return snapshots().preview({ direction, scope, ...(to === undefined ? {} : { to }) });
		},
		apply: (request) => restore("undo", request),
		redo: (request) => restore("redo", request),
	};
};

const eventOf = ({ direction, steps, files, keptIn }: Restored, sessionId: string): EventDraft => ({
	type: "files.restore",
	data: {
		direction,
		turns: steps.filter((step) => step.sessionId === sessionId).map(({ id, title }) => ({ id, title })),
		files: files.slice(0, maxFilesTold).map((file) => ({ ...file })),
		more: Math.max(0, files.length - maxFilesTold),
		...(keptIn === undefined ? {} : { keptIn }),
	},
});
