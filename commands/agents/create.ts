import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const agentsCreateCommand = defineCommand({
	name: "agents create",
	description: "Write the file of a new agent to start from",
	surfaces: ["cli", "slash"],
	args: z.object({
		name: z.string().describe("lower-case letters, digits and -"),
		description: z.string().optional().describe("when to choose it, in one sentence"),
		type: z.string().optional().describe("e.g. worker, analyzer, code-review"),
		project: z.boolean().default(false).describe("for this folder, in .nexus/agents"),
	}),
	positional: ["name"],
	examples: ["nexus agents create release-notes --description 'Writes release notes from commits.'"],
	async run({ name, description, type, project }, { client }) {
		const path = await client.agents.create({
			name,
			inProject: project,
			...(description === undefined ? {} : { description }),
			...(type === undefined ? {} : { type }),
		});
		return { type: "message", text: `${path} is written; \`agents edit ${name}\` opens it`, json: { path } };
	},
});
