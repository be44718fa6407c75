import { type FolderRules, folderRules, isIgnored } from "./ignore-rules.js";

interface Source {
	readText(path: string): Promise<string>;
	exists(path: string): Promise<boolean>;
}

/**
 * A test for what .nexusignore leaves out below `root`, for paths relative to it. `texts`: of the folders below, relative
 * to the root, those above first. `above`: the folders above whose rules count as well.
 */
export async function nexusIgnored(
	source: Source,
	root: string,
	texts: readonly (readonly [folder: string, text: string])[],
	above: readonly string[],
): Promise<(path: string) => boolean> {
	const rules: FolderRules[] = [];
	for (const folder of above) {
		const text = await source.readText(`${folder}/.nexusignore`).catch(() => undefined);
		const rule = folderRules("", `${root.slice(folder.length + 1)}/`, [undefined, text]);
		if (rule !== undefined) rules.push(rule);
	}
	for (const [folder, text] of texts) {
		const rule = folderRules(folder, "", [undefined, text]);
		if (rule !== undefined) rules.push(rule);
	}
	if (rules.length === 0) return () => false;
	return (path) => {
		const parts = path.split("/");
		return parts.some((_, index) => {
			const part = parts.slice(0, index + 1).join("/");
			const folder = parts.slice(0, index).join("/");
			const inForce = rules.filter(
				(rule) => rule.folder === "" || folder === rule.folder || folder.startsWith(`${rule.folder}/`),
			);
			return isIgnored(inForce, part, index < parts.length - 1);
		});
	};
}

/** The folders above a folder up to the top of its repository, the top first; undefined outside a repository. */
export async function foldersAbove(source: Source, root: string): Promise<readonly string[] | undefined> {
	const parts = root.split("/");
	for (let length = parts.length; length > 0; length--) {
		const top = parts.slice(0, length).join("/");
		if (!(await source.exists(`${top}/.git`).catch(() => false))) continue;
		return Array.from({ length: parts.length - length }, (_, index) => parts.slice(0, length + index).join("/"));
	}
	return undefined;
}
