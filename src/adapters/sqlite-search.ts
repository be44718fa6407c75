// Finds sessions by what was said in them. The index follows the log and can be made again from it at any time: a failure
// of it never keeps an event from being stored.
import type { DatabaseSync } from "node:sqlite";
import type { SearchHit, SearchQuery, SearchSource, SessionRow } from "../contracts/store.js";
import { searchedTypes, searchText } from "./search-text.js";
import { searchTerms, snippetOf, spaced, toMatch } from "./search-words.js";

/** A row of the index is a session's number and the event's, in one: the newest sessions come first without sorting. */
const eventsPerSession = 2 ** 22;
const rowsAtOnce = 200;
/** How long other processes may have to wait for one piece of the work. */
const pieceMs = 40;
/** So many hits in one session and the next one is looked for directly. */
const hitsBeforeJump = 50;

const types = searchedTypes.map((type) => `'${type}'`).join(", ");

interface Behind {
	readonly id: string;
	readonly number: number;
	readonly events: number;
}

export class SearchIndex {
	readonly #database: DatabaseSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	/** Takes in texts for about so long, newest sessions first. Gives the number of sessions that are left. */
	fill(budgetMs: number): number {
		return this.#repairing(() => {
			this.#number();
			const until = performance.now() + budgetMs;
			let behind = this.#behind();
			while (behind.length > 0 && performance.now() < until) {
				this.#transaction(() => {
					const pieceUntil = Math.min(until, performance.now() + pieceMs);
					for (const session of behind) {
						this.#take(session, pieceUntil);
						if (performance.now() >= pieceUntil) break;
					}
				});
				behind = this.#behind();
			}
			return behind.length;
		});
	}

	/** Takes in what one session has new, through the given connection. */
	follow(sessionId: string, database: DatabaseSync): void {
		database.prepare("INSERT OR IGNORE INTO search_sessions (session_id) VALUES (?)").run(sessionId);
		const [session] = database
			.prepare(`SELECT id, number, events FROM sessions JOIN search_sessions ON session_id = id WHERE id = ?`)
			.all(sessionId)
			.map(toBehind);
		// What a long session is behind by is for `fill`.
		if (session !== undefined) this.#take(session, performance.now() + pieceMs, database);
	}

	search(
		{ query, limit, cwd, isTyping = false }: SearchQuery,
		row: (id: string) => SessionRow | undefined,
	): readonly SearchHit[] {
		return this.#repairing(() => {
			const terms = searchTerms(query, isTyping);
			if (terms.length === 0) return [];
			const hits: SearchHit[] = [];
			for (const { number, seq } of this.#newest(toMatch(terms))) {
				const id = this.#sessionOf(number);
				const session = id === undefined ? undefined : row(id);
				if (session === undefined || (cwd !== undefined && session.cwd !== cwd)) continue;
				const event = this.#database
					.prepare("SELECT type, data FROM events WHERE session_id = ? AND seq = ?")
					.get(session.id, seq);
				const found = event === undefined ? undefined : searchText(String(event.type), String(event.data));
				const by: SearchSource = found?.by ?? "model";
				const { text, marks } = snippetOf(found?.text ?? "", terms);
				hits.push({ session, seq, by, snippet: text, marks });
				if (hits.length >= limit) break;
			}
			return hits.toSorted((a, b) => (a.session.updatedAt < b.session.updatedAt ? 1 : -1));
		});
	}

	/** Takes a session out; its row in `search_sessions` goes with the session. */
	forget(sessionId: string): void {
		const row = this.#database.prepare("SELECT number FROM search_sessions WHERE session_id = ?").get(sessionId);
		if (row === undefined) return;
		const first = Number(row.number) * eventsPerSession;
		this.#database.prepare("DELETE FROM search WHERE rowid BETWEEN ? AND ?").run(first, first + eventsPerSession - 1);
	}

	/** What was taken out is only marked until the index is written anew. */
	compact(): void {
		this.#database.exec("INSERT INTO search (search) VALUES ('optimize')");
	}

	/** Empties the index: the next `fill` makes it again. */
	reset(): void {
		const { sql } = this.#database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'search'").get() ?? {};
		this.#transaction(() => {
			this.#database.exec(`DROP TABLE IF EXISTS search; ${String(sql)}; UPDATE search_sessions SET indexed = 0`);
		});
	}

	/** One hit a session, newest sessions first. */
	*#newest(match: string): Generator<{ number: number; seq: number }> {
		const select = "SELECT rowid AS row FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC";
		let below = Number.MAX_SAFE_INTEGER;
		for (let isMore = true; isMore; ) {
			isMore = false;
			let last = -1;
			let again = 0;
			for (const { row } of this.#database.prepare(select).iterate(match, below)) {
				const number = Math.floor(Number(row) / eventsPerSession);
				again = number === last ? again + 1 : 0;
				if (number !== last) yield { number, seq: Number(row) % eventsPerSession };
				last = number;
				if (again < hitsBeforeJump) continue;
				below = number * eventsPerSession;
				isMore = true;
				break;
			}
		}
	}

	#sessionOf(number: number): string | undefined {
		const row = this.#database.prepare("SELECT session_id FROM search_sessions WHERE number = ?").get(number);
		return row === undefined ? undefined : String(row.session_id);
	}

	/** Sessions get their numbers in the order in which they began. */
	#number(): void {
		const missing = "FROM sessions WHERE id NOT IN (SELECT session_id FROM search_sessions)";
		if (this.#database.prepare(`SELECT 1 ${missing} LIMIT 1`).get() === undefined) return;
		this.#database.exec(
			`INSERT OR IGNORE INTO search_sessions (session_id) SELECT id ${missing} ORDER BY created_at, id`,
		);
	}

	#behind(): readonly Behind[] {
		return this.#database
			.prepare(
				`SELECT id, number, events FROM sessions JOIN search_sessions ON session_id = id
				WHERE events > indexed ORDER BY number DESC`,
			)
			.all()
			.map(toBehind);
	}

	#take(session: Behind, untilMs: number, database = this.#database): void {
		const select = database.prepare(
			`SELECT seq, type, data FROM events
			WHERE session_id = ? AND seq > ? AND seq <= ? AND type IN (${types}) ORDER BY seq LIMIT ?`,
		);
		const insert = database.prepare("INSERT INTO search (rowid, text) VALUES (?, ?)");
		// Another process may have been here since the list was made.
		const now = database.prepare("SELECT indexed FROM search_sessions WHERE number = ?").get(session.number);
		let indexed = Number(now?.indexed ?? session.events);
		while (indexed < session.events) {
			const rows = select.all(session.id, indexed, session.events, rowsAtOnce);
			for (const { seq, type, data } of rows) {
				indexed = Number(seq);
				const found = searchText(String(type), String(data));
				if (found === undefined) continue;
				insert.run(session.number * eventsPerSession + indexed, spaced(found.text));
			}
			if (rows.length < rowsAtOnce) indexed = session.events;
			if (performance.now() >= untilMs) break;
		}
		database
			.prepare("UPDATE search_sessions SET indexed = max(indexed, ?) WHERE number = ?")
			.run(indexed, session.number);
	}

	#transaction(work: () => void): void {
		this.#database.exec("BEGIN IMMEDIATE");
		try {
			work();
			this.#database.exec("COMMIT");
		} catch (error) {
			if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
			throw error;
		}
	}

	/** A damaged index is made again. */
	#repairing<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			if (!isCorrupt(error)) throw error;
			this.reset();
			return work();
		}
	}
}

/** SQLITE_CORRUPT; and SQLITE_CONSTRAINT, where the index has a row that it should not have yet. */
const isCorrupt = (error: unknown): boolean =>
	typeof error === "object" && error !== null && "errcode" in error && [11, 19].includes(Number(error.errcode) & 0xff);

const toBehind = (row: Record<string, unknown>): Behind => ({
	id: String(row.id),
	number: Number(row.number),
	events: Number(row.events),
});
