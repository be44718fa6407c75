import { dirname } from "node:path";
import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { insideOf, transferTarget } from "../../src/lib/transfer-target.js";

/** Files and folders. An existing folder as `to` takes it in; parent folders are made. */
export const moveFileTool = defineTool({
	name: "move_file",
	category: "files",
	description: "Move or rename a file or folder.",
	effects: ["read", "write"],
	input: z.object({
		from: z.string().describe("File or folder"),
		to: z.string().describe("Path or folder"),
		overwrite: z.boolean().default(false).describe("Replace"),
	}),
	// Both, since only a look at the disk tells whether `to` is a folder.
	access: ({ from, to }) => [
		{ effect: "write", path: from },
		{ effect: "write", path: to },
		{ effect: "write", path: insideOf(from, to) },
	],
	title: ({ from, to }) => `${from} → ${to}`,
	async run({ from, to, overwrite }, { fs }) {
		// Throws with the nearest names before anything is made.
		await fs.stat(from);
		const target = await transferTarget(fs, from, to);
		const parent = dirname(await fs.realPath(target));
		if (!(await fs.exists(parent))) await fs.makeDirectory(parent);
		await fs.move(from, target, { overwrite });
		return { content: `Moved ${from} to ${target}.`, details: { from, to: target }, summary: target };
	},
});
