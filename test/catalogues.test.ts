// A file that is not in its index, or whose export does not follow from its path, is not there for anybody.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { builtinCommands } from "../commands/index.js";
import { builtinTools } from "../tools/index.js";
import { root } from "./helpers/source-files.js";

const definitions = (folder: string): readonly string[] =>
	readdirSync(join(root, folder)).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(join(root, path)).isDirectory()) return definitions(path);
		return name.endsWith(".ts") && name !== "index.ts" ? [path] : [];
	});

const camel = (words: string): string => words.replace(/[-_/ ]([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe("tools", () => {
	const files = definitions("tools");
	test("there are tools", () => expect(files.length).toBeGreaterThan(20));
	test.each(files)("%s is exported under its name and listed", async (path) => {
		const module: Record<string, unknown> = await import(join(root, path));
		const name = path.replace(/^.*\//, "").replace(/\.ts$/, "");
		const tool = builtinTools.find((candidate) => candidate === module[`${camel(name)}Tool`]);
		expect(tool?.name).toBe(name.replaceAll("-", "_"));
		expect(tool?.category).toBe(path.split("/")[1]);
	});
	test("what every request carries stays small", () => {
		const bytes = builtinTools.reduce(
			(sum, tool) =>
				sum +
				JSON.stringify({
					name: tool.name,
					description: tool.description,
					schema: z.toJSONSchema(tool.input, { io: "input" }),
				}).length,
			0,
		);
		expect(bytes).toBeLessThan(12_000);
	});
});

describe("commands", () => {
	const files = definitions("commands");
	test.each(files)("%s is exported under its name and listed", async (path) => {
		const module: Record<string, unknown> = await import(join(root, path));
		const name = path.replace(/^commands\//, "").replace(/\.ts$/, "");
		const command = builtinCommands.find((candidate) => candidate === module[`${camel(name)}Command`]);
		expect(command?.name).toBe(name.replaceAll("/", " "));
	});
	test("no two commands of a surface share a name", () => {
		for (const surface of ["cli", "slash"] as const) {
			const names = builtinCommands
				.filter((command) => command.surfaces.includes(surface))
				.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
			expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		}
	});
});
