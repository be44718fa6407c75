import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { createSqliteContext } from "../../src/adapters/sqlite-context.js";
import { createSqliteLeases } from "../../src/adapters/sqlite-leases.js";
import { openSharedDatabase } from "../../src/adapters/sqlite-shared.js";
import { leasedFiles } from "../../src/agents/leased-files.js";
import { createSharedContext } from "../../src/agents/shared-context.js";
import type { JsonValue } from "../../src/contracts/json.js";
import type { SharedReducer } from "../../src/contracts/shared-context.js";
import { processOwner } from "../../src/lib/process-owner.js";
import { reduceValue } from "../../src/lib/reduce-value.js";
import { ManualClock } from "../helpers/manual-clock.js";
import fc from "../helpers/seeded-cases.js";
import { temporaryFolder } from "../helpers/tool-context.js";

let clock: ManualClock;
let path: string;
beforeEach(() => {
	clock = new ManualClock();
	path = join(temporaryFolder(), "shared.sqlite");
});

const openFile = (owner = processOwner()) => {
	const shared = openSharedDatabase(path, { clock, owner, machine: { nowMs: () => clock.monotonicMs(), boot: "b" } });
	onTestFinished(() => shared.close());
	return shared;
};
const open = (space = "s") => createSharedContext({ store: createSqliteContext(openFile()), clock, space });
const at = { namespace: "global", key: "plan", by: "lead" };

describe("values", () => {
	test("have versions, a history and an author, for all who share the file", () => {
		const [one, two] = [open(), open()];
		expect(one.set({ ...at, value: "first" })).toMatchObject({ version: 1, by: "lead", isDeleted: false });
		two.set({ ...at, value: "second", by: "worker" });
		expect(one.get("global", "plan")).toMatchObject({ value: "second", version: 2, by: "worker" });
		expect(one.history("global", "plan", 10).map(({ value }) => value)).toEqual(["second", "first"]);
		expect(one.get("global", "other")).toBeUndefined();
	});

	test("of one space and namespace are not those of another", () => {
		const [one, other] = [open(), open("other")];
		one.set({ ...at, value: 1 });
		one.set({ ...at, namespace: "worker", value: 2 });
		expect(other.list("global")).toEqual([]);
		expect(one.list("global").map(({ value }) => value)).toEqual([1]);
		expect(one.list("worker", "pl").map(({ value }) => value)).toEqual([2]);
		expect(one.list("worker", "x")).toEqual([]);
	});

	test("are deleted, and go on counting when they come back", () => {
		const context = open();
		context.set({ ...at, value: 1 });
		expect([context.delete(at), context.delete(at)]).toEqual([true, false]);
		expect(context.get("global", "plan")).toBeUndefined();
		expect(context.set({ ...at, value: 2, ifVersion: 0 }).version).toBe(3);
	});

	test.each([
		["none expected, one there", 0],
		["an old one expected", 1],
		["one to come expected", 3],
	])("are not changed with %s", (_, ifVersion) => {
		const context = open();
		context.set({ ...at, value: 1 });
		context.set({ ...at, value: 2 });
		expect(() => context.set({ ...at, value: 3, ifVersion })).toThrow(
			expect.objectContaining({ code: "shared.conflict", data: { version: 2 } }),
		);
		expect(context.set({ ...at, value: 3, ifVersion: 2 }).version).toBe(3);
	});

	test("of many who each add, none is lost", () => {
		const contexts = [open(), open(), open()];
		for (let round = 0; round < 20; round++)
			for (const context of contexts) context.set({ ...at, value: 1, reducer: "sum" });
		expect(contexts[0]?.get("global", "plan")).toMatchObject({ value: 60, version: 60 });
		expect(contexts[0]?.history("global", "plan", 1000)).toHaveLength(50);
	});

	test("made of what came from outside are marked, until they are deleted", () => {
		const context = open();
		context.set({ ...at, value: ["a"], taintedBy: "fetch_url x" });
		expect(context.set({ ...at, value: "b", reducer: "append" }).taintedBy).toBe("fetch_url x");
		context.delete(at);
		expect(context.set({ ...at, value: 1 }).taintedBy).toBeUndefined();
	});

	test.each<[string, () => unknown]>([
		["an empty key", () => open().set({ ...at, key: "", value: 1 })],
		["too long a key", () => open().set({ ...at, key: "k".repeat(300), value: 1 })],
		["too large a value", () => open().set({ ...at, value: "x".repeat(300_000) })],
	])("with %s are refused", (_, act) => {
		expect(act).toThrow(expect.objectContaining({ code: "shared.bad-value" }));
	});

	test("that do not fit their reducer are refused, and nothing changes", () => {
		const context = open();
		context.set({ ...at, value: "text" });
		for (const reducer of ["append", "merge", "max", "sum", "set-union"] as const)
			expect(() => context.set({ ...at, value: 1, reducer })).toThrow(
				expect.objectContaining({ code: "shared.bad-value" }),
			);
		expect(context.get("global", "plan")?.version).toBe(1);
	});
});

test.each<[SharedReducer, JsonValue | undefined, JsonValue, JsonValue]>([
	["replace", { a: 1 }, 2, 2],
	["append", undefined, "a", ["a"]],
	["append", ["a"], ["b", "c"], ["a", "b", "c"]],
	["set-union", [{ a: 1, b: 2 }], [{ b: 2, a: 1 }, 3, 3], [{ a: 1, b: 2 }, 3]],
	["merge", { a: { b: 1, c: 2 }, d: [1] }, { a: { b: 3 }, d: [2] }, { a: { b: 3, c: 2 }, d: [2] }],
	["merge", undefined, { a: 1 }, { a: 1 }],
	["max", 3, 2, 3],
	["max", undefined, 2, 2],
	["min", 3, 2, 2],
	["sum", undefined, 2, 2],
])("%s of %j and %j", (reducer, present, next, result) => {
	expect(reduceValue(reducer, present, next)).toEqual(result);
});

test("merging keeps a field called __proto__ a field", () => {
	const merged = reduceValue("merge", { a: 1 }, JSON.parse('{"__proto__":{"polluted":true}}'));
	expect(Object.keys(merged as object)).toEqual(["a", "__proto__"]);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("the order of those who add does not matter, where it should not", () => {
	const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1 });
	fc.assert(
		fc.property(fc.constantFrom("max" as const, "min" as const, "sum" as const), numbers, (reducer, values) => {
			const all = (list: readonly number[]) =>
				list.reduce<JsonValue | undefined>((present, next) => reduceValue(reducer, present, next), undefined);
			expect(all(values)).toEqual(all([...values].reverse()));
		}),
	);
});

test("who watches sees what others change", async () => {
	const [one, two] = [open(), open()];
	one.set({ ...at, value: "before" });
	const stop = new AbortController();
	const seen: unknown[] = [];
	const watching = (async () => {
		for await (const { key, value, isDeleted } of one.watch({ namespace: "global", prefix: "p" }, stop.signal)) {
			seen.push([key, value, isDeleted]);
			if (seen.length === 1) two.delete(at);
			else stop.abort();
		}
	})();
	await new Promise(setImmediate);
	two.set({ ...at, namespace: "worker", value: 0 });
	two.set({ ...at, key: "other", value: 0 });
	two.set({ ...at, value: "after" });
	await watching;
	expect(seen).toEqual([
		["plan", "after", false],
		["plan", null, true],
	]);
});

test("what an agent was given is listed, and nothing else", () => {
	const context = open();
	context.set({ ...at, value: 1 });
	context.get("global", "plan", "worker");
	context.get("global", "missing", "worker");
	context.get("global", "plan");
	context.give("worker", [{ kind: "handed", name: "src/a.ts", version: undefined }]);
	expect(context.given("worker").map(({ kind, name, version }) => [kind, name, version])).toEqual([
		["shared", "global/plan", 1],
		["handed", "src/a.ts", undefined],
	]);
	expect(context.given("lead")).toEqual([]);
});

describe("leases on files", () => {
	test("one writer at a time; a later one has a higher fence", () => {
		const [one, two] = [createSqliteLeases(openFile()), createSqliteLeases(openFile())];
		const first = one.acquire("/a", "tests", 1000);
		expect(() => two.acquire("/a", "docs", 1000)).toThrow(
			expect.objectContaining({ code: "file.leased", message: "/a is being changed by tests" }),
		);
		expect(two.acquire("/b", "docs", 1000).holder).toBe("docs");
		expect(one.acquire("/a", "tests", 2000)).toMatchObject({ fence: first.fence, expiresMs: 2000 });
		clock.advance(2000);
		const second = two.acquire("/a", "docs", 1000);
		expect(second.fence).toBeGreaterThan(first.fence);
		expect(() => one.verify(first)).toThrow(expect.objectContaining({ code: "file.leased" }));
		expect(() => two.verify(second)).not.toThrow();
		one.release(first);
		expect(two.list().map(({ holder }) => holder)).toEqual(["docs"]);
		two.releaseAll("docs");
		expect(two.list()).toEqual([]);
	});

	test("of a process that has ended are free at once", () => {
		createSqliteLeases(openFile("1:gone")).acquire("/a", "tests", 1e9);
		const leases = createSqliteLeases(openFile());
		expect(leases.list()).toEqual([]);
		expect(leases.acquire("/a", "docs", 1000).holder).toBe("docs");
	});

	test("two agents do not overwrite each other, by whatever name", async () => {
		const cwd = temporaryFolder();
		const leases = createSqliteLeases(openFile());
		const of = (holder: string) => leasedFiles(createNodeFs({ cwd }), leases, holder);
		const [tests, docs] = [of("tests"), of("docs")];
		await tests.writeFile("a.txt", "by tests");
		const refused = { code: "file.leased" };
		await expect(docs.writeFile("./x/../a.txt", "by docs")).rejects.toMatchObject(refused);
		await expect(docs.appendFile("a.txt", "by docs")).rejects.toMatchObject(refused);
		await expect(docs.move("a.txt", "b.txt")).rejects.toMatchObject(refused);
		await expect(docs.trash("a.txt")).rejects.toMatchObject(refused);
		await docs.copy("a.txt", "copy.txt");
		await tests.appendFile("a.txt", "!");
		expect(await docs.readText("a.txt")).toBe("by tests!");
		leases.releaseAll("tests");
		await docs.writeFile("a.txt", "by docs");
		expect(await tests.readText("a.txt")).toBe("by docs");
	});
});
