// Writes the tables of the documentation from the definitions; with --check it only says whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exitCodeHelp, mainOptionsSchema } from "../bin/main-options.js";
import { helpKeys } from "../commands/help.js";
import { builtinCommands } from "../commands/index.js";
import { configKeys } from "../src/config/keys.js";
import { permissionModes } from "../src/contracts/permission.js";
import { workflowJsonSchema } from "../src/contracts/workflow.js";
import { optionsOf } from "../src/lib/command-options.js";
import { builtinProviders } from "../src/providers/index.js";
import { builtinTools } from "../tools/index.js";
import { modeRows, questionRows } from "./permissions-tables.js";

const root = resolve(import.meta.dirname, "..");

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
	[headings, headings.map(() => "---"), ...rows]
		.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`)
		.join("\n");

const code = (text: string): string => `\`${text}\``;

const tools = (): string =>
	table(
		["category", "tool", "what it does", "effects"],
		builtinTools.map((tool, index) => [
			builtinTools[index - 1]?.category === tool.category ? "" : tool.category,
			code(tool.name),
			tool.description,
			tool.effects.join(", ") || "none",
		]),
	);

const commands = (): string =>
	table(
		["command", "what it does"],
		builtinCommands
			.filter((command) => command.surfaces.includes("cli"))
			.map((command) => {
				const positional = optionsOf(command)
					.filter((option) => option.isPositional)
					.map((option) => (option.isRequired ? `<${option.flag}>` : `[${option.flag}]`));
				const rest = command.rest === undefined ? [] : [`${command.rest} …`];
				return [code(["nexus", command.name, ...positional, ...rest].join(" ")), command.description];
			}),
	);

const slash = (): string =>
	table(
		["in the screen", "what it does"],
		builtinCommands
			.filter((command) => command.surfaces.includes("slash"))
			.map((command) => [code(`/${command.name.replace(" list", "")}`), command.description]),
	);

const keys = (): string =>
	table(
		["key", "what it does"],
		helpKeys.map(([key, what]) => [key, what]),
	);

const flags = (): string =>
	table(
		["flag", "what it does"],
		Object.entries(mainOptionsSchema.shape).map(([key, field]) => {
			const meta = field.meta() as { short?: string; value?: string; negated?: boolean } | undefined;
			const flag = `--${meta?.negated === true ? "no-" : ""}${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
			const value = meta?.value === undefined ? "" : ` <${meta.value}>`;
			return [
				`${meta?.short === undefined ? "" : `${code(`-${meta.short}`)} `}${code(flag + value)}`,
				field.description ?? "",
			];
		}),
	);

const settings = (): string =>
	table(
		["setting", "what it is"],
		configKeys().map(({ key, description }) => [code(key), description]),
	);

const providers = (): string =>
	table(
		["provider", "key", "URL"],
		builtinProviders.map((provider) => [
			code(provider.id),
			provider.apiKeyVariables.map(code).join(" or ") || "none",
			[
				provider.defaultBaseUrl ?? "yours",
				...(provider.baseUrlVariable === undefined ? [] : [`(${code(provider.baseUrlVariable)})`]),
			].join(" "),
		]),
	);

const exitCodes = (): string => `\`\`\`text\n${exitCodeHelp}\n\`\`\``;

/** The table of the last `npm run bench -- --save`, with the line that says where it was measured. */
const bench = (): string => {
	const lines = readFileSync(join(root, "docs/bench.md"), "utf8").split("\n");
	const where = lines.find((line) => line.startsWith("Written by")) ?? "";
	return [where, "", ...lines.filter((line) => line.startsWith("|"))].join("\n");
};

const modes = table(["", ...permissionModes.map(code)], await modeRows());
const questions = table(["mode", "asks", "asks when each offered rule is kept", "denied"], await questionRows());

const sections: Readonly<Record<string, () => string>> = {
	tools,
	commands,
	slash,
	keys,
	flags,
	settings,
	providers,
	"exit-codes": exitCodes,
	modes: () => modes,
	questions: () => questions,
	bench,
};

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
const fill = (text: string): string =>
	Object.entries(sections).reduce((filled, [name, make]) => {
		const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`, "g");
		return filled.replace(pattern, (_, open: string, close: string) => `${open}${make()}\n${close}`);
	}, text);

const files = ["README.md", "docs/reference.md"];
const stale = files.filter((name) => {
	const path = join(root, name);
	const before = readFileSync(path, "utf8");
	const after = fill(before);
	if (before === after) return false;
	if (!process.argv.includes("--check")) writeFileSync(path, after);
	return true;
});
/** What `nexus run --schema` prints, for editors. */
const schemaPath = join(root, "docs/workflow.schema.json");
const schema = `${JSON.stringify(workflowJsonSchema(), undefined, "\t")}\n`;
if (
	!existsSync(schemaPath) ||
	JSON.stringify(JSON.parse(readFileSync(schemaPath, "utf8"))) !== JSON.stringify(workflowJsonSchema())
) {
	stale.push("docs/workflow.schema.json");
	if (!process.argv.includes("--check")) writeFileSync(schemaPath, schema);
}
if (process.argv.includes("--check") && stale.length > 0) {
	process.stderr.write(`out of date: ${stale.join(", ")} (run: npm run docs)\n`);
	process.exitCode = 1;
} else process.stdout.write(stale.length === 0 ? "documentation is up to date\n" : `written: ${stale.join(", ")}\n`);
