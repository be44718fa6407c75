import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { homeKey, knownHomeKey } from "../../src/security/home-key.js";
import { tempDir } from "../helpers/temp-dir.js";

it("is made once, and the same for each purpose from then on", () => {
	const path = join(tempDir(), "home", "nexus.key");
	expect(knownHomeKey(path, "a")).toBeUndefined();
	const first = homeKey(path, "a");
	expect(first).toHaveLength(32);
	expect(homeKey(path, "a")).toEqual(first);
	expect(knownHomeKey(path, "a")).toEqual(first);
	expect(homeKey(path, "b")).not.toEqual(first);
	expect(readFileSync(path, "utf8")).not.toContain(first.toString("base64"));
});

it("D20 R20 is for this user alone, whatever the umask, and a wrong mode is repaired", () => {
	const folder = tempDir();
	const path = join(folder, "nexus.key");
	const before = process.umask(0);
	try {
		homeKey(path, "a");
	} finally {
		process.umask(before);
	}
	expect(statSync(path).mode & 0o777).toBe(0o600);
	chmodSync(path, 0o644);
	homeKey(path, "a");
	expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("R20 a planted link is refused, and what it leads to stays", () => {
	const folder = tempDir();
	writeFileSync(join(folder, "other"), "x");
	symlinkSync(join(folder, "other"), join(folder, "nexus.key"));
	expect(() => homeKey(join(folder, "nexus.key"), "a")).toThrow(expect.objectContaining({ code: "key.foreign" }));
	expect(readFileSync(join(folder, "other"), "utf8")).toBe("x");
});

it.each(["", "nexus-key 2\nAAAA\n", "nexus-key 1\nAAAA\n"])("what is no key file is left as it is: %j", (text) => {
	const path = join(tempDir(), "nexus.key");
	writeFileSync(path, text, { mode: 0o600 });
	expect(() => homeKey(path, "a")).toThrow(expect.objectContaining({ code: "key.broken" }));
	expect(readFileSync(path, "utf8")).toBe(text);
});
