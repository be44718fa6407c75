import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonOf, jsonsOf, packed } from "../../src/adapters/sqlite-event-data.js";

/** JSON of many lengths, plain and not, that is compressed or not. */
const jsons = fc
	.array(fc.tuple(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom(1, 50, 500, 20_000)))
	.map((all) => all.map(([text, times]) => JSON.stringify(`${text.toWellFormed()}\n`.repeat(times))));

test("what is stored comes back, alone and with others", () => {
	fc.assert(
		fc.property(jsons, (all) => {
			const stored = all.map(packed);
			expect(stored.map(jsonOf)).toEqual(all);
			expect(jsonsOf(stored)).toEqual(all);
		}),
		{ numRuns: 40 },
	);
});

test("rows of schema 5 and 6 are read, among others", () => {
	const json = JSON.stringify("x y ".repeat(1000));
	const earlier = [{}, { level: 1 }, { level: 0 }, { strategy: 4 }].map((options) => deflateRawSync(json, options));
	expect(jsonsOf([packed(json), ...earlier, packed(json)])).toEqual(Array(6).fill(json));
	expect(earlier.map(jsonOf)).toEqual(Array(4).fill(json));
});

describe("a damaged row", () => {
	const all = Array.from({ length: 40 }, (_, index) =>
		JSON.stringify(Array.from({ length: 150 }, (_, word) => `word${(index * 31 + word * word) % 997}`).join(" ")),
	);
	const stored = all.map((json) => packed(json) as Uint8Array);

	test("takes no other with it", () => {
		const change = fc.record({
			row: fc.nat(39),
			at: fc.double({ min: 0, max: 0.999, noNaN: true }),
			bits: fc.nat(254),
		});
		fc.assert(
			fc.property(change, ({ row, at, bits }) => {
				const bytes = Uint8Array.from(stored[row] as Uint8Array);
				const place = Math.floor(at * bytes.length);
				bytes[place] = (bytes[place] as number) ^ (bits + 1);
				const read = jsonsOf(stored.with(row, bytes));
				expect(read[row]).not.toBe(all[row]);
				expect(read.with(row, all[row])).toEqual(all);
			}),
		);
	});
	test.each([
		["cut short", (row: Uint8Array) => row.subarray(0, -20)],
		["without its end", (row: Uint8Array) => row.subarray(0, -1)],
		["nothing but its beginning", (row: Uint8Array) => row.subarray(0, 3)],
		["empty", () => new Uint8Array()],
		["longer than it says", (row: Uint8Array) => Uint8Array.from(row).fill(1, 5, 8)],
		["said to be longer", (row: Uint8Array) => Uint8Array.from(row).fill(255, 5, 8)],
	])("%s is known", (_, damage) => {
		const damaged = damage(stored[7] as Uint8Array);
		expect(() => jsonOf(damaged)).toThrow();
		expect(jsonsOf(stored.with(7, damaged))).toEqual(all.with(7, undefined as unknown as string));
	});
});
