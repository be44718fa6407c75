import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { runState } from "../../src/contracts/workflow-text.js";

export const runsCancelCommand = defineCommand({
	name: "runs cancel",
	description: "Stop a run, in whichever process it is; `runs resume` goes on with it",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().describe("a run, or the beginning of its id") }),
	positional: ["id"],
	async run({ id }, { client }) {
		const { workflow, ...run } = await client.workflows.cancel(id);
		return { type: "message", text: `${run.id}: ${runState(run)}`, json: toJson(run) };
	},
});
