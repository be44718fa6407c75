// What is kept of agents, in an SQLite file of its own that the processes of a machine share.
import type { AgentFailure, AgentFigures, AgentRecords, AgentWish, WorkingAgent } from "../contracts/agent-records.js";
import type { Clock } from "../contracts/ports.js";
import { type OutcomeStore, type RoutingOutcome, routingOutcomeSchema } from "../contracts/routing.js";
import { isOwnerAlive } from "../lib/process-owner.js";
import { openDatabase, storeError } from "./sqlite-open.js";

export const agentRecordMigrations = [
	`CREATE TABLE working (
		session TEXT NOT NULL, id TEXT NOT NULL, agent TEXT NOT NULL, task TEXT NOT NULL, cwd TEXT NOT NULL,
		started_at TEXT NOT NULL, owner TEXT NOT NULL, wish TEXT, PRIMARY KEY (session, id)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE ended (
		number INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, id TEXT NOT NULL, agent TEXT NOT NULL,
		task TEXT NOT NULL, status TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, tokens INTEGER NOT NULL,
		cost_micro_usd REAL, duration_ms REAL NOT NULL, at TEXT NOT NULL, resolved_at TEXT
	) STRICT;
	CREATE INDEX ended_failures ON ended (number DESC) WHERE status IN ('failed', 'limited');`,
	"CREATE TABLE outcomes (number INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL) STRICT;",
];

/** Outcomes that a choice can still learn from: what is older is forgotten. */
const mostOutcomes = 2000;
/** Rows of agents that have ended; the oldest go (SPEC 17.19). */
const mostEnded = 50_000;
const textCharacters = 500;

/** @param owner this process, as `processOwner` names it */
export const createSqliteAgentRecords = (path: string, clock: Clock, owner: string): AgentRecords => {
	const { database } = openDatabase(path, agentRecordMigrations, () => String(clock.now().getTime()));
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw storeError(error, path);
		}
	};
	const now = (): string => clock.now().toISOString();
	const cut = (text: string): string => text.slice(0, textCharacters).toWellFormed();
	let isOpen = true;
	const outcomes: OutcomeStore = {
		append: (outcome) =>
			guarded(() => {
				const { lastInsertRowid } = database
					.prepare("INSERT INTO outcomes (body) VALUES (?)")
					.run(JSON.stringify({ ...outcome, task: cut(outcome.task) }));
				database.prepare("DELETE FROM outcomes WHERE number <= ?").run(Number(lastInsertRowid) - mostOutcomes);
			}),
		read: (after) =>
			guarded(() =>
				database
					.prepare("SELECT number, body FROM outcomes WHERE number > ? ORDER BY number")
					.all(after)
					.flatMap(({ number, body }) => {
						const outcome = outcomeOf(String(body));
						return outcome === undefined ? [] : [{ number: Number(number), outcome }];
					}),
			),
	};
	return {
		begin: async ({ id, sessionId, agent, task, cwd, startedAt }) =>
			guarded(() => {
				database
					.prepare("INSERT OR REPLACE INTO working VALUES (?, ?, ?, ?, ?, ?, ?, NULL)")
					.run(sessionId, id, agent, cut(task), cwd, startedAt, owner);
			}),
		end: async ({ id, sessionId, task }, { agent, status, error, tokens, costMicroUsd, durationMs }) =>
			guarded(() => {
				database.prepare("DELETE FROM working WHERE session = ? AND id = ?").run(sessionId, id);
				const { lastInsertRowid } = database
					.prepare(
						`INSERT INTO ended (session, id, agent, task, status, code, message, tokens, cost_micro_usd, duration_ms, at)
						VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
					)
					.run(
						...[sessionId, id, agent, cut(task), status, error?.code ?? "", cut(error?.message ?? "")],
						...[tokens.input + tokens.output, costMicroUsd, durationMs, now()],
					);
				database.prepare("DELETE FROM ended WHERE number <= ?").run(Number(lastInsertRowid) - mostEnded);
				// What the person stopped says nothing of the agent.
				if (status === "cancelled") return;
				const cost = costMicroUsd === null ? {} : { costMicroUsd };
				outcomes.append({ task, agent, result: status === "done" ? "finished" : "failed", durationMs, ...cost });
			}),
		working: async () =>
			guarded(() => {
				const rows = database.prepare("SELECT * FROM working ORDER BY started_at, id").all();
				const alive = new Map<string, boolean>();
				for (const { owner: name } of rows) alive.set(String(name), isOwnerAlive(String(name)));
				for (const [name, isAlive] of alive)
					if (!isAlive) database.prepare("DELETE FROM working WHERE owner = ?").run(name);
				return rows.filter((row) => alive.get(String(row.owner)) === true).map(toWorking);
			}),
		wish: async ({ id, sessionId }, wish) =>
			guarded(
				() =>
					database.prepare("UPDATE working SET wish = ? WHERE session = ? AND id = ?").run(wish, sessionId, id)
						.changes > 0,
			),
		isWanted: async ({ id, sessionId }) =>
			guarded(
				() =>
					database
						.prepare("SELECT 1 FROM working WHERE session = ? AND id = ? AND wish IS NOT NULL")
						.get(sessionId, id) !== undefined,
			),
		takeWishes: async () =>
			guarded(() => {
				// Nothing is written while nothing is wanted.
				const wanted = database.prepare("SELECT session, id, wish FROM working WHERE owner = ? AND wish IS NOT NULL");
				const rows = wanted.all(owner);
				if (rows.length > 0) database.prepare("UPDATE working SET wish = NULL WHERE owner = ?").run(owner);
				return rows.map((row) => ({
					id: String(row.id),
					sessionId: String(row.session),
					wish: String(row.wish) as AgentWish,
				}));
			}),
		stats: async () =>
			guarded(() =>
				database
					.prepare(
						`SELECT agent, count(*) AS runs, sum(status = 'done') AS done, sum(status = 'failed') AS failed,
						sum(status = 'cancelled') AS cancelled, sum(status = 'limited') AS limited, sum(tokens) AS tokens,
						coalesce(sum(cost_micro_usd), 0) AS cost, avg(duration_ms) AS mean, max(at) AS last
						FROM ended GROUP BY agent ORDER BY runs DESC, agent`,
					)
					.all()
					.map(toFigures),
			),
		failures: async ({ isResolved, limit }) =>
			guarded(() =>
				database
					.prepare(
						`SELECT * FROM ended WHERE status IN ('failed', 'limited')
						${isResolved === undefined ? "" : `AND resolved_at IS ${isResolved ? "NOT NULL" : "NULL"}`}
						ORDER BY number DESC LIMIT ?`,
					)
					.all(limit)
					.map(toFailure),
			),
		resolve: async (number) =>
			guarded(() => {
				const open = "UPDATE ended SET resolved_at = ? WHERE resolved_at IS NULL AND status IN ('failed', 'limited')";
				const { changes } =
					number === undefined
						? database.prepare(open).run(now())
						: database.prepare(`${open} AND number = ?`).run(now(), number);
				return Number(changes);
			}),
		outcomes,
		close: () => {
			if (!isOpen) return;
			isOpen = false;
			try {
				database.prepare("DELETE FROM working WHERE owner = ?").run(owner);
			} catch {
				// On a full disk the rows stay; this process is gone, and with it whom they count for.
			}
			database.close();
		},
	};
};

type Row = Record<string, unknown>;

/** Undefined for a row that somebody else has written there. */
const outcomeOf = (body: string): RoutingOutcome | undefined => {
	try {
		return routingOutcomeSchema.parse(JSON.parse(body));
	} catch {
		return undefined;
	}
};

const toWorking = (row: Row): WorkingAgent => ({
	id: String(row.id),
	sessionId: String(row.session),
	agent: String(row.agent),
	task: String(row.task),
	cwd: String(row.cwd),
	startedAt: String(row.started_at),
});

const toFigures = (row: Row): AgentFigures => ({
	agent: String(row.agent),
	runs: Number(row.runs),
	done: Number(row.done),
	failed: Number(row.failed),
	cancelled: Number(row.cancelled),
	limited: Number(row.limited),
	tokens: Number(row.tokens),
	costMicroUsd: Number(row.cost),
	meanMs: Math.round(Number(row.mean)),
	lastAt: String(row.last),
});

const toFailure = (row: Row): AgentFailure => ({
	number: Number(row.number),
	agentId: String(row.id),
	agent: String(row.agent),
	sessionId: String(row.session),
	task: String(row.task),
	status: String(row.status),
	code: String(row.code),
	message: String(row.message),
	at: String(row.at),
	resolvedAt: row.resolved_at === null ? undefined : String(row.resolved_at),
});
