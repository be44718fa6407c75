import { z } from "zod";
import { messagePriorities } from "../../src/contracts/bus.js";
import { NexusError } from "../../src/contracts/errors.js";
import { sendReceiptSchema } from "../../src/contracts/message-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { sentOutput } from "../../src/lib/sent-output.js";

export const sendMessageTool = defineTool({
	name: "send_message",
	category: "agents",
	description: "Send a message to another agent, answer one, or publish to a topic; does not wait.",
	effects: ["state"],
	keywords: ["tell", "notify", "reply", "answer", "publish", "topic", "bus"],
	input: z.object({
		text: z.string().trim().min(1).max(60_000).describe("Message"),
		to: z.string().max(120).optional().describe("Agent"),
		reply_to: z.string().max(60).optional().describe("Id of a received message"),
		topic: z.string().max(200).optional().describe("e.g. build.failed"),
		priority: z.enum(messagePriorities).default("normal").describe("Order"),
	}),
	output: sendReceiptSchema,
	// The mark of what its sender has read goes with it, and it stays among the agents of this session.
	access: () => [],
	title: ({ to, reply_to, topic, text }) => `${to ?? topic ?? reply_to ?? ""}: ${text}`,
	async run({ text, to, reply_to, topic, priority }, { mail }) {
		const message = { text, priority };
		if ([to, reply_to, topic].filter((each) => each !== undefined).length !== 1)
			throw new NexusError("tool.bad-input", "a message has one of to, reply_to and topic", {
				hint: "Name the agent, or the message that this answers, or the topic.",
			});
		if (to !== undefined) return sentOutput(await mail.send(to, message));
		if (topic !== undefined) return sentOutput(await mail.publish(topic, message));
		return sentOutput(await mail.reply(reply_to ?? "", message));
	},
});
