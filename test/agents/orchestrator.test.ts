// Workflows: every strategy, with failures; what waits, what is retried, what is stored.
import { describe, expect, test } from "vitest";
import { failsTimes, failure, flowAgents, flowWorld, hangs, type Said } from "../helpers/flow-world.js";
import { ManualClock } from "../helpers/manual-clock.js";

const task = (id: string, more: object = {}) => ({ id, task: `do ${id}`, ...more });
const passing = failure("provider.overloaded", { retryable: true });
const fast = { times: 3, delays: ["1ms" as const] };

describe("a graph", () => {
	test("each step begins when what it needs has ended, and is given what it names", async () => {
		const world = flowWorld(
			{
				name: "release",
				inputs: { version: {} },
				steps: [
					task("ship", {
						task: "ship {{steps.build.text}} and {{steps.notes.text}}",
						with: { notes: "{{steps.notes.text}}" },
					}),
					task("build", { task: "build {{inputs.version}}" }),
					task("notes", { needs: ["build"] }),
				],
			},
			{ build: "v1" },
			{ inputs: { version: "1.0" } },
		);
		const { state, result } = await world.run();
		expect([state, result.text]).toEqual(["done", "ship is done"]);
		expect(world.agents.begun).toEqual(["build:1", "notes:1", "ship:1"]);
		expect(world.agents.tasks[0]?.task).toBe("build 1.0");
		expect(world.agents.tasks[2]).toMatchObject({
			task: "ship v1 and notes is done",
			inputs: [{ title: "notes", text: "notes is done" }],
		});
		expect(result).toMatchObject({ tokens: 45, costMicroUsd: 300 });
	});

	test("a failure stops the others; what waited for it is not begun", async () => {
		const world = flowWorld([task("a"), task("b"), task("c", { needs: ["a"] })], { a: failure(), b: hangs });
		const { state, result } = await world.run();
		expect([state, result.error?.code]).toEqual(["failed", "agent.failed"]);
		expect(world.agents.begun).toEqual(["a:1", "b:1"]);
		expect(world.states()).toEqual(["a failed", "b begun"]);
	});

	test("the failure of an optional step stops nothing", async () => {
		const world = flowWorld([task("a", { optional: true }), task("b", { task: "a is {{steps.a.status}}" })], {
			a: failure(),
		});
		expect((await world.run()).state).toBe("done");
		expect(world.agents.tasks[1]?.task).toBe("a is failed");
	});

	test.each([
		["steps.a.text contains 'yes'", "skipped", "no"],
		["steps.a.text contains 'yes'", "done", "yes"],
	])("when: %s: %s", async (when, status, text) => {
		const world = flowWorld([task("a"), task("b", { when }), task("c", { needs: ["b"] })], { a: text });
		const { result } = await world.run();
		expect([result.results?.b?.status, result.results?.c?.status]).toEqual([status, "done"]);
	});

	test("a value that is not there is a failure that names it", async () => {
		const world = flowWorld([task("a"), task("b", { task: "{{steps.a.output.x}}" })]);
		expect((await world.run()).result.error).toMatchObject({ message: "b: there is nothing in steps.a.output.x" });
	});
});

describe("repetition", () => {
	test.each([
		["a list", ["x", "y"], undefined],
		["a result as JSON", "{{steps.a.output}}", { output: ["x", "y"] }],
		["a text that is JSON", "{{steps.a.text}}", '["x","y"]'],
	] as const)("foreach over %s", async (_, foreach, said) => {
		const world = flowWorld(
			[task("a"), { id: "each", needs: ["a"], foreach: foreach as never, task: "{{index}} {{item}}" }],
			said === undefined ? {} : { a: said as Said },
		);
		const { result } = await world.run();
		expect(world.agents.tasks.slice(1).map((each) => [each.id, each.task])).toEqual([
			["each[0]:1", "0 x"],
			["each[1]:1", "1 y"],
		]);
		expect(Object.keys(result.results?.each?.results ?? {})).toEqual(["0", "1"]);
	});

	test("foreach over what is no list", async () => {
		const world = flowWorld([task("a"), task("b", { foreach: "{{steps.a.text}}" })]);
		expect((await world.run()).result.error?.message).toBe("b: steps.a.text is no list");
	});

	test("a loop goes on until its condition holds", async () => {
		let turn = 0;
		const world = flowWorld(
			[
				task("fix", { task: "before: {{last}}", loop: { until: "last.text == 'green'", max: 5 } }),
				task("b", { needs: ["fix"] }),
			],
			{ "fix#1": () => `red ${++turn}`, "fix#2": () => `red ${++turn}`, "fix#3": "green" },
		);
		expect((await world.run()).state).toBe("done");
		expect(world.agents.begun).toEqual(["fix#1:1", "fix#2:1", "fix#3:1", "b:1"]);
	});

	test("and not without end", async () => {
		const world = flowWorld([task("fix", { loop: { until: "last.text == 'green'", max: 2 } })]);
		const { state, result } = await world.run();
		expect([state, result.error?.code]).toEqual(["limited", "limit.loop"]);
	});
});

describe("parallel", () => {
	const group = (more: object = {}) => [
		{ id: "g", strategy: "parallel" as const, steps: [task("a"), task("b"), task("c")], ...more },
	];
	test.each([
		["all", {}, {}, "done"],
		["all, one fails", {}, { b: failure(), c: hangs }, "failed"],
		["all, collected", { failure: "collect" }, { b: failure() }, "done"],
		["all, collected, none is done", { failure: "collect" }, { a: failure(), b: failure(), c: failure() }, "failed"],
		["any, the others hang", { join: "any" }, { a: hangs, b: failure() }, "done"],
		["any, none is done", { join: "any" }, { a: failure(), b: failure(), c: failure() }, "failed"],
		["two of three", { join: { quorum: 2 } }, { b: hangs }, "done"],
		["two of three, two fail", { join: { quorum: 2 } }, { a: failure(), b: failure(), c: hangs }, "failed"],
	])("%s", async (_, more, steps, state) => {
		const world = flowWorld(
			group(more),
			Object.fromEntries(Object.entries(steps).map(([id, said]) => [`g.${id}`, said])),
		);
		expect((await world.run()).state).toBe(state);
	});

	test("an aggregator makes one result of all, and knows what is missing", async () => {
		const world = flowWorld(
			group({ failure: "collect", aggregate: { agent: "analyzer", task: "join: {{results}} ({{steps.a.status}})" } }),
			{ "g.a": "A", "g.b": failure(), "g.c": "C", "g:aggregate": "A and C" },
		);
		const { result } = await world.run();
		expect(result.text).toBe("A and C");
		expect(world.agents.tasks.at(-1)).toMatchObject({
			agent: "analyzer",
			task: "join: ## a\n\nA\n\n## c\n\nC\n\n## b\n\nThis failed: it failed: agent.failed (done)",
		});
	});
});

test("sequential: each is given what the one before it said", async () => {
	const world = flowWorld({
		...{ name: "x", strategy: "sequential" },
		steps: [task("a"), task("b", { task: "{{previous.text}}!" }), task("c", { task: "{{previous.text}}?" })],
	});
	expect((await world.run()).state).toBe("done");
	expect(world.agents.tasks.map((each) => each.task)).toEqual(["do a", "a is done!", "b is done?"]);
});

describe("adaptive", () => {
	const adaptive = (more: object = {}) => [
		{ id: "x", strategy: "adaptive" as const, task: "reach it", agents: ["one", "two"], retry: { times: 0 }, ...more },
	];
	const plan = (output: object): Said => ({ text: "plan", output: output as never });

	test("without a planner: the next agent after a failure, and it is told of it", async () => {
		const world = flowWorld(adaptive(), { "x:turn#1": failure(), "x:turn#2": "there" });
		const { result } = await world.run();
		expect(result.text).toBe("there");
		expect(world.agents.tasks.map((each) => each.agent)).toEqual(["one", "two"]);
		expect(world.agents.tasks[1]?.task).toContain("tried this and failed: it failed");
	});

	test("a planner chooses from what came of it", async () => {
		const world = flowWorld(adaptive({ planner: "lead" }), {
			"x:plan#1": plan({ done: false, agent: "two", task: "look {{at}} it" }),
			"x:turn#1": failure(),
			"x:plan#2": plan({ done: false, agent: "nobody", task: "y" }),
			"x:plan#3": plan({ done: false, agent: "one", task: "z" }),
			"x:plan#4": plan({ done: true, answer: "all of it" }),
		});
		const { result } = await world.run();
		expect(result.text).toBe("all of it");
		expect(world.agents.tasks.map((each) => [each.agent, each.task.split("\n")[0]])).toEqual([
			["lead", expect.stringMatching(/^Decide/)],
			["two", "look {{at}} it"],
			["lead", expect.anything()],
			["lead", expect.anything()],
			["one", "z"],
			["lead", expect.anything()],
		]);
		expect(world.agents.tasks[2]?.task).toContain("failed: it failed: agent.failed");
		expect(world.agents.tasks[3]?.task).toContain("nobody is not among one, two");
	});

	test.each([
		["all fail", {}, { "x:turn#1": failure(), "x:turn#2": failure() }, "failed", "agent.failed"],
		["the planner fails", { planner: "lead" }, { "x:plan#1": failure() }, "failed", "agent.failed"],
		["no plan", { planner: "lead" }, { "x:plan#1": "hm" }, "failed", "workflow.plan"],
		[
			"it does not come to an end",
			{ planner: "lead", limit: 2 },
			{
				"x:plan#1": plan({ done: false, agent: "one", task: "a" }),
				"x:plan#2": plan({ done: false, agent: "one", task: "a" }),
			},
			"limited",
			"limit.turns",
		],
	])("%s", async (_, more, steps, state, code) => {
		const world = flowWorld(adaptive(more), steps as Record<string, Said>);
		const made = await world.run();
		expect([made.state, made.result.error?.code]).toEqual([state, code]);
	});
});

test("strategies inside each other", async () => {
	const world = flowWorld([
		task("a"),
		{
			id: "g",
			strategy: "parallel",
			needs: ["a"],
			steps: [
				{
					id: "s",
					strategy: "sequential",
					steps: [task("s1"), task("s2", { task: "{{previous.text}} {{steps.a.text}}" })],
				},
				{ id: "x", strategy: "adaptive", task: "t", agents: ["one"] },
			],
		},
		task("z", { task: "{{steps.g.results.s.text}}" }),
	]);
	expect((await world.run()).state).toBe("done");
	expect(world.agents.tasks.find((each) => each.id === "g.s.s2:1")?.task).toBe("g.s.s1 is done a is done");
	expect(world.agents.tasks.at(-1)?.task).toBe("g.s.s2 is done");
});

describe("retries", () => {
	test("after 2, 4 and 8 s, then it has failed", async () => {
		const clock = new ManualClock();
		const world = flowWorld([task("a")], { a: passing });
		const running = world.run({ clock });
		for (const delay of [2000, 4000, 8000]) {
			while (clock.waits.length === 0) await new Promise(setImmediate);
			expect(clock.waits).toEqual([delay]);
			expect(world.store.steps("01J00000000000000000000000")[0]?.state).toBe("begun");
			clock.advance(delay);
		}
		expect((await running).state).toBe("failed");
		expect(world.agents.begun).toEqual(["a:1", "a:2", "a:3", "a:4"]);
		expect(world.events.flatMap((event) => (event.type === "workflow.retry" ? [event.delayMs] : []))).toEqual([
			2000, 4000, 8000,
		]);
	});

	test.each([
		["passes", fast, failsTimes(2, "ok"), 3, "done"],
		["what cannot pass", fast, failure("provider.authentication", { retryable: true }), 1, "failed"],
		["what does not pass by itself", undefined, failure(), 1, "failed"],
		["any failure, where it says so", { ...fast, on: "any" as const }, failsTimes(3, "ok", failure()), 4, "done"],
		["never", { times: 0 }, passing, 1, "failed"],
	])("%s", async (_, retry, said, begun, state) => {
		const world = flowWorld([task("a", retry === undefined ? {} : { retry })], { a: said });
		expect((await world.run()).state).toBe(state);
		expect(world.agents.begun).toHaveLength(begun);
	});

	test("who had done something goes on instead of beginning again", async () => {
		const calls = [{ tool: "write_file", count: 1, failed: 0 }];
		const error = { code: "provider.overloaded", message: "busy", retryable: true };
		const world = flowWorld([task("a", { retry: fast })], { a: failsTimes(1, "ok", { error, calls }) });
		expect((await world.run()).state).toBe("done");
		expect(world.agents.begun).toEqual(["a:1", "a:1"]);
	});

	test("a wait that was asked for is kept", async () => {
		const clock = new ManualClock();
		const world = flowWorld([task("a")], {
			a: failsTimes(1, "ok", failure("x", { retryable: true, retryAfterMs: 30_000 })),
		});
		const running = world.run({ clock });
		while (clock.waits.length === 0) await new Promise(setImmediate);
		expect(clock.waits).toEqual([30_000]);
		clock.advance(30_000);
		expect((await running).state).toBe("done");
	});
});

describe("limits", () => {
	test.each([
		["a step", [task("a", { timeout: "20ms" })], /a was not done within its time \(20ms\)/],
		["a group", [{ id: "g", timeout: "20ms", steps: [task("a")] }], /g was not done within its time/],
		["a run", { name: "x", timeout: "20ms", steps: [task("a")] }, /the run was not done within its time/],
	] as const)("the time of %s", async (_, workflow, message) => {
		const world = flowWorld(workflow as never, { a: hangs, "g.a": hangs });
		const { state, result } = await world.run();
		expect([state, result.error?.message]).toEqual(["limited", expect.stringMatching(message)]);
	});

	test("steps share the budget of their run, and what is spent is spent", async () => {
		const world = flowWorld({
			...{ name: "x", budget: { tokens: 25 }, strategy: "sequential" },
			steps: [task("a", { budget: { tokens: 8 } }), task("b"), task("c")],
		});
		const { state, result } = await world.run();
		// Each uses 15: the second one is given the 10 that are left, the third nothing.
		expect(world.agents.tasks.map((each) => each.budget)).toEqual([{ maxTokens: 8 }, { maxTokens: 10 }]);
		expect([state, result.error?.code]).toEqual(["limited", "limit.budget"]);
	});

	test("a step that the machine has no room for says why, until it begins", async () => {
		const agents = flowAgents(() => "ok");
		const { promise, resolve } = Promise.withResolvers<void>();
		const events = async function* () {
			yield { type: "agent.update", data: { state: "created", detail: "300 MB of memory are free" } };
			await promise;
			yield { type: "agent.update", data: { state: "initializing" } };
		};
		const world = flowWorld(
			[task("a")],
			{},
			{
				agents: {
					...agents,
					start: (given, signal) => {
						const handle = agents.start(given, signal);
						return { ...handle, events: events as never, receipt: promise.then(() => handle.receipt) };
					},
				},
			},
		);
		const running = world.run();
		while (!world.events.some((event) => event.type === "workflow.wait")) await new Promise(setImmediate);
		await new Promise(setImmediate);
		const reasons = () => world.store.steps("01J00000000000000000000000").map((row) => row.waitsFor);
		expect(reasons()).toEqual(["300 MB of memory are free"]);
		resolve();
		expect((await running).state).toBe("done");
		expect(reasons()).toEqual([undefined]);
	});

	test("no more steps at once than it allows; who waits is told why", async () => {
		let [now, most] = [0, 0];
		const work = async () => {
			most = Math.max(most, ++now);
			await new Promise(setImmediate);
			now--;
			return "ok";
		};
		const world = flowWorld(
			{ name: "x", concurrency: 2, steps: ["a", "b", "c", "d"].map((id) => task(id)) },
			{ a: work, b: work, c: work, d: work },
		);
		await world.run();
		expect(most).toBe(2);
		expect(world.events.filter((event) => event.type === "workflow.wait")).toMatchObject([
			{ key: "c", reason: "2 steps are at work, and the workflow allows 2 at once" },
			{ key: "d" },
		]);
	});
});
