// Rules for files of a kind or with a name.
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { find, globOf, isKind, kindSlot, named } from "./find-steps.js";
import { inFolder, verbs, withFolder } from "./folder-steps.js";

export const kindRules: Group<Step> = {
	rules: () => [
		// By kind
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate|search|where are|find me)(?: me(?= |$))?(?: all| every| any| each)?(?: of)?(?: the| my| our| your)? ?${kindSlot}[- ]?(?:source )?(?:files?|scripts?|documents?)(?: (?:there )?(?:are|exist)(?: there)?)?${inFolder}$`,
				"i",
			),
			(kind, folder) => (isKind(kind ?? "") ? withFolder(folder, (path) => find(globOf(kind ?? ""), path)) : undefined),
		],
		[
			new RegExp(`^(?:all|every|any|each)(?: of)?(?: the| my| our)? ?${kindSlot} files?${inFolder}$`, "i"),
			(kind, folder) => (isKind(kind ?? "") ? withFolder(folder, (path) => find(globOf(kind ?? ""), path)) : undefined),
		],
		[
			new RegExp(
				`^(?:what|which) ${kindSlot} files (?:are|do i have|do we have|exist)(?: there| here)?${inFolder}$`,
				"i",
			),
			(kind, folder) => (isKind(kind ?? "") ? withFolder(folder, (path) => find(globOf(kind ?? ""), path)) : undefined),
		],
		[
			new RegExp(
				`^(?:are there|is there|do i have|do we have|does .{1,20} have) (?:any|an?|some) ${kindSlot} files?(?: there| here)?${inFolder}$`,
				"i",
			),
			(kind, folder) => (isKind(kind ?? "") ? withFolder(folder, (path) => find(globOf(kind ?? ""), path)) : undefined),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate|where are)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?(?:files? )?(?:matching |like |of the form |with the pattern )?["'\`]?(\\S*\\*\\S*?)["'\`]?(?: files?)?${inFolder}$`,
				"i",
			),
			(pattern, folder) => withFolder(folder, (path) => find(pattern ?? "", path)),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:that |which |whose names? )?(?:ending|end|ends|finish|finishes|finishing|terminate|terminating) (?:in|with|on|by) ["'\`]?\\.?(\\w+)["'\`]?${inFolder}$`,
				"i",
			),
			(kind, folder) => withFolder(folder, (path) => find(`*.${kind}`, path)),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:with|of|having)(?: the| an?)? (?:extension|type|ending|suffix)(?: of)? ["'\`]?\\.?(\\w+)["'\`]?${inFolder}$`,
				"i",
			),
			(kind, folder) => withFolder(folder, (path) => find(`*.${kind}`, path)),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? with(?: an?| the)? ["'\`]?\\.?(\\w+)["'\`]? (?:extension|ending|suffix)${inFolder}$`,
				"i",
			),
			(kind, folder) => withFolder(folder, (path) => find(`*.${kind}`, path)),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:that |which |whose name |with a name )?(?:starting|start|starts|begin|beginning|begins) with ["'\`]?([\\w.-]+)["'\`]?${inFolder}$`,
				"i",
			),
			(name, folder) => withFolder(folder, (path) => find(`${name}*`, path)),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? (?:with|having|that have|whose names? (?:contains?|has|have|includes?)|whose filenames? contains?|containing|contain) ["'\`]?([\\w.-]+)["'\`]? in (?:the|their|its|the file) ?(?:file ?)?names?${inFolder}$`,
				"i",
			),
			(name, folder) => withFolder(folder, (path) => find(`*${name}*`, path)),
		],
		[
			new RegExp(
				`^(?:${verbs}|look for|search for|locate)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ?files? whose names? (?:contains?|has|have|includes?) ["'\`]?([\\w.-]+)["'\`]?${inFolder}$`,
				"i",
			),
			(name, folder) => withFolder(folder, (path) => find(`*${name}*`, path)),
		],
		[
			new RegExp(
				`^(?:find|look for|search for|locate|where (?:is|are|lies?|sits?|stands?|lives?)|where can i find|find me|which folder (?:contains|has|holds)|where do i find|get the location of|path of|path to)(?: me(?= |$))?(?: all| any| every)?(?: the| an?)? ?(?:files? |folder |directory )?(?:called |named |with the name )?["'\`]?([\\w.@-]+)["'\`]?(?: located| file| stored| saved)?${inFolder}$`,
				"i",
			),
			(name, folder) => named(name, folder),
		],
	],
};
