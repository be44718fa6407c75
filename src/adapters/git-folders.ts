// Where git would read a configuration from (gitrepository-layout(5)), and whether one that is new is harmless.
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gitProtected } from "../lib/protected-paths.js";
import { lookAt } from "./look-at.js";

/** How many folders are looked into, nearest first: a command must not wait for a whole disk. */
const maxFolders = 1500;
/** Each takes some mounts. */
const maxFound = 200;
/** More than this is not what git writes itself. */
const maxConfigBytes = 64 * 1024;
/** Looked into after everything else. */
const crowded: readonly string[] = ["node_modules", ".venv", "vendor", "target"];

const entriesOf = (folder: string): readonly Dirent[] => {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
};

/** A repository without a `.git`: git takes any folder with these for one. */
function isBare(entries: readonly Dirent[]): boolean {
	const has = (name: string) => entries.some((entry) => entry.name === name);
	return has("HEAD") && ((has("objects") && has("refs")) || has("commondir"));
}

/** Every `.git` (a folder, a file or a link) and every bare repository at or below the root, as far as `maxFolders` go. */
export function gitFolders(root: string): readonly string[] {
	const found: string[] = [];
	const near = [root];
	const far: string[] = [];
	for (let count = 0; count < maxFolders && found.length < maxFound; count++) {
		const folder = near[count] ?? far.shift();
		if (folder === undefined) break;
		const entries = entriesOf(folder);
		const bare = isBare(entries);
		if (bare) found.push(folder);
		for (const entry of entries) {
			const path = join(folder, entry.name);
			if (entry.name === ".git") found.push(path);
			else if (entry.isDirectory() && !(bare && entry.name === "objects")) {
				(crowded.includes(entry.name) || count >= near.length ? far : near).push(path);
			}
		}
	}
	return found;
}

/** What must not change in a repository: a linked worktree has settings of its own below `.git/worktrees`. */
export function protectedInGit(git: string): readonly string[] {
	const trees = entriesOf(join(git, "worktrees")).flatMap(({ name }) =>
		["commondir", "config.worktree"].map((file) => join(git, "worktrees", name, file)),
	);
	return [...gitProtected.map((name) => join(git, name)), ...trees];
}

/**
 * The lines of a configuration that start no program and read no other file (git-config(1), git 2.54): a header with
 * nothing behind it, and known keys with one-line values. A URL names no remote helper.
 */
const plainLine = new RegExp(
	[
		/\s*(?:[#;].*)?/,
		/\s*\[(?:core|user|init|extensions|pull|push|color|(?:remote|branch) "[\w./@+-]+")\]\s*/,
		/\s*(?:repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol)\s*=\s*\w*\s*/,
		/\s*(?:objectformat|refstorage|defaultbranch|default|ui|rebase|merge|remote|fetch|tagopt)\s*=\s*[\w./+*:@-]*\s*/,
		/\s*(?:name|email)\s*=[^\\]*/,
		/\s*(?:url|pushurl)\s*=\s*(?!.*::)[\w./:@~%+-]+\s*/,
	]
		.map((line) => `^${line.source}$`)
		.join("|"),
	"i",
);

function isPlainConfig(path: string): boolean {
	const stat = lookAt(path);
	if (stat === undefined) return true;
	if (!stat.isFile() || stat.size > maxConfigBytes) return false;
	return readFileSync(path, "utf8")
		.split("\n")
		.every((line) => plainLine.test(line));
}

function whatRuns(git: string): readonly string[] {
	const hooks = join(git, "hooks");
	// A link would let what runs be put at its other end later.
	const isOwnFolder = lookAt(hooks)?.isDirectory() ?? false;
	const isSample = (entry: Dirent) => entry.isFile() && entry.name.endsWith(".sample");
	const inHooks = entriesOf(hooks).filter((entry) => !isSample(entry));
	const programs = isOwnFolder ? inHooks.map(({ name }) => join(hooks, name)) : [hooks];
	const others = ["commondir", "config.worktree", "modules"].map((name) => join(git, name));
	const config = join(git, "config");
	const bad = [...programs, ...others].filter((path) => lookAt(path) !== undefined);
	return isPlainConfig(config) ? bad : [...bad, config];
}

/** Of a fresh repository: the sample hooks and a plain configuration may stay, everything that runs may not. */
export function dangerousInNewGit(git: string): readonly string[] {
	if (lookAt(git)?.isDirectory() !== true) return [git];
	// Without its HEAD a bare one is none any more; its other names may be anybody's.
	const bad = whatRuns(git);
	return basename(git) === ".git" || bad.length === 0 ? bad : [join(git, "HEAD")];
}
