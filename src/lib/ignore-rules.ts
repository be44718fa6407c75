// What .gitignore and .nexusignore leave out, at all levels. They are two layers: each follows gitignore(5), and a path
// is out when either says so, so that nothing that git ignores comes back by .nexusignore.
import ignore, { type Ignore } from "ignore";

export const ignoreFiles = [".gitignore", ".nexusignore"] as const;
export const maxIgnoreBytes = 1024 * 1024;

/** Histories, dependencies and caches: never what is looked for, unless the walk starts inside one. */
export const skippedFolders: readonly string[] = [".git", ".hg", ".svn", ".jj", "node_modules", "__pycache__"];

/** The rules of one folder. */
export interface FolderRules {
	/** Relative to the root of the walk, "" for itself; or, for folders above it, the way down to it as `prefix`. */
	readonly folder: string;
	readonly prefix: string;
	readonly git: Ignore | undefined;
	readonly nexus: Ignore | undefined;
}

/** Undefined where there are none. */
export function folderRules(
	folder: string,
	prefix: string,
	[git, nexus]: readonly (string | undefined)[],
): FolderRules | undefined {
	if (git === undefined && nexus === undefined) return undefined;
	const of = (text: string | undefined) => (text === undefined ? undefined : ignore().add(text));
	return { folder, prefix, git: of(git), nexus: of(nexus) };
}

/** A folder with a repository of its own: what git ignores around it does not count in it. */
export const insideRepository = (rules: readonly FolderRules[]): readonly FolderRules[] =>
	rules.flatMap((rule) => (rule.nexus === undefined ? [] : [{ ...rule, git: undefined }]));

/** The last folder whose rules speak of the path decides, as in git. */
function isOut(rules: readonly FolderRules[], layer: "git" | "nexus", path: string, isFolder: boolean): boolean {
	for (let index = rules.length - 1; index >= 0; index--) {
		const rule = rules[index];
		const matcher = rule?.[layer];
		if (rule === undefined || matcher === undefined) continue;
		const below = rule.folder === "" ? path : path.slice(rule.folder.length + 1);
		const verdict = matcher.test(rule.prefix + below + (isFolder ? "/" : ""));
		if (verdict.ignored) return true;
		if (verdict.unignored) return false;
	}
	return false;
}

/** `path`: relative to the root of the walk; the folders it is in are not out themselves. */
export const isIgnored = (rules: readonly FolderRules[], path: string, isFolder: boolean): boolean =>
	rules.length > 0 && (isOut(rules, "git", path, isFolder) || isOut(rules, "nexus", path, isFolder));
