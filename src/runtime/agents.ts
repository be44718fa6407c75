// All agents that there are: built-in ones, the person's, and a trusted project's. Later ones win by name; a changed
// file is read again when somebody looks.
import type { AgentDefinition, AgentSource } from "../contracts/agent.js";
import { NexusError } from "../contracts/errors.js";
import { didYouMean } from "../lib/nearest.js";
import { type AgentFile, agentFiles, readAgentFile } from "./agent-files.js";

export interface AgentCatalogue {
	/** As they are on disk now. Takes well under a millisecond when nothing has changed. */
	all(): Promise<readonly AgentDefinition[]>;
	/** What is wrong with files now: `path: line 3: …`. */
	problems(): readonly string[];
}

interface Folder {
	readonly path: string;
	readonly source: AgentSource;
}

interface Loaded {
	readonly version: string;
	readonly agents: readonly AgentDefinition[];
	readonly problem?: string;
}

export const createAgentCatalogue = (folders: readonly Folder[]): AgentCatalogue => {
	let loaded: ReadonlyMap<string, Loaded> = new Map();
	let agents: readonly AgentDefinition[] = [];
	let reading: Promise<void> | undefined;

	const refresh = async (): Promise<void> => {
		const files = folders.flatMap(({ path, source }) => agentFiles(path, source));
		const isSame =
			files.length === loaded.size && files.every(({ path, version }) => loaded.get(path)?.version === version);
		if (isSame) return;
		const before = loaded;
		const pairs = await Promise.all(
			files.map(async (file) => {
				const known = before.get(file.path);
				return [file.path, known?.version === file.version ? known : await load(file)] as const;
			}),
		);
		loaded = new Map(pairs);
		const byName = new Map<string, AgentDefinition>();
		for (const { agents: found } of loaded.values()) for (const agent of found) byName.set(agent.name, agent);
		agents = [...byName.values()];
	};

	return {
		all: async () => {
			reading ??= refresh().finally(() => {
				reading = undefined;
			});
			await reading;
			return agents;
		},
		problems: () => [...loaded.values()].flatMap(({ problem }) => problem ?? []),
	};
};

/** A file that is wrong is named, the others still load. */
const load = async (file: AgentFile): Promise<Loaded> => {
	try {
		return { version: file.version, agents: await readAgentFile(file) };
	} catch (error) {
		const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
		return { version: file.version, agents: [], problem: `${file.path}: ${reason}` };
	}
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
