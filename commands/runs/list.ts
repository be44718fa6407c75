import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { runState } from "../../src/contracts/workflow-text.js";

export const runsListCommand = defineCommand({
	name: "runs list",
	aliases: ["runs"],
	description: "Runs of workflows, newest first",
	surfaces: ["cli", "slash"],
	args: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(20).describe("most rows") }),
	async run({ limit }, { client }) {
		const runs = await client.workflows.list(limit);
		return {
			type: "table",
			columns: [{ name: "run" }, { name: "started" }, { name: "state" }, { name: "name" }],
			rows: runs.map((run) => [run.id, run.startedAt.slice(0, 16).replace("T", " "), runState(run), run.name]),
			empty: "no workflow has run yet: nexus run flow.yaml",
			json: toJson(runs.map(({ workflow, ...run }) => run)),
		};
	},
});
