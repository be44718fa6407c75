// A statement that does not ask for the tenant is no argument: this file compiles only as long as that is so.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { TenantDatabase, type TenantSql } from "../../src/adapters/sqlite-tenant.js";
import { tempDir } from "../helpers/temp-dir.js";

type IsNever<T> = [T] extends [never] ? true : false;

const withoutTenant = (database: TenantDatabase, column: string) => {
	// @ts-expect-error the statement names no tenant
	database.get("SELECT * FROM sessions WHERE id = ?", "s1");
	// @ts-expect-error a tenant of its own choice is not the one it was opened for
	database.all("SELECT * FROM sessions WHERE tenant = ?", 2);
	// @ts-expect-error all of everybody
	database.run("DELETE FROM sessions");
	// @ts-expect-error a number that is written into the statement
	database.iterate("SELECT id FROM sessions WHERE tenant = 1");
	// @ts-expect-error put together at run time: nobody knows what it asks
	database.get(column);
};

test("statements without the tenant do not compile, those with it run as that tenant", () => {
	const never: IsNever<TenantSql<"SELECT 1">> = true;
	const some: IsNever<TenantSql<"SELECT :tenant">> = false;
	expect([never, some, typeof withoutTenant]).toEqual([true, false, "function"]);
	const file = new DatabaseSync(":memory:");
	const database = new TenantDatabase(file, 7);
	expect(database.get("SELECT :tenant AS tenant, ? AS first, ? AS second", "a", 2)).toEqual({
		...{ tenant: 7, first: "a", second: 2 },
	});
	file.close();
});

test.each(["", "Local", "a b", "../x", "%2e%2e", "'; DROP TABLE tenants", "-a", "a".repeat(65), "ä"])(
	"R39 %j is no id of a tenant",
	(tenant) => {
		const open = () => openSqliteStore(join(tempDir(), "store.sqlite"), () => "", tenant);
		expect(open).toThrow(expect.objectContaining({ code: "store.tenant" }));
	},
);
