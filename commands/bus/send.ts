import { z } from "zod";
import { messagePriorities, topicPattern } from "../../src/contracts/bus.js";
import { addressValues } from "../../src/contracts/bus-addresses.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { toJson } from "../../src/contracts/json.js";
import { sentOutput } from "../../src/lib/sent-output.js";

export const busSendCommand = defineCommand({
	name: "bus send",
	description: "Send a message to an agent, a topic or all, of any process",
	surfaces: ["cli", "slash"],
	args: z.object({
		to: z.string().describe("an address, #topic, or '*' for all"),
		text: z.string().optional().describe("the message; without it, what is piped in"),
		kind: z.string().min(1).default("message").describe("what it is, e.g. task"),
		priority: z.enum(messagePriorities).default("normal").describe("before or behind others"),
		ttl: z.coerce.number().positive().optional().describe("seconds after which nobody wants it any more"),
		key: z.string().optional().describe("sent again with this key, it is not delivered again"),
	}),
	positional: ["to", "text"],
	values: { to: addressValues },
	examples: ["nexus bus send tests-9qk3d2 'stop after this one'", "git diff | nexus bus send '#review.wanted'"],
	async run({ to, text, ttl, kind, priority, key }, { client, readStdin }) {
		const said = text ?? (await readStdin());
		if (said.trim() === "")
			throw new NexusError("usage.text", "there is nothing to send", {
				hint: "give the text, or pipe it in",
				exitCode: 2,
			});
		const topic = to.startsWith("#") ? to.slice(1) : undefined;
		if (topic !== undefined && !topicPattern.test(topic))
			throw new NexusError("usage.topic", `"${topic}" is no topic`, { hint: "words between dots", exitCode: 2 });
		const where = topic === undefined ? { to } : { topic };
		const ttlMs = ttl === undefined ? undefined : ttl * 1000;
		const receipt = await client.bus.send({ text: said, kind, priority, key, ttlMs, ...where });
		const { content, isError } = sentOutput(receipt);
		return { type: "message", text: content, json: toJson(receipt), ...(isError === true ? { exitCode: 1 } : {}) };
	},
});
