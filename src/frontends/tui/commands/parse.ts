// `/name arg --option value` as the arguments that a command's schema asks for.
import type { CommandDefinition } from "../../../contracts/command.js";
import { NexusError } from "../../../contracts/errors.js";
import { nearestName } from "../../../lib/nearest.js";

export interface ParsedCommand {
	readonly args: Record<string, unknown>;
	readonly rest: readonly string[];
}

export interface Word {
	readonly text: string;
	/** Where it stands in the line, with its quotes. */
	readonly from: number;
	readonly to: number;
}

/** Words; quotes keep blanks together, a backslash takes the next character as it is. */
export const wordsOf = (line: string): readonly Word[] => {
	const words: Word[] = [];
	let text = "";
	let quote = "";
	let from: number | undefined;
	for (let at = 0; at < line.length; at++) {
		const character = line[at] ?? "";
		if (quote === "" && /\s/.test(character)) {
			if (from !== undefined) words.push({ text, from, to: at });
			text = "";
			from = undefined;
			continue;
		}
		from ??= at;
		if (character === "\\" && quote !== "'" && at + 1 < line.length) text += line[++at];
		else if (character === quote) quote = "";
		else if (quote === "" && (character === '"' || character === "'")) quote = character;
		else text += character;
	}
	if (from !== undefined) words.push({ text, from, to: line.length });
	return words;
};

export const splitWords = (line: string): readonly string[] => wordsOf(line).map((word) => word.text);

const toCamel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const toKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The schema's own type beneath optional, default and the like. */
const baseType = (schema: unknown): string => {
	let current = schema;
	for (let depth = 0; depth < 10; depth++) {
		const def = readDef(current);
		if (def === undefined) return "unknown";
		if (def.innerType === undefined) return def.type;
		current = def.innerType;
	}
	return "unknown";
};

const readDef = (schema: unknown): { type: string; innerType?: unknown } | undefined => {
	if (typeof schema !== "object" || schema === null || !("def" in schema)) return undefined;
	const { def } = schema;
	if (typeof def !== "object" || def === null || !("type" in def)) return undefined;
	return { type: String(def.type), ...("innerType" in def ? { innerType: def.innerType } : {}) };
};

const convert = (text: string, type: string): unknown => {
	if (type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
	if (type === "boolean" && /^(?:true|yes|on)$/i.test(text)) return true;
	if (type === "boolean" && /^(?:false|no|off)$/i.test(text)) return false;
	return text;
};

/** Throws NexusError `command.usage` that names what is wrong and how the command is called. */
export const parseCommand = (command: CommandDefinition, line: string): ParsedCommand => {
	const { shape } = command.args;
	const positional = [...(command.positional ?? [])];
	const raw: Record<string, unknown> = {};
	const extra: string[] = [];
	const words = [...splitWords(line)];
	for (let word = words.shift(); word !== undefined; word = words.shift()) {
		const option = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/is.exec(word);
		if (option === null) {
			const name = positional.shift();
			if (name === undefined) extra.push(word);
			else raw[name] = convert(word, baseType(shape[name]));
			continue;
		}
		const name = toCamel(option[1] ?? "");
		if (shape[name] === undefined) throw usage(command, `/${slashName(command)} has no option --${option[1]}`);
		const type = baseType(shape[name]);
		const value = option[2] ?? (type === "boolean" ? "true" : words.shift());
		if (value === undefined) throw usage(command, `--${option[1]} needs a value`);
		raw[name] = type === "array" ? [...asArray(raw[name]), value] : convert(value, type);
	}
	if (command.rest === undefined) joinExtra(command, raw, extra);
	const parsed = command.args.safeParse(raw);
	if (parsed.success) return { args: parsed.data, rest: command.rest === undefined ? [] : extra };
	const [issue] = parsed.error.issues;
	const where = issue?.path[0];
	throw usage(
		command,
		`${where === undefined ? `/${slashName(command)}` : String(where)}: ${issue?.message ?? "not understood"}`,
	);
};

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Words too many belong to the last argument: `/model gpt 5` needs no quotes. */
const joinExtra = (command: CommandDefinition, raw: Record<string, unknown>, extra: readonly string[]): void => {
	if (extra.length === 0) return;
	const last = command.positional?.at(-1);
	if (last === undefined || typeof raw[last] !== "string")
		throw usage(command, `/${slashName(command)} takes no ${JSON.stringify(extra[0])}`);
	raw[last] = [raw[last], ...extra].join(" ");
};

const usage = (command: CommandDefinition, message: string): NexusError =>
	new NexusError("command.usage", message, { hint: usageLine(command), exitCode: 2 });

/** `/resume [id] [--all]`. */
export const usageLine = (command: CommandDefinition): string => {
	const positional = command.positional ?? [];
	const options = Object.keys(command.args.shape).filter((name) => !positional.includes(name));
	const words = [
		`/${slashName(command)}`,
		...positional.map((name) => `[${name}]`),
		...(command.rest === undefined ? [] : [`[${command.rest}]`]),
		...options.map((name) => `[--${toKebab(name)}]`),
	];
	return `use: ${words.join(" ")}`;
};

/** The command of that name or alias. Throws NexusError `command.unknown` with the nearest name. */
export const findCommand = (commands: readonly CommandDefinition[], name: string): CommandDefinition => {
	const found = commands.find((command) => command.name === name || command.aliases?.includes(name) === true);
	if (found !== undefined) return found;
	const names = commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
	const near = nearestName(name, names);
	throw new NexusError("command.unknown", `there is no command /${name}`, {
		hint: near === undefined ? "/help lists all" : `did you mean /${near}?`,
		exitCode: 2,
	});
};

/**
 * The command that a slash, a name and what follows it mean, and what is left for its arguments: `/sessions search x`
 * is the command `sessions search` with `x`. Throws as `findCommand` does.
 */
export const commandOf = (
	commands: readonly CommandDefinition[],
	name: string,
	line: string,
): { readonly command: CommandDefinition; readonly line: string } => {
	const [, second = "", rest = ""] = /^\s*([a-z][a-z0-9-]*)(?:\s+([\s\S]*))?$/i.exec(line) ?? [];
	const inGroup = commands.find((command) => command.name === `${name} ${second}`);
	return inGroup === undefined ? { command: findCommand(commands, name), line } : { command: inGroup, line: rest };
};

/** What one types after the slash: `tools list` is /tools. */
export const slashName = (command: CommandDefinition): string =>
	command.name.includes(" ") ? (command.aliases?.find((alias) => !alias.includes(" ")) ?? command.name) : command.name;
