// Rules for several folders or files at once.
import { unquote } from "../language/clean.js";
import { isFileLike } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import { call, type Step, step, type ToolRequest } from "../plan.js";

const separators = /\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+/i;

/** The names of a list; undefined when there are fewer than two or one is none. */
function namesOf(text: string, fits: (name: string) => boolean): readonly string[] | undefined {
	const parts = text.trim().split(separators);
	const written = (parts.length > 1 ? parts : text.trim().split(/\s+/)).map((name) =>
		name.replace(/^(?:the )?(?:folder )?/i, ""),
	);
	const isList = written.length > 1 && written.length <= 20 && written.every((name) => fits(name));
	return isList ? written.map((name) => unquote(name)) : undefined;
}

/** One word, or more in quotes; no word of English that could stand there instead. */
const isFolderName = (name: string): boolean =>
	/^["'`][\w.@~/ +-]+["'`]$|^[\w.@~/+][\w.@~/+-]*$/.test(name) &&
	!/^(?:in|with|for|the|it|that|inside|here|of|folders?|files?|called|named|then)$/i.test(name);

const sentence = (verb: string, names: readonly string[]): string =>
	`${verb} ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.`;

const each = (
	names: readonly string[] | undefined,
	make: (name: string) => ToolRequest,
	verb: string,
): Step | undefined => (names === undefined ? undefined : step(names.map(make), () => sentence(verb, names)));

const some = "(?:(?:the|these|some|two|three|four|five|six|2|3|4|5|6) )?(?:following )?(?:new |empty )*";
const called = "(?:,? (?:called|named|with the names|namely))?:? ";

export const manyRules: Group<Step> = {
	needs: /mkdir|folders|director|dirs\b|files|touch|,| and |&/,
	rules: () => [
		[
			new RegExp(
				`^(?:create|make|add|set up|start|generate|new)(?: me| for me)? ${some}(?:sub)?(?:folders|directories|dirs)${called}(.+)$`,
				"i",
			),
			(text) =>
				each(
					namesOf(text, isFolderName),
					(path) => call("make_directory", { path: path.replace(/(?<=.)\/$/, "") }),
					"Created the folders",
				),
		],
		[
			/^mkdir(?: -p)? ([\w.@~/+-]+(?: [\w.@~/+-]+)+)$/i,
			(text) => each(namesOf(text, isFolderName), (path) => call("make_directory", { path }), "Created the folders"),
		],
		[
			new RegExp(
				`^(?:create|make|add|generate|new)(?: me| for me)? ${some}(?:(?:text|markdown|json|blank) )?files${called}(.+)$`,
				"i",
			),
			(text) =>
				each(namesOf(text, isFileLike), (path) => call("write_file", { path, content: "" }), "Created the files"),
		],
		[
			/^(?:touch|create|make) (\S+\.\w+(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)\S+\.\w+)+)$/i,
			(text) =>
				each(namesOf(text, isFileLike), (path) => call("write_file", { path, content: "" }), "Created the files"),
		],
		[
			/^(?:delete|remove|rm(?: -r?f?)?|erase|get rid of|trash|throw away)(?: the)?(?: files?)? (\S+\.\w+(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)\S+\.\w+)+)$/i,
			(text) => each(namesOf(text, isFileLike), (path) => call("trash_file", { path }), "Put into the trash:"),
		],
	],
};
