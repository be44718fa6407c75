import { z } from "zod";
import { sharedScopes } from "../../src/contracts/agent-mail.js";
import { sharedEntrySchema } from "../../src/contracts/message-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { sharedDetails, sharedForModel } from "../../src/lib/shared-output.js";

const maxSeconds = 3600;

export const watchSharedTool = defineTool({
	name: "watch_shared",
	category: "agents",
	description: "Wait until something that the agents of this session share changes.",
	effects: ["read"],
	keywords: ["context", "blackboard", "change", "until", "observe"],
	input: z.object({
		prefix: z.string().max(200).default("").describe("Key, or the beginning of keys"),
		since_version: z.int().min(0).optional().describe("A newer one that is there counts too"),
		timeout_s: z.number().min(0).max(maxSeconds).default(60).describe("Seconds"),
		scope: z.enum(sharedScopes).default("all").describe("Everybody's, or your own"),
	}),
	output: z.object({ entry: sharedEntrySchema.optional(), timedOut: z.boolean() }),
	access: () => [],
	title: ({ prefix }) => `${prefix}*`,
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ prefix, since_version, timeout_s, scope }, { shared, signal }) {
		const options = { timeoutMs: timeout_s * 1000, signal, sinceVersion: since_version };
		const entry = await shared.next(scope, prefix, options);
		if (entry === undefined)
			return { content: `Nothing changed in ${timeout_s} s.`, details: { timedOut: true }, summary: "no change" };
		return {
			content: sharedForModel(entry),
			details: { entry: sharedDetails(entry), timedOut: false },
			summary: `${entry.key} version ${entry.version}`,
		};
	},
});
