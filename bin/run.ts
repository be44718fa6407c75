// From the words on the command line to a frontend or a command.
import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { builtinCommands } from "../commands/index.js";
import packageJson from "../package.json" with { type: "json" };
import type { NexusClient } from "../src/contracts/client.js";
import { NexusError } from "../src/contracts/errors.js";
import { startEarlyInput } from "../src/frontends/tui/early-input.js";
import { nearestName } from "../src/lib/nearest.js";
import type { RuntimeOptions } from "../src/runtime/options.js";
import { type Invocation, mainFlags, parseInvocation } from "./cli.js";
import { closeFully } from "./close-fully.js";
import { printFrontend, tuiFrontend } from "./frontends.js";
import type { MainOptions } from "./main-options.js";
import { checkOutputFile } from "./output-file.js";
import { readJsonSchema, readPipedInput } from "./piped-input.js";
import { onSignals } from "./signals.js";

type MainInvocation = Extract<Invocation, { kind: "main" }>;

/** @returns the exit code */
export const run = async (words: readonly string[], process: NodeJS.Process): Promise<number> => {
	const invocation = parseInvocation(words, builtinCommands, packageJson.version);
	if (invocation.kind === "text") {
		process.stdout.write(invocation.text);
		return 0;
	}
	if (invocation.kind === "main") return runMain(invocation, process);
	if (isForScreen(invocation, process)) return runTui("", invocation.options, process, slashLine(invocation));
	const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true;
	const [client, { runCommand }] = await Promise.all([
		startRuntime(runtimeOptions(invocation.options, process, canAsk)),
		import("./command-output.js"),
	]);
	const signals = onSignals(process);
	try {
		const code = await runCommand(invocation, client, {
			commands: builtinCommands,
			mainFlags: mainFlags(),
			process,
			canAsk,
			signal: signals.signal,
		});
		return signals.exitCode() ?? code;
	} catch (error) {
		// What fails because it was stopped is no failure of its own.
		const code = signals.exitCode();
		if (code === undefined) throw error;
		process.stderr.write("nexus: stopped\n");
		return code;
	} finally {
		await closeFully(() => client.close());
		signals.dispose();
	}
};

type CommandInvocation = Extract<Invocation, { kind: "command" }>;

/** A replay is watched where there is a screen to watch it on. */
const isForScreen = ({ command, options, wantsJson }: CommandInvocation, process: NodeJS.Process): boolean =>
	command.name === "replay" &&
	process.stdin.isTTY === true &&
	process.stdout.isTTY === true &&
	!options.print &&
	!wantsJson &&
	options.outputFormat === "text";

/** The same command as it would be typed on the screen. */
const slashLine = ({ command, args }: CommandInvocation): string => {
	const quoted = (value: unknown) => `"${String(value).replaceAll(/["\\]/g, "\\$&")}"`;
	const words = Object.entries(args).flatMap(([key, value]) => {
		if (value === undefined || value === false) return [];
		if (command.positional?.includes(key) === true) return [quoted(value)];
		return value === true ? [`--${key}`] : [`--${key}`, quoted(value)];
	});
	return [command.name, ...words].join(" ");
};

/** The core is loaded only by what needs it: help and wrong usage do not. */
const startRuntime = async (options: RuntimeOptions): Promise<NexusClient> => {
	const [{ createRuntime }, { catalogues }] = await Promise.all([
		import("../src/runtime/create-runtime.js"),
		import("./builtins.js"),
	]);
	return createRuntime(catalogues(packageJson.version), options);
};

const runMain = async ({ prompt, options }: MainInvocation, process: NodeJS.Process): Promise<number> => {
	refuseMistypedCommand(prompt, options);
	const isPrint = options.print || process.stdin.isTTY !== true || process.stdout.isTTY !== true;
	return isPrint ? runPrint(prompt, options, process) : runTui(prompt, options, process);
};

/** One word that is nearly a command, alone or before a subcommand of it, was meant as one; `-p` says that it is a prompt. */
const refuseMistypedCommand = (prompt: string, options: MainOptions): void => {
	const [, typed, next] = /^([a-z]{3,})(?: ([a-z]+)\b.*)?$/.exec(prompt) ?? [];
	if (options.print || typed === undefined) return;
	const names = builtinCommands
		.filter((command) => command.surfaces.includes("cli"))
		.map((command) => command.name.split(" "))
		.filter(([, second]) => next === undefined || second === next)
		.map(([first = ""]) => first);
	const meant = nearestName(typed, names);
	if (meant === undefined) return;
	throw new NexusError("usage.command", `there is no command ${typed}; did you mean ${meant}?`, {
		hint: `for a prompt: nexus -p "${prompt}"`,
		exitCode: 2,
	});
};

const runPrint = async (words: string, options: MainOptions, process: NodeJS.Process): Promise<number> => {
	if (options.outputFile !== undefined) checkOutputFile(options.outputFile);
	const signals = onSignals(process);
	const piped =
		options.inputFormat === "text" ? await readPipedInput(process, words.trim() !== "", signals.signal) : "";
	const prompt = [words, piped].filter((part) => part.trim() !== "").join("\n\n");
	if (prompt === "" && options.inputFormat === "text") {
		throw new NexusError("usage.prompt", "there is no prompt", {
			hint: 'nexus -p "what is 15% of 240?", or pipe something in',
			exitCode: 2,
		});
	}
	const outputSchema = options.jsonSchema === undefined ? undefined : await readJsonSchema(resolve(options.jsonSchema));
	const client = await startRuntime({ ...runtimeOptions(options, process, false), outputSchema, isModelNeeded: true });
	try {
		const frontend = await printFrontend();
		const seconds = options.timeout ?? client.config.atStart("limits.timeoutSeconds");
		return await frontend
			.start({
				client,
				commands: builtinCommands,
				io: process,
				signal: signals.signal,
				options: {
					prompt,
					typed: words,
					inputFormat: options.inputFormat,
					outputFormat: options.outputFormat,
					outputFile: options.outputFile,
					outputSchema,
					sessionId: await sessionOf(client, options),
					timeoutMs: typeof seconds === "number" ? seconds * 1000 : undefined,
					isQuiet: options.quiet,
					isVerbose: options.verbose,
				},
			})
			.then((code) => signals.exitCode() ?? code);
	} finally {
		await closeFully(() => client.close());
		signals.dispose();
	}
};

const runTui = async (
	words: string,
	options: MainOptions,
	process: NodeJS.Process,
	command?: string,
): Promise<number> => {
	// First of all: what is typed from now on is kept, whatever has still to be loaded.
	const earlyInput = startEarlyInput(process.stdin);
	const [frontend, client] = await Promise.all([tuiFrontend(), startRuntime(runtimeOptions(options, process, true))]);
	const signals = onSignals(process);
	const setting = (name: string) => client.config.atStart(`tui.${name}`);
	const isChoosing = options.resume === true;
	try {
		const code = await frontend.start({
			client,
			commands: builtinCommands.filter((command) => command.surfaces.includes("slash")),
			io: process,
			signal: signals.signal,
			options: {
				...(words === "" ? {} : { prompt: words }),
				...(command === undefined ? {} : { command }),
				...(isChoosing ? { command: "resume" } : definedSession(await sessionOf(client, options))),
				mode: await client.permissions.mode(),
				theme: String(setting("theme")),
				dock: setting("dock") === "folded" ? "folded" : "open",
				screenReader: options.screenReader || setting("screenReader") === true || process.env.TERM === "dumb",
				reducedMotion: setting("reducedMotion") === true,
				color: hasColor(options, process),
				earlyInput,
			},
		});
		return signals.exitCode() ?? code;
	} finally {
		await closeFully(() => client.close());
		signals.dispose();
	}
};

const definedSession = (sessionId: string | undefined) => (sessionId === undefined ? {} : { sessionId });

/** The session that -c or -r name; undefined for a new one. */
const sessionOf = async (client: NexusClient, options: MainOptions): Promise<string | undefined> => {
	if (options.type !== undefined && (options.continue || options.resume !== undefined)) {
		throw new NexusError("usage.type", "a session that is gone on with keeps its type", {
			hint: "leave out --type, or -c and -r",
			exitCode: 2,
		});
	}
	if (options.fork && !options.continue && options.resume === undefined) {
		throw new NexusError("usage.fork", "--fork does not say of which session", {
			hint: "with -c or -r, or --fork <session>@<message>",
			exitCode: 2,
		});
	}
	const [, named, message] = /^(.*)@(\d+)$/.exec(typeof options.resume === "string" ? options.resume : "") ?? [];
	if (message !== undefined && !options.fork) {
		throw new NexusError("usage.fork", "a session is gone on with at its end", {
			hint: `--fork ${options.resume} makes a copy up to that message`,
			exitCode: 2,
		});
	}
	const chosen = await chosenSession(client, named === undefined ? options : { ...options, resume: named });
	if (chosen === undefined) return undefined;
	const upTo = message === undefined ? undefined : Number(message);
	const id = options.fork ? (await client.sessions.fork(chosen, upTo)).id : chosen;
	// What is named on this command line holds for the resumed session too.
	if (options.model !== undefined || options.offline) await client.sessions.setModel(id, client.info.model);
	if (options.permissionMode !== undefined || options.yolo)
		await client.sessions.setMode(id, options.yolo ? "yolo" : (options.permissionMode ?? "ask"));
	return id;
};

const chosenSession = async (client: NexusClient, options: MainOptions): Promise<string | undefined> => {
	if (typeof options.resume === "string") return (await client.sessions.get(options.resume)).id;
	if (options.resume === true) {
		throw new NexusError("usage.resume", "which session?", {
			hint: "`nexus sessions list` shows the ids; -c takes the last one of this folder",
			exitCode: 2,
		});
	}
	if (!options.continue) return undefined;
	// Tools that a person ran keep a session too where they asked a model; there is nothing in it to go on with.
	const last = (await client.sessions.list({ cwd: client.info.cwd, limit: 100 })).find(({ prompts }) => prompts > 0);
	if (last !== undefined) return last.id;
	throw new NexusError("session.none", "there is no session of this folder to go on with", {
		hint: "`nexus sessions list` shows those of other folders; -r takes an id",
		exitCode: 2,
	});
};

/** NO_COLOR (https://no-color.org) and FORCE_COLOR keep their meaning. */
const hasColor = (options: MainOptions, process: NodeJS.Process): boolean => {
	if (options.color !== "auto") return options.color === "always";
	if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== "") return false;
	if (process.env.FORCE_COLOR !== undefined) return process.env.FORCE_COLOR !== "0";
	return process.stdout.isTTY === true && process.env.TERM !== "dumb";
};

const runtimeOptions = (options: MainOptions, process: NodeJS.Process, canAsk: boolean): RuntimeOptions => ({
	env: process.env,
	cwd: workingFolder(options.cwd, process),
	model: options.model,
	...(options.fallbackModel === undefined
		? {}
		: { fallbackModels: options.fallbackModel.split(",").map((name) => name.trim()) }),
	isOffline: options.offline,
	agent: options.agent,
	sessionType: options.type,
	mode: options.yolo ? "yolo" : options.permissionMode,
	allow: options.allow,
	deny: options.deny,
	maxTurns: options.maxTurns,
	maxBudgetUsd: options.maxBudgetUsd,
	addDirs: options.addDir.map((folder) => workingFolder(folder, process)),
	systemPrompt: options.systemPrompt,
	appendSystemPrompt: options.appendSystemPrompt,
	configFile: options.config === undefined ? undefined : resolve(options.config),
	isEphemeral: !options.session,
	canAsk,
});

const workingFolder = (folder: string | undefined, process: NodeJS.Process): string => {
	const path = resolve(folder ?? currentFolder(process));
	if (existsSync(path) && statSync(path).isDirectory()) return realpathSync(path);
	throw new NexusError("usage.folder", `there is no folder ${path}`, {
		hint: "check --cwd and --add-dir",
		exitCode: 2,
	});
};

const currentFolder = (process: NodeJS.Process): string => {
	try {
		return process.cwd();
	} catch {
		throw new NexusError("usage.folder", "the current folder has been deleted", {
			hint: "change to another one",
			exitCode: 2,
		});
	}
};
