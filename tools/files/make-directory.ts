import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";

/** With all its parents. */
export const makeDirectoryTool = defineTool({
	name: "make_directory",
	category: "files",
	description: "Create a folder and its parents.",
	keywords: ["mkdir", "new folder"],
	effects: ["write"],
	input: z.object({ path: z.string().describe("Folder") }),
	output: z.object({ path: z.string(), created: z.boolean() }),
	access: ({ path }) => [{ effect: "write", path }],
	title: ({ path }) => path,
	async run({ path }, { fs }) {
		const created = !(await fs.exists(path));
		await fs.makeDirectory(path);
		return {
			content: created ? `Created the folder ${path}.` : `The folder ${path} exists already.`,
			details: { path, created },
			summary: created ? "created" : "exists",
		};
	},
});
