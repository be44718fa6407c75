import { expect, test } from "vitest";
import { createRules, leadsOf } from "../../../src/providers/offline/language/rules.js";

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
