// Commands for the trial screen.
import { z } from "zod";
import { type CommandDefinition, defineCommand } from "../src/contracts/command.js";

export const demoCommands: readonly CommandDefinition[] = [
	defineCommand({
		name: "help",
		description: "What there is and how to use it",
		surfaces: ["slash"],
		args: z.object({}),
		run: async (_, { commands }) => ({
			type: "table",
			title: "Commands",
			columns: [{ name: "name" }, { name: "what it does" }],
			rows: commands.map((command) => [`/${command.name}`, command.description]),
			json: null,
		}),
	}),
	defineCommand({
		name: "model",
		description: "Choose the model of this session",
		surfaces: ["slash"],
		args: z.object({ name: z.string().optional() }),
		positional: ["name"],
		run: async ({ name }) =>
			name === undefined
				? {
						type: "choose",
						title: "model",
						command: "model",
						items: ["anthropic/claude-sonnet", "openai/gpt-5", "ollama/llama3"].map((value) => ({
							value,
							label: value,
							detail: "200k",
						})),
						json: null,
					}
				: { type: "message", text: `the model is ${name}` },
	}),
	defineCommand({
		name: "theme",
		description: "Colours of the screen",
		surfaces: ["slash"],
		args: z.object({ name: z.string() }),
		positional: ["name"],
		run: async ({ name }) => ({ type: "display", theme: name, text: `theme: ${name}` }),
	}),
	defineCommand({
		name: "exit",
		aliases: ["quit"],
		description: "Leave",
		surfaces: ["slash"],
		args: z.object({}),
		run: async () => ({ type: "quit" }),
	}),
];
