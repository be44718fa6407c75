// The noun `replays` of the client, and the sessions that it plays: they are read and followed like any other, and
// whoever tries to change one is told that it cannot be.
import type { NexusClient } from "../../contracts/client.js";
import { NexusError } from "../../contracts/errors.js";
import type { NexusEvent } from "../../contracts/event.js";
import type { Clock } from "../../contracts/ports.js";
import type { RecordingSource, ReplaysClient } from "../../contracts/replay.js";
import type { SessionRow, SessionStore } from "../../contracts/store.js";
import type { OpenSessions } from "../open-sessions.js";
import type { ReplayedSession } from "./replayed-session.js";

export interface ReplaysOptions {
	readonly store: SessionStore;
	readonly sessions: OpenSessions;
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly redact: (text: string) => string;
	readonly cwd: string;
}

interface Played {
	readonly session: ReplayedSession;
	readonly row: SessionRow;
}

interface Source {
	readonly row: SessionRow | undefined;
	readonly events: readonly NexusEvent[];
	readonly missing: readonly string[];
	readonly damagedFrom: number | undefined;
}

/** The client, with replays. */
export const withReplays = (live: Omit<NexusClient, "replays">, options: ReplaysOptions): NexusClient => {
	const { store, sessions } = options;
	const played = new Map<string, Played>();

	const read = async (source: RecordingSource): Promise<Source> => {
		const redacted = (events: readonly NexusEvent[]): readonly NexusEvent[] =>
			JSON.parse(options.redact(JSON.stringify(events)));
		if ("text" in source) {
			const { readRecordingFile } = await import("../../session/archive.js");
			const file = readRecordingFile(source.text);
			return { ...file, row: undefined, events: redacted(file.events) };
		}
		const row = sessions.row(source.sessionId);
		const { events, damaged } = store.read(row.id, 0);
		const missing = damaged.map(({ seq, reason }) => `event ${seq} cannot be read: ${reason}`);
		return { row, events: redacted(events), missing, damagedFrom: damaged[0]?.seq };
	};

	const open: ReplaysClient["open"] = async ({ source, speed, isStepped = false, until }) => {
		const { row, events, missing, damagedFrom } = await read(source);
		if (events.length === 0 && missing.length === 0)
			throw new NexusError("replay.empty", "there is nothing in this recording", { exitCode: 2 });
		const { createReplayedSession } = await import("./replayed-session.js");
		const session = createReplayedSession({
			events,
			missing,
			damagedFrom,
			speed,
			isStepped,
			until: until === undefined || "seq" in until ? until?.seq : await lastOf(events, until.message),
			clock: options.clock,
			nextId: options.nextId,
		});
		const time = options.clock.now().toISOString();
		played.set(session.sessionId, {
			session,
			row: {
				...{
					title: "",
					cwd: "",
					model: "",
					agent: "",
					type: "chat",
					createdAt: time,
					updatedAt: time,
					prompts: 0,
					costMicroUsd: null,
				},
				...row,
				id: session.sessionId,
				events: 0,
			},
		});
		return session;
	};

	const change: ReplaysClient["change"] = async (source, wanted) => {
		const { changedBeginning } = await import("../../session/change.js");
		const { events, ...meta } = await original(source);
		const { events: kept, goesOn, prompts } = changedBeginning(events, wanted);
		const { message, call } = wanted;
		const session = sessions.copy(meta, kept, {
			change: { message, ...(call === undefined ? {} : { call }) },
			...(goesOn ? { goesOn } : {}),
		});
		return { session, goesOn, prompts };
	};

	/** Of a file, as it would be taken in: with none of the rights that it had elsewhere. */
	const original = async (source: RecordingSource) => {
		if ("text" in source) {
			const { readArchive } = await import("../../session/archive.js");
			const { sessionId, model, agent, type, events } = readArchive(source.text, { sessionId: "", cwd: options.cwd });
			return { sessionId, model, agent, type, events: events.map((event, index) => ({ ...event, seq: index + 1 })) };
		}
		const { id, model, agent, type } = sessions.row(source.sessionId);
		return { sessionId: id, model, agent, type, events: store.read(id, 0).events };
	};

	const refuse = async (): Promise<never> => {
		throw new NexusError("replay.read-only", "this is a replay: nothing can be said in it", {
			hint: "nexus replay <session> --change <message>=<text> goes on live from there",
		});
	};
	/** One of this, where the session is a replay, else what it always does. */
	const route =
		<Args extends readonly unknown[], R>(
			otherwise: (id: string, ...args: Args) => R,
			replayed: (one: Played, ...args: Args) => R,
		) =>
		(id: string, ...args: Args): R => {
			const one = played.get(id);
			return one === undefined ? otherwise(id, ...args) : replayed(one, ...args);
		};
	const eventsOf = ({ session }: Played) => session.log.read();

	return {
		...live,
		replays: { open, change },
		sessions: {
			...live.sessions,
			get: route(live.sessions.get, async ({ row }) => row),
			read: route(live.sessions.read, async (one) => eventsOf(one)),
			messages: route(live.sessions.messages, async (one) =>
				(await import("../../session/messages.js")).messagesOf(eventsOf(one)),
			),
			stats: route(live.sessions.stats, async (one) =>
				(await import("../../session/figures.js")).sessionStats(eventsOf(one)),
			),
			recap: route(live.sessions.recap, async (one) =>
				(await import("../../session/recap.js")).sessionRecap(eventsOf(one)),
			),
			fork: route(live.sessions.fork, refuse),
			rename: route(live.sessions.rename, refuse),
			export: route(live.sessions.export, refuse),
			setModel: route(live.sessions.setModel, refuse),
			setMode: route(live.sessions.setMode, refuse),
			addContext: route(live.sessions.addContext, refuse),
		},
		runs: {
			cancel: route(live.runs.cancel, async ({ session }) => session.stop()),
			idle: route(live.runs.idle, async () => undefined),
			resume: route(live.runs.resume, async () => false),
		},
		permissions: {
			...live.permissions,
			mode: async (id) => (id !== undefined && played.has(id) ? "plan" : live.permissions.mode(id)),
		},
		prompt: route(live.prompt, refuse),
		withdraw: route(live.withdraw, refuse),
		shell: route(live.shell, refuse),
		events: (request) => {
			const one = played.get(request.sessionId);
			if (one === undefined) return live.events(request);
			return one.session.log.subscribe(request.after ?? 0, request.signal);
		},
		close: async () => {
			for (const { session } of played.values()) session.stop();
			await live.close();
		},
	};
};

const lastOf = async (events: readonly NexusEvent[], number: number): Promise<number> => {
	const messages = (await import("../../session/messages.js")).messagesOf(events);
	const message = messages[number - 1];
	if (message !== undefined) return message.lastSeq;
	throw new NexusError("session.no-message", `there is no message ${number}: there are ${messages.length}`, {
		hint: "`nexus sessions show` numbers them",
		exitCode: 2,
	});
};
