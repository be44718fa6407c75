// Notes that outlive sessions: one table and its full-text index in an SQLite file.
import { noteOriginSchema } from "../contracts/note-origin.js";
import type { Note, Notes } from "../contracts/tool.js";
import { openDatabase, storeError } from "./sqlite-open.js";

const migrations = [
	`CREATE TABLE notes (
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
	END;`,
	// Where each comes from (SECURITY R26); of older ones that is not known.
	`ALTER TABLE notes ADD COLUMN kept_by TEXT;
	ALTER TABLE notes ADD COLUMN session_id TEXT;
	ALTER TABLE notes ADD COLUMN run_id TEXT;
	ALTER TABLE notes ADD COLUMN tainted_by TEXT;`,
];
export const notesSchema = migrations.length;

/** Words that say nothing about what is looked for; left out as long as others remain. */
const fillers =
	"a an and about are can did do does for have i in is it me my note notes of on or our please remember tell that the this to was what what's when where which who whose with you your";

export interface SqliteNotesOptions {
	readonly now?: () => Date;
	/** Told where a file that was no database any more is kept. */
	onDamaged?(kept: string): void;
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

const toNote = (row: Record<string, unknown>): Note => {
	const { kept_by: by, session_id: sessionId, run_id: runId, tainted_by: taintedBy } = row;
	const known = Object.entries({ by, sessionId, runId, taintedBy }).filter(([, value]) => value !== null);
	return {
		id: String(row.id),
		text: String(row.text),
		tags: JSON.parse(String(row.tags)),
		time: String(row.time),
		...(by === null ? {} : { origin: noteOriginSchema.parse(Object.fromEntries(known)) }),
	};
};

/**
 * `path`: the file, made when it is missing, mode 0600; several processes may have it open at once. `:memory:` keeps
 * nothing. Ids are whole numbers from 1. Throws NexusError `store.*`.
 */
export function createSqliteNotes(
	path: string,
	{ now = () => new Date(), onDamaged }: SqliteNotesOptions = {},
): Notes & { close(): void } {
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw storeError(error, path);
		}
	};
	const { database, quarantine } = openDatabase(path, migrations, () => String(now().getTime()));
	if (quarantine !== undefined) onDamaged?.(quarantine);
	let isOpen = true;
	return {
		add: async (text, tags, origin) =>
			guarded(() => {
				const { by = null, sessionId = null, runId = null, taintedBy = null } = origin ?? {};
				const row = database
					.prepare(
						"INSERT INTO notes (text, tags, time, kept_by, session_id, run_id, tainted_by) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
					)
					.get(text, JSON.stringify(tags), now().toISOString(), by, sessionId, runId, taintedBy);
				return toNote(row ?? {});
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
