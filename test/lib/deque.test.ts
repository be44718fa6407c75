import { expect, test } from "vitest";
import { Deque } from "../../src/lib/deque.js";
import { Ring } from "../../src/lib/ring.js";
import fc from "../helpers/seeded-cases.js";

type Step =
	| { do: "push"; value: number }
	| { do: "shift" }
	| { do: "insert"; value: number }
	| { do: "take"; value: number };

test("a deque does what a list does", () => {
	const value = fc.nat({ max: 20 });
	const step: fc.Arbitrary<Step> = fc.oneof(
		{ weight: 4, arbitrary: fc.record({ do: fc.constant("push" as const), value }) },
		{ weight: 3, arbitrary: fc.constant({ do: "shift" as const }) },
		{ weight: 2, arbitrary: fc.record({ do: fc.constant("insert" as const), value }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant("take" as const), value }) },
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
			const deque = new Deque<number>();
			let list: number[] = [];
			for (const each of steps) {
				if (each.do === "push") {
					deque.push(each.value);
					list.push(each.value);
				} else if (each.do === "shift") expect(deque.shift()).toBe(list.shift());
				else if (each.do === "insert") {
					deque.insert(each.value, (other) => other < each.value);
					const at = list.findIndex((other) => other >= each.value);
					list.splice(at < 0 ? list.length : at, 0, each.value);
				} else {
					expect(deque.take((other) => other === each.value)).toEqual(list.filter((other) => other === each.value));
					list = list.filter((other) => other !== each.value);
				}
				expect([...deque]).toEqual(list);
				expect([deque.size, deque.peek()]).toEqual([list.length, list[0]]);
			}
		}),
	);
});

test("a long one gives back what it no longer needs, and stays in order", () => {
	const deque = new Deque<number>();
	for (let count = 0; count < 20_000; count++) deque.push(count);
	for (let count = 0; count < 15_000; count++) expect(deque.shift()).toBe(count);
	expect([deque.size, deque.peek(), [...deque].at(-1)]).toEqual([5000, 15_000, 19_999]);
});

test("a ring holds the last ones, numbered", () => {
	const ring = new Ring<string>(3);
	expect([...ring]).toEqual([]);
	expect(["a", "b", "c", "d"].map((item) => ring.push(item))).toEqual([1, 2, 3, 4]);
	expect([[...ring], ring.count]).toEqual([["b", "c", "d"], 4]);
});
