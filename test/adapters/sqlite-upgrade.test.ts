// What schema 5 and 7 make of the events of an earlier store, and that a store says the same before and after.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { root } from "../helpers/source-files.js";
import { tempDir } from "../helpers/temp-dir.js";

const id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
const time = (second: number) => `2026-01-01T00:01:${String(second).padStart(2, "0")}.123Z`;
const usage = { inputTokens: 4, outputTokens: 3, cacheReadTokens: 2, cacheWriteTokens: 1, reasoningTokens: 0 };
const added: readonly (readonly [type: string, data: object, run: string | null, agent: string | null])[] = [
	["run.start", { promptId: "p", model: "p/m", maxTurns: 3 }, "r1", "main"],
	["usage.record", { model: "p/m", purpose: "turn", usage, costMicroUsd: 12, durationMs: 5 }, "r1", "main"],
	["usage.record", { model: "p/x", purpose: "title", usage, costMicroUsd: null, durationMs: 5 }, null, null],
	["context.add", { title: "long", text: "long words ".repeat(5000) }, null, null],
	["run.end", { stopReason: "done", turns: 1, durationMs: 8.5 }, "r1", "main"],
	["run.start", { promptId: "q", model: "p/n", maxTurns: 3 }, "r2", "main"],
];

const earlierStore = (more: (raw: DatabaseSync) => void) => {
	const path = join(tempDir(), "store.sqlite");
	const raw = new DatabaseSync(path);
	raw.exec(readFileSync(join(root, "test/fixtures/stores/schema-4.sql"), "utf8"));
	const insert = raw.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)");
	for (const [index, [type, data, run, agent]] of added.entries())
		insert.run(
			id,
			4 + index,
			`01ARZ3NDEKTSV4RRFFQ69G5F${10 + index}`,
			time(index),
			run,
			agent,
			type,
			JSON.stringify(data),
		);
	raw.exec("UPDATE sessions SET events = 9");
	more(raw);
	raw.close();
	return path;
};

test("events, runs and costs come over", () => {
	const { store } = openSqliteStore(
		earlierStore(() => undefined),
		() => "",
	);
	expect(store.read(id, 3).events).toEqual(
		added.map(([type, data, run, agent], index) => ({
			...{ id: `01ARZ3NDEKTSV4RRFFQ69G5F${10 + index}`, seq: 4 + index, time: time(index), sessionId: id, v: 1 },
			...(run === null ? {} : { runId: run, agentId: agent }),
			...{ type, data },
		})),
	);
	expect(store.runs(id).map(({ id: run, model, end }) => [run, model, end?.stopReason, end?.durationMs])).toEqual([
		// The fixture's answer has a run of which nothing else is known.
		["r", "", undefined, undefined],
		["r1", "p/m", "done", 8.5],
		["r2", "p/n", undefined, undefined],
	]);
	expect(store.ledger.spending({ by: "model" })).toMatchObject([
		{ key: "p/m", calls: 1, costMicroUsd: 12, inputTokens: 4, unpriced: 0 },
		{ key: "p/x", calls: 1, costMicroUsd: 0, unpriced: 1 },
	]);
	expect(store.ledger.spending({ by: "run" }).map(({ key }) => key)).toEqual(["r1", ""]);
	expect(store.check({ isFull: true })).toMatchObject({ integrity: "ok", damagedEvents: 0 });
	store.append(id, [
		{ id: "next", time: time(30), sessionId: id, v: 1, runId: "r2", type: "tool.start", data: { callId: "c" } },
	]);
	expect(store.runs(id)).toHaveLength(3);
	store.close();
});

test("what cannot be read stays as it was, and is named", () => {
	const path = earlierStore((raw) => {
		raw.exec(`UPDATE events SET data = '{"broken' WHERE seq = 5; UPDATE events SET time = 'yesterday' WHERE seq = 7`);
	});
	const { store, quarantine } = openSqliteStore(path, () => "");
	expect(quarantine).toBeUndefined();
	const { events, damaged } = store.read(id, 0);
	expect(damaged).toEqual([{ seq: 5, reason: "event usage.record cannot be read" }]);
	expect(events.find(({ seq }) => seq === 7)?.time).toBe("1970-01-01T00:00:00.000Z");
	expect(store.ledger.spending({ by: "model" }).map(({ key }) => key)).toEqual(["p/x"]);
	store.close();
});

test("the file gets smaller, and nothing of what it held before is left in it", () => {
	const secret = "nobody-shall-find-this-again";
	const path = earlierStore((raw) => {
		raw.exec(`WITH RECURSIVE n (i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
			INSERT INTO events SELECT '${id}', i, 'e' || i, '${time(0)}', NULL, NULL, 'prompt.submit', 1,
			json_object('promptId', 'p' || i, 'text', '${secret} ' || hex(zeroblob(700))) FROM n;
			UPDATE sessions SET events = 2000`);
	});
	const before = statSync(path).size;
	const { store } = openSqliteStore(path, () => "");
	store.deleteSessions([id], time(0));
	store.close();
	expect(statSync(path).size).toBeLessThan(before / 3);
	expect(readFileSync(path).includes(secret)).toBe(false);
});

test("rows that schema 6 compressed are read, beside new ones; who knows no more than schema 6 is kept out", () => {
	const path = join(tempDir(), "store.sqlite");
	const before = openSqliteStore(path, () => "").store;
	before.createSession({ id, cwd: "/", model: "m", agent: "a", time: time(0) });
	const data = { title: "long", text: "long words ".repeat(500) };
	const event = (at: number) =>
		({
			id: `01ARZ3NDEKTSV4RRFFQ69G5F${10 + at}`,
			time: time(at),
			sessionId: id,
			v: 1,
			type: "context.add",
			data,
		}) as const;
	before.append(id, [event(0), event(1)]);
	before.close();
	const raw = new DatabaseSync(path);
	raw.prepare("UPDATE events SET data = ?").run(deflateRawSync(JSON.stringify(data)));
	raw.exec("PRAGMA user_version = 6");
	raw.close();
	const { store } = openSqliteStore(path, () => "");
	store.append(id, [event(2)]);
	expect(store.read(id, 0)).toEqual({ events: [0, 1, 2].map((at) => ({ ...event(at), seq: at + 1 })), damaged: [] });
	expect(store.check().schema).toBeGreaterThanOrEqual(7);
	store.close();
});
