// Agents below the session's own: what they get, what they may do, and what comes back.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { agentOf, mainAgent, type NexusEvent } from "../../src/contracts/event.js";
import { reduceAll } from "../../src/state/reduce.js";
import { initialState } from "../../src/state/state.js";
import { agentWorld, call, delegate, eventsOf, receiptsOf } from "../helpers/agent-world.js";

vi.setConfig({ testTimeout: 30_000 });

const results = (events: readonly NexusEvent[], agentId = mainAgent) =>
	eventsOf(events, "tool.result")
		.filter((event) => agentOf(event) === agentId)
		.map((event) => event.data);

describe("a task for another agent", () => {
	test("runs in a context of its own; its receipt comes back, its text does not", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "write it", { context: "the word is blue" })] }, { text: "It is written." }],
			agents: {
				worker: {
					steps: [
						{ text: "my secret thoughts", calls: [call("write_file", { path: "word.txt", content: "blue\n" })] },
						{ calls: [call("run_command", { command: "cat word.txt" })] },
						{ text: "Done.\n\nClaims:\n- word.txt holds the word" },
					],
				},
			},
		});
		const events = await world.run("go");
		expect(readFileSync(join(world.cwd, "word.txt"), "utf8")).toBe("blue\n");
		expect(receiptsOf(events)).toMatchObject([
			{
				taskId: "worker-1",
				status: "done",
				claims: ["word.txt holds the word"],
				files: [join(world.cwd, "word.txt")],
				commands: ["cat word.txt"],
				calls: [
					{ tool: "write_file", count: 1, failed: 0 },
					{ tool: "run_command", count: 1, failed: 0 },
				],
				turns: 3,
			},
		]);
		const [given] = results(events);
		expect(given).toMatchObject({ name: "delegate_task", status: "done" });
		expect(given?.content).toContain("Done.");
		expect(given?.content).not.toContain("secret thoughts");
		// What it was given is listed.
		expect(eventsOf(events, "agent.start")[0]?.data.task).toMatchObject({
			parent: { agentId: mainAgent },
			inputs: [{ title: "context", text: "the word is blue" }],
		});
		const messages = await world.client.sessions.messages(world.sessionId);
		expect(messages.map((message) => message.text)).toEqual(["go", "", "It is written."]);
	});

	test("its states are events, in an order that is allowed", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "a")] }, { text: "ok" }],
			agents: { worker: { steps: [{ text: "yes" }] } },
		});
		const events = await world.run("go");
		const states = eventsOf(events, "agent.update").filter((event) => agentOf(event) === "worker-1");
		expect(states.map((event) => event.data.state)).toEqual(["initializing", "idle", "processing", "idle"]);
	});

	test.each([
		["an agent that is not there", { agent: "wroker" }, "failed", /there is no agent wroker; did you mean worker/],
		["a model that is not there", { model: "nowhere/x" }, "failed", /nowhere/],
		["a budget of tokens", { max_turns: 1 }, "limited", /stopped after 1 turns/],
	])("%s is a receipt that says so", async (_, more, status, message) => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "a", more)] }, { text: "ok" }],
			agents: { worker: { steps: [{ calls: [call("current_time", {})] }, { text: "yes" }] } },
		});
		const events = await world.run("go");
		expect(receiptsOf(events)).toMatchObject([{ status, error: { message: expect.stringMatching(message) } }]);
		expect(results(events)[0]).toMatchObject({ status: "failed", content: expect.stringMatching(message) });
	});

	test("without a word at its end it has failed", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "a")] }, { text: "ok" }],
			agents: { worker: { steps: [{ reasoning: "hm", text: " " }] } },
		});
		expect(receiptsOf(await world.run("go"))).toMatchObject([{ status: "failed", error: { code: "agent.no-result" } }]);
	});

	test("several in one answer work at the same time", async () => {
		const names = ["a", "b", "c"];
		const world = await agentWorld({
			steps: [{ calls: names.map((name) => delegate("worker", `wait for ${name}`)) }, { text: "ok" }],
			agents: { worker: { steps: [{ text: "ready", delayMs: 5, chunk: 1 }] } },
		});
		const order: string[] = [];
		const events = await world.run("go", (event) => {
			if (event.type === "agent.start" || event.type === "agent.end") order.push(event.type);
		});
		expect(receiptsOf(events).map((receipt) => receipt.status)).toEqual(["done", "done", "done"]);
		expect(order.slice(0, 3)).toEqual(["agent.start", "agent.start", "agent.start"]);
		expect(eventsOf(events, "agent.start").map((event) => event.data.task.id)).toEqual([
			"worker-1",
			"worker-2",
			"worker-3",
		]);
	});

	test("each may have others below it, down to a depth", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("orchestrator", "top")] }, { text: "ok" }],
			agents: {
				orchestrator: { steps: [{ calls: [delegate("orchestrator", "lower")] }, { text: "done" }] },
			},
		});
		const events = await world.run("go");
		const starts = eventsOf(events, "agent.start").map((event) => [
			event.data.task.id,
			event.data.task.parent?.agentId,
		]);
		expect(starts).toEqual(
			[
				["orchestrator-1", "main"],
				["orchestrator-2", "orchestrator-1"],
			].concat(starts.slice(2) as string[][]),
		);
		expect(starts.length).toBeLessThanOrEqual(3);
		const state = reduceAll(initialState(world.sessionId), events);
		expect(state.agents.map((agent) => [agent.id, agent.parentId])).toContainEqual([
			"orchestrator-2",
			"orchestrator-1",
		]);
	});
});

describe("rights", () => {
	test("D13 below a plan-mode parent nothing runs, whatever the definition says", async () => {
		const world = await agentWorld(
			{
				steps: [{ calls: [delegate("worker", "write")] }, { text: "ok" }],
				agents: { worker: { steps: [{ calls: [call("run_command", { command: "touch made" })] }, { text: "tried" }] } },
			},
			{ mode: "plan" },
		);
		const events = await world.run("go");
		expect(results(events, "worker-1")).toMatchObject([{ name: "run_command", status: "denied" }]);
		expect(existsSync(join(world.cwd, "made"))).toBe(false);
	});

	test("a definition cuts further: an analyzer changes nothing in yolo mode", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("analyzer", "write")] }, { text: "ok" }],
			agents: {
				analyzer: { steps: [{ calls: [call("write_file", { path: "made", content: "x" })] }, { text: "tried" }] },
			},
		});
		const events = await world.run("go");
		expect(results(events, "analyzer-1")).toMatchObject([{ status: "denied" }]);
		expect(existsSync(join(world.cwd, "made"))).toBe(false);
	});

	test("a task cuts the tools; one that the parent has not is not there", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "run", { tools: ["read_file"] })] }, { text: "ok" }],
			agents: { worker: { steps: [{ calls: [call("run_command", { command: "touch made" })] }, { text: "tried" }] } },
		});
		const events = await world.run("go");
		expect(results(events, "worker-1")[0]?.content).toContain("There is no tool run_command");
		expect(existsSync(join(world.cwd, "made"))).toBe(false);
	});

	test("a question names the agent, and its answer goes to it", async () => {
		const world = await agentWorld(
			{
				steps: [{ calls: [delegate("worker", "run")] }, { text: "ok" }],
				agents: {
					worker: { steps: [{ calls: [call("write_file", { path: "made", content: "x" })] }, { text: "did" }] },
				},
			},
			{ mode: "ask", canAsk: true },
		);
		const events = await world.run("go", (event) => {
			if (event.type !== "approval.request") return;
			expect(agentOf(event)).toBe("worker-1");
			void world.client.approvals.respond(event.data.approvalId, { answer: "once" });
		});
		expect(existsSync(join(world.cwd, "made"))).toBe(true);
		expect(eventsOf(events, "approval.response")).toMatchObject([{ agentId: "worker-1", data: { by: "person" } }]);
	});

	test("what one reads from outside marks the session, and all that work in it", async () => {
		const world = await agentWorld(
			{
				steps: [
					{ calls: [delegate("worker", "read")] },
					{ calls: [call("run_command", { command: "touch made" })] },
					{ text: "ok" },
				],
				agents: { worker: { steps: [{ calls: [call("read_file", { path: "/etc/hostname" })] }, { text: "did" }] } },
			},
			{ mode: "auto", allow: ["read_file(/etc/hostname)"] },
		);
		const events = await world.run("go");
		expect(eventsOf(events, "session.update")).toMatchObject([
			{ data: { taintedBy: expect.stringContaining("read_file") } },
		]);
		expect(receiptsOf(events)).toMatchObject([{ taintedBy: expect.stringContaining("read_file") }]);
		expect(results(events).at(-1)).toMatchObject({ name: "run_command", status: "denied" });
	});
});

describe("limits", () => {
	test("D54 the same call with the same result is stopped in any agent", async () => {
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "loop")] }, { text: "ok" }],
			agents: { worker: { steps: [{ calls: [call("calculate", { expression: "1+1" })] }] } },
		});
		const events = await world.run("go");
		expect(receiptsOf(events)).toMatchObject([{ status: "limited", error: { code: "limit.loop", exitCode: 5 } }]);
		expect(eventsOf(events, "run.end")).toMatchObject([{ data: { stopReason: "done" } }]);
	});

	test("D46 one call id in two agents is two calls, each run once", async () => {
		const same = call("write_file", { path: "one", content: "1" }, "same-id");
		const world = await agentWorld({
			steps: [{ calls: [delegate("worker", "a"), delegate("worker", "b")] }, { text: "ok" }],
			agents: { worker: { steps: [{ calls: [same] }, { text: "did" }] } },
		});
		const events = await world.run("go");
		const ids = eventsOf(events, "tool.request").map((event) => event.data.callId);
		expect(new Set(ids).size).toBe(ids.length);
		expect(
			eventsOf(events, "tool.result")
				.map((event) => event.data.callId)
				.toSorted(),
		).toEqual(ids.toSorted());
	});

	test("what agents cost is in one ledger, and nothing of it is nobody's", async () => {
		const usage = { input: 100, output: 10 };
		const world = await agentWorld({
			steps: [
				{ calls: [delegate("worker", "a"), delegate("worker", "b")], usage },
				{ text: "ok", usage },
			],
			agents: { worker: { steps: [{ text: "did", usage }] } },
		});
		const events = await world.run("go");
		const state = reduceAll(initialState(world.sessionId), events);
		expect(eventsOf(events, "usage.record").every((event) => event.agentId !== undefined)).toBe(true);
		expect(state.tokens.session.inputTokens).toBe(400);
		expect(state.agents.map((agent) => agent.tokens)).toEqual([220, 110, 110]);
		expect(receiptsOf(events).map((receipt) => receipt.tokens)).toEqual([
			{ input: 100, output: 10 },
			{ input: 100, output: 10 },
		]);
	});
});

describe("in the background", () => {
	test("one goes on when the turn is stopped, and its receipt is told with the next prompt", async () => {
		const world = await agentWorld({
			steps: [
				{ calls: [call("spawn_agent", { agent: "worker", task: "slow" })] },
				{ text: "started" },
				{ text: "I have read it" },
			],
			agents: { worker: { steps: [{ text: "slowly done", delayMs: 20, chunk: 1 }] } },
		});
		const events = await world.run("go");
		expect(receiptsOf(events)).toMatchObject([{ status: "done", text: "slowly done" }]);
		const again = await world.run("and?");
		expect(eventsOf(again, "context.add")).toMatchObject([{ data: { title: "worker-1: done", text: "slowly done" } }]);
	});

	test("esc stops what is in front and nothing else", async () => {
		const world = await agentWorld({
			steps: [
				{ calls: [call("spawn_agent", { agent: "worker", task: "slow" })] },
				{ calls: [delegate("worker", "hangs")] },
			],
			agents: {
				worker: {
					steps: [
						{ when: "hangs", hang: true },
						{ text: "slowly done", delayMs: 30, chunk: 1 },
					],
				},
			},
		});
		const events = await world.run("go", (event) => {
			if (event.type === "agent.update" && agentOf(event) === "worker-2" && event.data.state === "processing")
				void world.client.runs.cancel(world.sessionId);
		});
		expect(
			receiptsOf(events)
				.map(({ taskId, status }) => [taskId, status])
				.toSorted(),
		).toEqual([
			["worker-1", "done"],
			["worker-2", "cancelled"],
		]);
		expect(eventsOf(events, "run.end")).toMatchObject([{ data: { stopReason: "cancelled" } }]);
	});

	test("a turn behind knows what was said, and its answer comes back as news", async () => {
		const world = await agentWorld({
			steps: [{ text: "My name is Blue." }, { when: "what is your name", text: "It is Blue." }, { text: "Good." }],
		});
		await world.run("hello");
		const { id } = await world.client.agents.background(world.sessionId, "what is your name?");
		expect(await world.client.agents.receipt(world.sessionId, id)).toMatchObject({
			status: "done",
			text: "It is Blue.",
		});
		const events = await world.run("and?");
		expect(eventsOf(events, "agent.start")).toMatchObject([{ data: { task: { agent: "nexus", isBackground: true } } }]);
		expect(eventsOf(events, "context.add")).toMatchObject([{ data: { text: "It is Blue." } }]);
	});

	test("one that was stopped goes on from where it stood; one that has ended can be told something", async () => {
		const world = await agentWorld({
			steps: [{ text: "hi" }],
			agents: {
				worker: {
					steps: [
						{ when: "You were stopped", text: "I went on." },
						{ when: "what else", text: "Nothing else." },
						{ text: "first", calls: [call("calculate", { expression: "1+1" })] },
						{ hang: true },
					],
				},
			},
		});
		await world.run("hello");
		const { agents } = world.client;
		const session = world.sessionId;
		await agents.start(session, { agent: "worker", task: "begin" });
		await expect.poll(async () => receiptsOf(await world.client.sessions.read(session)).length).toBe(0);
		await expect
			.poll(async () => eventsOf(await world.client.sessions.read(session), "tool.result").length, { timeout: 5000 })
			.toBe(1);
		expect(await agents.tell(session, "worker-1", "stop")).toMatchObject({ state: "stopped" });
		expect(await agents.receipt(session, "worker-1")).toMatchObject({ status: "cancelled", text: "first" });
		await agents.tell(session, "worker-1", "resume");
		expect(await agents.receipt(session, "worker-1")).toMatchObject({ status: "done", text: "I went on." });
		expect(await agents.send(session, "worker-1", "what else?")).toBe(true);
		expect(await agents.receipt(session, "worker-1")).toMatchObject({ status: "done", text: "Nothing else." });
		await expect(agents.tell(session, "worker-1", "resume")).rejects.toMatchObject({ code: "agent.done" });
		await expect(agents.tell(session, "worker-9", "stop")).rejects.toMatchObject({ code: "agent.not-found" });
	});

	test("what was lost with its process goes on in the next one", async () => {
		const world = await agentWorld({
			steps: [{ text: "hi" }],
			agents: { worker: { steps: [{ text: "never", hang: true }] } },
		});
		await world.run("hello");
		await world.client.agents.start(world.sessionId, { agent: "worker", task: "begin" });
		await expect
			.poll(async () => eventsOf(await world.client.sessions.read(world.sessionId), "agent.update").at(-1)?.data.state)
			.toBe("processing");
		const next = await world.again({
			steps: [{ text: "hi" }],
			agents: { worker: { steps: [{ text: "Here I am." }] } },
		});
		const { agents } = next.client;
		expect(await agents.running(next.sessionId)).toMatchObject([{ id: "worker-1", state: "stopped" }]);
		await agents.tell(next.sessionId, "worker-1", "resume");
		expect(await agents.receipt(next.sessionId, "worker-1")).toMatchObject({ status: "done", text: "Here I am." });
		expect((await agents.start(next.sessionId, { agent: "worker", task: "another" })).id).toBe("worker-2");
	});
});

test("the same script gives the same events: one agent after the other, ids and times aside", async () => {
	const script = {
		steps: [{ calls: [delegate("orchestrator", "top")] }, { text: "ok" }],
		agents: {
			orchestrator: { steps: [{ calls: [delegate("worker", "part")] }, { text: "joined" }] },
			worker: { steps: [{ calls: [call("calculate", { expression: "6*7" })] }, { text: "42" }] },
		},
	};
	const told = async () => {
		const world = await agentWorld(script);
		const events = await world.run("go");
		return events.map((event) => [
			event.type,
			agentOf(event),
			event.type === "agent.end" ? event.data.receipt.text : "",
		]);
	};
	expect(await told()).toEqual(await told());
});
