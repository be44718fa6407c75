import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createKeptKeys } from "../../src/security/kept-keys.js";
import { tempDir } from "../helpers/temp-dir.js";

const origin = "https://api.example.com";
const key = "sk-kept-0123456789";

const place = (root = tempDir()) => {
	const [folder, keyPath] = [join(root, "credentials"), join(root, "nexus.key")];
	return { root, folder, keyPath, keys: createKeptKeys(folder, keyPath) };
};

const bytesBelow = (folder: string): string =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
		.join("\n");

describe("a key in a file", () => {
	it("comes back as it was, and is nowhere to be read", async () => {
		const { root, folder, keys } = place();
		expect(keys.read()).toEqual([]);
		await keys.writeSealed("openai", origin, key);
		expect(keys.read()).toEqual([{ provider: "openai", keptIn: "file", origin, key }]);
		const bytes = bytesBelow(root);
		for (const form of [key, Buffer.from(key).toString("base64"), Buffer.from(key).toString("hex")])
			expect(bytes).not.toContain(form);
		await keys.writeSealed("openai", origin, "sk-another-one");
		expect(keys.read()).toMatchObject([{ key: "sk-another-one" }]);
		expect(readdirSync(folder)).toEqual(["openai.json"]);
		keys.remove("openai");
		keys.remove("openai");
		expect(keys.read()).toEqual([]);
	});

	it("D41 R30 cannot be read where the key file was not copied along, or is another one", async () => {
		const { folder, keys } = place();
		await keys.writeSealed("openai", origin, key);
		const thief = place();
		cpSync(folder, thief.folder, { recursive: true });
		expect(thief.keys.read()).toEqual([
			{ provider: "openai", keptIn: "file", origin, trouble: expect.stringContaining("nexus.key is missing") },
		]);
		await thief.keys.writeSealed("groq", origin, "gsk_other-0123");
		const [groq, openai] = thief.keys.read();
		expect(groq).toMatchObject({ key: "gsk_other-0123" });
		expect(openai).toMatchObject({ trouble: expect.stringContaining("another key file") });
		expect(openai).not.toHaveProperty("key");
	});

	it.each([
		["moved to another provider", (path: string) => renameSync(path, path.replace("openai", "groq"))],
		["bound to another address", (path: string) => replace(path, origin, "https://evil.example")],
		[
			"a byte of it changed",
			(path: string) => replace(path, /"sealed": "(.)/, (_, first) => `"sealed": "${first === "A" ? "B" : "A"}`),
		],
		["no JSON", (path: string) => writeFileSync(path, "{")],
		["of a later version", (path: string) => replace(path, '"version": 1', '"version": 2')],
	])("R23 %s: it is not opened", async (_, change) => {
		const { folder, keys } = place();
		await keys.writeSealed("openai", origin, key);
		change(join(folder, "openai.json"));
		const [kept] = keys.read();
		expect(kept).toMatchObject({ trouble: expect.any(String) });
		expect(kept).not.toHaveProperty("key");
	});

	it("D20 R20 is for this user alone, whatever the umask", async () => {
		const { folder, keys } = place();
		const before = process.umask(0);
		try {
			await keys.writeSealed("openai", origin, key);
		} finally {
			process.umask(before);
		}
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(statSync(join(folder, "openai.json")).mode & 0o777).toBe(0o600);
	});

	it("several writers at once leave one whole file", async () => {
		const { folder, keyPath, keys } = place();
		const values = Array.from({ length: 20 }, (_, at) => `sk-writer-${at}-0123456789`);
		await Promise.all(values.map((value) => createKeptKeys(folder, keyPath).writeSealed("openai", origin, value)));
		expect(values).toContain(keys.read()[0]?.key);
		expect(readdirSync(folder)).toEqual(["openai.json"]);
	});

	it("no name leads out of the folder", async () => {
		const { keys } = place();
		for (const name of ["../x", "a/b", "", ".", "A"]) {
			await expect(keys.writeSealed(name, origin, key)).rejects.toMatchObject({ code: "auth.unknown-provider" });
			expect(() => keys.remove(name)).toThrow(expect.objectContaining({ code: "auth.unknown-provider" }));
		}
	});
});

it("an entry of the keyring says where, and needs no key file", async () => {
	const { root, keys } = place();
	await keys.writeAccount("groq", origin, "groq-0a1b");
	expect(keys.read()).toEqual([{ provider: "groq", keptIn: "keyring", origin, account: "groq-0a1b" }]);
	expect(readdirSync(root)).toEqual(["credentials"]);
	rmSync(root, { recursive: true });
	expect(keys.read()).toEqual([]);
});

function replace(path: string, from: string | RegExp, to: string | ((all: string, first: string) => string)): void {
	writeFileSync(path, readFileSync(path, "utf8").replace(from, to as string));
}
