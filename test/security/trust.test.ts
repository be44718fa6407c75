import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { ensurePrivateFolder } from "../../src/security/private-file.js";
import { createTrust } from "../../src/security/trust.js";

let base: string;
let home: string;
const time = new Date("2026-01-01T00:00:00Z");

beforeEach(() => {
	base = realpathSync(mkdtempSync(join(tmpdir(), "nexus-trust-")));
	home = join(base, "home");
	for (const folder of ["app/.nexus", "app/sub", "app-x", "other"]) mkdirSync(join(base, folder), { recursive: true });
	symlinkSync(join(base, "app"), join(base, "app-link"));
});

describe("R2 trust", () => {
	it("is for one real path and nothing that looks like it", async () => {
		await createTrust(home).setTrusted(join(base, "app-link"), true, time);
		const trust = createTrust(home);
		const answers = await Promise.all(
			["app", "app-link", "app/../app", "app-x", "app/sub", "other", ""].map((path) =>
				trust.isTrusted(join(base, path)),
			),
		);
		expect(answers).toEqual([true, true, true, false, false, false, false]);
		expect(await trust.list()).toEqual([join(base, "app")]);
	});

	it("a link that is turned elsewhere is not trusted any more", async () => {
		const trust = createTrust(home);
		await trust.setTrusted(join(base, "app-link"), true, time);
		symlinkSync(join(base, "other"), join(base, "app-link-2"));
		expect(await trust.isTrusted(join(base, "app-link-2"))).toBe(false);
	});

	it("nothing in the folder gives it", async () => {
		const record = JSON.stringify({ version: 1, folders: [{ path: join(base, "app"), time: "" }] });
		for (const name of [".nexus/trust.json", "trust.json"]) writeFileSync(join(base, "app", name), record);
		expect(await createTrust(home).isTrusted(join(base, "app"))).toBe(false);
	});

	it("can be taken back", async () => {
		const trust = createTrust(home);
		await trust.setTrusted(join(base, "app"), true, time);
		await trust.setTrusted(join(base, "app"), false, time);
		expect(await trust.isTrusted(join(base, "app"))).toBe(false);
	});

	it.each([
		['{"version":2,"folders":[]}', false],
		['{"version":1,"folders":[{"path":1}]}', false],
		["[]", false],
	])("a record that makes no sense trusts nothing: %s", async (text, expected) => {
		mkdirSync(home);
		writeFileSync(join(home, "trust.json"), text);
		expect(await createTrust(home).isTrusted(join(base, "app"))).toBe(expected);
	});

	it("a damaged record is named and left as it is", async () => {
		mkdirSync(home);
		writeFileSync(join(home, "trust.json"), "{broken");
		await expect(createTrust(home).isTrusted(base)).rejects.toMatchObject({
			code: "file.failed",
			message: expect.stringContaining("trust.json"),
		});
		await expect(createTrust(home).setTrusted(base, true, time)).rejects.toMatchObject({ code: "file.failed" });
		expect(readFileSync(join(home, "trust.json"), "utf8")).toBe("{broken");
	});
});

describe("D20 private files", () => {
	it("have mode 0600 in a folder of mode 0700, whatever the umask", async () => {
		const before = process.umask(0);
		try {
			await createTrust(home).setTrusted(base, true, time);
		} finally {
			process.umask(before);
		}
		expect(statSync(home).mode & 0o777).toBe(0o700);
		expect(statSync(join(home, "trust.json")).mode & 0o777).toBe(0o600);
	});

	it("a wrong mode is repaired, a planted link refused", async () => {
		mkdirSync(home);
		chmodSync(home, 0o777);
		await ensurePrivateFolder(home);
		expect(statSync(home).mode & 0o777).toBe(0o700);
		symlinkSync(join(base, "other"), join(base, "home-link"));
		await expect(ensurePrivateFolder(join(base, "home-link"))).rejects.toMatchObject({ code: "file.denied" });
		await expect(createTrust(join(base, "home-link")).setTrusted(base, true, time)).rejects.toMatchObject({
			code: "file.denied",
		});
	});

	it.runIf(process.getuid?.() === 0)("a folder of another user is refused", async () => {
		const { chownSync } = await import("node:fs");
		mkdirSync(home);
		chownSync(home, 12_345, 12_345);
		await expect(ensurePrivateFolder(home)).rejects.toMatchObject({ code: "file.denied" });
	});
});
