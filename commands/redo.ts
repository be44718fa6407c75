import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";
import { runRestore } from "./undo.js";

export const redoCommand = defineCommand({
	name: "redo",
	description: "Bring back what the last undo took back; shows it first",
	surfaces: ["cli", "slash"],
	args: z.object({
		session: z.string().optional().describe("turns of this session only; default: all of this folder"),
		yes: z.boolean().default(false).describe("do not ask"),
		force: z.boolean().default(false).describe("also where somebody else has changed a file since; keeps a copy"),
	}),
	async run(args, context) {
		return runRestore("redo", args, context);
	},
});
