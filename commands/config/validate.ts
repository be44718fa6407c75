import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const configValidateCommand = defineCommand({
	name: "config validate",
	description: "Check all configuration files",
	surfaces: ["cli"],
	args: z.object({}),
	async run(_, { client }) {
		const { path, problems } = await client.config.validate();
		const text =
			problems.length === 0
				? `${path} and all other files are right`
				: problems.map((problem) => problem.message).join("\n");
		return {
			type: "message",
			text,
			json: { path, problems: problems.map(({ code, message }) => ({ code, message })) },
			...(problems.length === 0 ? {} : { exitCode: 2 as const }),
		};
	},
});
