// Keys that nexus keeps, through the real program.
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { PtyTerminal } from "../helpers/pty-terminal.js";
import { type Place, nexusTest as test } from "../helpers/run-nexus.js";
import { canServe, startService } from "../helpers/secret-service.js";

const key = "sk-proj-e2e-0123456789abcdef";

const bytesBelow = (folder: string): string =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
		.join("\n");

const keep = (nexus: Place, env = {}) => nexus.run(["auth", "set", "custom", "--file"], { stdin: `${key}\n`, env });

describe.concurrent("a kept key", () => {
	test("is used by requests, and found in no file, output or child", async ({ nexus, expect }) => {
		const server = await nexus.server([
			{ calls: [{ name: "run_command", input: { command: `env; echo ${key}` } }] },
			{ text: `you said ${key}` },
		]);
		const env = { NEXUS_BASE_URL: server.url };
		expect(await keep(nexus, env)).toMatchObject({ code: 0, stdout: expect.stringContaining("encrypted in") });
		const run = await nexus.run(["-p", "-m", "custom/m", "--yolo", "-o", "stream-json", `is ${key} mine?`], { env });
		expect(run).toMatchObject({ code: 0 });
		expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
		expect(`${run.stdout}${run.stderr}`).not.toContain("NEXUS_API_KEY");
		const stored = bytesBelow(nexus.nexusHome);
		expect(stored).not.toContain(key);
		const marks = new Set(stored.match(/\[secret:[0-9a-f]{6}\]/g));
		expect(marks.size).toBe(1);
	});

	test("has the same mark in every run", async ({ nexus, expect }) => {
		await keep(nexus, { NEXUS_BASE_URL: "http://127.0.0.1:9/v1" });
		for (const time of ["first", "second"]) await nexus.run(["-p", `${time}: what about ${key}?`]);
		const found = await nexus.run(["sessions", "search", "about", "--json"]);
		expect(found.stdout).not.toContain(key);
		const shown = await nexus.run(["sessions", "--json"]);
		const marks = shown.stdout.match(/secret:[0-9a-f]{6}/g) ?? [];
		expect(marks).toHaveLength(2);
		expect(marks[0]).toBe(marks[1]);
	});

	test("is listed by its end, and removed", async ({ nexus, expect }) => {
		expect(await nexus.run(["auth"])).toMatchObject({ code: 0, stdout: expect.stringContaining("no keys") });
		const env = { NEXUS_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_API_KEY: "sk-env-0123456789" };
		await keep(nexus, env);
		const list = await nexus.run(["auth", "list", "--json"], { env });
		expect(JSON.parse(list.stdout)).toEqual([
			expect.objectContaining({ provider: "openai", usedFrom: { variable: "OPENAI_API_KEY" } }),
			expect.objectContaining({
				...{ provider: "custom", keptIn: "file", ends: "cdef", origin: "http://127.0.0.1:9", usedFrom: "file" },
			}),
		]);
		expect(await nexus.run(["auth", "remove", "custom"])).toMatchObject({ stdout: expect.stringContaining("is gone") });
		expect(await nexus.run(["auth", "remove", "custom"])).toMatchObject({ stdout: expect.stringContaining("no key") });
		expect(readdirSync(join(nexus.nexusHome, "credentials"))).toEqual([]);
	});

	test("R23 is not sent to another address", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "hi" }]);
		await keep(nexus, { NEXUS_BASE_URL: "http://127.0.0.1:9/v1" });
		await nexus.run(["-p", "-m", "custom/m", "hi"], { env: { NEXUS_BASE_URL: server.url } });
		expect(server.requests.length).toBeGreaterThan(0);
		expect(JSON.stringify(server.requests.map(({ headers }) => headers))).not.toContain(key);
	});

	test("D41 cannot be read without its key file", async ({ nexus, expect }) => {
		const env = { NEXUS_BASE_URL: "http://127.0.0.1:9/v1" };
		await keep(nexus, env);
		const copy = join(nexus.root, "copy");
		cpSync(nexus.nexusHome, copy, { recursive: true });
		rmSync(join(copy, "nexus.key"));
		expect(bytesBelow(copy)).not.toContain(key);
		const run = await nexus.run(["-p", "-m", "custom/m", "hi"], { env: { ...env, NEXUS_HOME: copy } });
		expect(run).toMatchObject({ code: 3, stderr: expect.stringMatching(/cannot be read.*nexus auth set custom/s) });
	});

	test("D20 umask 000: the files are for this user alone", async ({ nexus, expect }) => {
		const command = [
			"/bin/sh",
			"-c",
			'umask 000; exec "$0" "$@"',
			process.execPath,
			join(import.meta.dirname, "../../bin/nexus"),
		] as const;
		const env = { NEXUS_BASE_URL: "http://127.0.0.1:9/v1" };
		await nexus.run(["auth", "set", "custom", "--file"], { command, stdin: key, env });
		const mode = (name: string) => statSync(join(nexus.nexusHome, name)).mode & 0o777;
		expect(["nexus.key", "credentials", "credentials/custom.json"].map(mode)).toEqual([0o600, 0o700, 0o600]);
		chmodSync(join(nexus.nexusHome, "nexus.key"), 0o644);
		await nexus.run(["auth"]);
		expect(mode("nexus.key")).toBe(0o600);
	});
});

describe.concurrent("nexus auth set", () => {
	test.for([
		[["auth", "set", "openai"], "", /no key/],
		[["auth", "set", "opnai"], key, /openai/],
		[["auth", "set", "openai", key], "", /there is no command auth openai/],
		[["auth", "set", "anthropic"], "sk-or-v1-0123456789", /key of openrouter/],
		[["--no-session", "auth", "set", "openai"], key, /nothing is kept/],
		[["config", "set", "providers.openai.apiKey", key], "", /nexus auth set openai/],
	] as const)("%j", async ([words, stdin, why], { nexus, expect }) => {
		const run = await nexus.run(words, { stdin });
		expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(why) });
		expect(`${run.stderr}${bytesBelow(nexus.nexusHome)}`).not.toContain(key);
	});

	test("a key in the configuration is named, ignored and not repeated", async ({ nexus, expect }) => {
		const config = nexus.file("own.json", JSON.stringify({ providers: { openai: { apiKey: key } } }));
		cpSync(config, join(nexus.nexusHome, "config.json"));
		const run = await nexus.run(["models"]);
		expect(run.stderr).toMatch(/config\.json:1: providers\.openai\.apiKey: keys are not kept.*nexus auth set openai/);
		expect(`${run.stdout}${run.stderr}`).not.toContain(key);
		expect(run.stdout).not.toContain("openai/");
	});

	test("asks at a terminal, and shows nothing of it", async ({ nexus, expect }) => {
		const { cwd, env } = nexus;
		const pty = new PtyTerminal(["auth", "set", "openai", "--file"], {
			columns: 100,
			rows: 20,
			home: nexus.home,
			cwd,
			env,
		});
		await pty.shows("it is not shown");
		pty.type(`${key}\r`);
		await pty.ended;
		expect(pty.bytes).toContain("is kept");
		expect(pty.bytes).not.toContain("0123");
		const list = await nexus.run(["auth", "--json"]);
		expect(JSON.parse(list.stdout)).toMatchObject([{ provider: "openai", ends: "cdef" }]);
	});
});

describe.runIf(canServe)("with the keyring of a desktop", () => {
	test("a key is kept there, used from there and forgotten there", async ({ nexus, expect }) => {
		const { env: bus } = await startService();
		const server = await nexus.server([{ text: "hi" }]);
		const env: Record<string, string> = { ...bus, HOME: nexus.home, NEXUS_BASE_URL: server.url };
		const set = await nexus.run(["auth", "set", "custom"], { env, stdin: key });
		expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining("in the system's keyring") });
		expect(await nexus.run(["-p", "-m", "custom/m", "hi"], { env })).toMatchObject({ code: 0 });
		expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
		const { DBUS_SESSION_BUS_ADDRESS: _, ...without } = env;
		expect(await nexus.run(["-p", "-m", "custom/m", "hi"], { env: without })).toMatchObject({
			code: 3,
			stderr: expect.stringContaining("keyring cannot be read"),
		});
		expect(await nexus.run(["auth", "remove", "custom"], { env })).toMatchObject({ code: 0 });
		expect((await nexus.run(["auth"], { env })).stdout).toContain("no keys");
	});
});
