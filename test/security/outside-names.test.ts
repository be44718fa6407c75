import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { namesOutside } from "../../src/security/outside-names.js";
import { tempDir } from "../helpers/temp-dir.js";

it.each([
	["cat notes.txt", false, undefined],
	["cat ../other/page.md", false, "../other/page.md"],
	["cat link/page.md | head", false, "link/page.md"],
	["sed -n 1p /etc/hosts", false, "/etc/hosts"],
	["/usr/bin/env true", false, undefined],
	// As the shell will read it.
	["cat ../oth*/page.md", false, "../oth*/page.md"],
	["cat ../o{t,}her/page.md", false, "../o{t"],
	["cat ../ot''her/page.md", false, "../other/page.md"],
	["cat ../o\\ther/page.md", false, "../other/page.md"],
	["cat /[e]tc/hosts", false, "/[e]tc/hosts"],
	["cat /e?c/hostn*", false, "/e?c/hostn*"],
	["cat $HOME/*", false, "$HOME/*"],
	["cat $PWD/../other/page.md", false, "$PWD/../other/page.md"],
	["cat src/*.ts *.md {a,b}.txt", false, undefined],
	["awk '/^a.*/ {print}' notes.txt; sed 's/[a-z]*/x/g' notes.txt; grep '/[a-z]*/' notes.txt", false, undefined],
	["find . -path '*/x/*' -name '*.ts' /* x */", false, undefined],
	["grep /api/users src 2>/dev/null", false, undefined],
	["curl https://a.example", true, "curl"],
	["ls; npm view x", true, "npm"],
	["git pull", true, "git pull"],
	["curl https://a.example", false, undefined],
	["git status", true, undefined],
])("R25 %s, network %s: %s", (command, hasNetwork, expected) => {
	const base = tempDir();
	const cwd = join(base, "app");
	for (const folder of ["app", "other"]) mkdirSync(join(base, folder));
	writeFileSync(join(cwd, "notes.txt"), "x");
	writeFileSync(join(base, "other/page.md"), "x");
	symlinkSync("../other", join(cwd, "link"));
	expect(namesOutside(command, { cwd, folders: [cwd], hasNetwork })?.replace(/^[;\s]+/, "")).toBe(expected);
});
