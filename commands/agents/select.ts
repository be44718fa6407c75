import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { routingFactors } from "../../src/contracts/routing.js";

const shown = 8;
const signed = (points: number): string =>
	Math.abs(points) < 0.005 ? "" : `${points > 0 ? "+" : ""}${points.toFixed(2)}`;

export const agentsSelectCommand = defineCommand({
	name: "agents select",
	description: "Say which agent a task is for",
	surfaces: ["cli", "slash"],
	args: z.object({
		task: z.string().min(1).describe("the task, in plain words"),
		explain: z.boolean().default(false).describe("show what each score is made of"),
		teach: z.string().optional().describe("the agent that you would take: it is learned from"),
	}),
	positional: ["task"],
	examples: ['nexus agents select "review my last commit" --explain'],
	async run({ task, explain, teach }, { client }) {
		const decision = await client.agents.select(task, teach);
		if (!explain) return { type: "message", text: decision.agent, json: toJson(decision) };
		const right = (name: string) => ({ name, align: "right" as const });
		return {
			type: "table",
			columns: [{ name: "agent" }, ...["score", ...routingFactors, "curiosity", "outcomes"].map(right)],
			rows: decision.scores
				.slice(0, shown)
				.map(({ agent, score, factors, exploration, outcomes }) => [
					agent,
					score.toFixed(2),
					...routingFactors.map((factor) => signed(factors[factor].points)),
					signed(exploration),
					String(outcomes),
				]),
			empty: "there is no agent to choose from",
			json: toJson(decision),
		};
	},
});
