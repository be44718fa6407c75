import { z } from "zod";
import type { ModelChoice } from "../src/contracts/client.js";
import { type CommandChoice, defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";

export const modelCommand = defineCommand({
	name: "model",
	description: "Choose the model of this session",
	surfaces: ["slash"],
	args: z.object({ model: z.string().optional().describe("provider/model") }),
	positional: ["model"],
	values: { model: async ({ client }) => (await client.models.list()).map(toChoice) },
	async run({ model }, { client, sessionId, signal }) {
		if (model !== undefined && sessionId !== undefined) {
			return { type: "message", text: `this session now runs on ${await client.sessions.setModel(sessionId, model)}` };
		}
		const models = await client.models.list({ refresh: true, signal });
		return {
			type: "choose",
			title: "Model",
			items: models.map(toChoice),
			command: "model",
			json: toJson(models),
		};
	},
});

const toChoice = ({ id, via }: ModelChoice): CommandChoice => ({ value: id, label: id, detail: via });
