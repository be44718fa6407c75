import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";

const themes = ["dark", "light", "colorblind", "none"] as const;

export const themeCommand = defineCommand({
	name: "theme",
	description: "Choose the colours",
	surfaces: ["slash"],
	args: z.object({ theme: z.enum(themes).optional().describe(themes.join(", ")) }),
	positional: ["theme"],
	async run({ theme }, { client }) {
		if (theme === undefined) {
			return {
				type: "choose",
				title: "Theme",
				items: themes.map((value) => ({ value, label: value })),
				command: "theme",
				json: [...themes],
			};
		}
		await client.config.set("tui.theme", theme);
		return { type: "display", theme, text: `theme ${theme}` };
	},
});
