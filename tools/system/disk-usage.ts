import { resolve } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext, type ToolOutput } from "../../src/contracts/tool.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

/** What is known by then is told. */
const lookMs = 60_000;

async function disks({ system }: ToolContext): Promise<ToolOutput> {
	const found = await system.disks();
	// As df(1): of what this user can have, the blocks kept for root aside.
	const shares = found.map(({ usedBytes, availableBytes }) => usedBytes / Math.max(1, usedBytes + availableBytes));
	const rows = found.map((disk, index) => [
		disk.mount,
		formatBytes(disk.sizeBytes),
		formatBytes(disk.usedBytes),
		formatBytes(disk.availableBytes),
		`${Math.round((shares[index] ?? 0) * 100)} %`,
	]);
	return {
		content:
			found.length === 0
				? "No disks are listed here."
				: ["mount size used free use", ...rows.map((row) => row.join("  "))].join("\n"),
		details: { disks: found.map((disk, index) => ({ ...disk, used: shares[index] ?? 0 })) },
		summary: plural(found.length, "disk"),
		view: { kind: "table", columns: ["Mount", "Size", "Used", "Free", "Use"], rows },
	};
}

/** Disks; with a path, what takes the room below it. */
export const diskUsageTool = defineTool({
	name: "disk_usage",
	category: "system",
	description: "Disks and their free space; with a path, the largest folders and files below it.",
	effects: ["read"],
	keywords: ["du", "df", "space", "storage", "size", "largest", "biggest", "free", "full", "folder"],
	input: z.object({
		path: z.string().optional().describe("Folder"),
		depth: z.int().min(1).max(10).default(1).describe("Levels"),
		limit: z.int().min(1).max(1000).default(20).describe("Most rows"),
	}),
	output: z.object({
		disks: z
			.array(
				z.object({
					mount: z.string(),
					sizeBytes: z.number(),
					usedBytes: z.number(),
					availableBytes: z.number(),
					/** 0 to 1. */
					used: z.number(),
				}),
			)
			.optional(),
		path: z.string().optional(),
		sizeBytes: z.number().optional(),
		files: z.number().optional(),
		folders: z.number().optional(),
		entries: z
			.array(z.object({ path: z.string(), kind: z.enum(["folder", "file"]), sizeBytes: z.number() }))
			.optional(),
		unreadable: z.number().optional(),
		isPartial: z.boolean().optional(),
	}),
	access: ({ path }, { cwd }) => (path === undefined ? [] : [{ effect: "read", path: resolve(cwd, path) }]),
	title: ({ path }) => path ?? "disks",
	async run({ path, depth, limit }, context) {
		if (path === undefined) return disks(context);
		const { fs, system, signal, progress } = context;
		if ((await fs.stat(path)).kind !== "directory") {
			throw new NexusError("tool.bad-input", `${path} is not a folder`, {
				hint: "list_directory tells the size of a file.",
			});
		}
		const found = await system.folderSizes(await fs.realPath(path), {
			depth,
			limit,
			timeoutMs: lookMs,
			signal,
			onProgress: (files) => progress(`${plural(files, "file")} so far\n`),
		});
		const { sizeBytes, entries, files, folders, unreadable, isPartial } = found;
		const notes = [
			...(isPartial ? [`stopped after ${lookMs / 1000} s: there is more`] : []),
			...(unreadable > 0 ? [`${plural(unreadable, "folder")} may not be read`] : []),
		];
		const total = `${formatBytes(sizeBytes)} in ${plural(files, "file")} and ${plural(folders, "folder")}`;
		const rows = entries.map(
			(entry) => `${formatBytes(entry.sizeBytes)}  ${entry.path}${entry.kind === "folder" ? "/" : ""}`,
		);
		return {
			content: [`${path}: ${total}`, ...rows, ...(notes.length === 0 ? [] : [`[${notes.join("; ")}]`])].join("\n"),
			details: {
				path,
				sizeBytes,
				files,
				folders,
				entries: entries.map((entry) => ({ ...entry })),
				unreadable,
				isPartial,
			},
			summary: formatBytes(sizeBytes),
			view: {
				kind: "chart",
				title: `${path}: ${total}`,
				unit: "MB",
				labels: entries.map((entry) => `${entry.path}${entry.kind === "folder" ? "/" : ""}`),
				series: [{ name: "size", values: entries.map((entry) => Number((entry.sizeBytes / 1e6).toPrecision(3))) }],
			},
		};
	},
});
