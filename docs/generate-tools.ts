// Writes the index of the tools from their files; with --check it only says whether it is up to date. The index holds
// what is needed to list, offer and judge a tool, so that no tool's code is loaded before its first call.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type AnyTool, type ToolCategory, toolCategories } from "../src/contracts/tool.js";
import { toolEntry } from "../src/core/tool-entry.js";

const folder = resolve(import.meta.dirname, "../tools");

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const filesOf = (category: ToolCategory): readonly string[] => {
	const all = readdirSync(folder).includes(category) ? readdirSync(join(folder, category)) : [];
	return all.filter((name) => name.endsWith(".ts")).sort();
};

const entryOf = async (category: ToolCategory, file: string): Promise<string> => {
	const path = `./${category}/${file.replace(/\.ts$/, ".js")}`;
	const name = `${camel(file.replace(/\.ts$/, ""))}Tool`;
	const module: Record<string, unknown> = await import(join(folder, category, file));
	const tool = module[name] as AnyTool | undefined;
	if (tool === undefined) throw new Error(`tools/${category}/${file} does not export ${name}`);
	if (tool.name !== file.replace(/\.ts$/, "").replaceAll("-", "_"))
		throw new Error(`tools/${category}/${file} holds the tool ${tool.name}`);
	if (tool.category !== category) throw new Error(`tools/${category}/${file} says its category is ${tool.category}`);
	const { load: _, ...fields } = toolEntry(tool);
	const lines = Object.entries(fields).map(([key, value]) => `\t\t${key}: ${JSON.stringify(value)},`);
	return `\t{\n${lines.join("\n")}\n\t\tload: async () => (await import("${path}")).${name},\n\t},`;
};

const entries = await Promise.all(
	toolCategories.flatMap((category) => filesOf(category).map((file) => entryOf(category, file))),
);
const text = `// Written by \`npm run docs\` from the files of this folder; do not edit.
import type { ToolEntry } from "../src/contracts/tool.js";

export const builtinTools: readonly ToolEntry[] = [
${entries.join("\n")}
];
`;

const index = join(folder, "index.ts");
const isStale = readFileSync(index, "utf8") !== text;
if (isStale && process.argv.includes("--check")) {
	process.stderr.write("out of date: tools/index.ts (run: npm run docs)\n");
	process.exitCode = 1;
} else if (isStale) writeFileSync(index, text);
