import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";

/** Keys of the screen, for help and the documentation. */
export const helpKeys: readonly (readonly [string, string])[] = [
	["enter", "send; while something runs: queue"],
	["shift+enter, alt+enter, ctrl+j, \\ enter", "new line"],
	["@ path", "attach a file"],
	["tab", "complete a command, an argument or a file"],
	["! command", "run a shell command yourself"],
	["up, down, ctrl+r", "earlier prompts"],
	["esc", "stop what runs"],
	["esc esc", "go back to an earlier prompt"],
	["shift+tab", "next permission mode"],
	["ctrl+t", "fold the panes"],
	["ctrl+o", "unfold tool calls"],
	["ctrl+g", "edit in $EDITOR"],
	["ctrl+c twice, ctrl+d", "leave"],
];

export const helpCommand = defineCommand({
	name: "help",
	description: "Show the commands and keys",
	surfaces: ["slash"],
	args: z.object({}),
	async run(_, { commands, surface }) {
		const own = commands.filter((command) => command.surfaces.includes(surface));
		const rows = own.map((command) => [`/${command.name.replace(" list", "")}`, command.description]);
		return {
			type: "table",
			columns: [{ name: "" }, { name: "" }],
			rows: [...rows, ["", ""], ...helpKeys.map(([key, what]) => [key, what])],
			json: rows.map(([name, description]) => ({ name: name ?? "", description: description ?? "" })),
		};
	},
});
