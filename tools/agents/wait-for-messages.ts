import { z } from "zod";
import { topicFilterPattern } from "../../src/contracts/bus.js";
import { receivedMessageSchema } from "../../src/contracts/message-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { messageForModel, messageText } from "../../src/lib/message-text.js";
import { plural } from "../../src/lib/plural.js";
import { receivedDetails } from "../../src/lib/received-details.js";

const maxSeconds = 3600;

export const waitForMessagesTool = defineTool({
	name: "wait_for_messages",
	category: "agents",
	description: "Read the messages of other agents; waits for one when there is none.",
	effects: ["state"],
	keywords: ["inbox", "mailbox", "receive", "unread", "subscribe", "bus"],
	input: z.object({
		timeout_s: z.number().min(0).max(maxSeconds).default(60).describe("Seconds; 0: only what is there"),
		limit: z.int().min(1).max(100).default(20).describe("Most messages"),
		topics: z.array(z.string().regex(topicFilterPattern)).max(50).optional().describe("Subscribe, e.g. build.*"),
	}),
	output: z.object({ messages: z.array(receivedMessageSchema) }),
	access: () => [],
	title: ({ timeout_s, topics }) => `${topics === undefined ? "" : `${topics.join(", ")}, `}${timeout_s} s`,
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ timeout_s, limit, topics }, { mail, signal }) {
		if (topics !== undefined) await mail.subscribe(topics.map((topic) => ({ topic })));
		const messages = await mail.wait({ timeoutMs: timeout_s * 1000, limit, signal });
		return {
			content: messages.length === 0 ? "No message came." : messages.map(messageForModel).join("\n\n"),
			details: { messages: messages.map(receivedDetails) },
			summary: messages.length === 0 ? "none" : plural(messages.length, "message"),
			view: {
				kind: "table",
				columns: ["From", "Kind", "Text"],
				rows: messages.map((message) => [message.from, message.kind, messageText(message)]),
			},
		};
	},
});
