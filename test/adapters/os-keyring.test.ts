// The keyring that a desktop has, where one can be started here, and what happens where there is none.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createOsKeyring } from "../../src/adapters/os-keyring.js";
import { plainPath } from "../helpers/run-nexus.js";
import { canServe, startService } from "../helpers/secret-service.js";
import { tempDir } from "../helpers/temp-dir.js";

const bare = () => ({ PATH: plainPath, HOME: tempDir(), XDG_RUNTIME_DIR: tempDir() });

describe.runIf(process.platform === "linux")("without a service", () => {
	it("says so, and keeps nothing in the kernel's keyring, which forgets", async () => {
		const keyring = createOsKeyring({ env: bare() });
		const unavailable = { code: "keyring.unavailable", message: expect.stringMatching(/DBus|D-Bus|platform/i) };
		await expect(keyring.set("openai-1", "secret-0123")).rejects.toMatchObject(unavailable);
		await expect(keyring.get(["openai-1"])).rejects.toMatchObject(unavailable);
		await expect(keyring.remove("openai-1")).rejects.toMatchObject(unavailable);
	});
});

const program = (source: string): string => {
	const path = join(tempDir(), "keyring.mjs");
	writeFileSync(path, source);
	return path;
};

it.each([
	["hangs", "setInterval(() => {}, 1000)", "no answer within 0.3 s"],
	["hangs and ignores signals", "process.on('SIGTERM', () => {}); setInterval(() => {}, 9)", "no answer within 0.3 s"],
	["ends at once", "process.exit(1)", "without an answer"],
	["answers nonsense", "process.stdout.write('{\"found\":3}')", "without an answer"],
	["refuses", "console.log(JSON.stringify({ trouble: 'locked\\nfor good' }))", "locked for good"],
])("one that %s costs its deadline at most", async (_, source, message) => {
	const keyring = createOsKeyring({
		env: bare(),
		program: program(source),
		readDeadlineMs: message.startsWith("no answer") ? 300 : 10_000,
	});
	await expect(keyring.get(["x"])).rejects.toMatchObject({
		code: "keyring.unavailable",
		message: expect.stringContaining(message),
	});
});

it("nothing is asked about no accounts", async () => {
	expect(await createOsKeyring({ env: {}, program: "/no/such/program" }).get([])).toEqual(new Map());
});

it("D29 R29 the program that asks gets no secret in its environment or its arguments", async () => {
	const source =
		"process.stdin.resume().on('end', () => console.log(JSON.stringify({ found: { seen: JSON.stringify([process.env, process.argv]) } })))";
	const env = { ...bare(), OPENAI_API_KEY: "sk-env-0123456789", OTHER: "x", DBUS_SESSION_BUS_ADDRESS: "unix:path=/x" };
	const seen = (await createOsKeyring({ env, program: program(source) }).get(["account-0"])).get("seen") ?? "";
	expect(seen).toContain("unix:path=/x");
	for (const hidden of ["sk-env-0123456789", "OTHER", "account-0"]) expect(seen).not.toContain(hidden);
});

describe.runIf(canServe)("with a secret service", () => {
	it("keeps, gives and forgets", async () => {
		const { env } = await startService();
		const keyring = createOsKeyring({ env });
		expect(await keyring.get(["a", "b"])).toEqual(new Map());
		await keyring.set("a", "first secret");
		await keyring.set("a", "second ✓ secret");
		await keyring.set("b", "other");
		expect(await keyring.get(["a", "b", "c"])).toEqual(
			new Map([
				["a", "second ✓ secret"],
				["b", "other"],
			]),
		);
		await keyring.remove("a");
		await keyring.remove("a");
		expect(await keyring.get(["a", "b"])).toEqual(new Map([["b", "other"]]));
	});
});
