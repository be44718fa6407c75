import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { runResult, watchOf } from "../../src/contracts/workflow-command.js";

export const runsRetryCommand = defineCommand({
	name: "runs retry",
	description: "Do a step of a run again, and all that needs it",
	surfaces: ["cli"],
	args: z.object({
		id: z.string().describe("a run, or the beginning of its id"),
		from: z.string().describe("the step, as `runs show` names it"),
	}),
	positional: ["id"],
	examples: ["nexus runs retry 01J9Z6 --from build"],
	async run({ id, from }, context) {
		const { workflows } = context.client;
		const run = await workflows.retry(id, from, watchOf(context));
		return runResult(run, await workflows.steps(run.id), context);
	},
});
