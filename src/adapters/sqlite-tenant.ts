// The only way to the tables of the session store: statements that ask for the tenant. One that does not is no argument.
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { NexusError } from "../contracts/errors.js";

/** The text of a statement when it names `:tenant`; of any other, and of one put together at run time, `never`. */
export type TenantSql<S extends string> = S extends `${string}:tenant${string}` ? S : never;

export type Row = Record<string, unknown>;

/** The tenant of whoever has no other. */
export const localTenant = "local";
const tenantId = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** One connection as one tenant sees it. Other values are bound to `?`, in order. */
export class TenantDatabase {
	readonly #database: DatabaseSync;
	readonly #tenant: Readonly<Record<string, number>>;
	readonly #statements = new Map<string, StatementSync>();

	constructor(database: DatabaseSync, tenant: number) {
		this.#database = database;
		this.#tenant = { tenant };
	}

	get<const S extends string>(sql: TenantSql<S>, ...values: readonly SQLInputValue[]): Row | undefined {
		return this.#prepare(sql).get(this.#tenant, ...values);
	}

	all<const S extends string>(sql: TenantSql<S>, ...values: readonly SQLInputValue[]): readonly Row[] {
		return this.#prepare(sql).all(this.#tenant, ...values);
	}

	/** Rows as their values, in the order of the columns: takes two thirds of the time of `all`, which counts for thousands. */
	values<const S extends string>(
		sql: TenantSql<S>,
		...values: readonly SQLInputValue[]
	): readonly (readonly unknown[])[] {
		const statement = this.#database.prepare(sql);
		statement.setReturnArrays(true);
		return statement.all(this.#tenant, ...values) as readonly unknown[] as readonly (readonly unknown[])[];
	}

	iterate<const S extends string>(sql: TenantSql<S>, ...values: readonly SQLInputValue[]): Iterable<Row> {
		return this.#prepare(sql).iterate(this.#tenant, ...values);
	}

	/** Gives the number of rows that were changed. */
	run<const S extends string>(sql: TenantSql<S>, ...values: readonly SQLInputValue[]): number {
		return Number(this.#prepare(sql).run(this.#tenant, ...values).changes);
	}

	/** Rolls back and throws on what `work` throws. Takes the lock for writing at once. */
	transaction<T>(work: () => T): T {
		this.#database.exec("BEGIN IMMEDIATE");
		try {
			const done = work();
			this.#database.exec("COMMIT");
			return done;
		} catch (error) {
			if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
			throw error;
		}
	}

	#prepare(sql: string): StatementSync {
		const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}
}

/**
 * The number of a tenant, which is made when it is not there yet.
 * @throws NexusError `store.tenant` for what is no id
 */
export const tenantNumber = (database: DatabaseSync, id: string): number => {
	if (!tenantId.test(id)) throw new NexusError("store.tenant", "that is no id of a tenant", { exitCode: 2 });
	const select = database.prepare("SELECT number FROM tenants WHERE id = ?");
	if (select.get(id) === undefined) database.prepare("INSERT OR IGNORE INTO tenants (id) VALUES (?)").run(id);
	return Number(select.get(id)?.number);
};

export const noSession = (id: string): NexusError =>
	new NexusError("store.no-session", `there is no session ${id} in the store`);
