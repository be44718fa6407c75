// What rows that were saved need of others that were lost: it follows from the events, or is left empty.
import type { DatabaseSync } from "node:sqlite";
import { jsonOf } from "./sqlite-event-data.js";
import { idOf } from "./sqlite-event-row.js";

/** After this every row has what it refers to. */
export const completeRows = (into: DatabaseSync): void => {
	into.function("readable_id", (id) => idOf(id));
	into.function("readable_data", (data) => readable(data));
	into.exec(`INSERT OR IGNORE INTO tenants (number, id) SELECT tenant, 'lost-' || tenant FROM sessions
		UNION SELECT tenant, 'lost-' || tenant FROM projects UNION SELECT tenant, 'lost-' || tenant FROM ledger
		UNION SELECT tenant, 'lost-' || tenant FROM audit UNION SELECT tenant, 'lost-' || tenant FROM tool_calls`);
	addSessions(into);
	into.exec(`INSERT OR IGNORE INTO runs (session, number, id, started_at)
		SELECT session, run, 'lost-' || run, strftime('%Y-%m-%dT%H:%M:%fZ', min(time) / 1000.0, 'unixepoch')
		FROM events WHERE run IS NOT NULL GROUP BY session, run`);
	for (const child of ["partials", "runs", "artifacts"])
		into.exec(`DELETE FROM ${child} WHERE session NOT IN (SELECT number FROM sessions)`);
	into.exec(`DELETE FROM agent_runs WHERE (session, run) NOT IN (SELECT session, number FROM runs);
		UPDATE ledger SET session = NULL WHERE session NOT IN (SELECT number FROM sessions);
		UPDATE sessions SET events = coalesce((SELECT max(seq) FROM events WHERE session = sessions.number), 0)`);
	addProjects(into);
};

/** Sessions whose own row is lost, or was made from the id alone. */
const addSessions = (into: DatabaseSync): void => {
	into.exec(`INSERT OR IGNORE INTO projects (tenant, folder) VALUES (1, '');
		INSERT INTO sessions (number, tenant, project, id, model, agent, created_at, updated_at)
		SELECT session, 1, (SELECT number FROM projects WHERE tenant = 1 AND folder = ''),
			(SELECT readable_id(id) FROM events AS first WHERE first.session = events.session ORDER BY seq LIMIT 1), '', '', '', ''
		FROM events WHERE session NOT IN (SELECT number FROM sessions) GROUP BY session`);
	const first = (type: string, name: string) =>
		`coalesce((SELECT readable_data(data) ->> '${name}' FROM events
		WHERE session = sessions.number AND type = '${type}' ORDER BY seq LIMIT 1), '')`;
	const moment = (which: "min" | "max") =>
		`(SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ${which}(time) / 1000.0, 'unixepoch') FROM events WHERE session = sessions.number)`;
	into.exec(`UPDATE sessions SET model = ${first("session.start", "model")}, agent = ${first("session.start", "agent")},
		title = substr(${first("prompt.submit", "text")}, 1, 80), created_at = ${moment("min")}, updated_at = ${moment("max")},
		prompts = (SELECT count(*) FROM events WHERE session = sessions.number AND type = 'prompt.submit')
		WHERE model = '' AND number IN (SELECT session FROM events)`);
};

/** The folder of a session is in its first event, too. */
const addProjects = (into: DatabaseSync): void => {
	into.exec(`CREATE TEMP TABLE homeless AS SELECT number, tenant, coalesce((SELECT readable_data(data) ->> 'cwd' FROM events
			WHERE session = sessions.number AND type = 'session.start' ORDER BY seq LIMIT 1), '') AS folder
		FROM sessions WHERE project NOT IN (SELECT number FROM projects WHERE projects.tenant = sessions.tenant AND folder <> '');
		INSERT OR IGNORE INTO projects (tenant, folder) SELECT tenant, folder FROM homeless;
		UPDATE sessions SET project = (SELECT projects.number FROM homeless JOIN projects USING (tenant, folder)
			WHERE homeless.number = sessions.number) WHERE number IN (SELECT number FROM homeless);
		DROP TABLE homeless;
		INSERT OR IGNORE INTO projects (tenant, folder) SELECT DISTINCT tenant, '' FROM ledger;
		UPDATE ledger SET project = (SELECT number FROM projects WHERE projects.tenant = ledger.tenant AND folder = '')
			WHERE project NOT IN (SELECT number FROM projects WHERE projects.tenant = ledger.tenant)`);
};

/** Empty for what cannot be read. */
const readable = (data: unknown): string => {
	try {
		const json = jsonOf(data);
		JSON.parse(json);
		return json;
	} catch {
		return "{}";
	}
};
