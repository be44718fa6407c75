// What a patch comes to on the files as they are, before anything is written.
import { applyHunks } from "./apply-hunks.js";
import type { FilePatch } from "./patch-text.js";
import { loadTextFile, type TextFile, toBytes } from "./text-file.js";

export interface PlannedFile {
	readonly action: "created" | "modified" | "deleted" | "renamed";
	/** Where it is afterwards, or was, when it is deleted. */
	readonly path: string;
	/** Where it was, when it is renamed. */
	readonly from?: string;
	readonly before: string;
	readonly after: string;
	readonly bytes: Uint8Array;
	readonly old: TextFile | undefined;
	readonly isExecutable: boolean;
	/** How far from where the patch says, and how much context was left out, at most. */
	readonly offset: number;
	readonly fuzz: number;
}

/** What is wrong, for whoever wrote the patch. */
export class PatchRefusedError extends Error {
	override readonly name = "PatchRefusedError";
}

type Source = Parameters<typeof loadTextFile>[0];

async function loadOld(fs: Source, path: string): Promise<TextFile> {
	const old = await loadTextFile(fs, path);
	if (old === undefined) throw new PatchRefusedError(`${path} does not exist`);
	if (old.binary !== undefined) throw new PatchRefusedError(`${path} is ${old.binary}`);
	if (old.hasInvalidBytes)
		throw new PatchRefusedError(`${path} is no valid UTF-8: patching it as text would damage it`);
	return old;
}

async function planFile(fs: Source, patch: FilePatch): Promise<PlannedFile> {
	const { oldPath, newPath, hunks, isExecutable } = patch;
	const path = newPath ?? oldPath ?? "";
	if (newPath !== undefined && newPath !== oldPath && (await fs.exists(newPath))) {
		throw new PatchRefusedError(`${newPath} exists already`);
	}
	const old = oldPath === undefined ? undefined : await loadOld(fs, oldPath);
	const before = old?.text ?? "";
	const result = applyHunks(before, hunks, old?.lineEnd ?? "\n");
	if (!result.ok) {
		const which = hunks.length > 1 ? `hunk ${result.index + 1} of ${hunks.length}` : "its hunk";
		throw new PatchRefusedError(`${oldPath ?? path}: ${which} does not fit: ${result.reason}`);
	}
	if (newPath === undefined && hunks.length > 0 && result.text !== "") {
		throw new PatchRefusedError(`${path} holds more than the patch deletes`);
	}
	const after = newPath === undefined ? "" : result.text;
	return {
		action:
			old === undefined ? "created" : newPath === undefined ? "deleted" : newPath === oldPath ? "modified" : "renamed",
		path,
		...(old !== undefined && newPath !== undefined && newPath !== oldPath && oldPath !== undefined
			? { from: oldPath }
			: {}),
		before,
		after,
		bytes: toBytes(old, after),
		old,
		isExecutable,
		offset: result.hunks.reduce((most, { offset }) => (Math.abs(offset) > Math.abs(most) ? offset : most), 0),
		fuzz: Math.max(0, ...result.hunks.map(({ fuzz }) => fuzz)),
	};
}

/** Throws PatchRefusedError with all that does not fit, a line for each file; and what the file system throws. */
export async function planPatch(fs: Source, patches: readonly FilePatch[]): Promise<readonly PlannedFile[]> {
	const named = patches.flatMap(({ oldPath, newPath }) => (oldPath === newPath ? [oldPath] : [oldPath, newPath]));
	const twice = named.find((path, index) => path !== undefined && named.indexOf(path) !== index);
	if (twice !== undefined) throw new PatchRefusedError(`${twice} is in the patch twice; put its hunks together`);
	const planned: PlannedFile[] = [];
	const problems: string[] = [];
	for (const patch of patches) {
		try {
			planned.push(await planFile(fs, patch));
		} catch (error) {
			if (!(error instanceof PatchRefusedError)) throw error;
			problems.push(error.message);
		}
	}
	if (problems.length > 0) throw new PatchRefusedError(problems.join("\n"));
	return planned;
}
