import { expect, test } from "vitest";
import { createRules, leadsOf, mayMatch, mustsOf } from "../../../src/providers/offline/language/rules.js";

test.each([
	["^(?:list|show)(?: all)? files$", ["list", "show"]],
	["^(?:(?:list|show)|find)(?: me)? x$", ["list", "show", "find"]],
	["^head (\\S+)$", ["head "]],
	["^colou?r (.+)$", ["colo"]],
	["^(?:colou?r|dye) (.+)$", ["colo", "dye"]],
	["^(?:what is )?(?:the )?time$", undefined],
	["^(?:a|b) c$|^d$", undefined],
	["^(.+) is$", undefined],
	["^(?:[ab]|c) d$", undefined],
	["time$", undefined],
])("%s starts with %j", (source, leads) => {
	expect(leadsOf(source)).toEqual(leads);
});

test.each([
	[
		"^(?:list|show)(?: all)? (?:files|folders)$",
		[
			["list", "show"],
			["files", "folders"],
		],
	],
	["^(.+?) (?:left|remaining?)$", [["left", "remainin"]]],
	["^(?=x)a (?:in|an?) (days|weeks)[(|]$", [["days", "weeks"]]],
	["^(?:ab|cd){2}(?:ef)*$", []],
	["^(?:ab)$|^cd$", []],
	["^(?:ab|\\d) x$", []],
])("%s needs %j", (source, musts) => {
	expect(mustsOf(source)).toEqual(musts);
});

test("what an expression needs is told without building it", () => {
	const may = mayMatch(/^(?:list|show) (?:the )?(?:files|folders)$/i);
	expect(["show the files", "show it", "the files"].map((text) => may(text))).toEqual([true, false, false]);
});

test("a group whose word is missing is not even built", () => {
	const built: string[] = [];
	const group = (name: string) => ({
		needs: new RegExp(name),
		rules: () => {
			built.push(name);
			return [[new RegExp(`^(${name})(x)?$`), (...groups: (string | undefined)[]) => groups.length] as const];
		},
	});
	const [loose, compact] = [createRules([group("a"), group("b")]), createRules([group("b")], true)];
	expect([loose("c"), loose("b"), loose("b"), compact("b")]).toEqual([undefined, 2, 2, 1]);
	expect(built).toEqual(["b", "b"]);
});
