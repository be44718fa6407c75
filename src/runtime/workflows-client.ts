// Workflows: planned, run in a session of their own, and gone on with.
import { setTimeout as sleep } from "node:timers/promises";
import { workflowForTask } from "../agents/flow/for-task.js";
import { inputsOf } from "../agents/flow/inputs.js";
import { planOf } from "../agents/flow/plan.js";
import { readWorkflow, toWorkflow } from "../agents/flow/read-workflow.js";
import { keysFrom, unfinishedKeys } from "../agents/flow/reopen.js";
import { stepAgents } from "../agents/flow/step-agents.js";
import { runWorkflow } from "../agents/orchestrator.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { AgentFigures } from "../contracts/agent-records.js";
import { NexusError } from "../contracts/errors.js";
import type { ModelInfo } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";
import { type Workflow, workflowJsonSchema } from "../contracts/workflow.js";
import type { WorkflowRun, WorkflowStore } from "../contracts/workflow-run.js";
import type { WorkflowsClient, WorkflowWatch } from "../contracts/workflows-client.js";
import { nearestName } from "../lib/nearest.js";
import { findAgent } from "./agents.js";
import type { SessionRunner } from "./session-runner.js";
import { answerApprovals } from "./workflow-approvals.js";
import { readWorkflowFile } from "./workflow-files.js";

export interface WorkflowsClientOptions {
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly cwd: string;
	/** The session's own agent. */
	readonly agentName: string;
	readonly model: string;
	readonly isOffline: boolean;
	definitions(): Promise<readonly AgentDefinition[]>;
	figures(): Promise<readonly AgentFigures[]>;
	modelInfo(model: string): Promise<ModelInfo>;
	/** A new session for a run. */
	newSession(): SessionRunner;
	session(id: string): SessionRunner;
	respond: Parameters<typeof answerApprovals>[0]["respond"];
	/** Opened with its first use. */
	store(): Promise<WorkflowStore>;
}

const lookEveryMs = 500;
const stoppedWithinMs = 10_000;

export const createWorkflowsClient = (options: WorkflowsClientOptions): WorkflowsClient => {
	const { clock, nextId, cwd, agentName } = options;

	const get = async (id: string): Promise<WorkflowRun> => {
		const store = await options.store();
		const wanted = id.toUpperCase();
		const isId = /^[0-9A-HJKMNP-TV-Z]{4,26}$/.test(wanted);
		const found = isId ? store.list({ limit: 2, prefix: wanted }) : [];
		const [only, another] = found;
		if (only !== undefined && another === undefined) return only;
		const known = store.list({ limit: 5, prefix: "" }).map((run) => run.id);
		throw new NexusError("run.not-found", `there is no ${found.length > 1 ? "single " : ""}run ${id.slice(0, 40)}`, {
			hint: known.length === 0 ? "nexus run starts one" : `the last ones are ${known.join(", ")}`,
			exitCode: 2,
		});
	};

	/** This process's from here on; until it ends, waits, or is told to stop. */
	const goOn = async (run: WorkflowRun, fence: number, watch: WorkflowWatch): Promise<WorkflowRun> => {
		const store = await options.store();
		const session = options.session(run.sessionId);
		const stop = new AbortController();
		const looking = setInterval(() => {
			if (isAsked(store, run.id)) stop.abort();
		}, lookEveryMs);
		const done = new AbortController();
		const answering = answerApprovals({ session, allow: watch.allow, respond: options.respond, signal: done.signal });
		try {
			await runWorkflow({
				...{ runId: run.id, workflow: run.workflow, inputs: run.inputs, store, fence, clock },
				agents: stepAgents(session.runner),
				defaultAgent: agentName,
				signal: AbortSignal.any([watch.signal, stop.signal]),
				...(watch.ask === undefined ? {} : { ask: watch.ask }),
				...(watch.onEvent === undefined ? {} : { emit: watch.onEvent }),
			});
			await session.runner.idle();
			return await get(run.id);
		} finally {
			clearInterval(looking);
			done.abort();
			await answering;
		}
	};

	return {
		schema: async () => workflowJsonSchema(),
		read: (path) => readWorkflowFile(path, cwd),
		parse: readWorkflow,
		text: async (workflow) => {
			const { stringify } = await import("yaml");
			return stringify(JSON.parse(JSON.stringify(workflow)), { lineWidth: 100 });
		},
		forTask: async ({ task, agents, strategy }) => {
			const known = await options.definitions();
			for (const name of agents) findAgent(known, name);
			// The interpreter plans nothing: without a model the agents are tried in order.
			const planner =
				options.isOffline || !known.some(({ name }) => name === "orchestrator") ? undefined : "orchestrator";
			return toWorkflow(workflowForTask({ task, agents, strategy, planner }), "task");
		},
		inputs: async (workflow, given) => inputsOf(workflow, given),
		plan: async (workflow) => {
			const [definitions, figures] = await Promise.all([options.definitions(), options.figures()]);
			for (const name of agentsIn(workflow)) findAgent(definitions, name);
			const modelOf = ({ agent, model }: { agent?: string | undefined; model?: string | undefined }) =>
				model ?? definitions.find(({ name }) => name === (agent ?? agentName))?.model ?? options.model;
			const models = [
				...new Set([options.model, ...definitions.flatMap(({ model }) => model ?? []), ...modelsIn(workflow.steps)]),
			];
			const prices = new Map(
				await Promise.all(models.map(async (model) => [model, await mixedPrice(model, options)] as const)),
			);
			return planOf(workflow, {
				defaultAgent: agentName,
				modelOf,
				averageOf: (agent) => {
					const known = figures.find((each) => each.agent === agent);
					if (known === undefined || known.done === 0) return undefined;
					const { runs, tokens, costMicroUsd, meanMs } = known;
					return { tokens: tokens / runs, costMicroUsd: costMicroUsd / runs, ms: meanMs };
				},
				priceOf: (model) => prices.get(model),
			});
		},
		start: async ({ workflow, inputs }, watch) => {
			const store = await options.store();
			const session = options.newSession();
			// A run may end before any agent began: its session is there all the same.
			session.log.emit({ type: "session.update", data: { title: workflow.name } });
			const id = nextId();
			store.create({
				...{ id, name: workflow.name, workflow, inputs, cwd, sessionId: session.log.sessionId },
				startedAt: clock.now().toISOString(),
			});
			return goOn(await get(id), store.claim(id), watch);
		},
		resume: async (id, watch) => {
			const run = await get(id);
			const store = await options.store();
			if (run.state === "done")
				throw new NexusError("run.done", `${run.id} is done`, {
					hint: `nexus runs retry ${run.id} --from <step> does a part of it again`,
					exitCode: 2,
				});
			const fence = store.claim(run.id);
			if (run.state === "failed" || run.state === "limited")
				store.reopen(run.id, fence, unfinishedKeys(store.steps(run.id)));
			return goOn(run, fence, watch);
		},
		retry: async (id, from, watch) => {
			const run = await get(id);
			const store = await options.store();
			const rows = store.steps(run.id);
			const known = rows.map((row) => row.key);
			if (!known.includes(from)) {
				const near = nearestName(from, known);
				throw new NexusError("run.no-step", `${run.id} has no step ${from} that has begun`, {
					hint: near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`,
					exitCode: 2,
				});
			}
			const fence = store.claim(run.id);
			store.reopen(run.id, fence, keysFrom(run.workflow, rows, from));
			return goOn(run, fence, watch);
		},
		cancel: async (id) => {
			const run = await get(id);
			const store = await options.store();
			if (run.state !== "running" && run.state !== "waiting") return run;
			if (!store.askToStop(run.id)) {
				const result = { status: "cancelled", text: "", tokens: 0, costMicroUsd: 0, durationMs: 0 } as const;
				store.end(run.id, store.claim(run.id), "cancelled", result);
				return get(run.id);
			}
			for (const end = clock.monotonicMs() + stoppedWithinMs; clock.monotonicMs() < end; await sleep(50)) {
				const now = await get(run.id);
				if (now.state !== "running") return now;
			}
			throw new NexusError("run.busy", `${run.id} has not stopped`, { hint: "its process is there but does not look" });
		},
		list: async (limit) => (await options.store()).list({ limit }),
		get,
		steps: async (id) => (await options.store()).steps((await get(id)).id),
		decide: async (id, key, answer) => {
			const run = await get(id);
			const store = await options.store();
			const asking = store.steps(run.id).flatMap(({ question, state }) => (state === "ended" ? [] : (question ?? [])));
			const question = asking.find((each) => each.key === key);
			if (question === undefined || !question.answers.includes(answer))
				throw new NexusError("run.no-question", `${key} of ${run.id} does not ask that`, {
					hint:
						asking.length === 0
							? "nothing of it waits for a decision"
							: asking.map((each) => `${each.key}=${each.answers.join("|")}`).join(", "),
					exitCode: 2,
				});
			const { callId, hash } = question;
			store.decide(run.id, { key, callId, hash, answer, at: clock.now().toISOString() });
			return question;
		},
	};
};

const isAsked = (store: WorkflowStore, id: string): boolean => {
	try {
		return store.isAskedToStop(id);
	} catch {
		// A store that cannot be read now is looked at again.
		return false;
	}
};

const agentsIn = (workflow: Workflow): readonly string[] => {
	const of = (steps: Workflow["steps"]): readonly string[] =>
		steps.flatMap(({ agent, agents = [], planner, aggregate, steps: inner = [] }) => [
			...[agent, planner, aggregate?.agent].flatMap((name) => name ?? []),
			...agents,
			...of(inner),
		]);
	return [...new Set(of(workflow.steps))];
};

const modelsIn = (steps: Workflow["steps"]): readonly string[] =>
	steps.flatMap(({ model, steps: inner = [] }) => [...(model === undefined ? [] : [model]), ...modelsIn(inner)]);

/** Three parts of input to one of output, in micro-dollars a token, which is dollars a million. */
const mixedPrice = async (model: string, options: WorkflowsClientOptions): Promise<number | undefined> => {
	if (options.isOffline) return 0;
	const { price } = await options.modelInfo(model).catch((): Partial<ModelInfo> => ({}));
	return price === undefined ? undefined : (price.input * 3 + price.output) / 4;
};
