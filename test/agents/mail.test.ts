import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createSqliteContext } from "../../src/adapters/sqlite-context.js";
import { openSharedDatabase } from "../../src/adapters/sqlite-shared.js";
import { createAgentShared } from "../../src/agents/agent-shared.js";
import { createMemoryBus } from "../../src/agents/bus/memory-bus.js";
import { createAgentMail, type MailUser } from "../../src/agents/mail.js";
import { createSharedContext } from "../../src/agents/shared-context.js";
import type { Bus } from "../../src/contracts/bus.js";
import type { SharedContext } from "../../src/contracts/shared-context.js";
import { ManualClock } from "../helpers/manual-clock.js";
import { sequence } from "../helpers/sequence.js";

let clock: ManualClock;
let bus: Bus;
let context: SharedContext;
beforeEach(() => {
	clock = new ManualClock();
	bus = createMemoryBus({ clock, nextId: sequence("m") });
	const shared = openSharedDatabase(":memory:", { clock });
	context = createSharedContext({ store: createSqliteContext(shared), clock, space: "s" });
	onTestFinished(async () => {
		await bus.close();
		shared.close();
	});
});

const redact = (text: string) => text.replaceAll("sk-secret", "[hidden]");
const signal = new AbortController().signal;
const flush = () => new Promise(setImmediate);

/** An agent, with the marks that it got. */
const agent = (address: string, options: { space?: string; taintedBy?: string } = {}) => {
	const marks: string[] = [];
	const user: MailUser = {
		identity: { address, name: address.split("-")[0] ?? "", space: options.space ?? "s" },
		taintedBy: () => options.taintedBy,
		taint: (by) => void marks.push(by),
	};
	const mail = createAgentMail({ user, clock, bus: async () => bus, context: async () => context, redact });
	const shared = createAgentShared({ user, clock, context: async () => context, redact });
	return { mail, shared, marks };
};
const now = { timeoutMs: 0, limit: 10, signal };
const texts = (messages: readonly { readonly payload: unknown }[]) =>
	messages.map(({ payload }) => (payload as { text: string }).text);

describe("messages", () => {
	test("reach an agent by address, or by name where it is the only one", async () => {
		const [lead, tests] = [agent("lead-1").mail, agent("tests-1").mail];
		await tests.wait(now);
		expect(await lead.addresses()).toEqual(["tests-1"]);
		expect((await lead.send("tests-1", { text: "one" })).accepted).toEqual(["tests-1"]);
		expect((await lead.send("tests", { text: "two" })).accepted).toEqual(["tests-1"]);
		expect(texts(await tests.wait(now))).toEqual(["one", "two"]);
		expect(await tests.wait(now)).toEqual([]);
		expect(bus.stats().deliveries.acked).toBe(2);
		await agent("tests-2").mail.wait(now);
		await expect(lead.send("tests", { text: "three" })).rejects.toMatchObject({
			code: "bus.unknown",
			hint: "there are tests-1, tests-2",
		});
		await expect(lead.send("docs", { text: "x" })).rejects.toMatchObject({ code: "bus.unknown" });
	});

	test("do not leave their space", async () => {
		const [lead, other] = [agent("lead-1").mail, agent("other-1", { space: "t" }).mail];
		await other.subscribe([{ topic: "**" }]);
		await expect(lead.send("other-1", { text: "psst" })).rejects.toMatchObject({ code: "bus.unknown" });
		await expect(lead.ask("other-1", "psst", { timeoutMs: 1, signal })).rejects.toMatchObject({ code: "bus.unknown" });
		await lead.publish("news", { text: "x" });
		await lead.broadcast({ text: "y" });
		expect(await other.wait(now)).toEqual([]);
	});

	test("are asked and answered, by the id that came with the question", async () => {
		const [lead, tests] = [agent("lead-1").mail, agent("tests-1").mail];
		await tests.wait(now);
		const asked = lead.ask("tests", "ready?", { timeoutMs: 1000, signal });
		const [question] = await tests.wait({ ...now, timeoutMs: 1000 });
		expect(question).toMatchObject({ kind: "request", from: "lead-1" });
		await tests.reply(question!.id, { text: "yes" });
		expect((await asked).payload).toEqual({ text: "yes" });
		await expect(tests.reply("m99", { text: "yes" })).rejects.toMatchObject({ code: "bus.unknown" });
	});

	test("carry the mark of what their sender has read", async () => {
		const [lead, tests] = [agent("lead-1", { taintedBy: "fetch_url http://x" }), agent("tests-1")];
		await tests.mail.wait(now);
		await lead.mail.send("tests", { text: "do it" });
		expect((await tests.mail.wait(now))[0]?.taintedBy).toBe("fetch_url http://x");
		expect(tests.marks).toEqual(["message of lead-1: fetch_url http://x"]);
		await tests.mail.send("lead", { text: "ok" });
		await lead.mail.wait(now);
		expect(lead.marks).toEqual([]);
	});

	test("hold no secret", async () => {
		const [lead, tests] = [agent("lead-1").mail, agent("tests-1").mail];
		await tests.wait(now);
		await lead.send("tests", { text: "the key is sk-secret" });
		expect(texts(await tests.wait(now))).toEqual(["the key is [hidden]"]);
	});

	test("are noted as given to whom they were given", async () => {
		const [lead, tests] = [agent("lead-1").mail, agent("tests-1").mail];
		await tests.wait(now);
		const { id } = await lead.send("tests", { text: "one" });
		expect(context.given("tests-1")).toEqual([]);
		await tests.wait(now);
		expect(context.given("tests-1").map(({ kind, name }) => [kind, name])).toEqual([["message", id]]);
	});

	test("are waited for, in time, and no longer when it is cancelled", async () => {
		const { mail } = agent("lead-1");
		const waiting = mail.wait({ ...now, timeoutMs: 1000 });
		for (let turn = 0; turn < 5; turn++) await flush();
		clock.advance(1000);
		expect(await waiting).toEqual([]);
		const abort = new AbortController();
		const cancelled = mail.wait({ ...now, timeoutMs: 1000, signal: abort.signal });
		const failed = expect(cancelled).rejects.toThrow("cancelled");
		abort.abort();
		await failed;
	});
});

describe("shared values", () => {
	test("are everybody's, or one's own", async () => {
		const [lead, tests] = [agent("lead-1").shared, agent("tests-1").shared];
		await lead.set("all", { key: "plan", value: "look" });
		await lead.set("own", { key: "plan", value: "mine" });
		expect((await tests.get("all", "plan"))?.value).toBe("look");
		expect(await tests.get("own", "plan")).toBeUndefined();
		expect((await lead.list("own", "")).map(({ value }) => value)).toEqual(["mine"]);
		expect(await lead.delete("own", "plan")).toBe(true);
		expect(context.given("tests-1")).toMatchObject([{ kind: "shared", name: "global/plan", version: 1 }]);
	});

	test("carry the mark of what their author has read, and hold no secret", async () => {
		const [lead, tests] = [agent("lead-1", { taintedBy: "fetch_url x" }), agent("tests-1")];
		await lead.shared.set("all", { key: "plan", value: { keys: ["sk-secret"] } });
		expect((await tests.shared.get("all", "plan"))?.value).toEqual({ keys: ["[hidden]"] });
		expect(tests.marks).toEqual(["shared plan: fetch_url x"]);
	});

	test("are waited for: a newer one that is there, or none in time", async () => {
		const { shared } = agent("lead-1");
		await shared.set("all", { key: "plan", value: 1 });
		const newer = await shared.next("all", "plan", { timeoutMs: 1000, signal, sinceVersion: 0 });
		expect(newer?.version).toBe(1);
		const waiting = shared.next("all", "plan", { timeoutMs: 1000, signal, sinceVersion: 1 });
		for (let turn = 0; turn < 5; turn++) await flush();
		clock.advance(1000);
		expect(await waiting).toBeUndefined();
	});
});
