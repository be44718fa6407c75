import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const toolsStatsCommand = defineCommand({
	name: "tools stats",
	description: "Show how often each tool was called, how it went and how long it took",
	surfaces: ["cli", "slash"],
	args: z.object({ days: z.coerce.number().int().min(1).max(3650).default(30).describe("of how many days") }),
	async run({ days }, { client }) {
		const stats = await client.tools.stats(days);
		return {
			type: "table",
			columns: [
				{ name: "tool" },
				{ name: "calls", align: "right" },
				{ name: "failed", align: "right" },
				{ name: "denied", align: "right" },
				{ name: "mean ms", align: "right" },
				{ name: "slowest ms", align: "right" },
				{ name: "last" },
			],
			rows: stats.map((row) => [
				row.tool,
				String(row.calls),
				String(row.failed),
				String(row.denied),
				milliseconds(row.totalMs / row.calls),
				milliseconds(row.slowestMs),
				row.lastAt.slice(0, 16).replace("T", " "),
			]),
			empty: `no tool was called in the last ${days} days`,
			json: stats.map((row) => ({ ...row })),
		};
	},
});

const milliseconds = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
