// Every case of the threat model that there is something to attack for is a test named after it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../helpers/source-files.js";

/** Cases D1 to D30 that come with what they attack. */
const later: Readonly<Record<number, string>> = {
	4: "MCP servers",
	12: "hooks",
};
/** Parts of other cases for the same reason: D1 the daemon, acp and MCP; D13 sub-agents; D26 and D29 hooks and MCP. */
const last = 30;

/** Numbers that the titles of tests begin with: `D6 R9 …`, `D14 D15 …`, `D5: …`. */
const casesIn = (text: string): readonly number[] =>
	[...text.matchAll(/["'`]((?:[RDQ]\d+:? )+)/g)].flatMap(([, names = ""]) =>
		[...names.matchAll(/D(\d+)/g)].map(([, number]) => Number(number)),
	);

const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" }).filter(
	(name) => /\.test\.tsx?$/.test(name) && !name.endsWith("cases.test.ts"),
);
const named = new Map<number, number>();
for (const name of files) {
	for (const number of casesIn(readFileSync(join(root, "test", name), "utf8")))
		named.set(number, (named.get(number) ?? 0) + 1);
}

test("each case D1 to D30 in scope is a test named after it", () => {
	const all = Array.from({ length: last }, (_, i) => i + 1);
	const inScope = all.filter((number) => later[number] === undefined);
	const tests = inScope.reduce((sum, number) => sum + (named.get(number) ?? 0), 0);
	const waiting = Object.entries(later).map(([number, what]) => `D${number} (${what})`);
	process.stdout.write(
		`security cases: ${inScope.length} of D1 to D${last} in ${tests} named tests and tables; with what they attack come ${waiting.join(", ")}\n`,
	);
	expect(files.length).toBeGreaterThan(100);
	expect(inScope.filter((number) => !named.has(number))).toEqual([]);
	// What has its tests by now is not waiting any more.
	expect(all.filter((number) => later[number] !== undefined && named.has(number))).toEqual([]);
});
