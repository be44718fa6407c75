import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { applyEdits } from "../../src/lib/apply-edits.js";
import { diffCounts } from "../../src/lib/diff-counts.js";
import { plural } from "../../src/lib/plural.js";
import { lastSeen, recordSeen } from "../../src/lib/seen-version.js";
import { shortDiff } from "../../src/lib/short-diff.js";
import { loadTextFile, type TextFile, toBytes } from "../../src/lib/text-file.js";

interface Edit {
	readonly old_text: string;
	readonly new_text: string;
	readonly replace_all: boolean;
}

async function load(path: string, context: ToolContext): Promise<TextFile> {
	const file = await loadTextFile(context.fs, path);
	if (file === undefined) {
		// The file system knows the nearest names.
		await context.fs.stat(path);
		throw new NexusError("file.not-found", `${path} does not exist`);
	}
	if (file.binary !== undefined || file.hasInvalidBytes) {
		const what = file.binary ?? "no valid UTF-8: editing it as text would damage it";
		throw new NexusError("file.not-text", `${path} is ${what}`);
	}
	const seen = await lastSeen(context, path);
	if (seen !== undefined && seen !== file.version) {
		throw new NexusError("file.changed", `${path} has changed since it was last read; nothing was written`, {
			hint: "Read it again, then repeat the edit.",
		});
	}
	return file;
}

function edited(path: string, file: TextFile, edits: readonly Edit[]) {
	const result = applyEdits(
		file.text,
		edits.map((edit) => ({ oldText: edit.old_text, newText: edit.new_text, replaceAll: edit.replace_all })),
	);
	if (result.ok) return result;
	const which = edits.length > 1 ? `edit ${result.index + 1} of ${edits.length}: ` : "";
	throw new NexusError("file.edit-failed", `${path}: ${which}${result.reason}`, { hint: "Nothing was changed." });
}

/** All edits or none. Tolerates differences of white space and look-alikes where just one place fits. */
export const editFileTool = defineTool({
	name: "edit_file",
	category: "files",
	description: "Replace exact pieces of a text file. All edits or none.",
	keywords: ["change", "substitute", "modify", "patch", "fix"],
	effects: ["read", "write"],
	isCore: true,
	input: z.object({
		path: z.string().describe("File"),
		edits: z
			.array(
				z.object({
					old_text: z.string().describe("As in the file, unique"),
					new_text: z.string().describe("Instead of it"),
					replace_all: z.boolean().default(false).describe("Every place"),
				}),
			)
			.min(1)
			.describe("In order"),
	}),
	output: z.object({
		path: z.string(),
		replacements: z.number(),
		added: z.number(),
		removed: z.number(),
		/** What was overlooked to find the places. */
		tolerances: z.array(z.string()),
	}),
	access: ({ path }) => [
		{ effect: "read", path },
		{ effect: "write", path },
	],
	title: ({ path, edits }) => (edits.length === 1 ? path : `${path}, ${edits.length} edits`),
	async preview({ path, edits }, context) {
		const file = await load(path, context);
		await recordSeen(context, path, file.version);
		return { kind: "diff", path, before: file.text, after: edited(path, file, edits).text };
	},
	async run({ path, edits }, context) {
		const file = await load(path, context);
		const result = edited(path, file, edits);
		await context.fs.writeFile(path, toBytes(file, result.text), { ifVersion: file.version });
		await recordSeen(context, path, (await context.fs.stat(path)).version);
		const { added, removed } = await diffCounts(file.text, result.text);
		const did = `Edited ${path}: ${plural(result.replacements, "replacement")}, +${added} -${removed} lines`;
		const { tolerances } = result;
		// What was changed is not quite what was quoted: whoever asked for it should see what it came to.
		const note =
			tolerances.length === 0
				? "."
				: `; found but for ${tolerances.join(", ")}. What was changed:\n${await shortDiff(file.text, result.text)}`;
		return {
			content: did + note,
			details: { path, replacements: result.replacements, added, removed, tolerances: [...tolerances] },
			summary: `+${added} -${removed}`,
			view: { kind: "diff", path, before: file.text, after: result.text },
		};
	},
});
