import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsStatsCommand = defineCommand({
	name: "agents stats",
	description: "Show how often each agent worked, with what success, at what cost",
	surfaces: ["cli", "slash"],
	args: z.object({}),
	async run(_, { client }) {
		const stats = await client.agents.stats();
		const right = (name: string) => ({ name, align: "right" as const });
		return {
			type: "table",
			columns: [
				{ name: "agent" },
				...["runs", "done", "failed", "limited", "stopped", "tokens", "cost", "mean"].map(right),
			],
			rows: stats.map((row) => [
				row.agent,
				...[row.runs, row.done, row.failed, row.limited, row.cancelled, row.tokens].map(String),
				`$${(row.costMicroUsd / 1e6).toFixed(4)}`,
				`${(row.meanMs / 1000).toFixed(1)} s`,
			]),
			empty: "no agent has worked yet",
			json: toJson(stats),
		};
	},
});
