import { expect, test } from "vitest";
import { changesNothing } from "../../src/security/changes-nothing.js";
import { loadShellParser } from "../../src/security/shell-parser.js";

test.each([
	["ls -la", true],
	["cat a.txt | grep x | wc -l", true],
	["git status && git log --oneline", true],
	["ls > list.txt", false],
	["ls; rm a.txt", false],
	["find . -delete", false],
	["sed -i s/a/b/ a.txt", false],
	["npm test", false],
	["$(echo rm) a.txt", false],
	["cat <(rm a.txt)", false],
	["eval ls", false],
	["", false],
	["if", false],
	[`ls ${"a".repeat(20_000)}`, false],
])("%j", async (command, expected) => {
	expect(changesNothing(command, await loadShellParser())).toBe(expected);
});
