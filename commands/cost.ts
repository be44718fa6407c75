import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";
import { costText, totalsByModel } from "../src/lib/usage-totals.js";

export const costCommand = defineCommand({
	name: "cost",
	description: "Show tokens and cost of this session by model",
	surfaces: ["slash"],
	args: z.object({}),
	async run(_, { client, sessionId }) {
		const events = sessionId === undefined ? [] : await client.sessions.read(sessionId);
		const totals = totalsByModel(events.flatMap((event) => (event.type === "usage.record" ? [event.data] : [])));
		return {
			type: "table",
			columns: [
				{ name: "model" },
				{ name: "calls", align: "right" },
				{ name: "in", align: "right" },
				{ name: "cached", align: "right" },
				{ name: "out", align: "right" },
				{ name: "cost", align: "right" },
			],
			rows: totals.map((row) => [
				row.model,
				String(row.calls),
				String(row.inputTokens + row.cacheWriteTokens),
				String(row.cacheReadTokens),
				String(row.outputTokens),
				costText(row),
			]),
			empty: "no model has been called in this session",
			json: toJson(totals),
		};
	},
});
