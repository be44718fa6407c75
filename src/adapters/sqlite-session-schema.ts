// The tables of the session store, as numbered migrations: never changed once released, only added to.
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
];
