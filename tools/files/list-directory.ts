import { basename } from "node:path";
import { z } from "zod";
import type { FileStat } from "../../src/contracts/ports.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { type FolderRules, isIgnored } from "../../src/lib/ignore-rules.js";
import { formatBytes, plural } from "../../src/lib/plural.js";
import { rulesAbove, rulesWithin } from "../../src/lib/walk-files.js";

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
	ignored: number;
	isCut: boolean;
}

const maxEntries = 2000;
const toEntry = (path: string, kind: FileStat["kind"], stat: FileStat): Entry => ({
	path,
	kind,
	sizeBytes: kind === "directory" ? 0 : stat.sizeBytes,
	modified: new Date(stat.modifiedMs).toISOString(),
});

interface Wish {
	readonly hidden: boolean;
	readonly ignored: boolean;
}

interface Folder {
	readonly path: string;
	/** Relative to the folder that is listed, with "/" at its end; "" for itself. */
	readonly prefix: string;
	readonly depth: number;
	/** What .gitignore and .nexusignore around it leave out; empty when that is not asked for. */
	readonly rules: readonly FolderRules[];
}

async function collect(context: ToolContext, folder: Folder, wish: Wish, into: Listing): Promise<void> {
	context.signal.throwIfAborted();
	const { fs } = context;
	const { prefix, depth } = folder;
	const all = await fs.list(folder.path);
	const relative = prefix.slice(0, -1);
	const rules = wish.ignored ? [] : await rulesWithin(fs, { path: folder.path, relative, entries: all }, folder.rules);
	const shown = all.filter(({ name, kind }) => {
		const isHidden = !wish.hidden && name.startsWith(".");
		if (isHidden) into.hidden++;
		const isOut = !isHidden && isIgnored(rules, prefix + name, kind === "directory");
		if (isOut) into.ignored++;
		return !isHidden && !isOut;
	});
	shown.sort((a, b) => (a.name < b.name ? -1 : 1));
	const room = maxEntries - into.entries.length;
	if (shown.length > room) into.isCut = true;
	// What vanished meanwhile is not an error.
	const stats = await Promise.all(
		shown.slice(0, room).map(({ name }) => fs.stat(`${folder.path}/${name}`).catch(() => undefined)),
	);
	for (const [index, stat] of stats.entries()) {
		const { name, kind } = shown[index] ?? { name: "", kind: "other" };
		if (stat === undefined) continue;
		if (into.entries.length >= maxEntries) {
			into.isCut = true;
			return;
		}
		into.entries.push(toEntry(prefix + name, kind, stat));
		if (kind !== "directory" || depth <= 1) continue;
		const below = { path: `${folder.path}/${name}`, prefix: `${prefix}${name}/`, depth: depth - 1, rules };
		await collect(context, below, wish, into).catch((error) => {
			if (context.signal.aborted) throw error;
		});
	}
}

/** Largest and latest first; where they are equal by name. */
const orders = {
	name: () => 0,
	size: (a: Entry, b: Entry) => b.sizeBytes - a.sizeBytes,
	time: (a: Entry, b: Entry) => (a.modified < b.modified ? 1 : a.modified > b.modified ? -1 : 0),
} as const;

const line = (entry: Entry): string =>
	entry.kind === "directory"
		? `${entry.path}/`
		: `${entry.path}${entry.kind === "link" ? " (link)" : ""}  ${formatBytes(entry.sizeBytes)}`;

/** To the minute, UTC. */
const when = ({ modified }: Entry): string => modified.slice(0, 16).replace("T", " ");

/** Paths of entries are relative to the folder that is listed. Folders are not followed through links. */
export const listDirectoryTool = defineTool({
	name: "list_directory",
	category: "files",
	description: "List a folder: names, kinds, sizes.",
	keywords: ["ls", "dir", "tree", "folder contents", "largest", "newest"],
	effects: ["read"],
	isCore: true,
	input: z.object({
		path: z.string().default(".").describe("Folder"),
		depth: z.number().min(1).default(1).describe("Levels"),
		hidden: z.boolean().default(false).describe("Dot names too"),
		ignored: z.boolean().default(true).describe("What .gitignore names too"),
		sort: z.enum(["name", "size", "time"]).default("name").describe("Largest or newest first"),
	}),
	output: z.object({
		path: z.string(),
		entries: z.array(
			z.object({
				path: z.string(),
				kind: z.enum(["file", "directory", "link", "other"]),
				sizeBytes: z.number(),
				modified: z.string(),
			}),
		),
		files: z.number(),
		directories: z.number(),
		totalBytes: z.number(),
	}),
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ path, depth }) => (depth === 1 ? path : `${path}, ${depth} levels`),
	async run({ path, depth, hidden, ignored, sort }, context) {
		const stat = await context.fs.stat(path);
		const into: Listing = { entries: [], hidden: 0, ignored: 0, isCut: false };
		if (stat.kind === "directory") {
			const root = path.replace(/(?<=.)\/+$/, "");
			const rules = ignored ? [] : await rulesAbove(context.fs, await context.fs.realPath(root));
			await collect(context, { path: root, prefix: "", depth, rules }, { hidden, ignored }, into);
		} else into.entries.push(toEntry(basename(path), stat.kind, stat));
		const entries = into.entries.sort(orders[sort]);
		const directories = entries.filter((entry) => entry.kind === "directory").length;
		const files = entries.length - directories;
		const totalBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
		const summary = `${plural(files, "file")}, ${plural(directories, "folder")}`;
		const notes = [
			...(into.hidden > 0 ? [`${into.hidden} hidden not shown`] : []),
			...(into.ignored > 0 ? [`${into.ignored} ignored not shown`] : []),
			...(into.isCut ? [`only the first ${maxEntries} are shown`] : []),
		];
		const total = `${summary}, ${formatBytes(totalBytes)}${notes.map((note) => `; ${note}`).join("")}`;
		return {
			content:
				entries.length === 0
					? `${path} is empty (${total}).`
					: `${entries.map((entry) => (sort === "time" ? `${when(entry)}  ${line(entry)}` : line(entry))).join("\n")}\n[${total}]`,
			details: { path, entries: entries.map((entry) => ({ ...entry })), files, directories, totalBytes },
			summary,
			view: {
				kind: "table",
				columns: ["Name", "Size", "Modified"],
				rows: entries.map((entry) => [
					entry.kind === "directory" ? `${entry.path}/` : entry.path,
					entry.kind === "directory" ? "" : formatBytes(entry.sizeBytes),
					when(entry),
				]),
			},
		};
	},
});
