import type { Migration } from "./sqlite-open.js";

/** States of a delivery as they are stored; below 2 it is not settled. */
export const storedStates = ["queued", "taken", "acked", "dead"] as const;

export const busMigrations: readonly Migration[] = [
	`CREATE TABLE messages (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL UNIQUE,
		trace TEXT NOT NULL,
		sender TEXT NOT NULL,
		target TEXT,
		kind TEXT NOT NULL,
		space TEXT,
		key TEXT,
		lane INTEGER NOT NULL,
		time_ms INTEGER NOT NULL,
		at_ms REAL,
		expires_ms REAL,
		body TEXT NOT NULL
	) STRICT;
	CREATE INDEX messages_by_key ON messages (sender, key) WHERE key IS NOT NULL;
	CREATE TABLE deliveries (
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		seq INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
		address TEXT NOT NULL,
		state INTEGER NOT NULL,
		attempts INTEGER NOT NULL DEFAULT 0,
		reason TEXT,
		detail TEXT,
		origin TEXT NOT NULL
	) STRICT;
	CREATE INDEX deliveries_by_message ON deliveries (seq);
	CREATE INDEX deliveries_open ON deliveries (address) WHERE state < 2;
	CREATE TABLE mailboxes (
		address TEXT PRIMARY KEY,
		space TEXT,
		subscriptions TEXT NOT NULL,
		capacity INTEGER NOT NULL,
		overflow TEXT NOT NULL,
		paused INTEGER NOT NULL DEFAULT 0,
		owner TEXT NOT NULL,
		instance TEXT NOT NULL,
		opened_at INTEGER NOT NULL
	) STRICT;
	CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
	INSERT INTO facts VALUES ('directory', '1'), ('boot', '');`,
];
