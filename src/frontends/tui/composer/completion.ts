// What could come next: a command after `/`, a file after `@`.
import type { CommandDefinition } from "../../../contracts/command.js";
import { slashName } from "../commands/parse.js";

export interface Suggestion {
	/** Replaces the token that is completed. */
	readonly value: string;
	readonly label: string;
	readonly detail: string;
}
export interface Completion {
	readonly kind: "command" | "file";
	/** Token in the text that is replaced. */
	readonly from: number;
	readonly to: number;
	readonly query: string;
	readonly items: readonly Suggestion[];
	readonly selected: number;
}

export const maxSuggestions = 8;

export type Trigger = {
	readonly kind: "command" | "file";
	readonly from: number;
	readonly to: number;
	readonly query: string;
};

/** The token at the cursor that asks for completion. */
export const triggerAt = (text: string, cursor: number): Trigger | undefined => {
	const command = /^\/([a-z0-9-]*)$/i.exec(text.slice(0, cursor));
	if (command !== null) return { kind: "command", from: 0, to: cursor, query: command[1] ?? "" };
	const file = /(?:^|\s)@([^\s@]*)$/.exec(text.slice(Math.max(0, cursor - 300), cursor));
	if (file === null || text.startsWith("!")) return undefined;
	const query = file[1] ?? "";
	return { kind: "file", from: cursor - query.length - 1, to: cursor, query };
};

/** Best first: names that begin with the query, then those that contain it, then those whose letters come in order. */
export const rankCommands = (commands: readonly CommandDefinition[], query: string): readonly Suggestion[] => {
	const wanted = query.toLowerCase();
	const scored = commands.flatMap((command) => {
		const names = [slashName(command), ...(command.aliases ?? [])];
		const score = Math.min(...names.map((name) => scoreOf(name, wanted)));
		return score === Number.POSITIVE_INFINITY ? [] : [{ command, score }];
	});
	return scored
		.sort((a, b) => a.score - b.score || slashName(a.command).localeCompare(slashName(b.command)))
		.map(({ command }) => ({
			value: `/${slashName(command)} `,
			label: `/${slashName(command)}${usageOf(command)}`,
			detail: command.description,
		}));
};

const usageOf = (command: CommandDefinition): string => {
	const names = [...(command.positional ?? []), ...(command.rest === undefined ? [] : [command.rest])];
	return names.map((name) => ` [${name}]`).join("");
};

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
	return count === 0 ? completion : { ...completion, selected: (completion.selected + direction + count) % count };
};
