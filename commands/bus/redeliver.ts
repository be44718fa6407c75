import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const busRedeliverCommand = defineCommand({
	name: "bus redeliver",
	description: "Deliver a dead letter again, or any message",
	surfaces: ["cli", "slash"],
	args: z.object({
		id: z.string().describe("the message: its id, or the end of it"),
		to: z.string().optional().describe("to this address instead"),
		all: z.boolean().default(false).describe("to all who got it too, not only where it is dead"),
	}),
	positional: ["id"],
	async run({ id, to, all }, { client }) {
		const addresses = await client.bus.redeliver(id, { isAll: all, ...(to === undefined ? {} : { to }) });
		const isNone = addresses.length === 0;
		const text = isNone
			? "nobody gets it again: no delivery of it is dead, or nobody has the address any more (--all, --to)"
			: `delivered again to ${addresses.join(", ")}`;
		return { type: "message", text, json: { addresses: [...addresses] }, ...(isNone ? { exitCode: 1 as const } : {}) };
	},
});
