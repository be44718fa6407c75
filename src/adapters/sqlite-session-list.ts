// The rows that list sessions.
import { sessionTypes } from "../contracts/session-type.js";
import type { SessionRow, SessionStore } from "../contracts/store.js";
import type { Row, TenantDatabase } from "./sqlite-tenant.js";

export const sessionRow = (database: TenantDatabase, id: string): SessionRow | undefined => {
	const row = database.get(
		`SELECT sessions.*, folder FROM sessions JOIN projects ON projects.number = project
		WHERE sessions.tenant = :tenant AND id = ?`,
		id,
	);
	return row === undefined ? undefined : toSessionRow(row);
};

/** Newest first, without those in which nothing has happened. */
export const sessionRows = (
	database: TenantDatabase,
	{ cwd, limit = -1 }: { readonly cwd?: string; readonly limit?: number },
): readonly SessionRow[] => {
	const rows =
		cwd === undefined
			? database.all(
					`SELECT sessions.*, folder FROM sessions JOIN projects ON projects.number = project
					WHERE sessions.tenant = :tenant AND events > 0 ORDER BY updated_at DESC, id DESC LIMIT ?`,
					limit,
				)
			: database.all(
					`SELECT sessions.*, folder FROM projects CROSS JOIN sessions ON project = projects.number
					WHERE projects.tenant = :tenant AND folder = ? AND events > 0 ORDER BY updated_at DESC, id DESC LIMIT ?`,
					cwd,
					limit,
				);
	return rows.map(toSessionRow);
};

export const idsBefore = (database: TenantDatabase, time: string, limit: number): readonly string[] =>
	database
		.all(
			"SELECT id FROM sessions WHERE tenant = :tenant AND updated_at < ? ORDER BY updated_at, id LIMIT ?",
			time,
			limit,
		)
		.map(({ id }) => String(id));

export const addSession = (database: TenantDatabase, session: Parameters<SessionStore["createSession"]>[0]): void => {
	const project = database.get("SELECT 1 FROM projects WHERE tenant = :tenant AND folder = ?", session.cwd);
	if (project === undefined)
		database.run("INSERT OR IGNORE INTO projects (tenant, folder) VALUES (:tenant, ?)", session.cwd);
	database.run(
		`INSERT OR IGNORE INTO sessions (tenant, project, id, model, agent, kind, created_at, updated_at)
		SELECT tenant, number, ?, ?, ?, ?, ?, ? FROM projects WHERE tenant = :tenant AND folder = ?`,
		session.id,
		session.model,
		session.agent,
		session.type ?? "chat",
		session.time,
		session.time,
		session.cwd,
	);
};

const toSessionRow = (row: Row): SessionRow => ({
	id: String(row.id),
	title: String(row.title),
	cwd: String(row.folder),
	model: String(row.model),
	agent: String(row.agent),
	type: sessionTypes.find((type) => type === row.kind) ?? "chat",
	createdAt: String(row.created_at),
	updatedAt: String(row.updated_at),
	prompts: Number(row.prompts),
	events: Number(row.events),
	costMicroUsd: Number(row.priced) > 0 ? Number(row.cost_micro_usd) : null,
});
