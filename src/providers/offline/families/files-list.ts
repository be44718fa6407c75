// Listing folders, finding files by name, counting and sizing them.
import { createRules } from "../language/rules.js";
import type { Clause, Family, Step } from "../plan.js";
import { folderRules } from "./files-list-folders.js";
import { kindRules } from "./files-list-kinds.js";
import { countRules, existenceRules, sizeRules } from "./files-list-measures.js";
import { list, withFolder } from "./folder-steps.js";

const firstOf = createRules<Step>([
	{
		rules: () => [
			[/^(?:ls|dir|ll|ls -la?|ls -al)(?: (\S+))?$/i, (folder) => withFolder(folder, (path) => list(path))],
			[/^tree(?: (\S+))?$/i, (folder) => withFolder(folder, (path) => list(path, { deep: true }))],
		],
	},
	countRules,
	sizeRules,
	existenceRules,
	kindRules,
	folderRules,
]);

export function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 200 || text.includes("\n")) return undefined;
	// After "make the folder x": "list x".
	const bare = clause.isLater ? /^(?:list|ls|show the contents of) ([\w-]+)$/i.exec(text)?.[1] : undefined;
	if (bare !== undefined && !/^(?:it|that|them|files|everything|all|again|folders|contents|notes)$/i.test(bare))
		return list(bare);
	return firstOf(text);
}

export const filesList: Family = {
	name: "files-list",
	gate: /file|folder|director|\bdir\b|\bls\b|\bll\b|tree|\blist|size|\bbig\b|\blarge|space|usage|bytes|modif|changed|edited|exist|find|locate|search|\blook|\bwhere\b|content|\bhere\b|script|document|browse|everything|\*|takes?\b|what (?:is|do|have|does|lies|can)\b.*\b(?:in|inside|under|within|at)\b|(?:is|are) there|do (?:i|we) have|[\w-]\.[a-z]|stuff|newest|oldest|latest|biggest|smallest|path/,
	match,
};
