import { z } from "zod";
import { addressValues } from "../../src/contracts/bus-addresses.js";
import { defineCommand } from "../../src/contracts/command.js";

export const busResumeCommand = defineCommand({
	name: "bus resume",
	description: "Give an agent what has waited while it was paused",
	surfaces: ["cli", "slash"],
	args: z.object({ agent: z.string().describe("its address") }),
	positional: ["agent"],
	values: { agent: addressValues },
	async run({ agent }, { client }) {
		await client.bus.setPaused(agent, false);
		return { type: "message", text: `${agent} gets its messages again`, json: { address: agent, isPaused: false } };
	},
});
