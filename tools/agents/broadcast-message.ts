import { z } from "zod";
import { messagePriorities } from "../../src/contracts/bus.js";
import { sendReceiptSchema } from "../../src/contracts/message-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { sentOutput } from "../../src/lib/sent-output.js";

export const broadcastMessageTool = defineTool({
	name: "broadcast_message",
	category: "agents",
	description: "Send a message to all other agents of this session.",
	effects: ["state"],
	keywords: ["everyone", "announce", "tell all", "bus"],
	input: z.object({
		text: z.string().trim().min(1).max(60_000).describe("Message"),
		priority: z.enum(messagePriorities).default("normal").describe("Order"),
	}),
	output: sendReceiptSchema,
	access: () => [],
	title: ({ text }) => text,
	async run(message, { mail }) {
		return sentOutput(await mail.broadcast(message));
	},
});
