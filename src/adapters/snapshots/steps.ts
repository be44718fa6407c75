// The turns that can be undone or redone, as the database has them.
import type { DatabaseSync } from "node:sqlite";
import { NexusError } from "../../contracts/errors.js";
import type { RestoreRequest, SnapshotScope, UndoStep } from "../../contracts/snapshots.js";
import type { StepChanges } from "./plan.js";

const maxListed = 200;

type Row = Record<string, unknown>;

const whereOf = (scope: SnapshotScope): readonly [where: string, value: string] =>
	"sessionId" in scope ? ["session = ?", scope.sessionId] : ["folder = ?", scope.folder];

export const listSteps = (database: DatabaseSync, scope: SnapshotScope): readonly UndoStep[] => {
	const [where, value] = whereOf(scope);
	const files = "(SELECT count(*) FROM changes WHERE step = steps.id) AS files";
	const rows = database.prepare(`SELECT *, ${files} FROM steps WHERE ${where} ORDER BY id DESC LIMIT ${maxListed}`);
	const uncovered = database.prepare("SELECT path, why FROM uncovered WHERE step = ? ORDER BY path");
	const toStep = (row: Row): UndoStep => ({
		id: Number(row.id),
		sessionId: String(row.session),
		title: String(row.title),
		time: String(row.time),
		folder: String(row.folder),
		state: row.state === "open" || row.state === "undone" ? row.state : "done",
		isInterrupted: row.interrupted === 1,
		files: Number(row.files),
		notCovered: uncovered.all(Number(row.id)).map(({ path, why }) => ({ path: String(path), why: String(why) })),
	});
	return rows.all(value).map(toStep);
};

export const changesOf = (database: DatabaseSync, id: number): StepChanges => ({
	id,
	changes: database
		.prepare("SELECT * FROM changes WHERE step = ? ORDER BY path")
		.all(id)
		.map((row) => ({
			path: String(row.path),
			before: String(row.before),
			after: String(row.after),
			replaced: row.replaced === null ? undefined : String(row.replaced),
		})),
});

/** The turns that a request is about, in the order in which they are undone or redone. */
export const chosenSteps = (database: DatabaseSync, request: RestoreRequest): readonly UndoStep[] => {
	const steps = listSteps(database, request.scope);
	const open = steps.find((step) => step.state === "open");
	if (open !== undefined) {
		throw new NexusError("undo.busy", `a turn that changes files goes on here: ${open.title}`, {
			hint: "stop it, or wait for its end",
		});
	}
	if (request.direction === "redo") {
		const [where, value] = whereOf(request.scope);
		const last = database
			.prepare(`SELECT id FROM steps WHERE ${where} AND state = 'undone' ORDER BY undone DESC LIMIT 1`)
			.get(value);
		return steps.filter((step) => step.id === last?.id);
	}
	const done = steps.filter((step) => step.state === "done");
	if (request.to === undefined) return done.slice(0, 1);
	if (done.some((step) => step.id === request.to)) return done.filter((step) => step.id >= (request.to ?? 0));
	const isUndone = steps.some((step) => step.id === request.to);
	throw new NexusError(
		"undo.unknown-step",
		isUndone ? `turn ${request.to} is undone already` : `there is no turn ${request.to} to undo here`,
		{ hint: "`nexus undo --list` shows them", exitCode: 2 },
	);
};

/** Marks them, and what was overwritten by force, in one transaction of the caller's. */
export const markSteps = (
	database: DatabaseSync,
	direction: "undo" | "redo",
	ids: readonly number[],
	replaced: readonly { readonly path: string; readonly step: number; readonly now: string }[],
): void => {
	const next = database.prepare("SELECT coalesce(max(undone), 0) + 1 AS next FROM steps");
	const undo = database.prepare("UPDATE steps SET state = 'undone', undone = ? WHERE id = ?");
	const redo = database.prepare("UPDATE steps SET state = 'done', undone = NULL WHERE id = ?");
	for (const id of ids) {
		if (direction === "undo") undo.run(Number(next.get()?.next), id);
		else redo.run(id);
	}
	const keep = database.prepare("UPDATE changes SET replaced = ? WHERE step = ? AND path = ?");
	if (direction === "undo") for (const { path, step, now } of replaced) keep.run(now, step, path);
	// What is there after a redo is what this turn left, also where it was somebody else's before.
	else
		for (const id of ids)
			database.prepare("UPDATE changes SET after = coalesce(replaced, after), replaced = NULL WHERE step = ?").run(id);
};
