// Rules for copies, moves and new names.
import { pathFrom } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { F, isBack, remove, transfer } from "./write-steps.js";

export const moveRules: Group<Step> = {
	rules: () => [
		[
			/^(?:put|move|throw|send|toss|drop|place|chuck|dump|mv)(?: the(?= |$))? ((?:(?:file|folder|directory) )?(?:\S+|"[^"]+")(?: (?:file|folder|directory))?) (?:in|into|to|in to) (?:the |my )?(?:trash(?: ?can)?|(?:recycle|recycling|waste ?paper) bin|wastebasket|garbage|rubbish)$/i,
			(slot) => remove(slot),
		],
		[
			// Without "the" it is a folder for programs, and so it is behind "move".
			/^(?:throw|toss|chuck|put)(?: the(?= |$))? ((?:(?:file|folder|directory) )?(?:\S+|"[^"]+")(?: (?:file|folder|directory))?) (?:in|into|to|in to) the bin$/i,
			(slot) => remove(slot),
		],
		[
			/^(move|put|place|copy|drop|mv)(?: the(?= |$))?(?: file)? (\S+\.\w+|"[^"]+") (?:over )?(?:there|in there|into there|in it|inside it|into it|inside)$/i,
			(verb, from) =>
				/^copy/i.test(verb)
					? transfer("copy_file", from, "there", "Copied")
					: transfer("move_file", from, "there", "Moved"),
		],
		[
			/^(?:copy|duplicate|back ?up|cp)(?: over)? (?:everything|all|all (?:the |of the )?(?:files|contents?|stuff)|all that is|the (?:whole |entire )?contents?)(?: that is| there is)? (?:in|inside|from|of|under) (?:the )?(.+?) (?:over to|to|into|as|->|in) (?:the |a )?(?:new )?(?:folder |directory )?(?:called |named )?(\S+|"[^"]+")(?: folder| directory)?$/i,
			(from, to) =>
				transfer(
					"copy_file",
					`folder ${from.replace(/^(?:folder|directory) | (?:folder|directory)$/gi, "")}`,
					to,
					"Copied",
				),
		],
		// Copy and move
		[
			new RegExp(
				`^(?:the )?(?:file )?${F} (?:(?:should|must|needs to|has to|can|is to|shall|ought to) be|is now|should from now on be|gets|will be) (?:called|named|renamed(?: to| as)?|known as) ${F}$`,
				"i",
			),
			(from, to) => (pathFrom(from) === undefined ? undefined : transfer("move_file", from, to, "Renamed")),
		],
		[
			new RegExp(
				`^(?:the )?(?:file )?${F} (?:needs to|should|must|has to|can|ought to|wants to|belongs|goes) ?(?:go|be moved|move|be)? ?(?:into|in|to|under|inside) (.+?)(?:,? (?:so )?(?:please )?move it(?: there)?(?: please)?)?$`,
				"i",
			),
			(from, to) => (pathFrom(from) === undefined ? undefined : transfer("move_file", from, to, "Moved")),
		],
		[
			/^(?:copy|cp|duplicate|clone|back ?up)(?: the(?= |$))?(?: (?:file|folder|directory))? (.+?) (?:over to|over|across to|to|into|as|in|onto|->|under the name|with the name)(?: (?:a|the)(?= |$))?(?: new)?(?: (?:file|copy))?(?: (?:called|named))? (.+)$/i,
			(from, to) => transfer("copy_file", from, to, "Copied"),
		],
		[
			/^(?:make|create|save|do|take|produce|put|place|keep|leave|store)(?: me| for me)?(?: an?| the| one)?(?: (?:backup|duplicate|second))? (?:copy|backup|duplicate|clone)(?: of)?(?: the(?= |$))?(?: (?:file))? (.+?)(?:,)? (?:called|named|as|to|in|into|with the name|at|and call it|and name it|under the name)(?: (?:a|the)(?= |$))? (.+)$/i,
			(from, to) => transfer("copy_file", from, to, "Copied"),
		],
		[
			new RegExp(
				`^(?:copy|duplicate|clone|back ?up)(?: the(?= |$))?(?: file)? ${F}(?:,)? (?:and|then) (?:re)?(?:name|call)(?: (?:it|the copy|that))?(?: (?:to|as))? ${F}$`,
				"i",
			),
			(from, to) => transfer("copy_file", from, to, "Copied"),
		],
		[new RegExp(`^cp(?: -r)? ${F} ${F}$`, "i"), (from, to) => transfer("copy_file", from, to, "Copied")],
		[
			new RegExp(`^(?:back ?up|make a (?:backup|copy) of|duplicate)(?: the(?= |$))?(?: file)? ${F}$`, "i"),
			(from) => {
				const path = pathFrom(from);
				return path === undefined ? undefined : transfer("copy_file", from, `"${path}.bak"`, "Copied");
			},
		],
		[
			/^(?:rename)(?: the(?= |$))?(?: (?:file|folder|directory))? (.+?) (?:to|as|into|->)(?: be)?(?: called| named)? (.+)$/i,
			(from, to) => transfer("move_file", from, to, "Renamed"),
		],
		[
			new RegExp(`^(?:rename)(?: the(?= |$))?(?: file)? ${F} ${F}$`, "i"),
			(from, to) => transfer("move_file", from, to, "Renamed"),
		],
		[
			/^(?:change|set|switch)(?: the(?= |$))? (?:file ?)?name (?!of\b)(?:from )?(\S+\.\w+) (?:to|into) (\S+)$/i,
			(from, to) => transfer("move_file", from, to, "Renamed"),
		],
		[
			/^(?:change|set)(?: the(?= |$))? (?:file ?)?name of(?: the(?= |$))?(?: file)? (.+?) to (.+)$/i,
			(from, to) => transfer("move_file", from, to, "Renamed"),
		],
		[
			new RegExp(`^(?:give|call) (?:the file )?${F} (?:the (?:new )?name )?${F}$`, "i"),
			(from, to) => (pathFrom(from) === undefined ? undefined : transfer("move_file", from, to, "Renamed")),
		],
		[
			/^(?:move|mv|relocate|transfer|put|displace|shift|drop|stick|throw|send|push|bring|shove|slide|toss|get|take)(?: the(?= |$))?( (?:file|folder|directory))? (.+?) (?:to|into|inside|under|in|->)(?: (?:a|the)(?= |$))?(?: (?:folder|directory)(?= ))? (.+)$/i,
			(noun, from, to) =>
				(noun === undefined && pathFrom(from) === undefined && !isBack(from)) ||
				(/^["'`]/.test(from) && !/\.\w+["'`]$/.test(from))
					? undefined
					: transfer("move_file", from, /(?:into|inside) (?:the )?(?:folder|directory)/i.test(from) ? to : to, "Moved"),
		],
		[new RegExp(`^mv ${F} ${F}$`, "i"), (from, to) => transfer("move_file", from, to, "Moved")],
	],
};
