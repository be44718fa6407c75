// The files below a folder as a person thinks of them: what .gitignore and .nexusignore name is left out.
import {
	type FolderRules,
	folderRules,
	ignoreFiles,
	insideRepository,
	isIgnored,
	maxIgnoreBytes,
	skippedFolders,
} from "./ignore-rules.js";

export interface WalkSource {
	list(
		path: string,
	): Promise<readonly { readonly name: string; readonly kind: "file" | "directory" | "link" | "other" }[]>;
	readText(path: string, options?: { maxBytes?: number }): Promise<string>;
	exists(path: string): Promise<boolean>;
}

export interface WalkOptions {
	/** The folder, as `source` takes it. */
	readonly root: string;
	/** Names that begin with a dot too. */
	readonly isHiddenWanted: boolean;
	readonly signal: AbortSignal;
	/** Stops after this many files. */
	readonly maxFiles: number;
}

/** A tree that is deeper is a loop of mounts, not a project. */
const maxDepth = 100;

const joined = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

async function readRules(source: WalkSource, path: string, folder: string, prefix: string) {
	const read = (name: string) =>
		source.readText(`${path}/${name}`, { maxBytes: maxIgnoreBytes }).catch(() => undefined);
	return folderRules(folder, prefix, await Promise.all(ignoreFiles.map(read)));
}

/** Rules of the folders above the root, up to the top of its repository; none outside a repository. */
export async function rulesAbove(source: WalkSource, realRoot: string): Promise<readonly FolderRules[]> {
	const parts = realRoot.split("/");
	const above: FolderRules[] = [];
	for (let length = parts.length; length > 0; length--) {
		const folder = parts.slice(0, length).join("/");
		if (length < parts.length) {
			const rules = await readRules(source, folder, "", `${parts.slice(length).join("/")}/`);
			if (rules !== undefined) above.push(rules);
		}
		if (await source.exists(`${folder}/.git`).catch(() => false)) return above.reverse();
	}
	return [];
}

/** Rules for what is in a folder, `relative` to the root of the walk, below those that are in force around it. */
export async function rulesWithin(
	source: WalkSource,
	folder: { readonly path: string; readonly relative: string; readonly entries: readonly { readonly name: string }[] },
	above: readonly FolderRules[],
): Promise<readonly FolderRules[]> {
	const { path, relative, entries } = folder;
	const has = (name: string) => entries.some((entry) => entry.name === name);
	const own = ignoreFiles.some(has) ? await readRules(source, path, relative, "") : undefined;
	const around = relative !== "" && has(".git") ? insideRepository(above) : above;
	return own === undefined ? around : [...around, own];
}

/** How many folders are read at once: the disk answers one after the other only when it is asked so. */
const foldersAtOnce = 32;

interface Folder {
	/** Relative to the root, "" for itself. */
	readonly path: string;
	readonly rules: readonly FolderRules[];
	readonly depth: number;
}

interface Content {
	readonly files: readonly string[];
	readonly folders: readonly Folder[];
}

async function readFolder(source: WalkSource, folder: Folder, options: WalkOptions): Promise<Content> {
	const path = folder.path === "" ? options.root : `${options.root}/${folder.path}`;
	const entries = await source.list(path).catch((error) => {
		if (folder.path === "") throw error;
		return [];
	});
	const rules = await rulesWithin(source, { path, relative: folder.path, entries }, folder.rules);
	const files: string[] = [];
	const folders: Folder[] = [];
	for (const { name, kind } of entries) {
		if (kind !== "file" && kind !== "directory") continue;
		if (!options.isHiddenWanted && name.startsWith(".")) continue;
		const relative = joined(folder.path, name);
		const isFolder = kind === "directory";
		if ((isFolder && skippedFolders.includes(name)) || isIgnored(rules, relative, isFolder)) continue;
		if (!isFolder) files.push(relative);
		else if (folder.depth < maxDepth) folders.push({ path: relative, rules, depth: folder.depth + 1 });
	}
	return { files, folders };
}

/**
 * Paths of regular files relative to the root, in no order that could be relied on. Links are neither followed nor
 * given. Folders that cannot be read are passed over, but for the root. Rejects with the signal's reason.
 *
 * `realRoot`: the root's absolute path with links resolved, for the rules of the folders above it.
 */
export async function* walkFiles(source: WalkSource, realRoot: string, options: WalkOptions): AsyncGenerator<string> {
	let given = 0;
	const waiting: Folder[] = [{ path: "", rules: await rulesAbove(source, realRoot), depth: 0 }];
	while (waiting.length > 0) {
		options.signal.throwIfAborted();
		const batch = waiting.splice(-foldersAtOnce);
		for (const { files, folders } of await Promise.all(batch.map((folder) => readFolder(source, folder, options)))) {
			for (const file of files) {
				yield file;
				if (++given >= options.maxFiles) return;
			}
			for (const folder of folders) waiting.push(folder);
		}
	}
}
