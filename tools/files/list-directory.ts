import { basename } from "node:path";
import { z } from "zod";
import type { FileStat } from "../../src/contracts/ports.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

interface Entry {
	readonly path: string;
	readonly kind: FileStat["kind"];
	readonly sizeBytes: number;
	/** ISO 8601, UTC. */
	readonly modified: string;
}

interface Listing {
	readonly entries: Entry[];
	hidden: number;
	isCut: boolean;
}

const maxEntries = 2000;
const toEntry = (path: string, kind: FileStat["kind"], stat: FileStat): Entry => ({
	path,
	kind,
	sizeBytes: kind === "directory" ? 0 : stat.sizeBytes,
	modified: new Date(stat.modifiedMs).toISOString(),
});

async function collect(
	context: ToolContext,
	folder: { readonly path: string; readonly prefix: string },
	options: { readonly depth: number; readonly hidden: boolean },
	into: Listing,
): Promise<void> {
	context.signal.throwIfAborted();
	const entries = await context.fs.list(folder.path);
	for (const { name, kind } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (!options.hidden && name.startsWith(".")) {
			into.hidden++;
			continue;
		}
		if (into.entries.length >= maxEntries) {
			into.isCut = true;
			return;
		}
		const path = `${folder.path}/${name}`;
		const relative = `${folder.prefix}${name}`;
		// What vanished meanwhile is not an error.
		const stat = await context.fs.stat(path).catch(() => undefined);
		if (stat === undefined) continue;
		into.entries.push(toEntry(relative, kind, stat));
		if (kind !== "directory" || options.depth <= 1) continue;
		const below = { path, prefix: `${relative}/` };
		await collect(context, below, { ...options, depth: options.depth - 1 }, into).catch((error) => {
			if (context.signal.aborted) throw error;
		});
	}
}

const line = (entry: Entry): string =>
	entry.kind === "directory"
		? `${entry.path}/`
		: `${entry.path}${entry.kind === "link" ? " (link)" : ""}  ${formatBytes(entry.sizeBytes)}`;

/** Paths of entries are relative to the folder that is listed. Folders are not followed through links. */
export const listDirectoryTool = defineTool({
	name: "list_directory",
	category: "files",
	description: "List a folder: names, kinds, sizes.",
	effects: ["read"],
	isCore: true,
	input: z.object({
		path: z.string().default(".").describe("Folder"),
		depth: z.number().min(1).default(1).describe("Levels"),
		hidden: z.boolean().default(false).describe("Dot names too"),
	}),
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ path, depth }) => (depth === 1 ? path : `${path}, ${depth} levels`),
	async run({ path, depth, hidden }, context) {
		const stat = await context.fs.stat(path);
		const into: Listing = { entries: [], hidden: 0, isCut: false };
		if (stat.kind === "directory") {
			await collect(context, { path: path.replace(/(?<=.)\/+$/, ""), prefix: "" }, { depth, hidden }, into);
		} else into.entries.push(toEntry(basename(path), stat.kind, stat));
		const { entries } = into;
		const directories = entries.filter((entry) => entry.kind === "directory").length;
		const files = entries.length - directories;
		const totalBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
		const summary = `${plural(files, "file")}, ${plural(directories, "folder")}`;
		const notes = [
			...(into.hidden > 0 ? [`${into.hidden} hidden not shown`] : []),
			...(into.isCut ? [`only the first ${maxEntries} are shown`] : []),
		];
		const total = `${summary}, ${formatBytes(totalBytes)}${notes.map((note) => `; ${note}`).join("")}`;
		return {
			content: entries.length === 0 ? `${path} is empty (${total}).` : `${entries.map(line).join("\n")}\n[${total}]`,
			details: { path, entries: entries.map((entry) => ({ ...entry })), files, directories, totalBytes },
			summary,
			view: {
				kind: "table",
				columns: ["Name", "Size", "Modified"],
				rows: entries.map((entry) => [
					entry.kind === "directory" ? `${entry.path}/` : entry.path,
					entry.kind === "directory" ? "" : formatBytes(entry.sizeBytes),
					entry.modified.slice(0, 16).replace("T", " "),
				]),
			},
		};
	},
});
