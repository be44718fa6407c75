// Results of pure tools: what was computed once is not computed again.
import type { JsonObject } from "../contracts/json.js";
import type { AnyTool, ToolOutput } from "../contracts/tool.js";
import { canonicalJson } from "../lib/canonical-json.js";

export interface ResultCache {
	/** Runs `work` unless the tool is pure and this input has been computed already. Failures are not kept. */
	through(tool: AnyTool, input: Record<string, unknown>, work: () => Promise<ToolOutput>): Promise<ToolOutput>;
}

const maxEntries = 500;
/** Characters of one kept result: a few large ones must not fill the memory. */
const maxCharacters = 20_000;

export const createResultCache = (): ResultCache => {
	const results = new Map<string, ToolOutput>();
	return {
		through: async (tool, input, work) => {
			if (tool.isPure !== true) return work();
			const key = `${tool.name} ${canonicalJson(input as JsonObject)}`;
			const known = results.get(key);
			const output = known ?? (await work());
			if (output.isError === true || output.content.length + key.length > maxCharacters) return output;
			results.delete(key);
			results.set(key, output);
			const oldest = results.keys().next();
			if (results.size > maxEntries && oldest.done !== true) results.delete(oldest.value);
			return output;
		},
	};
};
