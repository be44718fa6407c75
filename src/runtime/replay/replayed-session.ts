// A recording as a session that runs again: the real queue, loop and log, between a model and tools that only repeat.
import type { AgentDefinition } from "../../contracts/agent.js";
import type { EventDraft, NexusEvent } from "../../contracts/event.js";
import type { PermissionMode } from "../../contracts/permission.js";
import type { Clock } from "../../contracts/ports.js";
import type { Divergence, Replay, ReplayOutcome } from "../../contracts/replay.js";
import type { Partial } from "../../contracts/store.js";
import { type Continuation, continuationOf } from "../../session/continuation.js";
import { createSessionLog, type SessionLog } from "../../session/log.js";
import { type Entry, readRecording } from "../../session/recording.js";
import { recovery } from "../../session/recover.js";
import { type RunnerServices, SessionRunner } from "../session-runner.js";
import { openSessionStore } from "../session-store.js";
import { silentAgents } from "../silent-agents.js";
import { Conductor } from "./conductor.js";
import { createPace } from "./pace.js";
import { createReplayedCalls } from "./replayed-calls.js";
import { createReplayedModels } from "./replayed-model.js";

export interface ReplayedSessionOptions {
	/** With their numbers. */
	readonly events: readonly NexusEvent[];
	/** What is known to be missing, and the first event behind that. */
	readonly missing: readonly string[];
	readonly damagedFrom: number | undefined;
	readonly speed: number;
	readonly isStepped: boolean;
	/** The last event that is played. */
	readonly until: number | undefined;
	readonly clock: Clock;
	readonly nextId: () => string;
}

export interface ReplayedSession extends Replay {
	readonly log: SessionLog;
}

/** With nothing done for so long, though nothing is waited for, the recording cannot have come about like this. */
const stalledMs = 2000;

export const createReplayedSession = (options: ReplayedSessionOptions): ReplayedSession => {
	const { events, clock, nextId } = options;
	// What comes behind a gap says nothing about what came before it.
	const sound = events.filter(({ seq = 0 }) => seq < (options.damagedFrom ?? Number.POSITIVE_INFINITY));
	const recording = readRecording(sound);
	const sessionId = nextId();
	const store = openSessionStore(":memory:", clock, () => {});
	const log = createSessionLog({
		sessionId,
		store,
		clock,
		nextId,
		onFirst: () =>
			store.createSession({ id: sessionId, cwd: "", model: "", agent: "", time: clock.now().toISOString() }),
		// What a recording holds has been through this.
		redact: (text) => text,
		onStoreError: () => {},
	});
	const outcome = Promise.withResolvers<Divergence | undefined>();
	const pace = createPace(clock, options);
	const end = sound.findIndex(({ seq = 0 }) => seq > (options.until ?? Number.POSITIVE_INFINITY));
	let settings: { model: string; mode: PermissionMode } = { model: "", mode: "ask" };
	let runner: SessionRunner;

	/** A new one takes the place of a runner that has died: what the old one still says is not heard. */
	const makeRunner = (left?: Continuation): SessionRunner => {
		const isAlive = () => runner === made;
		const heard: SessionLog = {
			...log,
			emit: (draft) => {
				if (isAlive()) conductor.made(draft);
				return undefined;
			},
		};
		const made: SessionRunner = new SessionRunner(heard, services(isAlive), {
			...settings,
			type: "chat",
			isTainted: false,
			left,
			startedAt: events[0]?.time ?? "",
		});
		return made;
	};

	const give = ({ event }: Entry): void => {
		if (event.type === "prompt.submit" && recording.takenUp.has(event.data.promptId)) {
			const { text, images } = event.data;
			runner.submit({ text, ...(images === undefined ? {} : { images }) });
			return;
		}
		if (event.type === "session.start" || event.type === "session.update") {
			const { model = settings.model, mode = settings.mode } = event.data;
			settings = { model, mode };
			runner.model = model;
			runner.mode = mode;
		}
		log.emit(draftOf(event, (id) => conductor.idFor(id)));
	};

	const conductor = new Conductor({
		recording,
		pace,
		end: end === -1 ? sound.length : end,
		stage: {
			emit: (draft) => {
				if (draft.type === "session.update") settings = { ...settings, model: draft.data.model ?? settings.model };
				log.emit(draft);
			},
			give,
			abandon: () => {
				const dead = runner;
				runner = makeRunner();
				void dead.cancel();
			},
			cancel: () => void runner.cancel(),
			goOn: () => {
				runner = makeRunner(continuationOf(log.read(), true));
				if (!runner.resume()) conductor.diverge("run that goes on");
			},
			recover: () => recovery(log.read(), shownOf(recording.entries.slice(conductor.first))),
		},
		onEnd: ({ divergence }) => outcome.resolve(divergence),
	});
	const calls = createReplayedCalls(conductor, { clock, nextId });

	const services = (isAlive: () => boolean): RunnerServices => ({
		clock,
		nextId,
		models: createReplayedModels(conductor, isAlive),
		get fallbackModels() {
			return conductor.run?.fallbacks ?? [];
		},
		findModel: async () => undefined,
		get agent(): AgentDefinition {
			const { name = "", agentType: type = "" } = conductor.run?.agent?.data ?? {};
			return { name, type, description: "", prompt: "", source: "built-in" } as AgentDefinition;
		},
		version: "",
		cwd: "",
		canAsk: true,
		get maxTurns() {
			return conductor.run?.start?.data.maxTurns ?? Number.POSITIVE_INFINITY;
		},
		maxBudgetMicroUsd: undefined,
		limits: () => ({}),
		system: () => "",
		tools: () => new Map(),
		agents: silentAgents({ clock, nextId }),
		refreshTools: async () => (conductor.hasBegun() ? [] : (conductor.run?.notices ?? [])),
		environment: () => calls,
		finishTurn: () => {},
		logFailure: () => {},
	});
	runner = makeRunner();

	const watch = async (): Promise<void> => {
		const over = new AbortController();
		void outcome.promise.then(() => over.abort());
		for (let before = -1; !over.signal.aborted; before = conductor.first) {
			await clock.sleep(stalledMs, over.signal).catch(() => undefined);
			if (conductor.first === before && !pace.isWaiting()) conductor.diverge("event");
		}
	};

	const play = async (): Promise<ReplayOutcome> => {
		conductor.start();
		void watch();
		const divergence = await outcome.promise;
		const last = events[conductor.first - 1]?.seq ?? 0;
		return {
			events: events.length,
			compared: conductor.compared,
			...(divergence === undefined ? {} : { divergence }),
			missing: options.missing,
			isUnfinished: recording.isUnfinished,
			...(conductor.first < events.length ? { stoppedAt: last } : {}),
		};
	};

	return { sessionId, log, play, step: pace.step, stop: () => conductor.stop() };
};

const draftOf = (event: NexusEvent, idFor: (recorded: string) => string): EventDraft => {
	const { type, data, runId, agentId } = event;
	return {
		type,
		data,
		...(runId === undefined ? {} : { runId: idFor(runId) }),
		...(agentId === undefined ? {} : { agentId }),
	} as EventDraft;
};

/** What a dying process had shown of an answer, as its store would have it. */
const shownOf = (entries: readonly Entry[]): readonly Partial[] => {
	const end = entries.findIndex(({ kind }) => kind !== "recovered");
	return entries
		.slice(0, end === -1 ? entries.length : end)
		.flatMap(({ event }) =>
			event.type !== "message.end"
				? []
				: event.data.parts.flatMap((part) =>
						part.type === "tool-call" ? [] : [{ messageId: event.data.messageId, channel: part.type, text: part.text }],
					),
		);
};
