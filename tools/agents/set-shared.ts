import { z } from "zod";
import { sharedScopes } from "../../src/contracts/agent-mail.js";
import type { JsonValue } from "../../src/contracts/json.js";
import { sharedEntrySchema } from "../../src/contracts/message-schema.js";
import { sharedReducers } from "../../src/contracts/shared-context.js";
import { defineTool } from "../../src/contracts/tool.js";
import { sharedDetails } from "../../src/lib/shared-output.js";

export const setSharedTool = defineTool({
	name: "set_shared",
	category: "agents",
	description: "Share a value with the agents of this session, or add to one.",
	effects: ["state"],
	keywords: ["context", "blackboard", "state", "common", "publish", "append", "count"],
	input: z.object({
		key: z.string().min(1).max(200).describe("e.g. findings.auth"),
		value: z.unknown().describe("Any JSON"),
		reducer: z.enum(sharedReducers).default("replace").describe("How it is put to what is there"),
		if_version: z.int().min(0).optional().describe("Only if that is the version now; 0: none yet"),
		scope: z.enum(sharedScopes).default("all").describe("Everybody's, or your own"),
	}),
	output: sharedEntrySchema,
	access: () => [],
	title: ({ key, reducer }) => (reducer === "replace" ? key : `${reducer} ${key}`),
	async run({ key, value, reducer, if_version, scope }, { shared }) {
		const entry = await shared.set(scope, { key, value: value as JsonValue, reducer, ifVersion: if_version });
		return {
			content: `${key} is at version ${entry.version}.`,
			details: sharedDetails(entry),
			summary: `version ${entry.version}`,
		};
	},
});
