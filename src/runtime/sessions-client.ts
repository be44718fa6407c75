// The noun `sessions` of the client: the sessions that are open and all that are stored.
import { setImmediate } from "node:timers/promises";
import type { NexusClient, SessionsClient } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import { type SessionType, sessionDefaults } from "../contracts/session-type.js";
import type { ExportFormat } from "../contracts/session-view.js";
import type { SessionStore } from "../contracts/store.js";
import { firstLine } from "../lib/first-line.js";
import type { ToolEnvironment } from "./environment.js";
import type { ModelStack } from "./model-stack.js";
import type { OpenSessions } from "./open-sessions.js";
import type { Settings } from "./settings.js";

export interface SessionsClientOptions {
	readonly info: NexusClient["info"];
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly mode: PermissionMode;
	readonly type: SessionType;
	readonly agentName: string;
	readonly mayFindModel: boolean;
	readonly store: SessionStore;
	readonly sessions: OpenSessions;
	readonly models: Pick<ModelStack, "client">;
	readonly settings: Pick<Settings, "redactor">;
	readonly environment: Pick<ToolEnvironment, "turns" | "jobs">;
}

/** Work on the index between two looks at the keyboard. */
const pieceMs = 40;
const titleCharacters = 200;

export const createSessionsClient = (options: SessionsClientOptions): SessionsClient => {
	const { info, sessions, store, models } = options;
	const eventsOf = (id: string) => store.read(sessions.row(id).id, 0).events;
	const messagesOf = async (id: string) => (await import("../session/messages.js")).messagesOf(eventsOf(id));

	return {
		create: async ({ model, mode, type = options.type }) => {
			const chosen = model === undefined ? info.model : await models.client.resolve(model);
			const mayFindModel = model === undefined && options.mayFindModel;
			const given = mode ?? (type === options.type ? options.mode : (sessionDefaults[type].mode ?? options.mode));
			return sessions.create({ model: chosen, mode: given, agent: options.agentName, type, mayFindModel });
		},
		get: async (id) => sessions.row(id),
		list: async (filter = {}) => store.sessions(filter),
		read: async (id) => eventsOf(id),
		messages: messagesOf,
		fork: async (id, upTo) => {
			const events = eventsOf(id);
			if (events.length === 0) throw new NexusError("session.empty", "there is nothing in this session yet");
			if (upTo === undefined) return sessions.fork(id);
			return sessions.fork(id, upTo === 0 ? beforeFirst(events) : lastSeqOf(await messagesOf(id), upTo, id));
		},
		rename: async (id, title) => {
			const line = firstLine(title.replace(/\s+/g, " "), titleCharacters);
			if (line === "") throw new NexusError("usage.title", "the title is empty", { exitCode: 2 });
			return sessions.rename(id, line);
		},
		remove: async (ids) => {
			const known = ids.map((id) => sessions.row(id).id);
			const open = known.filter(sessions.isOpen);
			const deleted = known.filter((id) => !open.includes(id));
			if (deleted.length > 0) {
				store.deleteSessions(deleted, options.clock.now().toISOString());
				await options.environment.turns.store?.forget(deleted);
			}
			return { deleted, open };
		},
		search: async (query, { signal, onProgress } = {}) => {
			let left = store.fillIndex(pieceMs);
			while (left > 0 && query.isTyping !== true) {
				onProgress?.(`reading what is new in ${left} sessions\n`);
				await setImmediate();
				signal?.throwIfAborted();
				left = store.fillIndex(pieceMs);
			}
			return { hits: store.search(query), left };
		},
		stats: async (id) => (await import("../session/figures.js")).sessionStats(eventsOf(id)),
		recap: async (id) => {
			const { jobsOf, sessionRecap } = await import("../session/recap.js");
			const events = eventsOf(id);
			const started = jobsOf(events);
			// Nothing of jobs is loaded for a session that never started one.
			const jobs = started.size === 0 ? [] : await options.environment.jobs.list();
			const unended = jobs.flatMap(({ id, state, command }) => {
				if (!started.has(id) || (state !== "running" && state !== "lost")) return [];
				return [`${id} ${state === "running" ? "runs" : "was lost when nexus ended"}: ${command}`];
			});
			const recap = sessionRecap(events);
			return { ...recap, open: [...recap.open, ...unended] };
		},
		export: exported,
		import: async (text) => {
			const { readArchive } = await import("../session/archive.js");
			const id = options.nextId();
			const { events, title: named, model, agent, type } = readArchive(text, { sessionId: id, cwd: info.cwd });
			store.createSession({
				id,
				cwd: info.cwd,
				model,
				agent,
				type,
				time: events[0]?.time ?? options.clock.now().toISOString(),
			});
			store.append(id, events);
			const title = firstLine(named, titleCharacters);
			return title === "" || title === sessions.row(id).title ? sessions.row(id) : sessions.rename(id, title);
		},
		setModel: async (id, text) => {
			const model = await models.client.resolve(text);
			sessions.runner(id).setModel(model);
			return model;
		},
		setMode: async (id, mode) => sessions.runner(id).setMode(mode),
		addContext: async (id, context) => {
			const runner = sessions.runner(id);
			runner.begin();
			runner.log.emit({ type: "context.add", data: context });
		},
	};

	async function exported(id: string, format: ExportFormat): Promise<string> {
		// Before anything is escaped: a secret that has become one since it was stored would not be known behind that.
		const redacted = <T extends object>(value: T): T =>
			JSON.parse(options.settings.redactor.text(JSON.stringify(value)));
		const row = redacted(sessions.row(id));
		const events = redacted(eventsOf(id));
		if (format === "json") return (await import("../session/archive.js")).sessionJson(row, events);
		if (format === "jsonl") return (await import("../session/archive.js")).sessionJsonLines(row, events);
		const messages = (await import("../session/messages.js")).messagesOf(events);
		if (format === "html") return (await import("../session/export-html.js")).sessionHtml(row, messages);
		return (await import("../session/export-markdown.js")).sessionMarkdown(row, messages);
	}
};

/** The events that say what a session runs with, before anything was said. */
const beforeFirst = (events: readonly { readonly type: string; readonly seq?: number }[]): number => {
	const first = events.find((event) => event.type !== "session.start" && event.type !== "session.update");
	return (first?.seq ?? (events.at(-1)?.seq ?? 0) + 1) - 1;
};

const lastSeqOf = (
	messages: readonly { readonly number: number; readonly lastSeq: number }[],
	number: number,
	id: string,
): number => {
	const message = messages[number - 1];
	if (message !== undefined) return message.lastSeq;
	throw new NexusError("session.no-message", `session ${id} has no message ${number}: it has ${messages.length}`, {
		hint: `\`nexus sessions show ${id}\` numbers them`,
		exitCode: 2,
	});
};
