import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { runText } from "../../src/contracts/workflow-text.js";

export const runsShowCommand = defineCommand({
	name: "runs show",
	description: "The steps of a run: what is done, what waits and why",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().describe("a run, or the beginning of its id") }),
	positional: ["id"],
	values: {
		id: async ({ client }) =>
			(await client.workflows.list(50)).map(({ id, name }) => ({ value: id, label: id, detail: name })),
	},
	async run({ id }, { client }) {
		const run = await client.workflows.get(id);
		const steps = await client.workflows.steps(run.id);
		return { type: "message", text: runText(run, steps), json: toJson({ ...run, steps }) };
	},
});
