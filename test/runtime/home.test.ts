import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ensurePrivateFolder, homeFolder } from "../../src/runtime/home.js";
import { tempDir } from "../helpers/temp-dir.js";

const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

describe("the folder that nexus writes to", () => {
	test.each([
		["an empty one is closed to others", 0o755, [], "700"],
		["one of nexus is closed to others", 0o777, ["nexus.sqlite", "other.txt"], "700"],
		["one that is closed stays so", 0o700, ["other.txt"], "700"],
		["one that is closed even to its group's readers stays so", 0o500, ["other.txt"], "500"],
		["one with other things keeps its mode", 0o755, ["other.txt"], "755"],
		["one that all may write to, with other things, keeps its mode", 0o777, ["other.txt"], "777"],
		["a sticky one, as /tmp, keeps its mode", 0o1777, [], "1777"],
		["a sticky one where nexus has written keeps its mode", 0o1777, ["nexus.sqlite"], "1777"],
	] as const)("%s", (_, mode, names, after) => {
		const folder = join(tempDir(), "home");
		mkdirSync(folder);
		for (const name of names) writeFileSync(join(folder, name), "");
		chmodSync(folder, mode);
		ensurePrivateFolder(folder, { mayBeLink: true });
		expect(modeOf(folder)).toBe(after);
	});

	test("one that is not there is made, with its parents, for this user alone", () => {
		const folder = join(tempDir(), "a/b");
		ensurePrivateFolder(folder, { mayBeLink: false });
		expect(modeOf(folder)).toBe("700");
	});

	test("a file is refused, and left as it is", () => {
		const path = join(tempDir(), "file");
		writeFileSync(path, "mine");
		chmodSync(path, 0o644);
		expect(() => ensurePrivateFolder(path, { mayBeLink: true })).toThrow(
			expect.objectContaining({ exitCode: 2, message: expect.stringContaining(path) }),
		);
		expect(modeOf(path)).toBe("644");
	});

	test("a link is followed only where it may be one", () => {
		const root = tempDir();
		const [real, link] = [join(root, "real"), join(root, "link")];
		mkdirSync(real, { mode: 0o755 });
		symlinkSync(real, link);
		expect(() => ensurePrivateFolder(link, { mayBeLink: false })).toThrow(
			expect.objectContaining({ code: "home.foreign", exitCode: 2 }),
		);
		expect(modeOf(real)).toBe("755");
		ensurePrivateFolder(link, { mayBeLink: true });
		expect(modeOf(real)).toBe("700");
	});
});

test.each([
	[{ NEXUS_HOME: "/a/b", HOME: "/home/x" }, "/a/b"],
	[{ NEXUS_HOME: "", HOME: "/home/x" }, "/home/x/.nexus"],
	[{ HOME: "/home/x" }, "/home/x/.nexus"],
])("%j is %s", (env, folder) => {
	expect(homeFolder(env)).toBe(folder);
});
