// The parts that every event goes through: the reducer, the session log, the store.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import type { SessionStore } from "../../src/contracts/store.js";
import { createUlids } from "../../src/lib/ulid.js";
import { createSessionLog } from "../../src/session/log.js";
import { reduceAll } from "../../src/state/reduce.js";
import { initialState } from "../../src/state/state.js";
import { percentile, repeat } from "../figures.js";
import { now } from "../now.js";
import { markdownTokens } from "../server-wire.js";
import type { Suite, SuiteContext } from "../suite.js";

const sessionId = "01BENCH";
const nextId = createUlids(() => Date.now());

export const inProcessSuite: Suite = {
	name: "in-process",
	parts: [
		{
			rows: ["stream.p50", "stream.p99", "stream.rate", "durable.p50", "durable.p95", "durable.p99"].map(
				(row) => `log.${row}`,
			),
			floors: ["sqlite.p50", "sqlite.p99", "sqlite.synced.p50", "sqlite.synced.p99"],
			measure: (context) => {
				rawAppend(context, "NORMAL", "sqlite");
				rawAppend(context, "FULL", "sqlite.synced");
				append(context);
			},
		},
		{ rows: ["log.rate", "log.replay"], measure: (context) => log(context) },
		{ rows: ["reducer.rate"], measure: (context) => reducer(context) },
	],
};

const times = (count: number, once: (index: number) => void): readonly number[] => {
	const taken: number[] = [];
	for (let index = 0; index < count; index++) {
		const startedMs = now();
		once(index);
		taken.push((now() - startedMs) * 1000);
	}
	// The first tenth warms up.
	return taken.slice(Math.floor(count / 10));
};

const event = (text: string): NexusEvent => ({
	id: nextId(),
	time: new Date().toISOString(),
	sessionId,
	v: 1,
	// One that the store syncs, as what is acknowledged.
	type: "tool.start",
	data: { callId: text },
});

/** The floor: one prepared insert into a table without an index. */
const rawAppend = ({ folder, floor }: SuiteContext, synchronous: "NORMAL" | "FULL", name: string): void => {
	const database = new DatabaseSync(join(folder(), "raw.sqlite"));
	database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; CREATE TABLE events (data TEXT)`);
	const insert = database.prepare("INSERT INTO events VALUES (?)");
	const taken = times(
		synchronous === "FULL" ? 2000 : 10_000,
		(index) => void insert.run(JSON.stringify(event(`event ${index}`))),
	);
	database.close();
	floor(`${name}.p50`, [percentile(taken, 0.5)]);
	floor(`${name}.p99`, [percentile(taken, 0.99)]);
};

const openStore = (context: SuiteContext): SessionStore => {
	const { store } = openSqliteStore(join(context.folder(), "sessions.sqlite"), () => "0");
	store.createSession({ id: sessionId, cwd: "/", model: "bench", agent: "nexus", time: new Date().toISOString() });
	return store;
};

const append = (context: SuiteContext): void => {
	const store = openStore(context);
	const durable = times(context.times(3000), (index) => void store.append(sessionId, [event(`event ${index}`)]));
	const partial = { messageId: "m", channel: "text", text: "some words of an answer" } as const;
	const streamed = times(context.times(6000), () => store.appendPartial(sessionId, partial));
	store.close();
	context.measured("log.durable.p50", [percentile(durable, 0.5)]);
	context.measured("log.durable.p95", [percentile(durable, 0.95)]);
	context.measured("log.durable.p99", [percentile(durable, 0.99)]);
	const streamedMs = streamed.reduce((sum, time) => sum + time / 1000, 0);
	context.measured("log.stream.rate", [streamed.length / (streamedMs / 1000)]);
	context.measured("log.stream.p50", [percentile(streamed, 0.5)]);
	context.measured("log.stream.p99", [percentile(streamed, 0.99)]);
};

const reducer = async (context: SuiteContext): Promise<void> => {
	const tokens = markdownTokens(4000);
	const envelope = { id: "e", time: new Date().toISOString(), sessionId, v: 1 } as const;
	const events: readonly NexusEvent[] = [
		{ ...envelope, type: "message.start", data: { messageId: "m", model: "bench" } },
		...tokens.map(
			(text) => ({ ...envelope, type: "message.delta", data: { messageId: "m", channel: "text", text } }) as const,
		),
	];
	const rates = await repeat(context.times(9) + 1, async () => {
		const startedMs = now();
		reduceAll(initialState(sessionId), events);
		return events.length / ((now() - startedMs) / 1000);
	});
	context.measured("reducer.rate", rates.slice(1));
};

/** One answer of 20,000 tokens through the log, as the loop gives it, then all of a session read back. */
const log = async (context: SuiteContext): Promise<void> => {
	const tokens = markdownTokens(20_000);
	const runs = await repeat(context.times(5) + 1, async () => {
		const store = openStore(context);
		const sessionLog = createSessionLog({
			sessionId,
			store,
			clock: systemClock,
			nextId,
			onFirst: () => undefined,
			redact: (text) => text,
			onStoreError: (error) => {
				throw new Error(error.message);
			},
		});
		const startedMs = now();
		for (const text of tokens) {
			sessionLog.emit({ type: "message.delta", data: { messageId: "m", channel: "text", text } });
		}
		sessionLog.close();
		const rate = tokens.length / ((now() - startedMs) / 1000);
		store.append(
			sessionId,
			Array.from({ length: 5000 }, (_, index) => event(`event ${index}`)),
		);
		const readMs = now();
		const { events } = store.read(sessionId, 0);
		const replay = events.length / ((now() - readMs) / 1000);
		store.close();
		return { rate, replay };
	});
	context.measured(
		"log.rate",
		runs.slice(1).map((run) => run.rate),
	);
	context.measured(
		"log.replay",
		runs.slice(1).map((run) => run.replay),
	);
};
