import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nearestRealPath } from "../../src/security/real-path.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-real-")));
mkdirSync(join(base, "a/b"), { recursive: true });
symlinkSync("a", join(base, "link"));
symlinkSync(join(base, "a/new"), join(base, "dangling"));
symlinkSync("a/b", join(base, "deep"));
symlinkSync("loop", join(base, "loop"));

it.each([
	["a/b", "a/b"],
	["link/b", "a/b"],
	["link/none/deep", "a/none/deep"],
	["dangling", "a/new"],
	["dangling/x", "a/new/x"],
	["none/../a", "a"],
	["loop", "loop"],
	["deep/..", "a"],
	["deep/../new", "a/new"],
	["deep/../../x/../y", "y"],
	["none/x/../../a", "a"],
	["a/./b//", "a/b"],
	["new/.", "new"],
])("%s is %s", async (path, expected) => {
	expect(await nearestRealPath(`${base}/${path}`)).toBe(join(base, expected));
});
