import { z } from "zod";
import { addressValues } from "../../src/contracts/bus-addresses.js";
import { defineCommand } from "../../src/contracts/command.js";

export const busPauseCommand = defineCommand({
	name: "bus pause",
	description: "Let what is sent to an agent wait until it is resumed",
	surfaces: ["cli", "slash"],
	args: z.object({ agent: z.string().describe("its address") }),
	positional: ["agent"],
	values: { agent: addressValues },
	async run({ agent }, { client }) {
		await client.bus.setPaused(agent, true);
		return {
			type: "message",
			text: `${agent} is paused: what is sent to it waits`,
			json: { address: agent, isPaused: true },
		};
	},
});
