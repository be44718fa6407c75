// Commands and main flags become a commander program. The only file that knows commander.
import { Argument, Command, CommanderError, Option } from "commander";
import { z } from "zod";
import type { CommandDefinition } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { type CommandOption, flagOf, optionsOf } from "../src/lib/command-options.js";
import { didYouMean } from "../src/lib/nearest.js";
import { exitCodeHelp, type MainOptions, mainOptionsSchema } from "./main-options.js";

export type Invocation =
	| { readonly kind: "main"; readonly prompt: string; readonly options: MainOptions }
	| {
			readonly kind: "command";
			readonly command: CommandDefinition;
			readonly args: Record<string, unknown>;
			readonly rest: readonly string[];
			readonly wantsJson: boolean;
			readonly options: MainOptions;
	  }
	/** Help was asked for. */
	| { readonly kind: "text"; readonly text: string };

/**
 * What the words on the command line ask for.
 * @throws NexusError `usage.*` (exit 2)
 */
export const parseInvocation = (
	words: readonly string[],
	commands: readonly CommandDefinition[],
	version: string,
): Invocation => {
	let found: Invocation | undefined;
	let written = "";
	let complaint = "";
	const program = new Command("nexus")
		.description("Talk to it in plain language: it answers, uses tools on this machine and shows what it does.")
		.version(version, "-v, --version", "print the version")
		.argument("[prompt...]", "what to do; without -p the screen opens with it")
		.addHelpText("after", `\n${exitCodeHelp}`)
		.showSuggestionAfterError()
		.exitOverride()
		.configureOutput({ writeOut: (text) => (written += text), writeErr: (text) => (complaint += text) });
	addMainOptions(program);
	program.action((prompt: readonly string[], raw: Record<string, unknown>) => {
		found = { kind: "main", prompt: prompt.join(" "), options: parseMain(raw) };
	});
	for (const command of commandsIn(words, commands)) {
		addCommand(program, command, (invocation) => {
			found = { ...invocation, options: parseMain(program.opts()) };
		});
	}
	try {
		program.parse([...withForkPoint(words)], { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return { kind: "text", text: written };
		const [message = "wrong usage", suggestion] = complaint
			.trim()
			.replace(/^error: /, "")
			.split("\n");
		throw new NexusError("usage", message, {
			hint: suggestion?.replace(/^\(|\)$/g, "") ?? "see nexus --help",
			exitCode: 2,
		});
	}
	if (found === undefined) return { kind: "text", text: written };
	return found;
};

/** `--fork <session>@<message>` is `--resume <session>@<message> --fork`: a word of another form is a prompt. */
const withForkPoint = (words: readonly string[]): readonly string[] => {
	const end = words.indexOf("--");
	return words.flatMap((word, index) => {
		if (end !== -1 && index >= end) return [word];
		const isPoint = words[index - 1] === "--fork" && /^[0-9A-Z]{4,26}@\d+$/i.test(word);
		const [, inOne] = /^--fork=(.+)$/.exec(word) ?? [];
		if (inOne !== undefined) return ["--fork", "--resume", inOne];
		return isPoint ? ["--resume", word] : [word];
	});
};

/** Those that the words can mean: making all of them takes as long as the rest of the command line. Help shows all. */
const commandsIn = (words: readonly string[], commands: readonly CommandDefinition[]): readonly CommandDefinition[] => {
	const ofCli = commands.filter((command) => command.surfaces.includes("cli"));
	if (words.some((word) => word === "help" || word === "--help" || /^-\w*h/.test(word))) return ofCli;
	return ofCli.filter(({ name, aliases = [] }) =>
		[name, ...aliases].some((known) => words.includes(known.split(" ")[0] ?? known)),
	);
};

export const mainFlags = (): readonly string[] => {
	const program = new Command();
	addMainOptions(program);
	return program.options.map((option) => option.long ?? "").filter((flag) => flag !== "");
};

const addMainOptions = (program: Command): void => {
	for (const [key, field] of Object.entries(mainOptionsSchema.shape)) {
		const schema = field as z.ZodType;
		const meta = schema.meta() as { short?: string; value?: string; optional?: boolean; negated?: boolean } | undefined;
		const flag = flagOf(key);
		const value = meta?.value === undefined ? "" : meta.optional === true ? ` [${meta.value}]` : ` <${meta.value}>`;
		const short = meta?.short === undefined ? "" : `-${meta.short}, `;
		const option = new Option(`${short}--${meta?.negated === true ? "no-" : ""}${flag}${value}`, schema.description);
		const inner = unwrap(schema);
		if (inner instanceof z.ZodEnum) option.choices(inner.options.map(String));
		if (inner instanceof z.ZodArray)
			option.argParser((item: string, all: readonly string[] | undefined) => [...(all ?? []), item]);
		program.addOption(option);
	}
};

const unwrap = (schema: z.ZodType): z.ZodType =>
	schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? unwrap(schema.unwrap() as z.ZodType) : schema;

const parseMain = (raw: Record<string, unknown>): MainOptions => {
	// Parsed once: compiling the schema first would take longer.
	const parsed = mainOptionsSchema.safeParse(raw, { jitless: true });
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	const flag = flagOf(String(issue?.path[0] ?? ""));
	throw new NexusError("usage.option", `--${flag}: ${issue?.message ?? "wrong value"}`, {
		hint: "see nexus --help",
		exitCode: 2,
	});
};

type CommandInvocation = Omit<Extract<Invocation, { kind: "command" }>, "options">;

const addCommand = (
	program: Command,
	command: CommandDefinition,
	onFound: (invocation: CommandInvocation) => void,
): void => {
	const [first = "", second] = command.name.split(" ");
	const group = second === undefined ? program : groupOf(program, first);
	const own = group.command(second ?? first, {
		isDefault: second !== undefined && command.aliases?.includes(first) === true,
	});
	own.description(command.description).exitOverride();
	const options = optionsOf(command);
	for (const option of options) addOption(own, option);
	if (command.takesHelp === true) own.helpOption(false).allowUnknownOption();
	if (command.rest !== undefined) own.argument(`[${command.rest}...]`, "further values");
	if (!options.some((option) => option.flag === "json")) own.option("--json", "print the result as JSON");
	if (command.examples !== undefined)
		own.addHelpText("after", `\nExamples:\n${command.examples.map((example) => `  ${example}`).join("\n")}`);
	const positional = options.filter((option) => option.isPositional);
	// A mistyped subcommand comes to the default one of its group, as a value too many.
	if (second !== undefined) own.allowExcessArguments(command.rest === undefined);
	own.action((...values: unknown[]) => {
		if (command.takesHelp === true && (values[0] === "--help" || values[0] === "-h")) own.help();
		if (command.rest === undefined && own.args.length > positional.length) throw tooMany(own, first, group);
		const named = Object.fromEntries(positional.map((option, index) => [option.key, values[index]]));
		const rest = command.rest === undefined ? [] : ((values[positional.length] as readonly string[] | undefined) ?? []);
		const { json, ...flags } = own.opts();
		const takesJson = options.some((option) => option.flag === "json");
		const isInput = takesJson && typeof json === "string" && json.trimStart().startsWith("{");
		const stray = typeof json === "string" && !isInput ? [json] : [];
		const args = checkArgs(command, { ...flags, ...named, ...(isInput ? { json } : {}) });
		onFound({ kind: "command", command, args, rest: [...stray, ...rest], wantsJson: json !== undefined && !isInput });
	});
};

const tooMany = (own: Command, groupName: string, group: Command): NexusError => {
	const [typed = ""] = own.args;
	const known = group.commands.map((command) => `${groupName} ${command.name()}`);
	return new NexusError(
		"usage.command",
		`there is no command ${groupName} ${typed}${didYouMean(`${groupName} ${typed}`, known)}`,
		{
			hint: `the commands are ${known.join(", ")}`,
			exitCode: 2,
		},
	);
};

const groupOf = (program: Command, name: string): Command => {
	const known = program.commands.find((candidate) => candidate.name() === name);
	return known ?? program.command(name).description(`Commands for ${name}`).exitOverride();
};

const addOption = (command: Command, option: CommandOption): void => {
	if (option.isPositional) {
		const argument = new Argument(option.isRequired ? `<${option.flag}>` : `[${option.flag}]`, option.description);
		if (option.choices !== undefined) argument.choices([...option.choices]);
		command.addArgument(argument);
		return;
	}
	const value = option.isBoolean ? "" : option.flag === "json" ? " [object]" : " <value>";
	const flag = new Option(`--${option.flag}${value}`, option.description);
	if (option.choices !== undefined) flag.choices([...option.choices]);
	if (option.isList) flag.argParser((item: string, all: readonly string[] | undefined) => [...(all ?? []), item]);
	command.addOption(flag);
};

const checkArgs = (command: CommandDefinition, raw: Record<string, unknown>): Record<string, unknown> => {
	const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
	const parsed = command.args.safeParse(given);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	const name = issue?.path.join(".") ?? "";
	throw new NexusError(
		"usage.argument",
		`${command.positional?.includes(name) ? name : `--${flagOf(name)}`}: ${issue?.message ?? "wrong value"}`,
		{
			hint: `see nexus ${command.name} --help`,
			exitCode: 2,
		},
	);
};
