// Notes that outlive sessions: one table and its full-text index in an SQLite file.
import { chmodSync, closeSync, constants, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { NexusError } from "../contracts/errors.js";
import type { Note, Notes } from "../contracts/tool.js";

export const notesSchema = 1;
/** SQLite's own name for a database without a file. */
const inMemory = ":memory:";

const schema = `
	CREATE TABLE notes (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		text TEXT NOT NULL,
		tags TEXT NOT NULL,
		time TEXT NOT NULL
	) STRICT;
	CREATE VIRTUAL TABLE notes_search USING fts5 (
		text, tags, content = 'notes', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
	);
	CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN
		INSERT INTO notes_search (rowid, text, tags) VALUES (new.id, new.text, new.tags);
	END;
	CREATE TRIGGER notes_removed AFTER DELETE ON notes BEGIN
		INSERT INTO notes_search (notes_search, rowid, text, tags) VALUES ('delete', old.id, old.text, old.tags);
	END;
	PRAGMA user_version = ${notesSchema};
`;

/** Words that say nothing about what is looked for; left out as long as others remain. */
const fillers =
	"a an and about are can did do does for have i in is it me my note notes of on or our please remember tell that the this to was what what's when where which who whose with you your";

export interface SqliteNotesOptions {
	readonly now?: () => Date;
}

function openDatabase(path: string): DatabaseSync {
	if (path !== inMemory) {
		closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
		chmodSync(path, 0o600);
	}
	const database = new DatabaseSync(path, { timeout: 5000 });
	try {
		database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
		migrate(database, path);
		return database;
	} catch (error) {
		database.close();
		throw error;
	}
}

const versionOf = (database: DatabaseSync): number =>
	Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);

/** Once, whoever of several processes comes first. */
function migrate(database: DatabaseSync, path: string): void {
	const refuseNewer = (version: number) => {
		if (version <= notesSchema) return;
		throw new NexusError("store.newer", `${path} was made by a newer nexus (schema ${version}); it was not touched`, {
			hint: "Update nexus.",
		});
	};
	refuseNewer(versionOf(database));
	if (versionOf(database) === notesSchema) return;
	database.exec("BEGIN IMMEDIATE");
	try {
		const version = versionOf(database);
		refuseNewer(version);
		if (version === 0) database.exec(schema);
		database.exec("COMMIT");
	} catch (error) {
		database.exec("ROLLBACK");
		throw error;
	}
}

/** Any text as an FTS5 query: each word quoted, the last letters open, any of them enough. Empty without a word. */
function toMatch(query: string): string {
	const words = query.toLowerCase().match(/[\p{L}\p{N}_]+(?:['’][\p{L}]+)?/gu) ?? [];
	const telling = words.filter((word) => !fillers.split(" ").includes(word));
	// A short Latin word is the beginning of too many others; "the" is meant as itself.
	const isOpen = (word: string): boolean =>
		telling.includes(word) && (word.length > 2 || /[^\p{Script=Latin}\d]/u.test(word));
	return (telling.length > 0 ? telling : words)
		.slice(0, 50)
		.map((word) => `"${word}"${isOpen(word) ? "*" : ""}`)
		.join(" OR ");
}

const toNote = (row: Record<string, unknown>): Note => ({
	id: String(row.id),
	text: String(row.text),
	tags: JSON.parse(String(row.tags)),
	time: String(row.time),
});

/**
 * `path`: the file, made when it is missing, mode 0600; several processes may have it open at once. `:memory:` keeps
 * nothing. Ids are whole numbers from 1. Throws `store.newer` or `store.failed`.
 */
export function createSqliteNotes(
	path: string,
	{ now = () => new Date() }: SqliteNotesOptions = {},
): Notes & { close(): void } {
	const failed = (error: unknown): NexusError => {
		if (error instanceof NexusError) return error;
		const reason = error instanceof Error ? error.message : String(error);
		return new NexusError("store.failed", `The notes in ${path} cannot be used: ${reason.split("\n")[0]}`, {
			cause: error,
			hint: "Check the mode of the file and its folder, and the space on the disk.",
		});
	};
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw failed(error);
		}
	};
	const database = guarded(() => openDatabase(path));
	let isOpen = true;
	return {
		add: async (text, tags) =>
			guarded(() => {
				const time = now().toISOString();
				const { lastInsertRowid } = database
					.prepare("INSERT INTO notes (text, tags, time) VALUES (?, ?, ?)")
					.run(text, JSON.stringify(tags), time);
				return { id: String(lastInsertRowid), text, tags: [...tags], time };
			}),
		search: async (query, limit) =>
			guarded(() => {
				const most = Math.max(0, Math.trunc(limit));
				if (query.trim() === "") {
					return database.prepare("SELECT * FROM notes ORDER BY id DESC LIMIT ?").all(most).map(toNote);
				}
				const match = toMatch(query);
				const ranked =
					match === ""
						? []
						: database
								.prepare(
									"SELECT notes.* FROM notes_search JOIN notes ON notes.id = notes_search.rowid WHERE notes_search MATCH ? ORDER BY bm25(notes_search), notes.id DESC LIMIT ?",
								)
								.all(match, most);
				if (ranked.length > 0) return ranked.map(toNote);
				// Parts of words, and scripts without spaces between them, which the index cannot take apart.
				const part = `%${query.trim().replace(/[\\%_]/g, "\\$&")}%`;
				return database
					.prepare("SELECT * FROM notes WHERE text LIKE ? ESCAPE '\\' ORDER BY id DESC LIMIT ?")
					.all(part, most)
					.map(toNote);
			}),
		close: () => {
			if (isOpen) database.close();
			isOpen = false;
		},
	};
}
