import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

const shown = 200;

export const agentsErrorsCommand = defineCommand({
	name: "agents errors",
	description: "What went wrong with agents, newest first; mark it as seen to",
	surfaces: ["cli", "slash"],
	args: z.object({
		all: z.boolean().default(false).describe("those that were seen to as well"),
		resolve: z.coerce.number().int().min(1).optional().describe("mark that number as seen to"),
		resolveAll: z.boolean().default(false).describe("mark all as seen to"),
	}),
	async run({ all, resolve, resolveAll }, { client }) {
		if (resolve !== undefined || resolveAll) {
			const resolved = await client.agents.resolveFailures(resolveAll ? undefined : resolve);
			return { type: "message", text: `${resolved} marked as seen to`, json: { resolved } };
		}
		const failures = await client.agents.failures({ limit: shown, ...(all ? {} : { isResolved: false }) });
		return {
			type: "table",
			columns: [{ name: "", align: "right" }, { name: "when" }, { name: "agent" }, { name: "what" }, { name: "task" }],
			rows: failures.map((failure) => [
				String(failure.number),
				failure.at.slice(0, 16).replace("T", " "),
				failure.agentId,
				`${failure.message}${failure.resolvedAt === undefined ? "" : " (seen to)"}`,
				failure.task.split("\n", 1)[0] ?? "",
			]),
			empty: "nothing went wrong",
			json: toJson(failures),
		};
	},
});
