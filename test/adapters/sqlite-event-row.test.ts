import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventOf, idOf, jsonOf, packed, storedId, storedTime } from "../../src/adapters/sqlite-event-row.js";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ulids = fc
	.tuple(fc.constantFrom(..."01234567"), fc.array(fc.constantFrom(...crockford), { minLength: 25, maxLength: 25 }))
	.map(([first, rest]) => first + rest.join(""));

test("a ULID is 16 bytes that sort as it does, and comes back", () => {
	fc.assert(
		fc.property(ulids, ulids, (a, b) => {
			const [left, right] = [storedId(a), storedId(b)] as [Uint8Array, Uint8Array];
			expect([left.length, idOf(left)]).toEqual([16, a]);
			expect(Math.sign(Buffer.compare(left, right))).toBe(a < b ? -1 : a > b ? 1 : 0);
		}),
	);
});

test.each(["", "s1", "01arz3ndektsv4rrffq69g5fav", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "0123456789abcdef", "ü"])(
	"%j is no ULID and stays as it is",
	(id) => expect([storedId(id), idOf(storedId(id))]).toEqual([id, id]),
);

test.each(["", "yesterday", "2026-13-01T00:00:00.000Z"])("%j is no time", (time) =>
	expect(() => storedTime(time)).toThrow(),
);

describe("data", () => {
	const row = (seq: number, text: string) => ({
		...{ seq, id: `e${seq}`, time: 0, run: null, agent: null, type: "context.add" },
		data: packed(JSON.stringify({ title: "t", text })),
	});
	const textOf = (stored: Parameters<typeof eventOf>[1]) => {
		const event = eventOf("s", stored);
		return "reason" in event ? undefined : "text" in event.data && event.data.text;
	};

	test("comes back, short or long, compressed or not", () => {
		const texts = fc.array(fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.toWellFormed()));
		fc.assert(
			fc.property(texts, fc.constantFrom(1, 50, 500), (all, times) => {
				const said = all.map((text) => `${text}\n`.repeat(times));
				expect(said.map((text, index) => textOf(row(index, text)))).toEqual(said);
				for (const text of said) expect(jsonOf(packed(JSON.stringify(text)))).toBe(JSON.stringify(text));
			}),
		);
	});
	test("cut short is damaged", () => {
		const whole = row(1, "x y ".repeat(1000));
		const cut = { ...whole, data: (whole.data as Uint8Array).subarray(0, 20) };
		expect(eventOf("s", cut)).toEqual({ seq: 1, reason: "event context.add cannot be read" });
	});
});
