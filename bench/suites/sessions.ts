// The store with many sessions in it: opened, listed, searched, resumed, exported; and how large it is.
import { statSync } from "node:fs";
import { join } from "node:path";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import type { SessionStore } from "../../src/contracts/store.js";
import { createUlids } from "../../src/lib/ulid.js";
import { sessionMarkdown } from "../../src/session/export-markdown.js";
import { conversation } from "../../src/session/history.js";
import { messagesOf } from "../../src/session/messages.js";
import { percentile } from "../figures.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const sessions = 10_000;
const turnsEach = 5;
const longTurns = 5000;
const vocabulary = 20_000;
const time = "2026-01-01T00:00:00.000Z";
const nextId = createUlids(() => Date.parse(time));

export const sessionsSuite: Suite = {
	name: "sessions",
	parts: [
		{
			rows: [
				...["open.few", "open.many", "resume.few", "resume.many", "list", "index.rate", "search.p95", "typing.p95"],
				...["export", "size", "growth", "growth.index"],
			].map((row) => `sessions.${row}`),
			measure: (context) => measure(context),
		},
		{
			rows: ["open", "list", "search.p95", "resume", "append.p95"].map((row) => `million.${row}`),
			measure: (context) => million(context),
		},
	],
};

const measure = (context: SuiteContext): void => {
	const words = createWords();
	const few = join(context.folder(), "few.sqlite");
	const many = join(context.folder(), "many.sqlite");
	fill(few, 10, words);
	const { textBytes, messages } = fill(many, context.times(sessions), words);
	for (const [name, path] of [
		["few", few],
		["many", many],
	] as const) {
		context.measured(
			`sessions.open.${name}`,
			timed(context.times(9), () => openSqliteStore(path, () => "0").store.close()),
		);
		const store = openSqliteStore(path, () => "0").store;
		context.measured(
			`sessions.resume.${name}`,
			timed(context.times(5), () => resume(store)),
		);
		store.close();
	}
	const plainBytes = statSync(many).size;
	context.measured("sessions.size", [plainBytes / 1000 / (messages / 1000)]);
	context.measured("sessions.growth", [plainBytes / textBytes]);
	const store = openSqliteStore(many, () => "0").store;
	context.measured(
		"sessions.list",
		timed(context.times(5), () => store.sessions({})),
	);
	const startedMs = now();
	while (store.fillIndex(1000) > 0);
	context.measured("sessions.index.rate", [messages / ((now() - startedMs) / 1000)]);
	context.measured("sessions.growth.index", [store.check().sizeBytes / textBytes]);
	const queries = Array.from({ length: 100 }, (_, index) => queryOf(words, index));
	const search = (query: string, isTyping: boolean) =>
		timed(1, () => void store.search({ query, limit: 20, isTyping }))[0] ?? 0;
	context.measured("sessions.search.p95", [
		percentile(
			queries.map((query) => search(query, false)),
			0.95,
		),
	]);
	const typed = queries.map((query) => query.replace(/"/g, "").slice(0, -1));
	context.measured("sessions.typing.p95", [
		percentile(
			typed.map((query) => search(query, true)),
			0.95,
		),
	]);
	const row = store.session("LONG");
	const markdown = (): string =>
		row === undefined ? "" : sessionMarkdown(row, messagesOf(store.read("LONG", 0).events));
	const megabytes = markdown().length / 1e6;
	context.measured(
		"sessions.export",
		timed(context.times(5), markdown).map((ms) => megabytes / (ms / 1000)),
	);
	store.close();
};

/** A store of a million events, in short sessions and the long one. */
const million = (context: SuiteContext): void => {
	const words = createWords();
	const path = join(context.folder(), "million.sqlite");
	const turns = 30;
	fill(path, Math.max(10, Math.floor((context.times(1_000_000) - longTurns * 3) / turns / 3)), words, {
		...{ turns, asked: 8, answered: 25 },
	});
	context.measured(
		"million.open",
		timed(context.times(9), () => openSqliteStore(path, () => "0").store.close()),
	);
	const store = openSqliteStore(path, () => "0").store;
	while (store.fillIndex(1000) > 0);
	context.measured(
		"million.list",
		timed(context.times(9), () => store.sessions({ limit: 50 })),
	);
	context.measured(
		"million.resume",
		timed(context.times(5), () => resume(store)),
	);
	const searched = Array.from({ length: 100 }, (_, index) => queryOf(words, index)).flatMap((query) =>
		timed(1, () => void store.search({ query, limit: 20 })),
	);
	context.measured("million.search.p95", [percentile(searched, 0.95)]);
	const appended = Array.from({ length: context.times(500) }, (_, index) => {
		const data = { promptId: `more-${index}`, text: words.text(25) };
		const event = { id: nextId(), time, sessionId: "LONG", v: 1, type: "prompt.submit", data } as const;
		return timed(1, () => void store.append("LONG", [event]))[0] ?? 0;
	});
	context.measured("million.append.p95", [percentile(appended, 0.95)]);
	store.close();
};

const timed = (count: number, work: () => unknown): readonly number[] =>
	Array.from({ length: count }, () => {
		const startedMs = now();
		work();
		return now() - startedMs;
	});

const resume = (store: SessionStore): void => {
	conversation(store.read("LONG", 0).events);
};

interface Words {
	/** A text of so many words, as often as words are in a language (Zipf). */
	text(count: number): string;
	word(rank: number): string;
}

/** Always the same ones: a linear congruential generator. */
const createWords = (): Words => {
	let seed = 20_261_120;
	const next = (): number => {
		seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
		return seed / 2 ** 31;
	};
	const letters = "etaoinshrdlucmfwypvbgkjqxz";
	const all = Array.from({ length: vocabulary }, () =>
		Array.from({ length: 2 + Math.floor(next() * 9) }, () => letters[Math.floor(next() ** 2 * 26)]).join(""),
	);
	const word = (rank: number): string => all[rank] ?? "the";
	return {
		word,
		text: (count) => Array.from({ length: count }, () => word(Math.floor(vocabulary ** next()) - 1)).join(" "),
	};
};

const queryOf = (words: Words, index: number): string => {
	const [first, second] = [words.word(index * 7), words.word((index * 131) % vocabulary)];
	return (
		[`${first}`, `${first} ${second}`, `"${first} ${words.word(index)}"`, `${second.slice(0, 3)}*`][index % 4] ?? first
	);
};

/** How much a session says: turns, and words of a prompt and of an answer. */
interface Talk {
	readonly turns: number;
	readonly asked: number;
	readonly answered: number;
}

const fill = (
	path: string,
	count: number,
	words: Words,
	talk: Talk = { turns: turnsEach, asked: 25, answered: 150 },
): { textBytes: number; messages: number } => {
	const { store } = openSqliteStore(path, () => "0");
	let textBytes = 0;
	let messages = 0;
	const add = (id: string, turns: number) => {
		store.createSession({ id, cwd: `/project/${id.length}`, model: "bench", agent: "nexus", time });
		const envelope = { time, sessionId: id, v: 1 as const };
		const events = Array.from({ length: turns }, (_, turn): readonly NexusEvent[] => {
			const [asked, answered] = [words.text(talk.asked), words.text(talk.answered)];
			textBytes += asked.length + answered.length;
			messages += 2;
			const part = { type: "text" as const, text: answered };
			const promptId = `${id}-${turn}`;
			return [
				{ ...envelope, id: nextId(), type: "prompt.submit", data: { promptId, text: asked } },
				{ ...envelope, id: nextId(), type: "prompt.start", data: { promptId } },
				{
					...envelope,
					id: nextId(),
					type: "message.end",
					data: { messageId: `m${turn}`, model: "bench", parts: [part], finishReason: "stop" },
				},
			];
		});
		store.append(id, events.flat());
	};
	for (let index = 0; index < count; index++) add(nextId(), talk.turns);
	add("LONG", longTurns);
	store.close();
	return { textBytes, messages };
};
