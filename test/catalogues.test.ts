// A file that is not in its index, or whose export does not follow from its path, is not there for anybody.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtinCommands } from "../commands/index.js";
import { root } from "./helpers/source-files.js";

const definitions = (folder: string): readonly string[] =>
	readdirSync(join(root, folder)).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(join(root, path)).isDirectory()) return definitions(path);
		return name.endsWith(".ts") && name !== "index.ts" ? [path] : [];
	});

const camel = (words: string): string => words.replace(/[-_/ ]([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe("commands", () => {
	const files = definitions("commands");
	test.each(files)("%s is exported under its name and listed", async (path) => {
		const module: Record<string, unknown> = await import(join(root, path));
		const name = path.replace(/^commands\//, "").replace(/\.ts$/, "");
		const command = builtinCommands.find((candidate) => candidate === module[`${camel(name)}Command`]);
		expect(command?.name).toBe(name.replaceAll("/", " "));
	});
	test.each(builtinCommands)(
		"values are given for positional arguments only: $name",
		({ values = {}, positional = [] }) => {
			expect(positional).toEqual(expect.arrayContaining(Object.keys(values)));
		},
	);
	test("no two commands of a surface share a name", () => {
		for (const surface of ["cli", "slash"] as const) {
			const names = builtinCommands
				.filter((command) => command.surfaces.includes(surface))
				.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
			expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		}
	});
});
