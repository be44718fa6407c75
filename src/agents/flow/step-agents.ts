// What steps need of the agents: to start one, to let one go on, and what the log knows of one.
import type { AgentHandle, AgentRunner } from "../../contracts/agent-run.js";
import type { AgentReceipt } from "../../contracts/agent-task.js";

/** `never`: the log has no beginning of it, so it has done nothing. `unknown`: it was lost with its process. */
export type AgentOutcome = "never" | "unknown" | AgentReceipt;

export interface StepAgents extends Pick<AgentRunner, "start" | "restart"> {
	outcome(agentId: string): AgentOutcome;
}

/** Those of one session, whose log says what became of each (`agent.start` is on disk before it does anything). */
export const stepAgents = (runner: AgentRunner): StepAgents => ({
	start: (task, signal): AgentHandle => runner.start(task, signal),
	restart: (id, signal): AgentHandle => runner.restart(id, signal),
	outcome: (id) => {
		const status = runner.list().find((each) => each.id === id);
		if (status === undefined) return "never";
		const { receipt } = status;
		return receipt === undefined || receipt.error?.code === "agent.interrupted" ? "unknown" : receipt;
	},
});
