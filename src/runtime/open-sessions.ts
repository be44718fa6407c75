// The sessions that this process has open, each with its runner.
import type { ErrorData } from "../contracts/errors.js";
import { NexusError } from "../contracts/errors.js";
import type { NexusEvent } from "../contracts/event.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionType } from "../contracts/session-type.js";
import type { SessionRow, SessionStore } from "../contracts/store.js";
import { nearestName } from "../lib/nearest.js";
import { isOwnerAlive, processOwner } from "../lib/process-owner.js";
import { type Continuation, continuationOf } from "../session/continuation.js";
import { forkEvents } from "../session/fork.js";
import { createSessionLog, type SessionLog } from "../session/log.js";
import { recovery, waitingPrompts } from "../session/recover.js";
import { type RunnerServices, SessionRunner } from "./session-runner.js";

export interface OpenSessionsOptions {
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly services: RunnerServices;
	readonly redact: (text: string) => string;
	readonly mayBecomeSecret: (text: string) => number;
	readonly onStoreError: (error: ErrorData) => void;
	/** Whether a tool's results come from outside (SECURITY R25). */
	readonly isTainting: (tool: string) => boolean;
}

export interface OpenSessions {
	create(options: {
		model: string;
		mode: PermissionMode;
		agent: string;
		type: SessionType;
		mayFindModel: boolean;
	}): SessionRow;
	/** The runner of an open or stored session; opening a stored one closes what a dead process left open. */
	runner(id: string): SessionRunner;
	row(id: string): SessionRow;
	/** A copy of a stored session under a new id, up to an event (default: all of it). */
	fork(id: string, lastSeq?: number): SessionRow;
	/** A new session that begins with these events of another one. */
	copy(
		source: { readonly sessionId: string; readonly model: string; readonly agent: string; readonly type?: SessionType },
		events: readonly NexusEvent[],
		how: { readonly change?: { readonly message: number; readonly call?: number }; readonly goesOn?: boolean },
	): SessionRow;
	/** Sets the title of an open or stored session. */
	rename(id: string, title: string): SessionRow;
	/** Whether some nexus has it open, this one too. */
	isOpen(id: string): boolean;
	all(): readonly SessionRunner[];
	close(): Promise<void>;
}

export const createOpenSessions = (options: OpenSessionsOptions): OpenSessions => {
	const { store, clock, nextId, services } = options;
	const runners = new Map<string, SessionRunner>();
	const unsaved = new Map<string, SessionRow>();
	const owner = processOwner();

	const logOf = (row: SessionRow): SessionLog => {
		const log = createSessionLog({
			sessionId: row.id,
			store,
			clock,
			nextId,
			redact: options.redact,
			mayBecomeSecret: options.mayBecomeSecret,
			onStoreError: (error) => {
				options.onStoreError(error);
				const hint = error.hint === undefined ? {} : { hint: error.hint };
				// After the event that could not be stored, which is still being given out.
				queueMicrotask(() => log.emit({ type: "notice.show", data: { level: "warn", text: error.message, ...hint } }));
			},
			onFirst: () => {
				const time = clock.now().toISOString();
				store.createSession({ id: row.id, cwd: row.cwd, model: row.model, agent: row.agent, type: row.type, time });
				claim(store, row.id, owner);
				unsaved.delete(row.id);
			},
		});
		return log;
	};

	const create: OpenSessions["create"] = ({ model, mode, agent, type, mayFindModel }) => {
		const time = clock.now().toISOString();
		const row: SessionRow = {
			id: nextId(),
			title: "",
			cwd: services.cwd,
			model,
			agent,
			type,
			createdAt: time,
			updatedAt: time,
			prompts: 0,
			events: 0,
			costMicroUsd: null,
		};
		unsaved.set(row.id, row);
		runners.set(row.id, new SessionRunner(logOf(row), services, { model, mode, type, isTainted: false, mayFindModel }));
		return row;
	};

	const row = (id: string): SessionRow => {
		const found = unsaved.get(id) ?? store.session(id);
		if (found !== undefined) return found;
		const all = store.sessions({});
		const matching = all.filter((session) => session.id.toLowerCase().startsWith(id.toLowerCase()));
		const [only, another] = matching;
		if (only !== undefined && another === undefined && id.length >= 4) return only;
		if (another !== undefined && id.length >= 4) {
			throw new NexusError("session.ambiguous", `${matching.length} sessions begin with ${id.slice(0, 40)}`, {
				hint: `say more of it, as in ${matching
					.slice(0, 3)
					.map((session) => session.id)
					.join(", ")}`,
				exitCode: 2,
			});
		}
		const near =
			nearestName(
				id,
				all.map((session) => session.id),
			) ?? only?.id;
		throw new NexusError(
			"session.not-found",
			`there is no session ${id.slice(0, 40)}${near === undefined ? "" : `; did you mean ${near}?`}`,
			{
				hint: "`nexus sessions list` shows them all",
				exitCode: 2,
			},
		);
	};

	const runner = (id: string): SessionRunner => {
		const known = runners.get(id);
		if (known !== undefined) {
			// Another process may have had it, and has left it.
			if (!unsaved.has(id)) claim(store, id, owner);
			return known;
		}
		const opened = open(row(id));
		runners.set(opened.log.sessionId, opened);
		return opened;
	};

	const open = (session: SessionRow): SessionRunner => {
		const log = logOf(session);
		const previous = store.owner(session.id);
		let events = log.read();
		let left: Continuation | undefined;
		if (previous === undefined || !isOwnerAlive(previous)) {
			left = continuationOf(events, services.canAsk);
			const missing = recovery(events, store.partials(session.id), left !== undefined);
			for (const draft of missing) log.emit(draft);
			if (missing.length > 0) events = log.read();
			store.setOwner(session.id, owner);
		}
		const state = lastSettings(events);
		return new SessionRunner(log, services, {
			model: state.model ?? session.model,
			mode: state.mode ?? "ask",
			type: session.type,
			isTainted: events.some((event) => isTainting(event, options.isTainting)),
			taintedBy: events.map(taintOf).find((by) => by !== undefined),
			past: events,
			startedAt: events[0]?.time ?? session.createdAt,
			left,
			queue: left === undefined ? [] : waitingPrompts(events),
			usedTools: new Set(events.flatMap((event) => (event.type === "tool.result" ? [event.data.name] : []))),
		});
	};

	const fork = (id: string, lastSeq?: number): SessionRow => {
		const source = row(id);
		const { events } = store.read(source.id, 0);
		const kept = events.filter(({ seq = 0 }) => seq <= (lastSeq ?? Number.POSITIVE_INFINITY));
		return copy({ ...source, sessionId: source.id }, kept, {});
	};

	const copy: OpenSessions["copy"] = (source, events, how) => {
		const time = clock.now().toISOString();
		const id = nextId();
		const forked = forkEvents(events, { sessionId: id, time, nextId, isOpen: how.goesOn === true });
		const { model, agent, type = "chat" } = source;
		store.createSession({ id, cwd: services.cwd, model, agent, type, time });
		const upTo = events.at(-1)?.seq ?? 0;
		const lineage = { type: "session.fork" as const, data: { sessionId: source.sessionId, upTo, ...how } };
		store.append(id, [...forked, { id: nextId(), time, sessionId: id, v: 1, ...lineage }]);
		return row(id);
	};

	const rename = (id: string, title: string): SessionRow => {
		const session = row(id);
		const open = runners.get(session.id);
		const draft = { type: "session.update" as const, data: { title: options.redact(title) } };
		if (open === undefined) {
			const envelope = { id: nextId(), time: clock.now().toISOString(), sessionId: session.id, v: 1 as const };
			store.append(session.id, [{ ...envelope, ...draft }]);
		} else {
			open.begin();
			open.log.emit(draft);
		}
		return store.session(session.id) ?? session;
	};

	const isOpen = (id: string): boolean => {
		const owner = store.owner(id);
		return owner !== undefined && isOwnerAlive(owner);
	};

	return {
		create,
		runner,
		row,
		fork,
		copy,
		rename,
		isOpen,
		all: () => [...runners.values()],
		close: async () => {
			await Promise.all([...runners.values()].map((open) => open.close()));
			for (const id of runners.keys()) {
				if (!unsaved.has(id)) release(store, id, owner);
			}
		},
	};
};

/** What it was set to last. */
const lastSettings = (events: readonly NexusEvent[]): { model?: string; mode?: PermissionMode } => {
	let settings: { model?: string; mode?: PermissionMode } = {};
	for (const { type, data } of events) {
		if (type !== "session.start" && type !== "session.update") continue;
		const { model = settings.model, mode = settings.mode } = data;
		settings = { ...(model === undefined ? {} : { model }), ...(mode === undefined ? {} : { mode }) };
	}
	return settings;
};

/** Of several processes that have a session open, the first one owns it; what is alive must not be taken for ended. */
const claim = (store: SessionStore, id: string, owner: string): void => {
	try {
		const holder = store.owner(id);
		if (holder === undefined || !isOwnerAlive(holder)) store.setOwner(id, owner);
	} catch {
		// The log will say what is wrong with the store.
	}
};

/** On a full disk the name stays; once this process is gone, nobody is bound by it. */
const release = (store: SessionStore, id: string, owner: string): void => {
	try {
		if (store.owner(id) === owner) store.setOwner(id, undefined);
	} catch {
		// The log has said what is wrong with the store.
	}
};

const taintOf = (event: NexusEvent): string | undefined =>
	event.type === "session.update" ? event.data.taintedBy : undefined;

const isTainting = (event: NexusEvent, isTool: (tool: string) => boolean): boolean =>
	(event.type === "session.start" && event.data.isImported === true) ||
	taintOf(event) !== undefined ||
	(event.type === "tool.result" && event.data.status === "done" && isTool(event.data.name));
