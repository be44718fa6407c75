import { expect, test } from "vitest";
import { fitsCondition } from "../../../src/agents/bus/condition.js";
import { type BusMessage, type Condition, conditionSchema } from "../../../src/contracts/bus.js";

const message: BusMessage = {
	id: "1",
	traceId: "1",
	from: "tests",
	topic: "build.failed",
	kind: "task.done",
	priority: "normal",
	time: "2026-01-01T00:00:00.000Z",
	payload: { status: "failed", count: 3, files: ["a.ts", "b.ts"], nested: { deep: true }, none: null },
};

test.each<[Condition, boolean]>([
	[{ path: "kind", is: "eq", value: "task.done" }, true],
	[{ path: "from", is: "ne", value: "tests" }, false],
	[{ path: "payload.status", is: "eq", value: "failed" }, true],
	[{ path: "payload.status", is: "in", value: ["failed", "lost"] }, true],
	[{ path: "payload.status", is: "starts-with", value: "fail" }, true],
	[{ path: "payload.count", is: "gt", value: 2 }, true],
	[{ path: "payload.count", is: "gte", value: 4 }, false],
	[{ path: "payload.count", is: "lt", value: "4" }, false],
	[{ path: "payload.count", is: "lte", value: 3 }, true],
	[{ path: "payload.files", is: "contains", value: "b.ts" }, true],
	[{ path: "payload.files", is: "eq", value: ["a.ts", "b.ts"] }, true],
	[{ path: "payload.files.0", is: "eq", value: "a.ts" }, true],
	[{ path: "payload.nested.deep", is: "eq", value: true }, true],
	[{ path: "payload.none", is: "present" }, true],
	[{ path: "payload.lost", is: "absent" }, true],
	[{ path: "payload.lost.deeper", is: "present" }, false],
	[{ path: "payload.__proto__", is: "present" }, false],
	[{ path: "payload.constructor", is: "present" }, false],
	[{ all: [] }, true],
	[{ any: [] }, false],
	[
		{
			all: [
				{ path: "kind", is: "present" },
				{ path: "payload.count", is: "eq", value: 3 },
			],
		},
		true,
	],
	[
		{
			any: [
				{ path: "kind", is: "absent" },
				{ path: "payload.count", is: "eq", value: 3 },
			],
		},
		true,
	],
	[{ not: { path: "kind", is: "present" } }, false],
])("%j: %s", (condition, fits) => {
	expect(conditionSchema.parse(condition)).toEqual(condition);
	expect(fitsCondition(condition, message)).toBe(fits);
});

test("what is too deep fits nothing, also behind a not", () => {
	let condition: Condition = { all: [] };
	for (let depth = 0; depth < 30; depth++) condition = { not: condition };
	expect(fitsCondition(condition, message)).toBe(false);
	expect(fitsCondition({ not: condition }, message)).toBe(false);
});

test.each([{ path: "a", is: "matches", value: "x" }, { path: "a" }, { all: [{ not: 1 }] }, "payload.x"])(
	"%j is no condition",
	(condition) => {
		expect(conditionSchema.safeParse(condition).success).toBe(false);
	},
);
