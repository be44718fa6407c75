import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { pairs, runResult, watchOf } from "../../src/contracts/workflow-command.js";
import { answers } from "../../src/contracts/workflow-run.js";

export const runsResumeCommand = defineCommand({
	name: "runs resume",
	description: "Go on with a run where it stands: after a crash, a stop, a failure or a decision",
	surfaces: ["cli"],
	args: z.object({
		id: z.string().describe("a run, or the beginning of its id"),
		decide: z
			.array(z.string())
			.default([])
			.describe(`a decision, step=answer; answers: ${answers.join(", ")}`),
	}),
	positional: ["id"],
	examples: ["nexus runs resume 01J9Z6 --decide ship=approve", "nexus runs resume 01J9Z6 --decide build=continue"],
	async run({ id, decide }, context) {
		const { workflows } = context.client;
		for (const [key, text] of Object.entries(pairs(decide))) {
			const answer = answers.find((each) => each === text);
			if (answer === undefined)
				throw new NexusError("usage.argument", `--decide ${key}=${text}: that is no answer`, {
					hint: `answers are ${answers.join(", ")}`,
					exitCode: 2,
				});
			await workflows.decide(id, key, answer);
		}
		const run = await workflows.resume(id, watchOf(context));
		return runResult(run, await workflows.steps(run.id), context);
	},
});
