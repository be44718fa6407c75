// A workflow for one task and some agents: what `--agents a,b --strategy …` means.
import type { Strategy } from "../../contracts/strategy.js";
import type { WorkflowInput } from "../../contracts/workflow.js";

export interface TaskRequest {
	readonly task: string;
	/** At least one. */
	readonly agents: readonly string[];
	readonly strategy: Strategy;
	/** Chooses who works next, where the strategy is adaptive. Undefined: the next of the agents, after a failure. */
	readonly planner: string | undefined;
}

export const workflowForTask = ({ task, agents, strategy, planner }: TaskRequest): WorkflowInput => {
	const name = (task.split("\n")[0] ?? "").slice(0, 60).toWellFormed() || "task";
	const plain = task.replaceAll("{{", '{{"{{"}}');
	const ids = agents.map((agent, index) => {
		const id = /^[a-z]/.test(agent) ? agent.slice(0, 40) : `a-${agent.slice(0, 40)}`;
		return agents.indexOf(agent) === index ? id : `${id}-${index + 1}`;
	});
	if (strategy === "adaptive")
		return {
			name,
			steps: [
				{ id: "task", strategy, task: plain, agents: [...agents], ...(planner === undefined ? {} : { planner }) },
			],
		};
	const steps = agents.map((agent, index) => ({
		...{ id: ids[index] ?? "", agent, task: plain },
		...(strategy === "sequential" && index > 0
			? { with: { [`what ${agents[index - 1]} found`]: "{{previous.text}}" } }
			: {}),
	}));
	return { name, strategy, steps };
};
