// A process of its own that writes to a store and says on stdout what has been acknowledged, one `ack seq` a line.
// Arguments: path, number of turns, pages after which a checkpoint is made, and optionally what to put in place of each
// `synchronous` setting.
import { writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";

const [path = "", turns = "1", pages = "1000", synchronous = "$1"] = process.argv.slice(2);
const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
	const withPages = sql.replace("synchronous = FULL", `synchronous = FULL; PRAGMA wal_autocheckpoint = ${pages}`);
	return exec.call(this, withPages.replace(/synchronous = (\w+)/g, `synchronous = ${synchronous}`));
};

const time = "2026-01-01T00:00:00.000Z";
const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
const { store } = openSqliteStore(path, () => "stamp");
/** A linear congruential generator: text that does not get smaller. */
let seed = 7;
const noise = (length: number): string =>
	Array.from({ length }, () => {
		seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
		return String.fromCharCode(97 + ((seed >> 8) % 26));
	}).join("");

const add = (sessionId: string, ...drafts: readonly EventDraft[]): void => {
	const events = drafts.map((draft) => ({ id: `${draft.type}-${noise(8)}`, time, sessionId, v: 1, ...draft }));
	const stored = store.append(sessionId, events as NexusEvent[]);
	writeSync(1, `ack ${sessionId} ${stored.at(-1)?.seq}\n`);
};

for (const id of ["kept", "gone"]) store.createSession({ id, cwd: "/", model: "m", agent: "a", time });
for (let turn = 0; turn < Number(turns); turn++) {
	const of = { runId: `run-${turn}`, agentId: "main" };
	const messageId = `m${turn}`;
	add("kept", { type: "prompt.submit", data: { promptId: `p${turn}`, text: noise(50) } });
	store.append("kept", [
		{
			...{ id: `start-${turn}`, time, sessionId: "kept", v: 1, ...of },
			...{ type: "run.start", data: { promptId: `p${turn}`, model: "m", maxTurns: 1 } },
		},
	]);
	store.appendPartial("kept", { messageId, channel: "text", text: noise(20) });
	const part = { type: "text" as const, text: noise(turn % 3 === 0 ? 30_000 : 300) };
	const cost = { model: "m", purpose: "turn", usage, costMicroUsd: 1, durationMs: 1 };
	add("kept", { type: "message.end", data: { messageId, model: "m", parts: [part], finishReason: "stop" }, ...of });
	store.append("kept", [
		{ ...{ id: `cost-${turn}`, time, sessionId: "kept", v: 1, ...of }, ...{ type: "usage.record", data: cost } },
	]);
	add("kept", { type: "run.end", data: { stopReason: "done", turns: 1, durationMs: 1 }, ...of });
	if (turn === 0) add("gone", { type: "prompt.submit", data: { promptId: "g", text: noise(5000) } });
	if (turn === Math.floor(Number(turns) / 2)) {
		// With a checkpoint of its own.
		store.deleteSessions(["gone"], time);
		writeSync(1, "ack deleted 1\n");
	}
}
store.close();
