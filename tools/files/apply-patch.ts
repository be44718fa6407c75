import { dirname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext, type ToolView } from "../../src/contracts/tool.js";
import { diffCounts } from "../../src/lib/diff-counts.js";
import { PatchRefusedError, type PlannedFile, planPatch } from "../../src/lib/patch-plan.js";
import { type FilePatch, PatchSyntaxError, parsePatch } from "../../src/lib/patch-text.js";
import { plural } from "../../src/lib/plural.js";
import { lastSeen, recordSeen } from "../../src/lib/seen-version.js";
import { shortDiff } from "../../src/lib/short-diff.js";

async function plan(patch: string, context: ToolContext): Promise<readonly PlannedFile[]> {
	try {
		const planned = await planPatch(context.fs, parsePatch(patch));
		for (const { old, from, path } of planned) {
			const seen = old === undefined ? undefined : await lastSeen(context, from ?? path);
			if (seen !== undefined && seen !== old?.version) {
				throw new NexusError(
					"file.changed",
					`${from ?? path} has changed since it was last read; nothing was written`,
					{
						hint: "Read it again, then repeat the patch.",
					},
				);
			}
		}
		return planned;
	} catch (error) {
		if (error instanceof PatchSyntaxError) {
			throw new NexusError("tool.bad-input", `patch: ${error.message}`, {
				hint: "Write it as diff -u or git diff does.",
			});
		}
		if (!(error instanceof PatchRefusedError)) throw error;
		throw new NexusError("file.edit-failed", error.message, {
			hint: "Nothing was changed. Read what does not fit and correct the patch.",
		});
	}
}

/** One file as the view of a diff has it, several as one text. */
async function viewOf(planned: readonly PlannedFile[]): Promise<ToolView> {
	const [only, ...others] = planned;
	if (only !== undefined && others.length === 0) {
		return { kind: "diff", path: only.path, before: only.before, after: only.after };
	}
	const parts: string[] = [];
	for (const { path, from, action, before, after } of planned) {
		const old = action === "created" ? "/dev/null" : (from ?? path);
		const diff = await shortDiff(before, after, 400, 3);
		parts.push(`--- ${old}\n+++ ${action === "deleted" ? "/dev/null" : path}${diff === "" ? "" : `\n${diff}`}`);
	}
	return { kind: "code", language: "diff", text: parts.join("\n") };
}

type Undo = () => Promise<unknown>;

/** Does one file's change; gives what takes it back. */
async function change({ action, path, from, bytes, old }: PlannedFile, { fs }: ToolContext): Promise<Undo> {
	if (action === "deleted") {
		const { trashPath } = await fs.trash(path);
		return () => fs.move(trashPath, path);
	}
	if (action === "created") {
		await fs.makeDirectory(dirname(await fs.realPath(path)));
		await fs.writeFile(path, bytes, { ifVersion: null });
		return () => fs.trash(path);
	}
	const before = await fs.readBytes(from ?? path);
	if (from === undefined) {
		await fs.writeFile(path, bytes, old === undefined ? {} : { ifVersion: old.version });
		return () => fs.writeFile(path, before);
	}
	await fs.makeDirectory(dirname(await fs.realPath(path)));
	await fs.move(from, path);
	const undo = () => fs.move(path, from);
	try {
		await fs.writeFile(path, bytes);
	} catch (error) {
		await undo();
		throw error;
	}
	return async () => {
		await fs.writeFile(path, before);
		await undo();
	};
}

/** All or none: what was done is taken back, last first, when something fails. Deletions come last. */
async function changeAll(planned: readonly PlannedFile[], context: ToolContext): Promise<void> {
	const undos: Undo[] = [];
	const deletions = planned.filter(({ action }) => action === "deleted");
	try {
		for (const file of [...planned.filter(({ action }) => action !== "deleted"), ...deletions]) {
			context.signal.throwIfAborted();
			undos.push(await change(file, context));
		}
	} catch (error) {
		const failed: unknown[] = [];
		for (const undo of undos.reverse()) await undo().catch((reason: unknown) => failed.push(reason));
		if (failed.length === 0) throw error;
		const message = error instanceof Error ? error.message : String(error);
		throw new NexusError("file.failed", `${message}; ${plural(failed.length, "file")} could not be put back`, {
			cause: error,
			hint: "Look at the files that the patch names.",
		});
	}
}

const touched = (patch: string): readonly FilePatch[] => {
	try {
		return parsePatch(patch);
	} catch {
		// Running it says what is wrong with it, and touches nothing.
		return [];
	}
};

const line = ({ action, path, from, offset, fuzz, isExecutable }: PlannedFile): string => {
	const notes = [
		...(offset === 0
			? []
			: [`found ${plural(Math.abs(offset), "line")} ${offset > 0 ? "further down" : "further up"}`]),
		...(fuzz === 0 ? [] : [`${plural(fuzz, "line")} of context did not fit`]),
		...(isExecutable ? ["not made executable"] : []),
	];
	return `${action} ${from === undefined ? "" : `${from} → `}${path}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
};

const patchedFile = z.object({
	path: z.string(),
	from: z.string().optional(),
	action: z.enum(["created", "modified", "deleted", "renamed"]),
	added: z.number(),
	removed: z.number(),
	/** Lines from where the patch said, the farthest of its hunks. */
	offset: z.number(),
	/** Lines of context left out to make it fit. */
	fuzz: z.number(),
});

/** Creates, changes, renames and deletes text files. Encoding, line ends, modes and links of what was there are kept. */
export const applyPatchTool = defineTool({
	name: "apply_patch",
	category: "files",
	description: "Apply a unified diff to one or more files: change, create, delete, rename. All or nothing.",
	keywords: ["edit", "diff", "git apply", "hunk", "change files"],
	effects: ["read", "write"],
	input: z.object({ patch: z.string().min(1).describe("As git diff or diff -u write it") }),
	output: z.object({ files: z.array(patchedFile) }),
	access: ({ patch }) =>
		touched(patch).flatMap(({ oldPath, newPath }) => [
			...(oldPath === undefined ? [] : [{ effect: "read", path: oldPath } as const]),
			...[...new Set([oldPath, newPath])].flatMap((path) =>
				path === undefined ? [] : [{ effect: "write", path } as const],
			),
		]),
	title: ({ patch }) => {
		const [first, ...others] = touched(patch).map(({ newPath, oldPath }) => newPath ?? oldPath ?? "");
		return `${first ?? "a patch"}${others.length === 0 ? "" : ` and ${plural(others.length, "other")}`}`;
	},
	async preview({ patch }, context) {
		const planned = await plan(patch, context);
		for (const { old, from, path } of planned) if (old) await recordSeen(context, from ?? path, old.version);
		return viewOf(planned);
	},
	async run({ patch }, context) {
		const planned = await plan(patch, context);
		await changeAll(planned, context);
		const files = await Promise.all(
			planned.map(async ({ path, from, action, before, after, offset, fuzz }) => {
				if (action !== "deleted") await recordSeen(context, path, (await context.fs.stat(path)).version);
				const { added, removed } = await diffCounts(before, after);
				return { path, ...(from === undefined ? {} : { from }), action, added, removed, offset, fuzz };
			}),
		);
		const added = files.reduce((sum, file) => sum + file.added, 0);
		const removed = files.reduce((sum, file) => sum + file.removed, 0);
		return {
			content: `${planned.map(line).join("\n")}\n[${plural(files.length, "file")}, +${added} -${removed} lines]`,
			details: { files },
			summary: `${plural(files.length, "file")}, +${added} -${removed}`,
			view: await viewOf(planned),
		};
	},
});
