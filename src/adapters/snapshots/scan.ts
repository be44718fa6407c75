// Everything below a folder that a snapshot covers, and what it leaves out.
import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { NotCovered } from "../../contracts/snapshots.js";
import {
	type FolderRules,
	folderRules,
	ignoreFiles,
	insideRepository,
	isIgnored,
	maxIgnoreBytes,
	skippedFolders,
} from "../../lib/ignore-rules.js";
import { statsOf } from "./look.js";

export interface ScanOptions {
	/** Absolute; never entered. */
	readonly without: readonly string[];
	/** More entries than this are left out. */
	readonly maxEntries: number;
}

export interface Scan {
	/** By path relative to the root, folders before what they hold; the root itself is not among them. */
	readonly entries: ReadonlyMap<string, Stats>;
	readonly notCovered: readonly NotCovered[];
}

/** Deeper trees are loops of mounts. */
const maxDepth = 100;
/** What is left out is named up to so many times, then counted. */
const maxNamed = 100;

interface Folder {
	/** Relative to the root, "" for itself. */
	readonly path: string;
	readonly rules: readonly FolderRules[];
	readonly depth: number;
}

const readRules = (absolute: string, folder: string, prefix: string, names: readonly string[]) => {
	const [git, nexus] = ignoreFiles.map((name) => (names.includes(name) ? readList(join(absolute, name)) : undefined));
	return folderRules(folder, prefix, [git, nexus]);
};

const readList = (path: string): string | undefined => {
	try {
		const stats = lstatSync(path);
		return stats.isFile() && stats.size <= maxIgnoreBytes ? readFileSync(path, "utf8") : undefined;
	} catch {
		return undefined;
	}
};

/** Rules of the folders above, up to the top of the repository; none outside one. */
const rulesAbove = (root: string): readonly FolderRules[] => {
	const parts = root.split("/");
	const above: FolderRules[] = [];
	for (let length = parts.length; length > 0; length--) {
		const folder = parts.slice(0, length).join("/") || "/";
		if (length < parts.length) {
			const rules = readRules(folder, "", `${parts.slice(length).join("/")}/`, ignoreFiles);
			if (rules !== undefined) above.push(rules);
		}
		if (existsSync(join(folder, ".git"))) return above.reverse();
	}
	return [];
};

/** `root`: a real folder. What cannot be read is named, not an error. */
export function scanTree(root: string, options: ScanOptions): Scan {
	const entries = new Map<string, Stats>();
	const notCovered: NotCovered[] = [];
	let unnamed = 0;
	const leave = (path: string, why: string): void => {
		if (notCovered.length < maxNamed) notCovered.push({ path: join(root, path), why });
		else unnamed++;
	};
	const start = statsOf(root);
	if (start === undefined) return { entries, notCovered };
	const waiting: Folder[] = [{ path: "", rules: rulesAbove(root), depth: 0 }];
	for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
		const absolute = folder.path === "" ? root : `${root === "/" ? "" : root}/${folder.path}`;
		const found = read(absolute);
		if (found === undefined) {
			leave(folder.path, "cannot be read");
			continue;
		}
		const own = readRules(
			absolute,
			folder.path,
			"",
			ignoreFiles.filter((name) => found.some((entry) => entry.name === name)),
		);
		const isRepository = folder.path !== "" && found.some((entry) => entry.name === ".git");
		const outer = isRepository ? insideRepository(folder.rules) : folder.rules;
		const rules = own === undefined ? outer : [...outer, own];
		for (const entry of found) {
			const path = folder.path === "" ? entry.name : `${folder.path}/${entry.name}`;
			const isFolder = entry.isDirectory();
			if (isFolder && skippedFolders.includes(entry.name)) leave(path, "never covered");
			else if (rules.length > 0 && isIgnored(rules, path, isFolder)) leave(path, "ignored");
			else if (isFolder && options.without.includes(join(root, path))) leave(path, "belongs to nexus");
			else if (entries.size >= options.maxEntries) leave(path, `more than ${options.maxEntries} files`);
			else {
				const stats = statsOf(`${absolute === "/" ? "" : absolute}/${entry.name}`);
				if (stats === undefined) continue;
				if (isFolder && stats.dev !== start.dev) leave(path, "on another disk");
				else if (isFolder && folder.depth >= maxDepth) leave(path, "too deep");
				else {
					entries.set(path, stats);
					if (stats.isDirectory()) waiting.push({ path, rules, depth: folder.depth + 1 });
				}
			}
		}
	}
	if (unnamed > 0) notCovered.push({ path: root, why: `and ${unnamed} more below it` });
	return { entries, notCovered };
}

const read = (path: string): readonly Dirent[] | undefined => {
	try {
		return readdirSync(path, { withFileTypes: true });
	} catch {
		return undefined;
	}
};
