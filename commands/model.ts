import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import type { JsonValue } from "../src/contracts/json.js";

export const modelCommand = defineCommand({
	name: "model",
	description: "Choose the model of this session",
	surfaces: ["slash"],
	args: z.object({ model: z.string().optional().describe("provider/model") }),
	positional: ["model"],
	async run({ model }, { client, sessionId, signal }) {
		if (model !== undefined && sessionId !== undefined) {
			return { type: "message", text: `this session now runs on ${await client.sessions.setModel(sessionId, model)}` };
		}
		const models = await client.models.list({ refresh: true, signal });
		return {
			type: "choose",
			title: "Model",
			items: models.map((item) => ({ value: item.id, label: item.id, detail: item.via })),
			command: "model",
			json: models as unknown as JsonValue,
		};
	},
});
