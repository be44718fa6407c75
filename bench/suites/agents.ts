// Agents: what nexus itself adds to each of their steps, with a model that answers at once, and what an idle one holds.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { catalogues } from "../../bin/builtins.js";
import { defineProvider } from "../../src/contracts/model.js";
import { createRuntime } from "../../src/runtime/create-runtime.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const steps = 100;
const idleAgents = 200;
const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

/** Asks for a sum in each step, and is done after so many. */
const instant = defineProvider({
	id: "instant",
	title: "Instant",
	apiKeyVariables: [],
	create: () => ({
		id: "instant",
		async *stream({ messages, model }) {
			const answers = messages.filter((message) => message.role === "assistant").length;
			if (answers >= Number(model)) {
				yield { type: "part", part: { type: "text", text: "done" } };
			} else {
				const input = { expression: `${answers}+1` };
				yield { type: "part", part: { type: "tool-call", callId: `call_${answers}`, name: "calculate", input } };
			}
			yield { type: "usage", usage };
			yield { type: "finish", reason: answers >= Number(model) ? "stop" : "tool-calls" };
		},
	}),
});

export const agentsSuite: Suite = {
	name: "agents",
	parts: [
		{ rows: ["agents.step.durable"], measure: (context) => stepTime(context, "agents.step.durable", false) },
		{ rows: ["agents.step.memory"], measure: (context) => stepTime(context, "agents.step.memory", true) },
		{ rows: ["agents.idle"], measure: idleMemory },
	],
};

const open = (context: SuiteContext, isEphemeral: boolean) => {
	const folder = context.folder();
	const [home, cwd] = [join(folder, "agents-home"), join(folder, "agents-work")];
	for (const path of [home, cwd]) mkdirSync(path, { recursive: true });
	const all = catalogues("0.0.0");
	return createRuntime(
		{ ...all, providers: [...all.providers, instant] },
		{
			env: { NEXUS_HOME: home, HOME: folder, PATH: process.env.PATH },
			cwd,
			mode: "yolo",
			canAsk: false,
			isEphemeral,
			model: "instant/0",
		},
	);
};

async function stepTime(context: SuiteContext, row: string, isEphemeral: boolean): Promise<void> {
	const client = await open(context, isEphemeral);
	const times: number[] = [];
	for (let run = 0; run < (context.isQuick ? 2 : 5); run++) {
		const session = (await client.sessions.create({})).id;
		const startMs = now();
		const request = { agent: "worker", task: "add up", model: `instant/${steps}`, limits: { maxTurns: steps + 1 } };
		const { id } = await client.agents.start(session, request);
		const receipt = await client.agents.receipt(session, id);
		if (receipt.status !== "done") throw new Error(receipt.error?.message ?? receipt.status);
		times.push((now() - startMs) / (steps + 1));
	}
	await client.close();
	context.measured(row, times.slice(1));
}

/** What is held for one that has ended its work and can be told something. */
async function idleMemory(context: SuiteContext): Promise<void> {
	const client = await open(context, true);
	const session = (await client.sessions.create({})).id;
	const work = async (count: number) => {
		for (let index = 0; index < count; index++) {
			const { id } = await client.agents.start(session, { agent: "worker", task: "nothing", model: "instant/0" });
			await client.agents.receipt(session, id);
		}
	};
	await work(20);
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	await work(idleAgents);
	globalThis.gc?.();
	context.measured("agents.idle", [(process.memoryUsage().heapUsed - before) / 1024 / idleAgents]);
	await client.close();
}
