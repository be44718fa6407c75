// Creating, appending, replacing, copying, moving and deleting.
import { pathFrom } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import { type Clause, call, type Family, type Step } from "../plan.js";
import { createFileRules, deleteRules } from "./files-write-create.js";
import { manyRules } from "./files-write-many.js";
import { moveRules } from "./files-write-move.js";
import { appendRules, newFolderRules, replaceRules } from "./files-write-text.js";
import { ensureLine, write } from "./write-steps.js";

const firstOf = createRules<Step>([
	manyRules,
	newFolderRules,
	appendRules,
	replaceRules,
	moveRules,
	createFileRules,
	deleteRules,
]);

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 20_000) return undefined;
	// After "create a.txt with …": "and b.txt with …".
	const more = clause.isLater ? /^(\S+\.\w{1,5}) (?:with|containing|saying) (["'`][\s\S]*)$/i.exec(text) : null;
	if (more !== null) return write(more[1] ?? "", more[2] ?? "");
	const found = firstOf(text);
	if (found !== undefined) return found;
	// The text to write was piped in: "save this to notes.txt".
	const piped = clause.hasAttachment
		? /^(append|write|save|put|store|add)(?: (?:this|it|the input|the following|that|the text))?(?: text)? (?:to|into|in|as)(?: the(?= |$))?(?: file)? (\S+)$/i.exec(
				text,
			)
		: null;
	const path = piped === null ? undefined : pathFrom(piped[2] ?? "");
	if (path === undefined) return undefined;
	const append = /^(?:append|add)/i.test(piped?.[1] ?? "");
	return {
		plan: ({ attachment = "" }) => [
			call("write_file", { path, content: ensureLine(attachment), ...(append ? { append: true } : {}) }),
		],
		answer: () => `${append ? "Appended the input to" : "Wrote the input to"} ${path}.`,
	};
}

export const filesWrite: Family = {
	name: "files-write",
	gate: /^(?:an?|one|mkdir|md|create|make|add|set|start|build|generate|new|append|insert|put|write|attach|in|inside|within|to|at|echo|replace|substitute|swap|change|exchange|find|edit|update|modify|rename|remove|delete|copy|cp|duplicate|clone|do|take|open|stick|tack|slap|drop|displace|shift|throw|send|the|[\w.-]+\.\w+|back|backup|save|give|call|move|mv|relocate|transfer|touch|store|output|dump|record|place|enter|print|push|bring|shove|slide|toss|rm|erase|get|discard|scrap|dispose|wipe|trash|unlink|produce)\b/,
	match: (clause) => {
		const piped =
			clause.hasAttachment &&
			/^(?:append|write|save|put|store|add) (?:this|it|the input|the following|that)\b/i.test(clause.text);
		return piped
			? match({ ...clause, text: clause.text.replace(/ (?:this|it|that|the input|the following)\b/i, " this") })
			: match(clause);
	},
};
