import type { Migration } from "./sqlite-open.js";

export const sharedMigrations: readonly Migration[] = [
	`CREATE TABLE agents (id TEXT PRIMARY KEY, owner TEXT NOT NULL, beat_ms REAL NOT NULL, body TEXT NOT NULL) STRICT;
	CREATE TABLE hand_offs (
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL UNIQUE,
		run TEXT NOT NULL,
		from_id TEXT NOT NULL,
		outcome TEXT,
		body TEXT NOT NULL
	) STRICT;
	CREATE INDEX hand_offs_by_run ON hand_offs (run);
	CREATE INDEX hand_offs_open ON hand_offs (from_id) WHERE outcome IS NULL;
	CREATE TABLE entries (
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		space TEXT NOT NULL,
		namespace TEXT NOT NULL,
		key TEXT NOT NULL,
		version INTEGER NOT NULL,
		is_last INTEGER NOT NULL,
		is_deleted INTEGER NOT NULL,
		time_ms INTEGER NOT NULL,
		body TEXT NOT NULL,
		UNIQUE (space, namespace, key, version)
	) STRICT;
	CREATE INDEX entries_last ON entries (space, namespace, key) WHERE is_last = 1;
	CREATE TABLE given (
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		space TEXT NOT NULL,
		agent TEXT NOT NULL,
		time_ms INTEGER NOT NULL,
		body TEXT NOT NULL
	) STRICT;
	CREATE INDEX given_by_agent ON given (space, agent);
	CREATE TABLE leases (
		path TEXT PRIMARY KEY,
		holder TEXT NOT NULL,
		owner TEXT NOT NULL,
		fence INTEGER NOT NULL,
		expires_ms REAL NOT NULL
	) STRICT;
	CREATE TABLE fences (last INTEGER NOT NULL) STRICT;
	INSERT INTO fences VALUES (0);`,
];
