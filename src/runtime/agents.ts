// Agents are Markdown files with front matter; these are the built-in ones and the user's.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AgentDefinition, agentFrontMatterSchema } from "../contracts/agent.js";
import { NexusError } from "../contracts/errors.js";
import { didYouMean } from "../lib/nearest.js";

/** Later folders win over earlier ones by name. A file that is wrong is a warning, the others still load. */
export const loadAgents = async (
	folders: readonly { readonly path: string; readonly source: AgentDefinition["source"] }[],
	warn: (message: string) => void,
): Promise<readonly AgentDefinition[]> => {
	const agents = new Map<string, AgentDefinition>();
	for (const { path, source } of folders) {
		for (const file of markdownFiles(path)) {
			try {
				const agent = await parseAgent(readFileSync(join(path, file), "utf8"), source);
				agents.set(agent.name, agent);
			} catch (error) {
				warn(`${join(path, file)}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
			}
		}
	}
	return [...agents.values()];
};

const markdownFiles = (folder: string): readonly string[] => {
	try {
		return readdirSync(folder)
			.filter((name) => name.endsWith(".md"))
			.sort();
	} catch {
		return [];
	}
};

const parseAgent = async (text: string, source: AgentDefinition["source"]): Promise<AgentDefinition> => {
	const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text);
	if (match === null) throw new Error("it has no front matter");
	const [, head = "", body = ""] = match;
	const parsed = agentFrontMatterSchema.safeParse(plainFields(head) ?? (await parseYaml(head)));
	if (!parsed.success)
		throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
	return { ...parsed.data, prompt: body.trim(), source };
};

const parseYaml = async (text: string): Promise<unknown> => (await import("yaml")).parse(text, { maxAliasCount: 10 });

/**
 * Front matter of nothing but `name: words` lines, which needs no YAML parser; undefined for anything that YAML might
 * read otherwise (quotes but around the whole value, lists, numbers, `true`, comments, colons).
 */
const plainFields = (text: string): Readonly<Record<string, string>> | undefined => {
	const fields: Record<string, string> = {};
	for (const line of text.split(/\r?\n/)) {
		const [, name, quoted, plain] = /^([a-z]+): (?:"([^"\\]*)"|([A-Za-z][\w ,.()/-]*))$/.exec(line) ?? [];
		const value = quoted ?? plain?.trimEnd();
		if (name === undefined || value === undefined || name in fields) return undefined;
		if (quoted === undefined && /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)) return undefined;
		fields[name] = value;
	}
	return fields;
};

export const findAgent = (agents: readonly AgentDefinition[], name: string): AgentDefinition => {
	const agent = agents.find((candidate) => candidate.name === name);
	if (agent !== undefined) return agent;
	const names = agents.map((candidate) => candidate.name);
	throw new NexusError("agent.not-found", `there is no agent ${name}${didYouMean(name, names)}`, {
		hint: `there are ${names.join(", ")}`,
		exitCode: 2,
	});
};
