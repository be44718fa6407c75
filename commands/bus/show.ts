import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { busDetails } from "../../src/lib/bus-lines.js";

export const busShowCommand = defineCommand({
	name: "bus show",
	description: "Show a message of an agent, and what became of it",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().describe("the message: its id, or the end of it") }),
	positional: ["id"],
	async run({ id }, { client }) {
		const record = await client.bus.show(id);
		return { type: "message", text: busDetails(record), json: toJson(record) };
	},
});
