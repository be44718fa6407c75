// Runs that go on: after a crash, after a decision, after a stop. What is done is not done again.
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { decision, killedAndGoneOn, questions } from "../helpers/flow-crash.js";
import { phases, twentySteps } from "../helpers/flow-process.js";
import { byStep, failure, flowAgents, flowWorld, hangs, receipt, runId } from "../helpers/flow-world.js";
import { tempDir } from "../helpers/temp-dir.js";

vi.setConfig({ testTimeout: 120_000 });

const task = (id: string, more: object = {}) => ({ id, task: `do ${id}`, ...more });
test("kill -9 at each step of 20: another process goes on, and each effect is there once", async () => {
	// All places of all steps are in test/soak.
	for (const [index, { id }] of twentySteps.steps.entries()) {
		expect(await killedAndGoneOn(tempDir(), `${id}:${phases[index % phases.length]}`)).toEqual({
			state: "done",
			askedWrongly: [],
			effects: twentySteps.steps.map((step) => step.id).toSorted(),
		});
	}
});

describe("a step whose outcome is unknown", () => {
	const lost = async (more: object = {}) => {
		const agents = flowAgents(byStep({}));
		const world = flowWorld([task("a", more), task("b", { needs: ["a"] })], {}, { agents });
		const fence = world.store.claim(runId);
		const { hash } = await hashOf(more);
		world.store.write(runId, fence, [
			{ key: "a", generation: 1, attempt: 1, state: "begun", agent: "nexus", agentId: "a:1", task: "do a", hash },
		]);
		agents.outcomes.set("a:1", "unknown");
		return world;
	};
	const hashOf = async (more: object) => {
		const world = flowWorld([task("a", more)]);
		await world.run();
		return { hash: world.store.steps(runId)[0]?.hash };
	};

	test("is asked about, and nothing is done", async () => {
		const world = await lost();
		expect((await world.run()).state).toBe("waiting");
		expect(world.agents.begun).toEqual([]);
		expect(questions(world)).toMatchObject([
			{ key: "a", kind: "unknown", callId: "a:1", answers: ["continue", "again", "done", "skip"] },
		]);
	});

	test.each([
		["again", ["a:2", "b:1"]],
		["continue", ["a:1", "b:1"]],
		["done", ["b:1"]],
		["skip", ["b:1"]],
	] as const)("%s", async (answer, begun) => {
		const world = await lost();
		await world.run();
		for (const question of questions(world)) world.store.decide(runId, decision(question, answer));
		expect((await world.run()).state).toBe("done");
		expect(world.agents.begun).toEqual(begun);
	});

	test("a person who is there is asked at once", async () => {
		const world = await lost();
		expect((await world.run({ ask: async () => "again" })).state).toBe("done");
	});

	test("one that may be done twice is done again, under the same key", async () => {
		const world = await lost({ idempotent: true });
		expect((await world.run()).state).toBe("done");
		expect(world.agents.tasks[0]?.inputs).toEqual([{ title: "idempotency key", text: `${runId}/a/1` }]);
	});

	test("a result that the log has is taken", async () => {
		const world = await lost();
		world.agents.outcomes.set("a:1", receipt({ id: "a:1", agent: "nexus" }, "it was done"));
		expect((await world.run()).result.results?.a?.text).toBe("it was done");
		expect(world.agents.begun).toEqual(["b:1"]);
	});
});

describe("approval", () => {
	const steps = [task("a"), task("ship", { approval: "Ship {{steps.a.text}}?", needs: ["a"] }), task("c")];

	test("without a person the run waits, others go on, and the decision holds in another process", async () => {
		const path = join(tempDir(), "runs.sqlite");
		const world = flowWorld(steps, {}, { path });
		expect((await world.run()).state).toBe("waiting");
		expect(world.agents.begun).toEqual(["a:1", "c:1"]);
		const [question] = questions(world);
		expect(question).toMatchObject({ kind: "approval", text: "Ship a is done?", callId: `${runId}/ship/1` });
		world.store.decide(runId, decision(question!, "approve"));
		world.store.close();
		const next = flowWorld(steps, {}, { path });
		expect((await next.run()).state).toBe("done");
		expect(next.agents.begun).toEqual(["ship:1"]);
	});

	test("a denial is a failure, and the first decision stands", async () => {
		const world = flowWorld(steps);
		await world.run();
		const [question] = questions(world);
		world.store.decide(runId, decision(question!, "deny"));
		world.store.decide(runId, decision(question!, "approve"));
		const { state, result } = await world.run();
		expect([state, result.error?.code, result.error?.exitCode]).toEqual(["failed", "step.denied", 4]);
	});

	test("a decision holds for these arguments only", async () => {
		const world = flowWorld(steps);
		await world.run();
		const [question] = questions(world);
		world.store.decide(runId, decision({ ...question!, hash: "0".repeat(64) }, "approve"));
		expect((await world.run()).state).toBe("waiting");
	});
});

test("a run that was stopped goes on with the agents that it had", async () => {
	const stop = new AbortController();
	const agents = flowAgents(byStep({ b: hangs }));
	const world = flowWorld([task("a"), task("b", { needs: ["a"] })], {}, { agents });
	const running = world.run({ signal: stop.signal });
	while (!agents.begun.includes("b:1")) await new Promise(setImmediate);
	stop.abort();
	expect((await running).state).toBe("cancelled");
	const next = flowAgents(byStep({}));
	next.outcomes.set("b:1", receipt({ id: "b:1", agent: "nexus" }, { status: "cancelled" }));
	expect((await world.run({ agents: next })).state).toBe("done");
	expect(next.begun).toEqual(["b:1"]);
});

test("replay: from the stored steps alone the same result, with no agent at work", async () => {
	const workflow = [
		task("a"),
		{ id: "g", strategy: "parallel" as const, join: "any" as const, steps: [task("x"), task("y")] },
		{ id: "each", foreach: [1, 2, 3], task: "{{item}} {{steps.g.text}}" },
		{
			id: "p",
			strategy: "adaptive" as const,
			agents: ["one", "two"],
			task: "{{steps.each.text}}",
			retry: { times: 0 },
		},
	];
	const world = flowWorld(workflow, { "g.x": hangs, "p:turn#1": failure() });
	const first = await world.run();
	const begun = world.agents.begun.length;
	for (let time = 0; time < 3; time++) {
		const { durationMs, ...again } = (await world.run()).result;
		expect(again).toEqual({ ...first.result, durationMs: undefined });
		expect(durationMs).toBeGreaterThanOrEqual(0);
	}
	expect(world.agents.begun).toHaveLength(begun);
});

test("a process that has lost its run writes nothing more", async () => {
	const world = flowWorld([task("a"), task("b", { needs: ["a"] })], {
		a: () => {
			world.store.claim(runId);
			return "ok";
		},
	});
	await expect(world.run()).rejects.toMatchObject({ code: "run.lost" });
	expect(world.agents.begun).toEqual(["a:1"]);
});
