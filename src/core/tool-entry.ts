import type { AnyTool, ToolEntry } from "../contracts/tool.js";
import { slimSchema } from "../lib/tool-schema.js";

/** What a catalogue holds of a definition that is already loaded. */
export const toolEntry = (tool: AnyTool, source: ToolEntry["source"] = "built-in"): ToolEntry => ({
	name: tool.name,
	category: tool.category,
	description: tool.description,
	effects: tool.effects,
	...(tool.isCore === undefined ? {} : { isCore: tool.isCore }),
	...(tool.keywords === undefined ? {} : { keywords: tool.keywords }),
	source,
	inputSchema: slimSchema(tool.input),
	load: async () => tool,
});
