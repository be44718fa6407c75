import { describe, expect, test } from "vitest";
import type { ApprovalAnswer, PermissionDecision } from "../../src/contracts/permission.js";
import { hostText } from "../../src/lib/host-pattern.js";
import { createNetworkGate, type NetworkGateOptions } from "../../src/runtime/network-gate.js";
import { ManualClock } from "../helpers/manual-clock.js";

const never = new AbortController().signal;
const at = (host: string, port = 443) => ({ host, port });

const decisionOf = (decision: PermissionDecision["decision"], host: string): PermissionDecision => ({
	...{ decision, reason: `rule about ${host}`, source: "user" as const, warnings: [] },
	offers: decision === "ask" ? [{ scope: "session", rule: `network(${host})` }] : [],
});

/** `allowed` may grow while questions are open. */
function gateWith(more: Partial<NetworkGateOptions> = {}, allowed: Set<string> = new Set(["good.example"])) {
	const clock = new ManualClock();
	const reached: string[] = [];
	const gate = createNetworkGate({
		decide: async (target) => {
			const host = hostText(target);
			if (host === "evil.example") return decisionOf("deny", host);
			return decisionOf(allowed.has(host) ? "allow" : "ask", host);
		},
		title: "npm install",
		onReached: (host, reason) => reached.push(`${host}: ${reason}`),
		clock,
		...more,
	});
	return { gate, reached, clock, allowed };
}

describe("without anybody to ask", () => {
	test.each([
		["good.example", { isAllowed: true }],
		["evil.example", { isAllowed: false, reason: "evil.example is not reached: rule about evil.example" }],
		[
			"new.example",
			{
				isAllowed: false,
				reason:
					"new.example is not reached: rule about new.example, and nobody can be asked (allow it with --allow 'network(new.example)' or in sandbox.network)",
			},
		],
	])("%s", async (host, expected) => {
		expect(await gateWith().gate.admit(at(host), never)).toEqual(expected);
	});

	test("rules that cannot be read let nothing through", async () => {
		const { gate } = gateWith({ decide: () => Promise.reject(new Error("the rules are damaged")) });
		expect(await gate.admit(at("good.example"), never)).toEqual({
			isAllowed: false,
			reason: "good.example is not reached: the rules are damaged",
		});
	});
});

test("each host is decided about once, whoever asks and how often, and told of once", async () => {
	const asked: string[] = [];
	const { gate, reached } = gateWith({
		ask: async ({ title }) => {
			asked.push(title);
			return { answer: title.startsWith("a.") ? "once" : "deny", reason: "not that one" };
		},
	});
	const all = await Promise.all(
		["a.example", "b.example", "a.example", "b.example", "good.example", "good.example"].map((host) =>
			gate.admit(at(host), never),
		),
	);
	expect(all.map(({ isAllowed }) => isAllowed)).toEqual([true, false, true, false, true, true]);
	expect(asked).toEqual(["a.example, for npm install", "b.example, for npm install"]);
	expect(reached.sort()).toEqual(["a.example: a person allowed it", "good.example: rule about good.example"]);
	expect(await gate.admit(at("b.example"), never)).toMatchObject({
		reason: "b.example is not reached: it was not allowed: not that one",
	});
	// Another port is another question.
	await gate.admit(at("a.example", 8443), never);
	expect(asked).toHaveLength(3);
});

test("questions come one after the other, and an answer may spare the next", async () => {
	const answers: ((answer: ApprovalAnswer) => void)[] = [];
	const { gate, allowed } = gateWith({
		ask: () => new Promise((resolve) => answers.push(resolve)),
	});
	const both = Promise.all([gate.admit(at("a.example"), never), gate.admit(at("b.example"), never)]);
	await expect.poll(() => answers.length).toBe(1);
	// As if the person had allowed `*.example` in the meantime.
	for (const host of ["a.example", "b.example"]) allowed.add(host);
	answers[0]?.({ answer: "session" });
	expect(await both).toEqual([{ isAllowed: true }, { isAllowed: true }]);
	expect(answers).toHaveLength(1);
});

test("a question that fails is a refusal, and the next one is put", async () => {
	let count = 0;
	const { gate } = gateWith({
		ask: async () => {
			count++;
			if (count === 1) throw new Error("the screen is gone");
			return { answer: "once" };
		},
	});
	expect(await gate.admit(at("a.example"), never)).toMatchObject({ isAllowed: false });
	expect(await gate.admit(at("b.example"), never)).toEqual({ isAllowed: true });
});

test("the time of questions is counted, while they are open too", async () => {
	let answer: (given: ApprovalAnswer) => void = () => {};
	const { gate, clock } = gateWith({
		ask: () =>
			new Promise((resolve) => {
				answer = resolve;
			}),
	});
	expect(gate.waitedMs()).toBe(0);
	const admitted = gate.admit(at("a.example"), never);
	await expect.poll(() => answer.length).toBe(1);
	clock.advance(3000);
	expect(gate.waitedMs()).toBe(3000);
	clock.advance(2000);
	answer({ answer: "once" });
	await admitted;
	clock.advance(9000);
	expect(gate.waitedMs()).toBe(5000);
});

test("a command that wants ever more hosts asks twenty times and remembers a thousand", async () => {
	let asked = 0;
	const { gate } = gateWith({
		ask: async () => {
			asked++;
			return { answer: "deny" };
		},
	});
	const all = await Promise.all(Array.from({ length: 1200 }, (_, i) => gate.admit(at(`h${i}.example`), never)));
	expect(asked).toBe(20);
	expect(all.every(({ isAllowed }) => !isAllowed)).toBe(true);
	expect(all[30]).toMatchObject({ reason: expect.stringContaining("20 questions about this command already") });
	expect(all[1100]).toMatchObject({ reason: "h1100.example is not reached: the command wants too many hosts" });
	// What is known stays known.
	expect(await gate.admit(at("h5.example"), never)).toEqual(all[5]);
});
