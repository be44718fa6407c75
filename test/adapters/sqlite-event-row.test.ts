import fc from "fast-check";
import { expect, test } from "vitest";
import { packed } from "../../src/adapters/sqlite-event-data.js";
import { type EventRow, eventsOf, idOf, storedId, storedTime } from "../../src/adapters/sqlite-event-row.js";

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

const data = JSON.stringify({ title: "t", text: "x" });
const row = (values: { seq?: number; time?: unknown; run?: unknown; type?: string; data?: unknown }): EventRow => {
	const { seq = 1, time = 0, run = null, type = "context.add", data: stored = data } = values;
	return [seq, `e${seq}`, time, run, null, type, stored];
};
const read = (...rows: readonly EventRow[]) => eventsOf("s", rows, new Map([[1, "RUN"]]));

test("times come back, whatever comes before them", () => {
	const times = fc.array(fc.date({ noInvalidDate: true }));
	fc.assert(
		fc.property(times, fc.nat(200_000), (dates, later) => {
			const all = dates.flatMap((date) => [date.getTime(), Math.min(date.getTime() + later, 8.64e15)]);
			const found = read(...all.map((time) => row({ time }))).map((event) => "time" in event && event.time);
			expect(found).toEqual(all.map((time) => new Date(time).toISOString()));
		}),
	);
});

test("a run is named by its id", () => {
	expect(read(row({ run: 1 }), row({ run: null }))).toMatchObject([{ runId: "RUN" }, { seq: 1 }]);
	expect(read(row({ run: null }))[0]).not.toHaveProperty("runId");
});

test("what cannot be read is named, and what is around it is read", () => {
	const long = packed(JSON.stringify({ title: "t", text: "x y ".repeat(1000) })) as Uint8Array;
	const found = read(
		row({ seq: 1, data: long }),
		row({ seq: 2, data: long.subarray(0, 20) }),
		row({ seq: 3, type: "no.event" }),
		row({ seq: 4, time: Number.NaN }),
		row({ seq: 5, data: "{}" }),
		row({ seq: 6, data: long }),
	);
	expect(found.map((event) => ("reason" in event ? event.reason : event.id))).toEqual([
		"e1",
		"event context.add cannot be read",
		"unknown event type no.event",
		"event context.add cannot be read",
		"event context.add cannot be read",
		"e6",
	]);
});
