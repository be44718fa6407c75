// Finds sessions by what was said in them. The index follows the log and can be made again from it at any time: a failure
// of it never keeps an event from being stored.
import type { DatabaseSync } from "node:sqlite";
import type { SearchHit, SearchQuery, SearchSource, SessionRow } from "../contracts/store.js";
import { type SearchText, searchedTypes, searchText } from "./search-text.js";
import { searchTerms, snippetOf, spaced, toMatch } from "./search-words.js";
import { jsonOf } from "./sqlite-event-data.js";
import type { Row, TenantDatabase } from "./sqlite-tenant.js";

const rowsAtOnce = 200;
/** How long other processes may have to wait for one piece of the work. */
const pieceMs = 40;
const searched: ReadonlySet<string> = new Set(searchedTypes);

interface Behind {
	readonly number: number;
	readonly events: number;
}

export class SearchIndex {
	readonly #database: TenantDatabase;
	/** For the index itself, which is no tenant's: what is in it is asked for by sessions. */
	readonly #file: DatabaseSync;

	constructor(database: TenantDatabase, file: DatabaseSync) {
		this.#database = database;
		this.#file = file;
	}

	/** Takes in texts for about so long, newest sessions first. Gives the number of sessions that are left. */
	fill(budgetMs: number): number {
		return this.#repairing(() => {
			const until = performance.now() + budgetMs;
			let behind = this.#behind();
			while (behind.length > 0 && performance.now() < until) {
				this.#database.transaction(() => {
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
	follow(sessionId: string, database: TenantDatabase): void {
		const row = database.get("SELECT number, events FROM sessions WHERE tenant = :tenant AND id = ?", sessionId);
		// What a long session is behind by is for `fill`.
		if (row !== undefined) this.#take(toBehind(row), performance.now() + pieceMs, database);
	}

	search(
		{ query, limit, cwd, isTyping = false }: SearchQuery,
		row: (id: string) => SessionRow | undefined,
	): readonly SearchHit[] {
		return this.#repairing(() => {
			const terms = searchTerms(query, isTyping);
			if (terms.length === 0) return [];
			const hits: SearchHit[] = [];
			for (const { session: id, seq, type, data } of this.#newest(toMatch(terms))) {
				const session = row(id);
				if (session === undefined || (cwd !== undefined && session.cwd !== cwd)) continue;
				const found = textOf({ type, data });
				const by: SearchSource = found?.by ?? "model";
				const { text, marks } = snippetOf(found?.text ?? "", terms);
				hits.push({ session, seq, by, snippet: text, marks });
				if (hits.length >= limit) break;
			}
			return hits.toSorted((a, b) => (a.session.updatedAt < b.session.updatedAt ? 1 : -1));
		});
	}

	/** Takes a session out. */
	forget(sessionId: string): void {
		this.#database.run(
			`DELETE FROM search WHERE rowid IN (SELECT events.number FROM events JOIN sessions ON sessions.number = session
			WHERE tenant = :tenant AND sessions.id = ?)`,
			sessionId,
		);
	}

	/** What was taken out is only marked until the index is written anew. */
	compact(): void {
		this.#file.exec("INSERT INTO search (search) VALUES ('optimize')");
	}

	/** Empties the index, for all: the next `fill` makes it again. */
	reset(): void {
		const { sql } = this.#file.prepare("SELECT sql FROM sqlite_schema WHERE name = 'search'").get() ?? {};
		this.#database.transaction(() => {
			this.#file.exec(`DROP TABLE IF EXISTS search; ${String(sql)}; UPDATE sessions SET indexed = 0`);
		});
	}

	/** The newest hit of each session, newest first. */
	*#newest(match: string): Generator<{ session: string; seq: number; type: unknown; data: unknown }> {
		const seen = new Set<unknown>();
		const hits = this.#database.iterate(
			`SELECT search.rowid AS number, session FROM search CROSS JOIN events ON events.number = search.rowid
			CROSS JOIN sessions ON sessions.number = session
			WHERE search MATCH ? AND tenant = :tenant ORDER BY search.rowid DESC`,
			match,
		);
		for (const hit of hits) {
			if (seen.has(hit.session)) continue;
			seen.add(hit.session);
			const event = this.#database.get(
				`SELECT sessions.id, seq, type, data FROM events JOIN sessions ON sessions.number = session
				WHERE tenant = :tenant AND events.number = ?`,
				Number(hit.number),
			);
			if (event === undefined) continue;
			yield { session: String(event.id), seq: Number(event.seq), type: event.type, data: event.data };
		}
	}

	#behind(): readonly Behind[] {
		return this.#database
			.all("SELECT number, events FROM sessions WHERE tenant = :tenant AND events > indexed ORDER BY number DESC")
			.map(toBehind);
	}

	#take(session: Behind, untilMs: number, database = this.#database): void {
		// Another process may have been here since the list was made.
		const now = database.get("SELECT indexed FROM sessions WHERE tenant = :tenant AND number = ?", session.number);
		let indexed = Number(now?.indexed ?? session.events);
		while (indexed < session.events) {
			const rows = database.all(
				`SELECT events.number, seq, type, data FROM events JOIN sessions ON sessions.number = session
				WHERE tenant = :tenant AND session = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
				session.number,
				indexed,
				session.events,
				rowsAtOnce,
			);
			for (const row of rows) {
				indexed = Number(row.seq);
				const found = textOf(row);
				if (found === undefined) continue;
				database.run(
					`INSERT INTO search (rowid, text) SELECT events.number, ? FROM events JOIN sessions ON sessions.number = session
					WHERE tenant = :tenant AND events.number = ?`,
					spaced(found.text),
					Number(row.number),
				);
			}
			if (rows.length < rowsAtOnce) indexed = session.events;
			if (performance.now() >= untilMs) break;
		}
		database.run(
			"UPDATE sessions SET indexed = max(indexed, ?) WHERE tenant = :tenant AND number = ?",
			indexed,
			session.number,
		);
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

const toBehind = (row: Row): Behind => ({ number: Number(row.number), events: Number(row.events) });

/** Undefined for what has none, and what cannot be read. */
const textOf = ({ type, data }: Row): SearchText | undefined => {
	if (!searched.has(String(type))) return undefined;
	try {
		return searchText(String(type), jsonOf(data));
	} catch {
		return undefined;
	}
};
