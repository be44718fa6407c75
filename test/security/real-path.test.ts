import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nearestRealPath } from "../../src/security/real-path.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-real-")));
mkdirSync(join(base, "a/b"), { recursive: true });
symlinkSync("a", join(base, "link"));
symlinkSync(join(base, "a/new"), join(base, "dangling"));
symlinkSync("loop", join(base, "loop"));

it.each([
	["a/b", "a/b"],
	["link/b", "a/b"],
	["link/none/deep", "a/none/deep"],
	["dangling", "a/new"],
	["dangling/x", "a/new/x"],
	["none/../a", "a"],
	["loop", "loop"],
])("%s is %s", async (path, expected) => {
	expect(await nearestRealPath(join(base, path))).toBe(join(base, expected));
});
