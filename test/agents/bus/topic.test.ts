import { expect, test } from "vitest";
import { matchTopic } from "../../../src/agents/bus/topic.js";
import fc from "../../helpers/seeded-cases.js";

test.each([
	["build.failed", "build.failed", true],
	["build.failed", "build.failed.twice", false],
	["build.*", "build.failed", true],
	["build.*", "build", false],
	["build.*", "build.a.b", false],
	["*.failed", "build.failed", true],
	["**", "anything.at.all", true],
	["build.**", "build", true],
	["build.**", "build.a.b", true],
	["build.**", "builds.a", false],
	["**.failed", "failed", true],
	["**.failed", "a.b.failed", true],
	["**.failed", "a.b.failed.c", false],
	["a.**.z", "a.z", true],
	["a.**.z", "a.b.c.z", true],
	["a.**.*.z", "a.z", false],
	["a.**.**.z", "a.b.z", true],
	["*.*", "a", false],
])("%s takes %s: %s", (filter, topic, fits) => {
	expect(matchTopic(filter, topic)).toBe(fits);
});

test("agrees with the same rule as an expression", () => {
	const word = fc.constantFrom("a", "b", "c");
	const filterWord = fc.constantFrom("a", "b", "*", "**");
	fc.assert(
		fc.property(
			fc.array(filterWord, { minLength: 1, maxLength: 5 }),
			fc.array(word, { minLength: 1, maxLength: 6 }),
			(filter, topic) => {
				const source = filter
					.map((each) => (each === "**" ? "(?:\\w+\\.)*" : each === "*" ? "\\w+\\." : `${each}\\.`))
					.join("");
				const expected = new RegExp(`^${source}$`).test(`${topic.join(".")}.`);
				expect(matchTopic(filter.join("."), topic.join("."))).toBe(expected);
			},
		),
		{ numRuns: 2000 },
	);
});
