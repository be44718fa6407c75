// The files below a folder as a person thinks of them: what .gitignore and .nexusignore name is left out.
import ignore, { type Ignore } from "ignore";

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

/** Histories, dependencies and caches: never what is looked for, unless the walk starts inside one. */
const skippedFolders: readonly string[] = [".git", ".hg", ".svn", ".jj", "node_modules", "__pycache__"];
const ignoreFiles = [".gitignore", ".nexusignore"];
const maxIgnoreBytes = 1024 * 1024;
/** A tree that is deeper is a loop of mounts, not a project. */
const maxDepth = 100;

interface Rules {
	/** Relative to the root of the walk, "" for itself; or, for folders above it, the way down to it as `prefix`. */
	readonly folder: string;
	readonly prefix: string;
	readonly ignore: Ignore;
}

const joined = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

async function readRules(source: WalkSource, path: string): Promise<Ignore | undefined> {
	const texts: string[] = [];
	for (const name of ignoreFiles) {
		const text = await source.readText(`${path}/${name}`, { maxBytes: maxIgnoreBytes }).catch(() => undefined);
		if (text !== undefined) texts.push(text);
	}
	return texts.length === 0 ? undefined : ignore().add(texts.join("\n"));
}

/** Rules of the folders above the root, up to the top of its repository; none outside a repository. */
async function rulesAbove(source: WalkSource, realRoot: string): Promise<readonly Rules[]> {
	const parts = realRoot.split("/");
	const above: Rules[] = [];
	for (let length = parts.length; length > 0; length--) {
		const folder = parts.slice(0, length).join("/");
		if (length < parts.length) {
			const rules = await readRules(source, folder);
			if (rules !== undefined) above.push({ folder: "", prefix: `${parts.slice(length).join("/")}/`, ignore: rules });
		}
		if (await source.exists(`${folder}/.git`).catch(() => false)) return above.reverse();
	}
	return [];
}

/** The last folder whose rules speak of the path decides, as in git. */
function isIgnored(rules: readonly Rules[], path: string, isFolder: boolean): boolean {
	for (let index = rules.length - 1; index >= 0; index--) {
		const rule = rules[index];
		if (rule === undefined) continue;
		const below = rule.folder === "" ? path : path.slice(rule.folder.length + 1);
		const verdict = rule.ignore.test(rule.prefix + below + (isFolder ? "/" : ""));
		if (verdict.ignored) return true;
		if (verdict.unignored) return false;
	}
	return false;
}

/** How many folders are read at once: the disk answers one after the other only when it is asked so. */
const foldersAtOnce = 32;

interface Folder {
	/** Relative to the root, "" for itself. */
	readonly path: string;
	readonly rules: readonly Rules[];
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
	const hasRules = entries.some((entry) => ignoreFiles.includes(entry.name));
	const own = hasRules ? await readRules(source, path) : undefined;
	const rules = own === undefined ? folder.rules : [...folder.rules, { folder: folder.path, prefix: "", ignore: own }];
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
