// Workflows with real agents: planned, run, stopped, gone on with, decided about.
import { describe, expect, test, vi } from "vitest";
import type { WorkflowEvent } from "../../src/contracts/workflow-run.js";
import { agentWorld, call } from "../helpers/agent-world.js";

vi.setConfig({ testTimeout: 30_000 });

const watch = () => {
	const events: WorkflowEvent[] = [];
	return { events, signal: new AbortController().signal, onEvent: (event: WorkflowEvent) => events.push(event) };
};
const says = (text: string) => ({ steps: [{ text }] });
const flow = [
	"name: release",
	"inputs: {version: {}}",
	"steps:",
	"  - {id: build, agent: worker, task: 'build {{inputs.version}}'}",
	"  - {id: look, agent: analyzer, task: 'look at {{steps.build.text}}'}",
	"  - {id: ship, agent: worker, needs: [look], approval: 'Ship it?', task: ship it}",
].join("\n");

describe("a workflow file", () => {
	test("is run by agents, waits for a person, and goes on in another process", async () => {
		const world = await agentWorld({
			steps: [{ text: "?" }],
			agents: { worker: says("built"), analyzer: says("fine") },
		});
		const { workflows } = world.client;
		const workflow = await workflows.read(world.file("flow.yaml", flow));
		const inputs = await workflows.inputs(workflow, { version: "1" });
		const run = await workflows.start({ workflow, inputs }, watch());
		expect(run.state).toBe("waiting");
		const next = await world.again();
		const later = next.client.workflows;
		expect((await later.list(5)).map(({ id, state }) => [id, state])).toEqual([[run.id, "waiting"]]);
		await expect(later.decide(run.id, "build", "approve")).rejects.toMatchObject({
			code: "run.no-question",
			exitCode: 2,
		});
		await later.decide(run.id.slice(0, 20), "ship", "approve");
		const { events, ...rest } = watch();
		const done = await later.resume(run.id, rest);
		expect([done.state, done.result?.text]).toEqual(["done", "built"]);
		expect(events.flatMap((event) => (event.type === "workflow.step" ? [event.key] : []))).toEqual(["ship"]);
		// What each agent did is in the session of the run.
		const log = await next.client.sessions.read(done.sessionId);
		expect(log.flatMap((event) => (event.type === "agent.start" ? [event.data.task.task] : []))).toEqual([
			"build 1",
			"look at built",
			"ship it",
		]);
		await expect(later.resume(run.id, watch())).rejects.toMatchObject({ code: "run.done" });
		// A step again, and what needs it.
		const again = await later.retry(run.id, "look", watch());
		expect(again.state).toBe("waiting");
		expect((await later.steps(run.id)).map(({ key, attempt, state }) => [key, attempt, state])).toEqual([
			["build", 1, "ended"],
			["look", 2, "ended"],
			["ship", 1, "asking"],
		]);
	});

	test("a failed run goes on with what failed", async () => {
		const failing = { steps: [{ error: { code: "provider.authentication", message: "no key" } }] };
		const world = await agentWorld({ steps: [{ text: "ok" }], agents: { worker: failing } });
		const { workflows } = world.client;
		const workflow = await workflows.parse(
			"name: x\nsteps:\n  - {id: a, task: one}\n  - {id: b, agent: worker, task: '{{steps.a.text}}'}",
			"x",
		);
		const run = await workflows.start({ workflow, inputs: {} }, watch());
		expect([run.state, run.result?.error?.message]).toEqual(["failed", "no key"]);
		const next = await world.again({ steps: [{ text: "ok" }], agents: { worker: says("now it works") } });
		const { events, ...rest } = watch();
		expect((await next.client.workflows.resume(run.id, rest)).result?.text).toBe("now it works");
		expect(events.flatMap((event) => (event.type === "workflow.step" ? [event.key] : []))).toEqual(["b"]);
	});

	test("is stopped by whoever asks, and shown as it is", async () => {
		const world = await agentWorld({
			steps: [{ text: "ok" }],
			agents: { worker: { steps: [{ text: "…", hang: true }] } },
		});
		const { workflows } = world.client;
		const workflow = await workflows.parse("name: x\nsteps: [{id: a, agent: worker, task: one}]", "x");
		const { events, ...rest } = watch();
		const running = workflows.start({ workflow, inputs: {} }, rest);
		await vi.waitUntil(() => events.some((event) => event.type === "workflow.step"));
		const [{ id } = { id: "" }] = await workflows.list(1);
		expect((await workflows.cancel(id)).state).toBe("cancelled");
		expect((await running).state).toBe("cancelled");
	});

	test("a call of an agent that needs a person is denied where nobody is, and asked where somebody is", async () => {
		const script = {
			steps: [{ text: "ok" }],
			agents: {
				worker: { steps: [{ calls: [call("write_file", { path: "a.txt", content: "x" })] }, { text: "done" }] },
			},
		};
		const world = await agentWorld(script, { mode: "ask", canAsk: true });
		const { workflows } = world.client;
		const workflow = await workflows.parse("name: x\nsteps: [{id: a, agent: worker, task: one}]", "x");
		const asked: string[] = [];
		const allow = async (question: string) => asked.push(question) > 0;
		const { result } = await workflows.start({ workflow, inputs: {} }, { ...watch(), allow });
		expect(asked[0]).toMatch(/^a:1 asks: write_file \{\n {2}"path": "a.txt"/);
		expect(result?.results?.a?.status).toBe("done");
		expect((await workflows.start({ workflow, inputs: {} }, watch())).state).toBe("done");
		expect((await workflows.list(5)).length).toBe(2);
	});
});

describe("before it starts", () => {
	test("its plan names agents, models and what they will use", async () => {
		const world = await agentWorld({ steps: [{ text: "ok" }] });
		const { workflows } = world.client;
		const plan = await workflows.plan(await workflows.parse(flow, "x"));
		expect(plan.steps.map(({ key, agent, needs }) => [key, agent, needs])).toEqual([
			["build", "worker", []],
			["look", "analyzer", ["build"]],
			["ship", "worker", ["look"]],
		]);
		expect(plan.total).toMatchObject({ tokens: 24_000, costMicroUsd: 0, ms: 90_000, isGuess: true });
		await world.client.agents.start(world.sessionId, { agent: "worker", task: "x" });
		await vi.waitUntil(async () => (await world.client.agents.stats()).length === 1);
		const known = await workflows.plan(await workflows.parse(flow, "x"));
		expect(known.steps.map(({ estimate }) => estimate?.isGuess)).toEqual([false, true, false]);
	});

	test.each([
		[
			"an agent that is not there",
			"name: x\nsteps: [{id: a, agent: wroker, task: y}]",
			/there is no agent wroker; did you mean worker/,
		],
	])("%s", async (_, text, message) => {
		const { workflows } = (await agentWorld({ steps: [{ text: "ok" }] })).client;
		await expect(workflows.plan(await workflows.parse(text, "x"))).rejects.toThrow(message);
	});

	test.each([
		[{}, /the input n has no value/],
		[{ n: "x" }, /n is no number: x/],
		[{ n: "1", b: "yes" }, /b is no boolean: yes/],
		[{ n: "1", j: "[" }, /j is no JSON/],
		[{ n: "1", o: "2" }, /there is no input o/],
	])("inputs %o", async (given, message) => {
		const { workflows } = (await agentWorld({ steps: [{ text: "ok" }] })).client;
		const text =
			"name: x\ninputs: {n: {type: number}, b: {type: boolean, default: true}, j: {type: json, default: []}}\nsteps: [{id: a, task: y}]";
		const workflow = await workflows.parse(text, "x");
		await expect(workflows.inputs(workflow, given as Record<string, string>)).rejects.toThrow(message);
		expect(await workflows.inputs(workflow, { n: "2", j: "[1]" })).toEqual({ n: 2, b: true, j: [1] });
	});

	test.each(["sequential", "parallel", "adaptive"] as const)(
		"a task for some agents, %s; as text it reads back",
		async (strategy) => {
			const { workflows } = (await agentWorld({ steps: [{ text: "ok" }] })).client;
			const workflow = await workflows.forTask({
				task: "do {{it}}",
				agents: ["worker", "worker", "analyzer"],
				strategy,
			});
			expect(await workflows.parse(await workflows.text(workflow), "plan.yaml")).toEqual(workflow);
			if (strategy !== "adaptive")
				expect((await workflows.start({ workflow, inputs: {} }, watch())).state).toBe("done");
		},
	);

	test("the schema is JSON Schema", async () => {
		const { workflows } = (await agentWorld({ steps: [{ text: "ok" }] })).client;
		expect(await workflows.schema()).toMatchObject({ type: "object", properties: { steps: { type: "array" } } });
	});
});
