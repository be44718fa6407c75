import { z } from "zod";
import { agentChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsShowCommand = defineCommand({
	name: "agents show",
	description: "Show an agent: what it may do, and its prompt",
	surfaces: ["cli", "slash"],
	args: z.object({ name: z.string().describe("name of an agent") }),
	positional: ["name"],
	values: { name: agentChoices },
	async run({ name }, { client }) {
		const agent = await client.agents.get(name);
		const { usd, tokens } = agent.budget;
		const { turns, minutes, depth, recoveries } = agent.limits;
		const facts: readonly (readonly [string, string | undefined])[] = [
			["type", agent.type],
			["description", agent.description],
			["capabilities", agent.capabilities.join(", ") || undefined],
			["domain", agent.domain],
			["model", agent.model ?? "that of who asks it"],
			["tools", agent.tools === "*" ? "all that who asks it has" : agent.tools.join(", ")],
			["mode", agent.mode === undefined ? "that of who asks it" : `at most ${agent.mode}`],
			[
				"budget",
				[usd === undefined ? "" : `$${usd}`, tokens === undefined ? "" : `${tokens} tokens`]
					.filter(Boolean)
					.join(", ") || undefined,
			],
			[
				"limits",
				[
					turns === undefined ? "" : `${turns} requests`,
					minutes === undefined ? "" : `${minutes} minutes`,
					depth === undefined ? "" : depth === 0 ? "works alone" : `${depth} levels of agents below it`,
					recoveries === undefined ? "" : `${recoveries} recoveries`,
				]
					.filter(Boolean)
					.join(", ") || undefined,
			],
			["file", agent.path],
		];
		const lines = facts.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(13)} ${value}`]));
		return { type: "message", text: [agent.name, ...lines, "", agent.prompt].join("\n"), json: toJson(agent) };
	},
});
