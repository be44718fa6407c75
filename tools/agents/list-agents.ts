import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";

export const listAgentsTool = defineTool({
	name: "list_agents",
	category: "agents",
	description: "The agents there are, and those at work below you.",
	effects: ["read"],
	keywords: ["subagents", "team", "who", "available", "running", "status"],
	input: z.object({}),
	output: z.object({
		agents: z.array(
			z.object({ name: z.string(), type: z.string(), description: z.string(), capabilities: z.array(z.string()) }),
		),
		running: z.array(
			z.object({ id: z.string(), state: z.string(), task: z.string(), parentId: z.string().nullable() }),
		),
	}),
	title: () => "",
	async run(_, { agents }) {
		const available = await agents.available();
		const running = agents.list();
		const lines = available.map(({ name, type, description }) => `${name} (${type}): ${description}`);
		const working = running.map(
			({ id, state, task, waitsFor }) =>
				`${id}  ${state}${waitsFor === undefined ? "" : `, waits: ${waitsFor}`}  ${task}`,
		);
		return {
			content: [...lines, ...(working.length === 0 ? [] : ["", "Put to work in this session:", ...working])].join("\n"),
			details: {
				agents: available.map((agent) => ({ ...agent, capabilities: [...agent.capabilities] })),
				running: running.map(({ id, state, task, parentId }) => ({ id, state, task, parentId: parentId ?? null })),
			},
			summary: `${available.length} agents, ${running.length} put to work`,
			view: {
				kind: "table",
				columns: ["Agent", "Type", "Description"],
				rows: available.map(({ name, type, description }) => [name, type, description]),
			},
		};
	},
});
