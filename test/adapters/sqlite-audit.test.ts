import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { tempDir } from "../helpers/temp-dir.js";

/** What verify says of ten entries after the file was changed by hand. */
const verifiedAfter = (sql: string) => {
	const path = join(tempDir(), "store.sqlite");
	const { store } = openSqliteStore(path, () => "");
	for (let index = 1; index <= 10; index++)
		store.audit.add({
			...{ time: `2026-01-01T00:00:${10 + index}.000Z`, actor: "person", action: "rule.add" },
			...{ subject: `rule ${index}`, details: { index } },
		});
	const raw = new DatabaseSync(path);
	raw.exec(sql);
	raw.close();
	const found = store.audit.verify();
	store.close();
	return found.firstBad;
};

const move = (from: number, to: number) => `UPDATE audit SET number = ${to} WHERE number = ${from};`;
/** Down one by one: all at once, two would have one number for a moment. */
const closeUp = (from: number) =>
	Array.from({ length: 10 - from }, (_, index) => move(from + index + 1, from + index)).join("");

describe("D40 verify names the first entry that is not as it was written", () => {
	test.each([
		["nothing", "SELECT 1", undefined],
		["a byte of the subject", "UPDATE audit SET subject = 'rule x' WHERE number = 4", { number: 4, reason: "changed" }],
		["the actor", "UPDATE audit SET actor = 'policy' WHERE number = 1", { number: 1, reason: "changed" }],
		["the details", "UPDATE audit SET details = '{}' WHERE number = 10", { number: 10, reason: "changed" }],
		["the time", "UPDATE audit SET time = '2020' WHERE number = 5", { number: 5, reason: "changed" }],
		["a hash", "UPDATE audit SET hash = zeroblob(32) WHERE number = 5", { number: 5, reason: "changed" }],
		["one dropped", "DELETE FROM audit WHERE number = 3", { number: 3, reason: "missing" }],
		["the first dropped", "DELETE FROM audit WHERE number = 1", { number: 1, reason: "missing" }],
		["dropped and closed up", `DELETE FROM audit WHERE number = 3;${closeUp(3)}`, { number: 3, reason: "changed" }],
		["two swapped", move(2, 99) + move(6, 2) + move(99, 6), { number: 2, reason: "changed" }],
		["the tail cut off", "DELETE FROM audit WHERE number > 7", { number: 8, reason: "cut off" }],
		["all of it", "DELETE FROM audit", { number: 1, reason: "cut off" }],
		[
			"one added by hand",
			"INSERT INTO audit SELECT tenant, 11, time, actor, action, subject, details, hash FROM audit WHERE number = 10",
			{ number: 11, reason: "changed" },
		],
		[
			"the tail and the count",
			"DELETE FROM audit WHERE number > 7; UPDATE tenants SET audit_entries = 7",
			{ number: 7, reason: "changed" },
		],
	] as const)("%s", (_, sql, firstBad) => expect(verifiedAfter(sql)).toEqual(firstBad));
});
