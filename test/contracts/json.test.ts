import { expect, test } from "vitest";
import { toJson } from "../../src/contracts/json.js";

test.each([
	[
		{ a: 1, b: undefined, c: [true, null] },
		{ a: 1, c: [true, null] },
	],
	[[{ at: new Date(0) }], [{ at: "1970-01-01T00:00:00.000Z" }]],
	[
		[undefined, Number.NaN],
		[null, null],
	],
])("%j", (value, json) => expect(toJson(value)).toStrictEqual(json));

test("what JSON cannot hold is refused", () => {
	const round: Record<string, unknown> = {};
	round.self = round;
	expect(() => toJson(round)).toThrow(TypeError);
	expect(() => toJson([1n])).toThrow(TypeError);
});
