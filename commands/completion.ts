import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { optionsOf } from "../src/lib/command-options.js";
import { completionScript } from "../src/lib/completion-script.js";

export const completionCommand = defineCommand({
	name: "completion",
	description: "Print a completion script for your shell",
	surfaces: ["cli"],
	args: z.object({ shell: z.enum(["bash", "zsh", "fish"]).describe("bash, zsh or fish") }),
	positional: ["shell"],
	examples: ['eval "$(nexus completion bash)"', "nexus completion fish > ~/.config/fish/completions/nexus.fish"],
	async run({ shell }, { commands, mainFlags }) {
		const words = commands.map((command) => ({
			name: command.name,
			description: command.description,
			flags: optionsOf(command)
				.filter((option) => !option.isPositional && option.flag !== "json")
				.map((option) => `--${option.flag}`),
		}));
		return { type: "message", text: completionScript(shell, words, mainFlags), json: { shell } };
	},
});
