// Workflows: what the orchestrator adds to each step, with agents that answer at once.
import { join } from "node:path";
import { createSqliteWorkflowRuns } from "../../src/adapters/sqlite-workflow-runs.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { toWorkflow } from "../../src/agents/flow/read-workflow.js";
import type { StepAgents } from "../../src/agents/flow/step-agents.js";
import { runWorkflow } from "../../src/agents/orchestrator.js";
import type { AgentTask } from "../../src/contracts/agent-task.js";
import { processOwner } from "../../src/lib/process-owner.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const steps = 100;

export const workflowSuite: Suite = {
	name: "workflow",
	parts: [
		{ rows: ["workflow.graph.durable"], measure: (context) => stepTime(context, "workflow.graph.durable", 10, true) },
		{ rows: ["workflow.chain.durable"], measure: (context) => stepTime(context, "workflow.chain.durable", 1, true) },
		{ rows: ["workflow.graph.memory"], measure: (context) => stepTime(context, "workflow.graph.memory", 10, false) },
	],
};

/** As many beside each other; each needs the one above it. */
const workflowOf = (width: number) =>
	toWorkflow(
		{
			name: "bench",
			steps: Array.from({ length: steps }, (_, index) => ({
				id: `s${index}`,
				task: index < width ? "begin" : `after {{steps.s${index - width}.text}}`,
			})),
		},
		"bench",
	);

const instant: StepAgents = {
	start: (task) => handleOf(task),
	restart: (id) => handleOf({ id, agent: "worker" }),
	outcome: () => "never",
};

const handleOf = ({ id, agent }: Pick<AgentTask, "id" | "agent">): ReturnType<StepAgents["start"]> => {
	const receipt = {
		...{ taskId: id, agent, status: "done" as const, text: "done", claims: [], files: [], commands: [], calls: [] },
		...{ tokens: { input: 10, output: 5 }, costMicroUsd: 0, durationMs: 0, turns: 1 },
	};
	return {
		id,
		status: {
			id,
			agent,
			state: "idle",
			task: "",
			parentId: undefined,
			isBackground: false,
			waitsFor: undefined,
			receipt,
		},
		events: async function* () {},
		receipt: Promise.resolve(receipt),
		send: () => false,
		pause: () => {},
		resume: () => {},
		stop: async () => receipt,
	};
};

/** Milliseconds a step, of whole runs. */
const stepTime = async (context: SuiteContext, id: string, width: number, isDurable: boolean): Promise<void> => {
	const path = isDurable ? join(context.folder(), "runs.sqlite") : ":memory:";
	const store = createSqliteWorkflowRuns(path, { clock: systemClock, owner: processOwner() });
	const workflow = workflowOf(width);
	const figures: number[] = [];
	for (let run = 0; run <= context.times(9); run++) {
		const runId = String(run).padStart(26, "0");
		const startedMs = now();
		store.create({
			...{ id: runId, name: "bench", workflow, inputs: {}, cwd: "/", sessionId: "s" },
			startedAt: systemClock.now().toISOString(),
		});
		const { state } = await runWorkflow({
			...{ runId, workflow, inputs: {}, store, agents: instant, defaultAgent: "worker", clock: systemClock },
			fence: store.claim(runId),
			signal: new AbortController().signal,
		});
		if (state !== "done") throw new Error(`the run ended ${state}`);
		// The first one warms up.
		if (run > 0) figures.push((now() - startedMs) / steps);
	}
	store.close();
	context.measured(id, figures);
};
