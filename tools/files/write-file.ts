import { dirname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext, type ToolOutput } from "../../src/contracts/tool.js";
import { countLines, diffCounts } from "../../src/lib/diff-counts.js";
import { formatBytes, plural } from "../../src/lib/plural.js";
import { lastSeen, recordSeen } from "../../src/lib/seen-version.js";
import { lineEndOf, withLineEnd } from "../../src/lib/text-encoding.js";
import { loadTextFile, maxTextBytes, type TextFile, toBytes } from "../../src/lib/text-file.js";

interface Write {
	readonly path: string;
	readonly content: string;
	readonly append: boolean;
}

interface Plan {
	readonly old: TextFile | undefined;
	readonly before: string;
	readonly after: string;
}

async function plan({ path, content, append }: Write, context: ToolContext): Promise<Plan> {
	const old = await loadTextFile(context.fs, path);
	if (old === undefined) return { old, before: "", after: content };
	if (append && (old.binary !== undefined || old.hasInvalidBytes)) {
		throw new NexusError(
			"file.not-text",
			`${path} is ${old.binary ?? "no valid UTF-8"}; text cannot be appended to it`,
		);
	}
	const seen = await lastSeen(context, path);
	if (!append && seen !== undefined && seen !== old.version) {
		throw new NexusError("file.changed", `${path} has changed since it was last read; nothing was written`, {
			hint: "Read it again before replacing it.",
		});
	}
	const isText = old.binary === undefined;
	const added = isText ? withLineEnd(content.replace(/^\uFEFF/, ""), old.lineEnd) : content;
	return { old: isText ? old : undefined, before: isText ? old.text : "", after: append ? old.text + added : added };
}

/** A file too large for memory grows in place. */
async function appendInPlace(path: string, content: string, { fs }: ToolContext): Promise<ToolOutput> {
	const head = new TextDecoder().decode(await fs.readBytes(path, { offset: 0, length: 65_536 }));
	await fs.appendFile(path, withLineEnd(content, lineEndOf(head)));
	const { sizeBytes } = await fs.stat(path);
	return {
		content: `Appended to ${path}: now ${formatBytes(sizeBytes)}.`,
		details: { path, created: false, sizeBytes, lines: countLines(content) },
		summary: `+${countLines(content)}`,
	};
}

/** Atomic. Creates parent folders; keeps mode, byte order mark, encoding and line ends of what was there. */
export const writeFileTool = defineTool({
	name: "write_file",
	category: "files",
	description: "Create a file, replace its text, or append to it.",
	keywords: ["save", "create file", "append"],
	effects: ["write"],
	isCore: true,
	input: z.object({
		path: z.string().describe("File"),
		content: z.string().describe("Its whole text"),
		append: z.boolean().default(false).describe("Add at the end"),
	}),
	output: z.object({ path: z.string(), created: z.boolean(), sizeBytes: z.number(), lines: z.number() }),
	access: ({ path }) => [{ effect: "write", path }],
	title: ({ path, append }) => (append ? `${path} (append)` : path),
	async preview(input, context) {
		const { old, before, after } = await plan(input, context);
		if (old !== undefined) await recordSeen(context, input.path, old.version);
		return { kind: "diff", path: input.path, before, after };
	},
	async run(input, context) {
		const { fs } = context;
		const { path } = input;
		const isNew = !(await fs.exists(path));
		if (input.append && !isNew && (await fs.stat(path)).sizeBytes > maxTextBytes) {
			return appendInPlace(path, input.content, context);
		}
		const { old, before, after } = await plan(input, context);
		if (isNew) await fs.makeDirectory(dirname(await fs.realPath(path)));
		const version = isNew ? null : (old?.version ?? (await fs.stat(path)).version);
		const bytes = toBytes(old, after);
		await fs.writeFile(path, bytes, { ifVersion: version });
		const { sizeBytes, version: written } = await fs.stat(path);
		await recordSeen(context, path, written);
		const { added, removed } = await diffCounts(before, after);
		const lines = countLines(after);
		const did = isNew ? "Created" : input.append ? "Appended to" : "Wrote";
		return {
			content: `${did} ${path}: ${plural(lines, "line")}, ${formatBytes(sizeBytes)}.`,
			details: { path, created: isNew, sizeBytes, lines },
			summary: isNew ? plural(lines, "line") : `+${added} -${removed}`,
			view: { kind: "diff", path, before, after },
		};
	},
});
