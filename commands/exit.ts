import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";

export const exitCommand = defineCommand({
	name: "exit",
	aliases: ["quit"],
	description: "Leave nexus",
	surfaces: ["slash"],
	args: z.object({}),
	run: async () => ({ type: "quit" }),
});
