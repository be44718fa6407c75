import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { toJson } from "../src/contracts/json.js";

export const modelsCommand = defineCommand({
	name: "models",
	description: "List the models that can be used now",
	surfaces: ["cli"],
	args: z.object({ refresh: z.boolean().default(false).describe("ask each service for its list") }),
	async run({ refresh }, { client, signal }) {
		const models = await client.models.list({ refresh, signal });
		const dollars = (price: number | undefined) => (price === undefined ? "unknown" : `$${price}`);
		return {
			type: "table",
			columns: [
				{ name: "model" },
				{ name: "through" },
				{ name: "context", align: "right" },
				{ name: "in / 1M", align: "right" },
				{ name: "out / 1M", align: "right" },
			],
			rows: models.map((model) => [
				model.id,
				model.via,
				model.contextWindow === undefined ? "unknown" : String(model.contextWindow),
				dollars(model.price?.input),
				dollars(model.price?.output),
			]),
			empty: "no model",
			json: toJson(models),
		};
	},
});
