// Runs and the agents in them, as their events tell; written with the events.
import type { NexusEvent } from "../contracts/event.js";
import type { AgentRunRow, RunRow } from "../contracts/store-books.js";
import type { Row, TenantDatabase } from "./sqlite-tenant.js";

/**
 * Notes what an event says of its run.
 * @param session its number
 * @returns the run's number within the session, null for an event outside of runs
 */
export const noteRun = (database: TenantDatabase, session: number, event: NexusEvent): number | null => {
	const { runId, time } = event;
	if (runId === undefined) return null;
	const run = runNumber(database, session, runId) ?? addRun(database, session, runId, time);
	if (event.type === "run.start") {
		database.run(
			`UPDATE runs SET model = ? WHERE session = (SELECT number FROM sessions WHERE tenant = :tenant AND number = ?)
			AND number = ?`,
			event.data.model,
			session,
			run,
		);
	}
	if (event.type === "run.end") {
		database.run(
			`UPDATE runs SET ended_at = ?, stop_reason = ?, turns = ?, duration_ms = ?
			WHERE session = (SELECT number FROM sessions WHERE tenant = :tenant AND number = ?) AND number = ?`,
			time,
			event.data.stopReason,
			event.data.turns,
			event.data.durationMs,
			session,
			run,
		);
	}
	noteAgent(database, session, run, event);
	return run;
};

const runNumber = (database: TenantDatabase, session: number, id: string): number | undefined => {
	const row = database.get(
		`SELECT runs.number FROM runs JOIN sessions ON sessions.number = session
		WHERE tenant = :tenant AND session = ? AND runs.id = ?`,
		session,
		id,
	);
	return row === undefined ? undefined : Number(row.number);
};

const addRun = (database: TenantDatabase, session: number, id: string, time: string): number => {
	const row = database.get(
		`INSERT INTO runs (session, number, id, started_at)
		SELECT number, (SELECT coalesce(max(number), 0) + 1 FROM runs WHERE session = sessions.number), ?, ?
		FROM sessions WHERE tenant = :tenant AND number = ? RETURNING number`,
		id,
		time,
		session,
	);
	return Number(row?.number);
};

/** Only what says something new of an agent is written: not each of its events. */
const noteAgent = (database: TenantDatabase, session: number, run: number, event: NexusEvent): void => {
	const { agentId, time, type } = event;
	if (agentId === undefined) return;
	if (type === "run.start" || type === "run.end" || type === "agent.update") {
		const said = type === "agent.update" ? event.data : undefined;
		database.run(
			`INSERT INTO agent_runs (session, run, agent, name, type, state, task, started_at, updated_at)
			SELECT number, ?, ?, ?, ?, ?, ?, ?, ? FROM sessions WHERE tenant = :tenant AND number = ?
			ON CONFLICT (session, run, agent) DO UPDATE SET updated_at = excluded.updated_at,
			name = iif(excluded.name = '', name, excluded.name), type = iif(excluded.type = '', type, excluded.type),
			state = iif(excluded.state = '', state, excluded.state), task = iif(excluded.task = '', task, excluded.task)`,
			run,
			agentId,
			said?.name ?? "",
			said?.agentType ?? "",
			said?.state ?? "",
			said?.task ?? "",
			time,
			time,
			session,
		);
	}
};

export const runsOf = (database: TenantDatabase, sessionId: string): readonly RunRow[] => {
	const agents = database.all(
		`SELECT run, agent_runs.agent, name, type, state, task, started_at, agent_runs.updated_at FROM agent_runs
		JOIN sessions ON sessions.number = session WHERE tenant = :tenant AND sessions.id = ? ORDER BY run, started_at, 2`,
		sessionId,
	);
	const byRun = Map.groupBy(agents, (row) => Number(row.run));
	return database
		.all(
			`SELECT runs.number, runs.id, runs.model, started_at, ended_at, stop_reason, turns, duration_ms FROM runs
			JOIN sessions ON sessions.number = session WHERE tenant = :tenant AND sessions.id = ? ORDER BY runs.number`,
			sessionId,
		)
		.map((row) => toRunRow(row, (byRun.get(Number(row.number)) ?? []).map(toAgentRow)));
};

const toRunRow = (row: Row, agents: readonly AgentRunRow[]): RunRow => ({
	id: String(row.id),
	model: String(row.model),
	startedAt: String(row.started_at),
	...(row.ended_at === null
		? {}
		: {
				end: {
					at: String(row.ended_at),
					stopReason: String(row.stop_reason),
					turns: Number(row.turns),
					durationMs: Number(row.duration_ms),
				},
			}),
	agents,
});

const toAgentRow = (row: Row): AgentRunRow => ({
	agentId: String(row.agent),
	name: String(row.name),
	type: String(row.type),
	state: String(row.state),
	task: String(row.task),
	startedAt: String(row.started_at),
	updatedAt: String(row.updated_at),
});

/** The ids of a session's runs by their numbers in it. */
export const runIds = (database: TenantDatabase, sessionId: string): ReadonlyMap<unknown, string> => {
	const rows = database.all(
		`SELECT runs.number, runs.id FROM sessions CROSS JOIN runs ON runs.session = sessions.number
		WHERE tenant = :tenant AND sessions.id = ?`,
		sessionId,
	);
	return new Map(rows.map(({ number, id }) => [number, String(id)]));
};
