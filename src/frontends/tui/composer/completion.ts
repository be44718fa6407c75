// What could come next: a command after `/`, its argument, a file after `@`.
import type { CommandDefinition } from "../../../contracts/command.js";
import { slashName } from "../commands/parse.js";

export interface Suggestion {
	/** Replaces the token that is completed. */
	readonly value: string;
	readonly label: string;
	readonly detail: string;
}
export interface Trigger {
	readonly kind: "command" | "argument" | "file";
	/** Token in the text that is replaced. */
	readonly from: number;
	readonly to: number;
	readonly query: string;
}
export interface Completion extends Trigger {
	readonly items: readonly Suggestion[];
	/** −1: none yet. An argument is taken as it was typed unless another was chosen. */
	readonly selected: number;
}

export const maxSuggestions = 8;

/** The token at the cursor that asks for a command or a file. */
export const triggerAt = (text: string, cursor: number): Trigger | undefined => {
	const command = /^\/([a-z0-9-]*)$/i.exec(text.slice(0, cursor));
	if (command !== null) return { kind: "command", from: 0, to: cursor, query: command[1] ?? "" };
	const file = /(?:^|\s)@([^\s@]*)$/.exec(text.slice(Math.max(0, cursor - 300), cursor));
	if (file === null || text.startsWith("!")) return undefined;
	const query = file[1] ?? "";
	return { kind: "file", from: cursor - query.length - 1, to: cursor, query };
};

/** Those that have the query in one of their names, best first; of equal ones the first by name. */
export const rank = <T>(items: readonly T[], query: string, namesOf: (item: T) => readonly string[]): readonly T[] => {
	const wanted = query.toLowerCase();
	const scored = items.map((item, index) => ({
		item,
		index,
		score: Math.min(...namesOf(item).map((name) => scoreOf(name.toLowerCase(), wanted))),
	}));
	return scored
		.filter(({ score }) => score < Number.POSITIVE_INFINITY)
		.sort((a, b) => a.score - b.score || a.index - b.index)
		.map(({ item }) => item);
};

export const rankCommands = (commands: readonly CommandDefinition[], query: string): readonly Suggestion[] => {
	const sorted = commands.toSorted((a, b) => slashName(a).localeCompare(slashName(b)));
	return rank(sorted, query, (command) => [slashName(command), ...(command.aliases ?? [])]).map((command) => ({
		value: `/${slashName(command)} `,
		label: `/${slashName(command)}${usageOf(command)}`,
		detail: command.description,
	}));
};

const usageOf = (command: CommandDefinition): string => {
	const names = [...(command.positional ?? []), ...(command.rest === undefined ? [] : [command.rest])];
	return names.map((name) => ` [${name}]`).join("");
};

/** 0 for the name itself, then names that begin with the query, that contain it, whose letters come in order. */
const scoreOf = (name: string, query: string): number => {
	if (name === query) return 0;
	if (name.startsWith(query)) return 1 + name.length / 100;
	const at = name.indexOf(query);
	if (at !== -1) return 10 + at;
	let from = 0;
	for (const letter of query) {
		from = name.indexOf(letter, from) + 1;
		if (from === 0) return Number.POSITIVE_INFINITY;
	}
	return 100 + name.length;
};

export const fileSuggestions = (paths: readonly string[]): readonly Suggestion[] =>
	paths.map((path) => ({ value: `@${/\s/.test(path) ? JSON.stringify(path) : path} `, label: path, detail: "" }));

export const move = (completion: Completion, direction: -1 | 1): Completion => {
	const count = completion.items.length;
	const from = completion.selected === -1 && direction === -1 ? 0 : completion.selected;
	return count === 0 ? completion : { ...completion, selected: (from + direction + count) % count };
};
