import { expect, test } from "vitest";
import type { EventDraft } from "../../src/contracts/event.js";
import type { ApprovalAnswer } from "../../src/contracts/permission.js";
import { createApprovalGate } from "../../src/core/approvals.js";
import { openMeanwhile, type Question, quietCall } from "../../src/core/running-call.js";
import { runToolCall } from "../../src/core/tool-call.js";
import { sequence } from "../helpers/sequence.js";
import { decision, toolEnvironment, writeTool } from "../helpers/tool-environment.js";

const never = new AbortController().signal;
const question = (host: string): Question => ({
	...{ tool: "network", title: host, reason: `${host} is new`, warnings: [], subject: { host } },
	offers: [{ scope: "session", rule: `network(${host})` }],
});

/** Runs one call that does `act`, answers what it asks, and gives every event and what it saved. */
async function call(
	act: (ask: (host: string, signal?: AbortSignal) => Promise<ApprovalAnswer>) => Promise<string>,
	answer: (host: string) => ApprovalAnswer | undefined,
	{ canAsk = true, signal = never, first = "allow" as "allow" | "ask" } = {},
) {
	const approvals = createApprovalGate();
	const saved: ApprovalAnswer[] = [];
	const approved: boolean[] = [];
	const tool = {
		...writeTool,
		run: async (_: unknown, context: object) => ({ content: await (context as { act(): Promise<string> }).act() }),
	};
	const environment = toolEnvironment([tool], {
		approvals,
		canAsk,
		decide: async () => decision(first),
		saveRule: async (given) => void saved.push(given),
		contextFor: async (_tool, _input, running) => {
			approved.push(running.isApproved);
			return { act: () => act((host, until = never) => running.ask(question(host), until)) } as never;
		},
	});
	const events: EventDraft[] = [];
	const run = runToolCall({ type: "tool-call", callId: "c1", name: "change", input: { to: "x" } }, environment, signal);
	for (let step = await run.next(); ; step = await run.next()) {
		if (step.done === true) return { events, saved, approved, result: step.value };
		events.push(step.value);
		if (step.value.type !== "approval.request") continue;
		const { approvalId, tool: asked, title } = step.value.data;
		const given = asked === "change" ? ({ answer: "once" } as const) : answer(title);
		// As a frontend does: after the event has been seen.
		if (given !== undefined) setImmediate(() => approvals.respond(approvalId, given));
	}
}
const types = (events: readonly EventDraft[]) => events.map(({ type }) => type);

test("a call that asks while it runs is answered, and goes on", async () => {
	const { events, result, saved } = await call(
		async (ask) => `${(await ask("a.example")).answer} ${(await ask("b.example")).answer}`,
		(host) => (host === "a.example" ? { answer: "session", rule: "network(a.example)" } : { answer: "deny" }),
	);
	expect(types(events)).toEqual([
		...["tool.request", "tool.start", "approval.request", "approval.response"],
		...["approval.request", "approval.response", "tool.result"],
	]);
	expect(result.content).toBe("session deny");
	expect(saved).toEqual([expect.objectContaining({ rule: "network(a.example)" })]);
	const asked = events.flatMap((event) => (event.type === "approval.request" ? [event.data] : []));
	expect(asked[0]).toMatchObject({ callId: "c1", tool: "network", title: "a.example", reason: "a.example is new" });
	expect(new Set(asked.map(({ inputHash }) => inputHash)).size).toBe(2);
});

test("it knows whether a person has just allowed it", async () => {
	const quick = async () => "";
	expect((await call(quick, () => undefined, { first: "ask" })).approved).toEqual([true]);
	expect((await call(quick, () => undefined)).approved).toEqual([false]);
});

test("nobody there: refused, and no question is put", async () => {
	const { events, result } = await call(
		async (ask) => (await ask("a.example")).answer,
		() => undefined,
		{ canAsk: false },
	);
	expect([result.content, types(events)]).toEqual(["deny", ["tool.request", "tool.start", "tool.result"]]);
});

test("what is still asked when the call is over is taken back before its result", async () => {
	const { events, result } = await call(
		async (ask) => {
			void ask("a.example");
			return "over";
		},
		() => undefined,
	);
	expect(result.content).toBe("over");
	expect(types(events).slice(-3)).toEqual(["approval.request", "approval.response", "tool.result"]);
	expect(events.at(-2)).toMatchObject({ data: { by: "cancel", answer: "deny" } });
});

test("what nobody waits for any more is taken back; a later question stands", async () => {
	const { events, result } = await call(
		async (ask) => {
			const gone = new AbortController();
			const first = ask("a.example", gone.signal);
			gone.abort();
			return `${(await first).answer} ${(await ask("b.example")).answer}`;
		},
		(host) => (host === "b.example" ? { answer: "once" } : undefined),
	);
	expect(result.content).toBe("deny once");
	expect(types(events).filter((type) => type.startsWith("approval"))).toHaveLength(4);
});

test("a cancelled call takes its question back", async () => {
	const stop = new AbortController();
	const { events } = await call(
		async (ask) => (await ask("a.example")).answer,
		() => {
			stop.abort();
			return undefined;
		},
		{ signal: stop.signal },
	);
	expect(types(events).slice(-2)).toEqual(["approval.response", "tool.result"]);
	expect(events.at(-2)).toMatchObject({ data: { by: "cancel", answer: "deny" } });
});

test("before a call is allowed nothing can be asked, and after it neither", async () => {
	expect(await quietCall(never).ask(question("a.example"), never)).toEqual({ answer: "deny" });
	const around = { nextId: sequence("q"), approvals: createApprovalGate(), canAsk: true, saveRule: async () => {} };
	const meanwhile = openMeanwhile("c1", around, never);
	meanwhile.end();
	expect(await meanwhile.call.ask(question("a.example"), never)).toEqual({ answer: "deny" });
});
