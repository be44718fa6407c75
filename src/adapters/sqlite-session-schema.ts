// The tables of the session store, as numbered migrations: never changed once released, only added to.
//
//     tenants ── projects ── sessions ── events, partials
//        │                      ├── runs ── agent_runs
//        │                      └── artifacts
//        └── ledger, audit, tool_calls
//
// A message is what the events of a session say (src/session/messages.ts), so it has no table.
import { packed } from "./sqlite-event-data.js";
import { storedId, storedTime } from "./sqlite-event-row.js";
import type { Migration } from "./sqlite-open.js";

export const sessionMigrations: readonly Migration[] = [
	`CREATE TABLE sessions (
		id TEXT PRIMARY KEY, cwd TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', model TEXT NOT NULL, agent TEXT NOT NULL,
		created_at TEXT NOT NULL, updated_at TEXT NOT NULL, prompts INTEGER NOT NULL DEFAULT 0,
		events INTEGER NOT NULL DEFAULT 0, cost_micro_usd INTEGER NOT NULL DEFAULT 0, priced INTEGER NOT NULL DEFAULT 0,
		owner TEXT
	) STRICT;
	CREATE INDEX sessions_by_time ON sessions (updated_at DESC);
	CREATE INDEX sessions_by_folder ON sessions (cwd, updated_at DESC);
	CREATE TABLE events (
		session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, seq INTEGER NOT NULL, id TEXT NOT NULL,
		time TEXT NOT NULL, run_id TEXT, agent_id TEXT, type TEXT NOT NULL, v INTEGER NOT NULL, data TEXT NOT NULL,
		PRIMARY KEY (session_id, seq)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX prompts_by_time ON events (id DESC) WHERE type = 'prompt.submit';
	CREATE TABLE partials (
		session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, message_id TEXT NOT NULL,
		channel TEXT NOT NULL, text TEXT NOT NULL
	) STRICT;
	CREATE INDEX partials_by_message ON partials (session_id, message_id);`,
	`CREATE TABLE tool_calls (
		tool TEXT NOT NULL, day TEXT NOT NULL, calls INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
		denied INTEGER NOT NULL DEFAULT 0, total_ms REAL NOT NULL DEFAULT 0, slowest_ms REAL NOT NULL DEFAULT 0,
		last_at TEXT NOT NULL, PRIMARY KEY (tool, day)
	) STRICT, WITHOUT ROWID;`,
	// `indexed` is the last event whose text is in the index; what is behind it is taken in when it is needed.
	`CREATE TABLE search_sessions (
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		session_id TEXT NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE, indexed INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE VIRTUAL TABLE search USING fts5 (
		text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
	);`,
	// Without a rowid a row of more than a quarter of a page takes a further page for itself: files were three times as large.
	`PRAGMA secure_delete = ON;
	ALTER TABLE events RENAME TO events_before;
	CREATE TABLE events (
		session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, seq INTEGER NOT NULL, id TEXT NOT NULL,
		time TEXT NOT NULL, run_id TEXT, agent_id TEXT, type TEXT NOT NULL, v INTEGER NOT NULL, data TEXT NOT NULL,
		PRIMARY KEY (session_id, seq)
	) STRICT;
	INSERT INTO events SELECT session_id, seq, id, time, run_id, agent_id, type, v, data FROM events_before;
	DROP TABLE events_before;
	CREATE INDEX prompts_by_time ON events (id DESC) WHERE type = 'prompt.submit';`,
	// Everything hangs on a tenant; sessions, runs and events have numbers, so that no row repeats their ids. The index knows
	// an event by its number: one that counts without gaps takes a quarter less room there than one made of two.
	(database) => {
		database.function("stored_id", (id) => storedId(String(id)));
		database.function("stored_time", (time) => timeOrZero(String(time)));
		database.function("stored_data", (data) => packed(String(data)));
		database.exec(tenantTables);
	},
	"ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'chat';",
	// Data is compressed so that many rows open at once (sqlite-event-data.ts). Rows that are there stay as they are and are
	// read as well; the number keeps out a nexus that could not read the new ones.
	"SELECT 1;",
];

const timeOrZero = (time: string): number => {
	try {
		return storedTime(time);
	} catch {
		return 0;
	}
};

const tenantTables = `PRAGMA secure_delete = ON;
	INSERT OR IGNORE INTO search_sessions (session_id) SELECT id FROM sessions ORDER BY created_at, id;
	ALTER TABLE sessions RENAME TO sessions_before;
	ALTER TABLE events RENAME TO events_before;
	ALTER TABLE partials RENAME TO partials_before;
	ALTER TABLE tool_calls RENAME TO tool_calls_before;

	CREATE TABLE tenants (
		number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
		audit_entries INTEGER NOT NULL DEFAULT 0, audit_hash BLOB NOT NULL DEFAULT x''
	) STRICT;
	INSERT INTO tenants (number, id) VALUES (1, 'local');

	CREATE TABLE projects (
		number INTEGER PRIMARY KEY, tenant INTEGER NOT NULL REFERENCES tenants (number), folder TEXT NOT NULL,
		UNIQUE (tenant, folder), UNIQUE (tenant, number)
	) STRICT;
	INSERT INTO projects (tenant, folder) SELECT DISTINCT 1, cwd FROM sessions_before;

	CREATE TABLE sessions (
		number INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, project INTEGER NOT NULL, id TEXT NOT NULL,
		title TEXT NOT NULL DEFAULT '', model TEXT NOT NULL, agent TEXT NOT NULL, created_at TEXT NOT NULL,
		updated_at TEXT NOT NULL, prompts INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0,
		indexed INTEGER NOT NULL DEFAULT 0, cost_micro_usd INTEGER NOT NULL DEFAULT 0, priced INTEGER NOT NULL DEFAULT 0,
		owner TEXT, UNIQUE (tenant, id), FOREIGN KEY (tenant, project) REFERENCES projects (tenant, number)
	) STRICT;
	INSERT INTO sessions (number, tenant, project, id, title, model, agent, created_at, updated_at, prompts, events,
		cost_micro_usd, priced, owner)
	SELECT search_sessions.number, 1, projects.number, id, title, model, agent, created_at, updated_at, prompts, events,
		cost_micro_usd, priced, owner
	FROM sessions_before JOIN search_sessions ON session_id = id JOIN projects ON folder = cwd;

	CREATE TABLE runs (
		session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE, number INTEGER NOT NULL, id TEXT NOT NULL,
		model TEXT NOT NULL DEFAULT '', started_at TEXT NOT NULL, ended_at TEXT, stop_reason TEXT, turns INTEGER,
		duration_ms REAL, PRIMARY KEY (session, number), UNIQUE (session, id)
	) STRICT, WITHOUT ROWID;
	INSERT INTO runs (session, number, id, started_at)
	SELECT number, row_number() OVER (PARTITION BY number ORDER BY min(seq)), run_id, min(time)
	FROM events_before JOIN sessions ON sessions.id = session_id WHERE run_id IS NOT NULL GROUP BY number, run_id;
	UPDATE runs SET model = coalesce(json_extract(data, '$.model'), '')
	FROM events_before JOIN sessions ON sessions.id = session_id
	WHERE runs.session = sessions.number AND runs.id = run_id AND type = 'run.start' AND json_valid(data);
	UPDATE runs SET ended_at = time, stop_reason = json_extract(data, '$.stopReason'),
		turns = json_extract(data, '$.turns'), duration_ms = json_extract(data, '$.durationMs')
	FROM events_before JOIN sessions ON sessions.id = session_id
	WHERE runs.session = sessions.number AND runs.id = run_id AND type = 'run.end' AND json_valid(data);

	CREATE TABLE agent_runs (
		session INTEGER NOT NULL, run INTEGER NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL DEFAULT '',
		type TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '', task TEXT NOT NULL DEFAULT '',
		started_at TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (session, run, agent),
		FOREIGN KEY (session, run) REFERENCES runs (session, number) ON DELETE CASCADE
	) STRICT, WITHOUT ROWID;
	INSERT INTO agent_runs (session, run, agent, started_at, updated_at)
	SELECT runs.session, runs.number, agent_id, min(time), max(time)
	FROM events_before JOIN sessions ON sessions.id = session_id JOIN runs ON runs.session = sessions.number AND runs.id = run_id
	WHERE agent_id IS NOT NULL GROUP BY runs.session, runs.number, agent_id;

	CREATE TABLE events (
		number INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
		seq INTEGER NOT NULL, id ANY NOT NULL, time INTEGER NOT NULL, run INTEGER, agent TEXT, type TEXT NOT NULL,
		v INTEGER NOT NULL, data ANY NOT NULL, UNIQUE (session, seq), FOREIGN KEY (session, run) REFERENCES runs (session, number)
	) STRICT;
	INSERT INTO events (session, seq, id, time, run, agent, type, v, data)
	SELECT sessions.number, seq, stored_id(events_before.id), stored_time(time), runs.number, agent_id, type, v,
		stored_data(data)
	FROM events_before CROSS JOIN sessions ON sessions.id = session_id
	LEFT JOIN runs ON runs.session = sessions.number AND runs.id = run_id
	ORDER BY session_id, seq;

	CREATE TABLE ledger (
		number INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, project INTEGER NOT NULL,
		session INTEGER REFERENCES sessions (number) ON DELETE SET NULL, run TEXT, agent TEXT, time INTEGER NOT NULL,
		model TEXT NOT NULL, purpose TEXT NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
		cache_read_tokens INTEGER NOT NULL, cache_write_tokens INTEGER NOT NULL, reasoning_tokens INTEGER NOT NULL,
		cost_micro_usd REAL, duration_ms REAL NOT NULL, FOREIGN KEY (tenant, project) REFERENCES projects (tenant, number)
	) STRICT;
	INSERT INTO ledger (tenant, project, session, run, agent, time, model, purpose, input_tokens, output_tokens,
		cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_micro_usd, duration_ms)
	SELECT 1, project, number, run_id, agent_id, stored_time(time), coalesce(data ->> 'model', ''),
		coalesce(data ->> 'purpose', ''), cast(coalesce(data ->> '$.usage.inputTokens', 0) AS INTEGER),
		cast(coalesce(data ->> '$.usage.outputTokens', 0) AS INTEGER),
		cast(coalesce(data ->> '$.usage.cacheReadTokens', 0) AS INTEGER),
		cast(coalesce(data ->> '$.usage.cacheWriteTokens', 0) AS INTEGER),
		cast(coalesce(data ->> '$.usage.reasoningTokens', 0) AS INTEGER),
		cast(data ->> 'costMicroUsd' AS REAL), cast(coalesce(data ->> 'durationMs', 0) AS REAL)
	FROM events_before JOIN sessions ON sessions.id = session_id
	WHERE type = 'usage.record' AND json_valid(data) ORDER BY events_before.rowid;

	CREATE TABLE artifacts (
		session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE, sha256 TEXT NOT NULL, name TEXT NOT NULL,
		bytes INTEGER NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (session, sha256, name)
	) STRICT, WITHOUT ROWID;

	CREATE TABLE audit (
		tenant INTEGER NOT NULL REFERENCES tenants (number), number INTEGER NOT NULL, time TEXT NOT NULL,
		actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, details TEXT NOT NULL, hash BLOB NOT NULL,
		PRIMARY KEY (tenant, number)
	) STRICT, WITHOUT ROWID;

	CREATE TABLE partials (
		session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE, message_id TEXT NOT NULL,
		channel TEXT NOT NULL, text TEXT NOT NULL
	) STRICT;
	INSERT INTO partials (session, message_id, channel, text)
	SELECT number, message_id, channel, text
	FROM partials_before JOIN sessions ON id = session_id ORDER BY partials_before.rowid;

	CREATE TABLE tool_calls (
		tenant INTEGER NOT NULL REFERENCES tenants (number), tool TEXT NOT NULL, day TEXT NOT NULL,
		calls INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, denied INTEGER NOT NULL DEFAULT 0,
		total_ms REAL NOT NULL DEFAULT 0, slowest_ms REAL NOT NULL DEFAULT 0, last_at TEXT NOT NULL,
		PRIMARY KEY (tenant, tool, day)
	) STRICT, WITHOUT ROWID;
	INSERT INTO tool_calls (tenant, tool, day, calls, failed, denied, total_ms, slowest_ms, last_at)
	SELECT 1, tool, day, calls, failed, denied, total_ms, slowest_ms, last_at FROM tool_calls_before;

	DROP TABLE events_before;
	DROP TABLE partials_before;
	DROP TABLE search_sessions;
	DROP TABLE tool_calls_before;
	DROP TABLE sessions_before;

	DROP TABLE search;
	CREATE VIRTUAL TABLE search USING fts5 (
		text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
	);

	CREATE INDEX sessions_by_time ON sessions (tenant, updated_at DESC);
	CREATE INDEX sessions_by_project ON sessions (project, updated_at DESC);
	CREATE INDEX prompts_by_time ON events (id) WHERE type = 'prompt.submit';
	CREATE INDEX partials_by_message ON partials (session, message_id);
	CREATE INDEX ledger_by_time ON ledger (tenant, time);
	CREATE INDEX ledger_by_session ON ledger (session);
	CREATE INDEX artifacts_by_content ON artifacts (sha256);`;
