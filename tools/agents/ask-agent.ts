import { z } from "zod";
import { receivedMessageSchema } from "../../src/contracts/message-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { messageForModel, messageText } from "../../src/lib/message-text.js";
import { receivedDetails } from "../../src/lib/received-details.js";

const maxSeconds = 3600;

export const askAgentTool = defineTool({
	name: "ask_agent",
	category: "agents",
	description: "Ask another agent a question and wait for its answer.",
	effects: ["state"],
	keywords: ["question", "request", "consult", "reply", "bus"],
	input: z.object({
		to: z.string().min(1).max(120).describe("Agent"),
		text: z.string().trim().min(1).max(60_000).describe("Question"),
		timeout_s: z.number().min(1).max(maxSeconds).default(120).describe("Seconds"),
	}),
	output: receivedMessageSchema,
	access: () => [],
	title: ({ to, text }) => `${to}: ${text}`,
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ to, text, timeout_s }, { mail, signal }) {
		const answer = await mail.ask(to, text, { timeoutMs: timeout_s * 1000, signal });
		return {
			content: messageForModel(answer),
			details: receivedDetails(answer),
			summary: `${answer.from} answered`,
			view: { kind: "text", text: messageText(answer) },
		};
	},
});
