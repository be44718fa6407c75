import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineCommand } from "../../../../src/contracts/command.js";
import {
	commandOf,
	findCommand,
	parseCommand,
	slashName,
	splitWords,
} from "../../../../src/frontends/tui/commands/parse.js";

const command = defineCommand({
	name: "move",
	description: "",
	surfaces: ["slash"],
	args: z.object({
		to: z.string(),
		maxTurns: z.number().optional(),
		isQuick: z.boolean().default(false),
		tags: z.array(z.string()).default([]),
	}),
	positional: ["to"],
	run: async () => ({ type: "quit" }),
});

describe("words", () => {
	test.each([
		["a  b", ["a", "b"]],
		["'a b' c", ["a b", "c"]],
		['"a \\" b"', ['a " b']],
		["a\\ b", ["a b"]],
		["''", [""]],
		["", []],
	])("%j", (line, words) => expect(splitWords(line)).toEqual(words));
});

describe("arguments", () => {
	test.each([
		["there", { to: "there" }],
		["over there", { to: "over there" }],
		["x --max-turns 3", { to: "x", maxTurns: 3 }],
		["x --max-turns=3 --is-quick", { to: "x", maxTurns: 3, isQuick: true }],
		["--is-quick=no x", { to: "x", isQuick: false }],
		["x --tags a --tags b", { to: "x", tags: ["a", "b"] }],
	])("%j", (line, args) => expect(parseCommand(command, line).args).toMatchObject(args));

	test.each([
		["", /^to: /],
		["x --max-turns many", /^maxTurns: /],
		["x --max-turns", "--max-turns needs a value"],
		["x --nothing", "/move has no option --nothing"],
	])("%j is refused with the usage", (line, message) => {
		expect(() => parseCommand(command, line)).toThrow(
			expect.objectContaining({
				code: "command.usage",
				message: typeof message === "string" ? message : expect.stringMatching(message),
				hint: "use: /move [to] [--max-turns] [--is-quick] [--tags]",
			}),
		);
	});
});

describe("names", () => {
	const tools = { ...command, name: "tools list", aliases: ["tools"] };
	test("a group's list goes by its alias", () => {
		expect(slashName(tools)).toBe("tools");
		expect(findCommand([command, tools], "tools")).toBe(tools);
	});
	test("an unknown one is told the nearest", () => {
		expect(() => findCommand([command, tools], "toosl")).toThrow(
			expect.objectContaining({ hint: "did you mean /tools?" }),
		);
		expect(() => findCommand([command, tools], "zzz")).toThrow(expect.objectContaining({ hint: "/help lists all" }));
	});
});

describe("commands of a group", () => {
	const named = (name: string, aliases: readonly string[] = []) => ({ ...command, name, aliases });
	const commands = [named("sessions list", ["sessions"]), named("sessions search"), named("move")];
	test.each([
		["sessions", "", "sessions list", ""],
		["sessions", "search", "sessions search", ""],
		["sessions", "search  two words", "sessions search", "two words"],
		["sessions", "searching", "sessions list", "searching"],
		["move", "search x", "move", "search x"],
	])("/%s %s", (name, line, found, left) => {
		const { command: meant, line: rest } = commandOf(commands, name, line);
		expect([meant.name, rest]).toEqual([found, left]);
	});
	test("an unknown one is refused", () => expect(() => commandOf(commands, "mov", "x")).toThrow(/no command/));
});
