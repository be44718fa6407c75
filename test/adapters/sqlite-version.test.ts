import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { isTooOld, sqliteProblem, sqliteVersion } from "../../src/adapters/sqlite-version.js";

test.each([
	["3.42.0", /too old: nexus needs 3\.43\.0/],
	["3.7.17", /too old/],
	["3.44.5", /WAL-reset/],
	["3.44.6", undefined],
	["3.45.6", /WAL-reset/],
	["3.50.4", /WAL-reset/],
	["3.50.7", undefined],
	["3.51.2", /WAL-reset/],
	["3.51.3", undefined],
	["3.52.0", undefined],
	["3.53.4", undefined],
	["4.0.0", undefined],
] as const)("SQLite %s", (version, problem) => {
	const found = sqliteProblem(version);
	if (problem === undefined) expect(found).toBeUndefined();
	else expect(found).toMatch(problem);
});

test("the one that is linked is asked, and is none of those that are too old", () => {
	const database = new DatabaseSync(":memory:");
	expect(sqliteVersion(database)).toBe(process.versions.sqlite);
	expect(isTooOld(sqliteVersion(database))).toBe(false);
	database.close();
});
