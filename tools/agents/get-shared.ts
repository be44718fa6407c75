import { z } from "zod";
import { sharedScopes } from "../../src/contracts/agent-mail.js";
import { sharedEntrySchema } from "../../src/contracts/message-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { plural } from "../../src/lib/plural.js";
import { sharedDetails, sharedForModel } from "../../src/lib/shared-output.js";

export const getSharedTool = defineTool({
	name: "get_shared",
	category: "agents",
	description: "Read what the agents of this session share, by key; all keys with a prefix without one.",
	effects: ["read"],
	keywords: ["context", "blackboard", "state", "common", "knowledge"],
	input: z.object({
		key: z.string().max(200).optional().describe("Key"),
		prefix: z.string().max(200).default("").describe("Beginning of keys"),
		scope: z.enum(sharedScopes).default("all").describe("Everybody's, or your own"),
	}),
	output: z.object({ entries: z.array(sharedEntrySchema) }),
	access: () => [],
	title: ({ key, prefix }) => key ?? `${prefix}*`,
	async run({ key, prefix, scope }, { shared }) {
		const one = key === undefined ? undefined : await shared.get(scope, key);
		const entries = key === undefined ? await shared.list(scope, prefix) : one === undefined ? [] : [one];
		return {
			content: entries.length === 0 ? "Nothing is shared there." : entries.map(sharedForModel).join("\n"),
			details: { entries: entries.map(sharedDetails) },
			summary:
				key === undefined ? plural(entries.length, "key") : one === undefined ? "none" : `version ${one.version}`,
			view: {
				kind: "table",
				columns: ["Key", "Version", "By", "Value"],
				rows: entries.map((entry) => [entry.key, String(entry.version), entry.by, JSON.stringify(entry.value)]),
			},
		};
	},
});
