// Runs of workflows, in an SQLite file of its own that the processes of a machine share (docs/decisions/0020).
import type { DatabaseSync } from "node:sqlite";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import type { Clock } from "../contracts/ports.js";
import type {
	Decision,
	StepRow,
	StepState,
	WorkflowRun,
	WorkflowState,
	WorkflowStore,
} from "../contracts/workflow-run.js";
import { isOwnerAlive } from "../lib/process-owner.js";
import { openDatabase, storeError } from "./sqlite-open.js";

export const workflowRunMigrations = [
	`CREATE TABLE runs (
		id TEXT PRIMARY KEY, name TEXT NOT NULL, workflow TEXT NOT NULL, inputs TEXT NOT NULL, cwd TEXT NOT NULL,
		session TEXT NOT NULL, state TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, result TEXT,
		owner TEXT, fence INTEGER NOT NULL DEFAULT 0, stop INTEGER NOT NULL DEFAULT 0
	) STRICT, WITHOUT ROWID;
	CREATE TABLE steps (
		run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, key TEXT NOT NULL, generation INTEGER NOT NULL,
		place INTEGER NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL, facts TEXT NOT NULL, result TEXT,
		PRIMARY KEY (run, key, generation)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX steps_place ON steps (run, place);
	CREATE TABLE decisions (
		run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, key TEXT NOT NULL, call TEXT NOT NULL,
		hash TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (run, call, hash)
	) STRICT, WITHOUT ROWID;`,
];

/** Runs that are kept; of those that have ended the oldest go (SPEC 17.19). */
const mostRuns = 2000;

export interface WorkflowStoreOptions {
	readonly clock: Pick<Clock, "now">;
	/** This process, as `processOwner` names it. */
	readonly owner: string;
}

/** @throws NexusError `store.*` */
export const createSqliteWorkflowRuns = (path: string, { clock, owner }: WorkflowStoreOptions): WorkflowStore => {
	const { database } = openDatabase(path, workflowRunMigrations, () => String(clock.now().getTime()));
	// A step's effect may not come before its intent is on disk, whatever becomes of the power (SECURITY Q1, Q2).
	database.exec("PRAGMA synchronous = FULL");
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw storeError(error, path);
		}
	};
	const transaction = <T>(work: () => T): T =>
		guarded(() => {
			database.exec("BEGIN IMMEDIATE");
			try {
				const result = work();
				database.exec("COMMIT");
				return result;
			} catch (error) {
				if (database.isTransaction) database.exec("ROLLBACK");
				throw error;
			}
		});
	const fenceOf = database.prepare("SELECT fence FROM runs WHERE id = ?");
	const putStep = database.prepare(
		`INSERT INTO steps (run, key, generation, place, attempt, state, facts, result)
		VALUES (?, ?, ?, (SELECT coalesce(max(place), 0) + 1 FROM steps WHERE run = ?), ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET attempt = excluded.attempt, state = excluded.state, facts = excluded.facts,
		result = excluded.result`,
	);
	const holdFence = (id: string, fence: number): void => {
		if (Number(fenceOf.get(id)?.fence ?? -1) === fence) return;
		throw new NexusError("run.lost", `another nexus has taken over the run ${id}`, {
			hint: `nexus runs show ${id}`,
		});
	};
	const write = (id: string, rows: readonly StepRow[]): void => {
		for (const { key, generation, attempt, state, result, ...facts } of rows)
			putStep.run(
				...[id, key, generation, id, attempt, state, JSON.stringify(facts)],
				result === undefined ? null : JSON.stringify(result),
			);
	};
	const newest = database.prepare(
		`SELECT * FROM steps AS step WHERE run = ? AND generation =
		(SELECT max(generation) FROM steps WHERE run = step.run AND key = step.key) ORDER BY place`,
	);
	const steps = (id: string): readonly StepRow[] => newest.all(id).map(toStep);

	return {
		create: ({ id, name, workflow, inputs, cwd, sessionId, startedAt }) =>
			transaction(() => {
				database
					.prepare(
						`INSERT INTO runs (id, name, workflow, inputs, cwd, session, state, started_at)
						VALUES (?, ?, ?, ?, ?, ?, 'running', ?)`,
					)
					.run(id, name, JSON.stringify(workflow), JSON.stringify(inputs), cwd, sessionId, startedAt);
				database
					.prepare(
						`DELETE FROM runs WHERE state IN ('done', 'failed', 'cancelled', 'limited')
						AND id NOT IN (SELECT id FROM runs ORDER BY id DESC LIMIT ?)`,
					)
					.run(mostRuns);
			}),
		get: (id) =>
			guarded(() => {
				const row = database.prepare("SELECT * FROM runs WHERE id = ?").get(id);
				return row === undefined ? undefined : toRun(row);
			}),
		list: ({ limit, prefix = "" }) =>
			guarded(() =>
				database
					.prepare("SELECT * FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id DESC LIMIT ?2")
					.all(prefix, limit)
					.map(toRun),
			),
		claim: (id) =>
			transaction(() => {
				const row = database.prepare("SELECT owner FROM runs WHERE id = ?").get(id);
				const other = row?.owner;
				if (typeof other === "string" && other !== owner && isOwnerAlive(other))
					throw new NexusError("run.busy", `another nexus works on the run ${id} (process ${other.split(":")[0]})`, {
						hint: `nexus runs cancel ${id} stops it`,
						exitCode: 2,
					});
				database
					.prepare("UPDATE runs SET owner = ?, fence = fence + 1, state = 'running', stop = 0 WHERE id = ?")
					.run(owner, id);
				return Number(fenceOf.get(id)?.fence);
			}),
		write: (id, fence, rows) =>
			transaction(() => {
				holdFence(id, fence);
				write(id, rows);
			}),
		end: (id, fence, state, result) =>
			transaction(() => {
				holdFence(id, fence);
				const endedAt = state === "waiting" ? null : clock.now().toISOString();
				database
					.prepare("UPDATE runs SET state = ?, ended_at = ?, result = ?, owner = NULL WHERE id = ?")
					.run(state, endedAt, JSON.stringify(result), id);
			}),
		steps: (id) => guarded(() => steps(id)),
		reopen: (id, fence, keys) =>
			transaction(() => {
				holdFence(id, fence);
				const known = new Map(steps(id).map((row) => [row.key, row]));
				const rows = keys.flatMap((key) => known.get(key) ?? []);
				write(
					id,
					rows.map(({ key, generation, attempt }) => ({ key, generation: generation + 1, attempt, state: "waiting" })),
				);
			}),
		decide: (id, { key, callId, hash, answer, at }) =>
			guarded(() => {
				database
					.prepare("INSERT OR IGNORE INTO decisions (run, key, call, hash, answer, at) VALUES (?, ?, ?, ?, ?, ?)")
					.run(id, key, callId, hash, answer, at);
			}),
		decisions: (id) =>
			guarded(() => database.prepare("SELECT * FROM decisions WHERE run = ? ORDER BY at").all(id).map(toDecision)),
		askToStop: (id) =>
			transaction(() => {
				const other = database.prepare("SELECT owner FROM runs WHERE id = ?").get(id)?.owner;
				if (typeof other !== "string" || !isOwnerAlive(other)) return false;
				database.prepare("UPDATE runs SET stop = 1 WHERE id = ?").run(id);
				return true;
			}),
		isAskedToStop: (id) => guarded(() => database.prepare("SELECT stop FROM runs WHERE id = ?").get(id)?.stop === 1),
		close: () => close(database),
	};
};

const close = (database: DatabaseSync): void => {
	if (database.isOpen) database.close();
};

type Row = Record<string, unknown>;

const toRun = (row: Row): WorkflowRun => ({
	id: String(row.id),
	name: String(row.name),
	workflow: JSON.parse(String(row.workflow)),
	inputs: JSON.parse(String(row.inputs)),
	cwd: String(row.cwd),
	sessionId: String(row.session),
	state: String(row.state) as WorkflowState,
	isInterrupted: row.state === "running" && !(typeof row.owner === "string" && isOwnerAlive(row.owner)),
	startedAt: String(row.started_at),
	endedAt: row.ended_at === null ? undefined : String(row.ended_at),
	result: row.result === null ? undefined : JSON.parse(String(row.result)),
});

const toStep = (row: Row): StepRow => {
	const result: unknown = row.result === null ? undefined : JSON.parse(String(row.result));
	return {
		...(JSON.parse(String(row.facts)) as Record<string, JsonValue>),
		key: String(row.key),
		generation: Number(row.generation),
		attempt: Number(row.attempt),
		state: String(row.state) as StepState,
		...(result === undefined ? {} : { result: result as StepRow["result"] & object }),
	};
};

const toDecision = (row: Row): Decision => ({
	key: String(row.key),
	callId: String(row.call),
	hash: String(row.hash),
	answer: String(row.answer) as Decision["answer"],
	at: String(row.at),
});
