import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { formatBytes } from "../../src/lib/plural.js";

/** Files and folders; of a link the link itself. Nothing is lost: the result says where it is now. */
export const trashFileTool = defineTool({
	name: "trash_file",
	category: "files",
	description: "Delete a file or folder into the trash, from which it can be restored.",
	keywords: ["delete", "remove", "rm", "unlink", "rmdir", "erase"],
	effects: ["write"],
	input: z.object({ path: z.string().describe("File or folder") }),
	output: z.object({
		path: z.string(),
		kind: z.enum(["file", "directory", "link", "other"]),
		trashPath: z.string(),
	}),
	access: ({ path }) => [{ effect: "write", path }],
	title: ({ path }) => path,
	async preview({ path }, { fs }) {
		const stat = await fs.stat(path);
		if (stat.kind !== "directory") return { kind: "text", text: `${path}, ${formatBytes(stat.sizeBytes)}` };
		const names = (await fs.list(path)).map(({ name, kind }) => (kind === "directory" ? `${name}/` : name)).sort();
		const shown = names.slice(0, 20);
		const more = names.length > shown.length ? [`… and ${names.length - shown.length} more`] : [];
		return { kind: "text", text: [`${path}/ with`, ...shown, ...more].join("\n") };
	},
	async run({ path }, { fs }) {
		// Throws with the nearest names.
		const { kind } = await fs.stat(path);
		const { path: was, trashPath } = await fs.trash(path);
		return {
			content: `Moved ${path} to the trash. To restore it: move_file from ${trashPath} to ${was}`,
			details: { path, kind, trashPath },
			summary: "in the trash",
		};
	},
});
