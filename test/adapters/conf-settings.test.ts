import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSettingsWriter } from "../../src/adapters/conf-settings.js";
import { temporaryFolder } from "../helpers/tool-context.js";

function setUp(content?: string) {
	const folder = temporaryFolder();
	const path = join(folder, "config.json");
	if (content !== undefined) writeFileSync(path, content);
	return { folder, path, writer: createSettingsWriter(path), read: () => JSON.parse(readFileSync(path, "utf8")) };
}

test("the file and its folder are made for this user only, whole and with nothing beside it", async () => {
	const folder = join(temporaryFolder(), "home");
	const path = join(folder, "config.json");
	await createSettingsWriter(path).set("model", "offline/nexus");
	expect(readFileSync(path, "utf8")).toBe('{\n  "model": "offline/nexus"\n}\n');
	expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
	expect(readdirSync(folder)).toEqual(["config.json"]);
});

test("what else is in the file stays, known or not; levels are parted by dots", async () => {
	const { writer, read } = setUp('{"unknown":[1,{"x":null}],"ui":{"theme":"dark","other":1}}');
	await writer.set("ui.theme", "light");
	await writer.set("rules", ["a", "b"]);
	await writer.set("new.deep.key", false);
	expect(read()).toEqual({
		unknown: [1, { x: null }],
		ui: { theme: "light", other: 1 },
		rules: ["a", "b"],
		new: { deep: { key: false } },
	});
	await writer.delete("ui.theme");
	await writer.delete("nothing.there");
	expect(read().ui).toEqual({ other: 1 });
});

test("two writers do not forget each other's keys", async () => {
	const { path, writer, read } = setUp();
	const other = createSettingsWriter(path);
	await writer.set("a", 1);
	await other.set("b", 2);
	await writer.set("c", 3);
	expect(read()).toEqual({ a: 1, b: 2, c: 3 });
});

test("modes are repaired, a link is followed", async () => {
	const { folder, path, writer } = setUp("{}");
	chmodSync(path, 0o644);
	await writer.set("a", 1);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	mkdirSync(join(folder, "dotfiles"));
	writeFileSync(join(folder, "dotfiles/real.json"), "{}");
	symlinkSync("dotfiles/real.json", join(folder, "link.json"));
	await createSettingsWriter(join(folder, "link.json")).set("a", 1);
	expect(JSON.parse(readFileSync(join(folder, "dotfiles/real.json"), "utf8"))).toEqual({ a: 1 });
	expect(readdirSync(folder).sort()).toEqual(["config.json", "dotfiles", "link.json"]);
});

test("a broken file is named and left as it is", async () => {
	const { path, writer } = setUp('{"a": 1,');
	await expect(writer.set("b", 2)).rejects.toMatchObject({ code: "config.broken", exitCode: 2 });
	expect(readFileSync(path, "utf8")).toBe('{"a": 1,');
});

test.each([["__proto__.polluted"], ["constructor.prototype.x"], ["a..b"], [""], ["."]])(
	"%j is no setting",
	async (key) => {
		const { path, writer } = setUp();
		await expect(writer.set(key, 1)).rejects.toMatchObject({ code: "config.unknown-key" });
		await expect(writer.delete(key)).rejects.toMatchObject({ code: "config.unknown-key" });
		expect(existsSync(path)).toBe(false);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	},
);

test("what cannot be written is one clear error", async () => {
	const { folder } = setUp();
	writeFileSync(join(folder, "file"), "");
	const writer = createSettingsWriter(join(folder, "file/config.json"));
	await expect(writer.set("a", 1)).rejects.toMatchObject({ code: "config.failed", exitCode: 2 });
});
