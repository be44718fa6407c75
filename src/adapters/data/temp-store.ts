// Where rows go that do not fit into memory: an SQLite database without a name, which SQLite keeps in a file of its own
// that has no name either and is gone with the thread ("Temporary Files Used By SQLite", section 2.8).
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** What is kept in memory before it goes there, roughly, in bytes. */
export const memoryBudget = 40_000_000;
/** Rows in one transaction. */
const batch = 50_000;

export interface TempTable {
	insert(values: readonly SQLInputValue[]): void;
	/** Rows as arrays; `sql` after `FROM` the table. */
	read(select: string, sql: string, values?: readonly SQLInputValue[]): Iterable<readonly unknown[]>;
	index(columns: string): void;
}

export interface TempStore {
	/** `columns` as in CREATE TABLE. */
	table(columns: string): TempTable;
	close(): void;
}

export function createTempStore(): TempStore {
	let database: DatabaseSync | undefined;
	let tables = 0;
	let pending = 0;
	const open = (): DatabaseSync => {
		if (database !== undefined) return database;
		database = new DatabaseSync("");
		database.exec(
			"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE",
		);
		database.exec("BEGIN");
		return database;
	};
	const commit = (): void => {
		pending = 0;
		open().exec("COMMIT; BEGIN");
	};
	return {
		table(columns) {
			const name = `t${++tables}`;
			const count = columns.split(",").length;
			open().exec(`CREATE TABLE ${name} (${columns})`);
			const insert = open().prepare(`INSERT INTO ${name} VALUES (${Array(count).fill("?").join(", ")})`);
			const statements = new Map<string, StatementSync>();
			return {
				insert(values) {
					insert.run(...values);
					if (++pending >= batch) commit();
				},
				*read(select, sql, values = []) {
					const text = `SELECT ${select} FROM ${name} ${sql}`;
					const statement = statements.get(text) ?? open().prepare(text);
					statements.set(text, statement);
					statement.setReturnArrays(true);
					statement.setReadBigInts(false);
					yield* statement.iterate(...values) as unknown as Iterable<readonly unknown[]>;
				},
				index: (names) => open().exec(`CREATE INDEX i${name} ON ${name} (${names})`),
			};
		},
		close: () => database?.close(),
	};
}
