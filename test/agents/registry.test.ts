import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createSqliteRegistry } from "../../src/adapters/sqlite-registry.js";
import { openSharedDatabase } from "../../src/adapters/sqlite-shared.js";
import { createRegistry } from "../../src/agents/registry.js";
import type { AgentFacts, Registry } from "../../src/contracts/registry.js";
import { ManualClock } from "../helpers/manual-clock.js";
import fc from "../helpers/seeded-cases.js";
import { sequence } from "../helpers/sequence.js";
import { temporaryFolder } from "../helpers/tool-context.js";

let clock: ManualClock;
let path: string;
/** Processes that live, in these tests. */
let living: Set<string>;
beforeEach(() => {
	clock = new ManualClock();
	path = join(temporaryFolder(), "shared.sqlite");
	living = new Set(["one", "two"]);
});

const open = (owner = "one", chance = 0): Registry => {
	const shared = openSharedDatabase(path, { clock, owner, machine: { nowMs: () => clock.monotonicMs(), boot: "b" } });
	const registry = createRegistry({
		store: createSqliteRegistry(shared),
		clock,
		nextId: sequence(`h-${owner}-`),
		random: () => chance,
		isAlive: (process) => living.has(process),
	});
	onTestFinished(() => {
		registry.close();
		shared.close();
	});
	return registry;
};

const facts = (id: string, more: Partial<AgentFacts> = {}): AgentFacts => ({
	...{ id, name: id, type: "worker", capabilities: [], state: "idle", task: "", running: 0, capacity: 1, weight: 1 },
	...more,
});
const ids = (agents: readonly { readonly id: string }[]) => agents.map(({ id }) => id);
const flush = () => new Promise(setImmediate);
const pass = async (ms: number) => {
	clock.advance(ms);
	await flush();
};

describe("who is there", () => {
	test("found by name, capability, domain, state, space, in all processes", () => {
		const [one, two] = [open(), open("two")];
		one.register(facts("a", { name: "reviewer", capabilities: ["Review", "test"], domain: "code", space: "s" }));
		two.register(facts("b", { name: "reviewer", capabilities: ["review"], state: "processing" }));
		two.register(facts("c", { name: "mailer", domain: "email" }));
		expect(ids(one.find())).toEqual(["c", "a", "b"]);
		expect(ids(one.find({ name: "Reviewer" }))).toEqual(["a", "b"]);
		expect(ids(two.find({ capabilities: ["review", "TEST"] }))).toEqual(["a"]);
		expect(ids(two.find({ domain: "email" }))).toEqual(["c"]);
		expect(ids(two.find({ state: "processing" }))).toEqual(["b"]);
		expect(ids(two.find({ space: "s" }))).toEqual(["a"]);
		expect(two.get("a")).toMatchObject({ name: "reviewer", owner: "one", isHealthy: true, silentMs: 0 });
		expect(two.get("x")).toBeUndefined();
	});

	test("changes are seen, and who is removed is gone", () => {
		const [one, two] = [open(), open("two")];
		const agent = one.register(facts("a"));
		agent.update({ state: "processing", task: "look", running: 1 });
		expect(two.get("a")).toMatchObject({ state: "processing", task: "look", running: 1 });
		agent.remove();
		agent.update({ task: "nothing" });
		expect(two.find()).toEqual([]);
	});

	test("one id is one agent; that of a dead process is free", () => {
		const [one, two] = [open(), open("two")];
		one.register(facts("a"));
		expect(() => one.register(facts("a"))).toThrow(expect.objectContaining({ code: "agent.registered" }));
		expect(() => two.register(facts("a"))).toThrow(expect.objectContaining({ code: "agent.registered" }));
		living.delete("one");
		two.register(facts("a"));
		expect(two.get("a")?.owner).toBe("two");
	});

	test("who is not heard of is out of rotation, and back", async () => {
		const [one, two] = [open(), open("two")];
		let isAnswering = true;
		one.register(facts("a"), () => isAnswering);
		await pass(5000);
		expect(two.get("a")).toMatchObject({ silentMs: 0, isHealthy: true });
		isAnswering = false;
		for (let beat = 0; beat < 3; beat++) await pass(5000);
		expect(two.get("a")).toMatchObject({ silentMs: 15_000, isHealthy: false });
		expect(two.choose({}, "least-busy")).toBeUndefined();
		isAnswering = true;
		await pass(5000);
		expect(two.choose({}, "least-busy")?.id).toBe("a");
	});

	test("agents of a process that died are swept, and their tasks are lost", () => {
		const one = open();
		one.register(facts("a"));
		one.delegate({ fromId: "a", from: "a", to: "b", task: "t", runId: "r" });
		living.delete("one");
		const two = open("two");
		expect(two.find()).toEqual([]);
		expect(two.handOffs()).toMatchObject([{ from: "a", to: "b", outcome: "lost" }]);
		expect(two.sweep()).toEqual([]);
	});

	test("who leaves takes its agents along", () => {
		const [one, two] = [open(), open("two")];
		one.register(facts("a"));
		one.close();
		expect(two.find()).toEqual([]);
	});
});

describe("choosing", () => {
	test.each<[string, readonly AgentFacts[], string | undefined]>([
		["the least busy", [facts("a", { running: 1, capacity: 2 }), facts("b", { capacity: 2 })], "b"],
		["by share, not number", [facts("a", { running: 2, capacity: 10 }), facts("b", { running: 1, capacity: 2 })], "a"],
		["none without room", [facts("a", { running: 1 }), facts("b", { running: 3, capacity: 3 })], undefined],
		["none that is stopped", [facts("a", { state: "stopped" }), facts("b", { state: "error" })], undefined],
	])("%s", (_, agents, chosen) => {
		const registry = open();
		for (const agent of agents) registry.register(agent);
		expect(registry.choose({}, "least-busy")?.id).toBe(chosen);
		expect(registry.choose({}, "weighted") === undefined).toBe(chosen === undefined);
	});

	test("among equals the one that had nothing longest", async () => {
		const registry = open();
		registry.register(facts("a"), () => false);
		registry.register(facts("b"), () => false);
		await pass(1000);
		registry.register(facts("c"));
		expect(registry.choose({}, "least-busy")?.id).toBe("a");
		expect(registry.choose({ name: "c" }, "least-busy")?.id).toBe("c");
	});

	test.each([
		[0, "a"],
		[0.24, "a"],
		[0.26, "b"],
		[0.99, "b"],
	])("by weight, where chance says %s", (chance, chosen) => {
		const registry = open("one", chance);
		registry.register(facts("a", { weight: 1 }));
		registry.register(facts("b", { weight: 3 }));
		registry.register(facts("c", { weight: 100, running: 1 }));
		expect(registry.choose({}, "weighted")?.id).toBe(chosen);
	});
});

describe("handing over", () => {
	const task = { fromId: "lead-1", from: "lead", to: "worker", task: "Fix the tests.", runId: "r" };

	test("is noted, with what was given, until it ends", () => {
		const registry = open();
		const handOff = registry.delegate({ ...task, toId: "worker-1", given: ["src/a.ts"] });
		expect(handOff).toMatchObject({ depth: 1, given: ["src/a.ts"], outcome: undefined, owner: "one" });
		clock.advance(1000);
		registry.end(handOff.id, "done");
		registry.end(handOff.id, "failed");
		registry.end("unknown", "failed");
		expect(registry.handOffs({ runId: "r" })).toMatchObject([{ outcome: "done", endedAt: "2026-01-01T00:00:01.000Z" }]);
		expect(registry.handOffs({ runId: "other" })).toEqual([]);
	});

	test("in a circle is refused, however long", () => {
		const registry = open();
		expect(() => registry.delegate({ ...task, to: "lead" })).toThrow(expect.objectContaining({ code: "agent.cycle" }));
		const first = registry.delegate(task);
		const second = registry.delegate({ ...task, fromId: "w", from: "worker", to: "helper", parentId: first.id });
		for (const to of ["lead", "worker", "helper"])
			expect(() => registry.delegate({ ...task, fromId: "h", from: "helper", to, parentId: second.id })).toThrow(
				expect.objectContaining({ code: "agent.cycle" }),
			);
	});

	test("too deep is refused", () => {
		const registry = open();
		let parentId: string | undefined;
		for (const depth of [1, 2, 3])
			parentId = registry.delegate({
				...task,
				from: `a${depth}`,
				to: `a${depth + 1}`,
				fromId: `${depth}`,
				parentId,
			}).id;
		expect(() => registry.delegate({ ...task, from: "a4", to: "a5", fromId: "4", parentId })).toThrow(
			expect.objectContaining({ code: "agent.too-deep" }),
		);
	});

	test("too many at once is refused, until one ends", () => {
		const registry = open();
		const all = Array.from({ length: 8 }, (_, index) => registry.delegate({ ...task, task: `part ${index}` }));
		expect(() => registry.delegate({ ...task, task: "one more" })).toThrow(
			expect.objectContaining({ code: "agent.too-many" }),
		);
		registry.delegate({ ...task, fromId: "another", task: "one more" });
		registry.end(all[0]!.id, "done");
		expect(registry.delegate({ ...task, task: "one more, now" }).depth).toBe(1);
	});

	test("the same task again and again is refused, in other words or not", () => {
		const registry = open();
		registry.end(registry.delegate(task).id, "failed");
		registry.end(registry.delegate({ ...task, task: "fix  the TESTS" }).id, "failed");
		expect(() => registry.delegate(task)).toThrow(expect.objectContaining({ code: "agent.repeated" }));
		expect(registry.delegate({ ...task, runId: "next" }).runId).toBe("next");
		expect(registry.delegate({ ...task, to: "another" }).to).toBe("another");
	});

	test("whatever is tried, no chain has a circle and none is too deep", () => {
		const name = fc.constantFrom("a", "b", "c", "d", "e");
		const registry = open();
		let run = 0;
		fc.assert(
			fc.property(fc.array(fc.record({ from: name, to: name, parent: fc.nat() }), { maxLength: 25 }), (tries) => {
				const runId = `run${++run}`;
				const made: { id: string; names: string[] }[] = [];
				for (const [index, { from, to, parent }] of tries.entries()) {
					const parentOf = parent % 3 === 0 ? undefined : made[parent % Math.max(1, made.length)];
					const sender = parentOf?.names.at(-1) ?? from;
					const names = [...(parentOf?.names ?? [sender]), to];
					const give = () =>
						registry.delegate({
							...{ fromId: `${runId}-${index}`, from: sender, to, task: `t${index}`, runId, parentId: parentOf?.id },
						});
					if (new Set(names).size < names.length || names.length > 4) expect(give).toThrow();
					else made.push({ id: give().id, names });
				}
			}),
			{ numRuns: 60 },
		);
	});
});
