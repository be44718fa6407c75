// Keys that are kept: where they go, what is asked, which one counts, and to whom they are never sent.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Keyring } from "../../src/contracts/credentials.js";
import { NexusError } from "../../src/contracts/errors.js";
import { defineProvider, type ProviderSettings } from "../../src/contracts/model.js";
import { createKeys } from "../../src/runtime/keys.js";
import { createProviders, type ModelSettings, reach, usableModels } from "../../src/runtime/models.js";
import { createKeptKeys } from "../../src/security/kept-keys.js";
import { tempDir } from "../helpers/temp-dir.js";

const key = "sk-proj-0123456789abcdef";

const fakeKeyring = () => {
	const kept = new Map<string, string>();
	const asked: string[] = [];
	const state = { isDown: false };
	const up = (what: string): void => {
		asked.push(what);
		if (state.isDown) throw new NexusError("keyring.unavailable", "no answer within 3 s");
	};
	const keyring: Keyring = {
		get: async (accounts) => {
			up("get");
			return new Map([...kept].filter(([account]) => accounts.includes(account)));
		},
		set: async (account, secret) => {
			up("set");
			kept.set(account, secret);
		},
		remove: async (account) => {
			up("remove");
			kept.delete(account);
		},
	};
	return { keyring, kept, asked, state };
};

const openPlace = (env: Record<string, string> = {}, configured: ModelSettings["configured"] = {}) => {
	const root = tempDir();
	const ring = fakeKeyring();
	const got: ProviderSettings[] = [];
	const providers = ["openai", "groq"].map((id) =>
		defineProvider({
			id,
			title: id,
			apiKeyVariables: [`${id.toUpperCase()}_API_KEY`],
			baseUrlVariable: `${id.toUpperCase()}_BASE_URL`,
			defaultBaseUrl: `https://api.${id}.com/v1`,
			defaultModel: "m",
			create: (settings) => {
				got.push(settings);
				return { id, stream: async function* () {} };
			},
		}),
	);
	/** A further nexus on the same home. */
	const open = (more: { env?: Record<string, string>; isReadOnly?: boolean } = {}) => {
		const hidden: string[] = [];
		const warnings: string[] = [];
		const keys = createKeys({
			files: createKeptKeys(join(root, "credentials"), join(root, "nexus.key")),
			isReadOnly: more.isReadOnly ?? false,
			keyring: async () => ring.keyring,
			hide: (secret) => void hidden.push(secret),
			warn: (message) => void warnings.push(message),
		});
		const settings: ModelSettings = { providers, env: { ...env, ...more.env }, configured, kept: keys };
		const provider = createProviders(
			settings,
			{
				clock: { now: () => new Date(0), monotonicMs: () => 0, sleep: async () => {} },
				http: { request: async () => ({}) as never },
				warn() {},
			},
			(made) => made,
		);
		return { keys, client: keys.client(settings), settings, hidden, warnings, provider };
	};
	return { ...ring, open, got, definition: providers[0] as (typeof providers)[0] };
};

describe("where a key goes", () => {
	it("into the keyring, and is asked for there only when a model is needed", async () => {
		const { open, kept, asked, got } = openPlace();
		expect(await open().client.set("openai", ` ${key}\n`, { isFile: false })).toEqual({
			keptIn: "keyring",
			origin: "https://api.openai.com",
		});
		expect([...kept.values()].join()).toContain(key);
		asked.length = 0;
		const next = open();
		expect(usableModels(next.settings)).toMatchObject([{ id: "openai/m", via: "the keyring" }]);
		expect(next.keys.find("openai")).toMatchObject({ keptIn: "keyring" });
		expect(asked).toEqual([]);
		await Promise.all([next.provider("openai"), next.keys.load(), next.provider("openai")]);
		expect(asked).toEqual(["get"]);
		expect(got.map(({ apiKey }) => apiKey)).toEqual([key]);
		expect(next.hidden).toEqual([key]);
	});

	it("into the encrypted file where no keyring answers, and says why", async () => {
		const { open, state, got } = openPlace();
		state.isDown = true;
		const first = open();
		expect(await first.client.set("openai", key, { isFile: false })).toMatchObject({
			keptIn: "file",
			noKeyring: "no answer within 3 s",
		});
		const next = open();
		expect(next.hidden).toEqual([key]);
		await next.provider("openai");
		expect(got.at(-1)?.apiKey).toBe(key);
		expect(next.warnings).toEqual([]);
	});

	it("what it replaces is taken out of the keyring", async () => {
		const { open, kept } = openPlace();
		const { client } = open();
		await client.set("openai", key, { isFile: false });
		await client.set("openai", `${key}2`, { isFile: false });
		expect(kept.size).toBe(1);
		await client.set("openai", key, { isFile: true });
		expect(kept.size).toBe(0);
		expect(await client.remove("openai")).toBe("file");
		expect(await client.remove("openai")).toBeUndefined();
	});

	it.each([
		["", /empty/],
		["sk-one sk-two", /spaces/],
		["sk-one\nsk-two", /several lines/],
		["sk–dash-0123456789", /characters/],
		["short", /shorter/],
		["x".repeat(2000), /longer/],
		["OPENAI_API_KEY=sk-0123456789", /variable/],
		["sk-ant-api03-0123456789", /key of anthropic/],
	])("%j is no key, and is not repeated", async (text, why) => {
		const { open, kept } = openPlace();
		const error: unknown = await open()
			.client.set("openai", text, { isFile: false })
			.catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: "auth.no-key", exitCode: 2, message: expect.stringMatching(why) });
		if (text.length > 6) expect(String(error)).not.toContain(text);
		expect(kept.size).toBe(0);
	});

	it("unknown providers and runs that keep nothing are refused before anything is asked", () => {
		const { open } = openPlace();
		expect(() => open().client.check("opnai")).toThrow(/openai/);
		expect(() => open({ isReadOnly: true }).client.check("openai")).toThrow(
			expect.objectContaining({ code: "auth.no-home" }),
		);
	});
});

describe("which key counts", () => {
	it("that of the environment, as long as it is there", async () => {
		const { open, got } = openPlace();
		await open().client.set("openai", key, { isFile: true });
		const next = open({ env: { OPENAI_API_KEY: "sk-environment-01" } });
		await next.provider("openai");
		expect(got.at(-1)?.apiKey).toBe("sk-environment-01");
		expect(await next.client.list()).toMatchObject([
			{ provider: "openai", keptIn: "file", ends: "cdef", usedFrom: { variable: "OPENAI_API_KEY" } },
		]);
		expect(await next.client.set("openai", key, { isFile: true })).toMatchObject({ overriddenBy: "OPENAI_API_KEY" });
	});

	it("a list never holds more of a key than its end", async () => {
		const { open } = openPlace();
		await open().client.set("openai", key, { isFile: false });
		await open().client.set("groq", "gsk_short", { isFile: true });
		const list = await open().client.list();
		expect(list.map(({ ends }) => ends)).toEqual(["cdef", undefined]);
		expect(JSON.stringify(list)).not.toContain(key.slice(0, -4));
	});
});

describe("R23 a kept key goes only to the address that it was kept for", () => {
	it.each([
		"https://other.example/v1",
		"http://api.openai.com/v1",
		"https://api.openai.com:8443/v1",
		"https://api.openai.com.evil.example/v1",
		"https://api.openai.com@evil.example/v1",
		"127.0.0.1:9",
	])("not to %s", async (address) => {
		const { open, got } = openPlace();
		await open().client.set("openai", key, { isFile: false });
		const next = open({ env: { OPENAI_BASE_URL: address } });
		await next.provider("openai");
		expect(got.at(-1)).toMatchObject({ baseUrl: address });
		expect(got.at(-1)).not.toHaveProperty("apiKey");
		expect(await next.client.list()).toMatchObject([{ origin: "https://api.openai.com" }]);
		expect((await next.client.list())[0]).not.toHaveProperty("usedFrom");
	});

	it("another path of it is the same address; a server found elsewhere is not", async () => {
		const { open, got } = openPlace();
		await open().client.set("openai", key, { isFile: false });
		await open({ env: { OPENAI_BASE_URL: "https://api.openai.com/v2/" } }).provider("openai");
		expect(got.at(-1)?.apiKey).toBe(key);
		await open().provider("openai", "http://127.0.0.1:11434/v1");
		expect(got.at(-1)).not.toHaveProperty("apiKey");
	});

	it("one for another address is named where there is none for this one", async () => {
		const { open, definition } = openPlace();
		await open({ env: { OPENAI_BASE_URL: "https://mine.example/v1" } }).client.set("openai", key, { isFile: true });
		expect(() => reach(definition, open().settings)).toThrow(/is for https:\/\/mine\.example/);
	});
});

describe("a keyring that does not answer", () => {
	it("is an error that says what to do, and a line in the log; later it may answer", async () => {
		const { open, state, got } = openPlace();
		await open().client.set("openai", key, { isFile: false });
		state.isDown = true;
		const next = open();
		await expect(next.provider("openai")).rejects.toMatchObject({
			code: "auth.unreadable",
			exitCode: 3,
			message: expect.stringContaining("no answer within 3 s"),
		});
		expect(next.warnings).toEqual(["the keyring cannot be read: no answer within 3 s"]);
		await expect(next.client.remove("openai")).rejects.toMatchObject({ code: "auth.keyring" });
		expect(next.keys.find("openai")).toBeDefined();
		state.isDown = false;
		await next.provider("openai");
		expect(got.at(-1)?.apiKey).toBe(key);
	});

	it.each([
		["gone", undefined],
		["of somebody else", "{}"],
		["for another address", JSON.stringify({ origin: "https://evil.example", key })],
	])("what it has is %s: the key counts as lost", async (_, value) => {
		const { open, kept } = openPlace();
		await open().client.set("openai", key, { isFile: false });
		const [account = ""] = kept.keys();
		if (value === undefined) kept.clear();
		else kept.set(account, value);
		await expect(open().provider("openai")).rejects.toMatchObject({ code: "auth.unreadable" });
	});
});
