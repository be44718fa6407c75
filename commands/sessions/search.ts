import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const sessionsSearchCommand = defineCommand({
	name: "sessions search",
	description: 'Find sessions by what was said in them: words, "phrases", begin*',
	surfaces: ["cli", "slash"],
	args: z.object({
		query: z.string().describe("all of it must be in one message"),
		here: z.boolean().default(false).describe("only sessions of this folder"),
		limit: z.coerce.number().int().min(1).max(1000).default(20).describe("at most so many"),
	}),
	positional: ["query"],
	examples: ["nexus sessions search 'rolling update'", "nexus sessions search '\"connection refused\" postgr*'"],
	async run({ query, here, limit }, { client, signal, onProgress }) {
		const { hits } = await client.sessions.search(
			{ query, limit, ...(here ? { cwd: client.info.cwd } : {}) },
			{ signal, ...(onProgress === undefined ? {} : { onProgress }) },
		);
		return {
			type: "table",
			columns: [{ name: "id" }, { name: "last used" }, { name: "title" }, { name: "found" }],
			rows: hits.map(({ session, snippet, marks }) => [
				session.id,
				session.updatedAt.slice(0, 16).replace("T", " "),
				session.title.length > 40 ? `${session.title.slice(0, 39).toWellFormed()}…` : session.title,
				marked(snippet, marks),
			]),
			empty: `nothing is found for ${query}`,
			json: toJson(hits),
		};
	},
});

/** `the [rolling update] of`. */
const marked = (text: string, marks: readonly (readonly [number, number])[]): string => {
	let shown = "";
	let at = 0;
	for (const [from, to] of marks) {
		if (from < at) continue;
		shown += `${text.slice(at, from)}[${text.slice(from, to)}]`;
		at = to;
	}
	return shown + text.slice(at);
};
