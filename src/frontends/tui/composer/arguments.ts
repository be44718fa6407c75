// Completion of the arguments of a command.
import type { ArgumentValues, CommandChoice, CommandDefinition } from "../../../contracts/command.js";
import { optionsOf } from "../../../lib/command-options.js";
import { slashName, wordsOf } from "../commands/parse.js";
import { rank, type Suggestion, type Trigger } from "./completion.js";

export interface ArgumentTrigger extends Trigger {
	readonly kind: "argument";
	/** The arguments before it. */
	readonly given: readonly string[];
	readonly values: ArgumentValues;
}

/** The argument at the cursor, when it is one whose values are known. */
export const argumentAt = (
	commands: readonly CommandDefinition[],
	text: string,
	cursor: number,
): ArgumentTrigger | undefined => {
	const head = text.slice(0, cursor);
	const [, name] = /^\/([a-z][a-z0-9-]*)\s/i.exec(head) ?? [];
	if (name === undefined) return undefined;
	const typed = wordsOf(head);
	const inGroup = commands.find((known) => known.name === `${name} ${typed[1]?.text}`);
	const command =
		inGroup ?? commands.find((known) => slashName(known) === name || known.aliases?.includes(name) === true);
	const words = typed.slice(inGroup === undefined ? 1 : 2);
	const last = words.at(-1);
	const current = last?.to === cursor ? last : { text: "", from: cursor };
	const given = (last?.to === cursor ? words.slice(0, -1) : words).map((word) => word.text);
	// Behind an option it cannot be told which argument a word is.
	if (command === undefined || given.some((word) => word.startsWith("--"))) return undefined;
	const key = command.positional?.[given.length];
	const values = key === undefined ? undefined : valuesOf(command, key);
	if (values === undefined) return undefined;
	return { kind: "argument", from: current.from, to: cursor, query: current.text, given, values };
};

const valuesOf = (command: CommandDefinition, key: string): ArgumentValues | undefined => {
	const choices = optionsOf(command).find((option) => option.key === key)?.choices;
	if (choices === undefined) return command.values?.[key];
	return async () => choices.map((value) => ({ value, label: value }));
};

/** Best first, all in their own order for an empty query; nothing once the only one has been typed whole. */
export const choiceSuggestions = (choices: readonly CommandChoice[], query: string): readonly Suggestion[] => {
	const fitting = query === "" ? choices : rank(choices, query, ({ value, label }) => [value, label]);
	if (fitting.length === 1 && fitting[0]?.value === query) return [];
	return fitting.map(({ value, label, detail = "" }) => ({ value: `${quote(value)} `, label, detail }));
};

/** The folders of these paths, which can be gone on from, then the paths. */
export const pathSuggestions = (paths: readonly string[], query: string): readonly Suggestion[] => {
	const folders = [...new Set(paths.flatMap((path) => /^.*\//.exec(path)?.[0] ?? []))];
	return [
		...folders
			.filter((folder) => folder !== query)
			.map((folder) => ({ value: quote(folder).replace(/"$/, ""), label: folder, detail: "" })),
		...paths.filter((path) => path !== query).map((path) => ({ value: `${quote(path)} `, label: path, detail: "" })),
	];
};

/** As `wordsOf` reads it back. */
const quote = (word: string): string => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`);
