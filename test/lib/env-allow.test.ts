import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allowedEnvironment, isWithin, safePath } from "../../src/lib/env-allow.js";

describe("allowedEnvironment", () => {
	it("D29 passes no key, token or secret, of nexus or of anybody", () => {
		const secret = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "HF_TOKEN", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY"];
		const loader = ["LD_PRELOAD", "BASH_ENV", "ENV", "NODE_OPTIONS", "PYTHONPATH", "GIT_SSH_COMMAND", "NEXUS_HOME"];
		const env = Object.fromEntries([...secret, ...loader, "SSH_AUTH_SOCK", "ANYTHING"].map((name) => [name, "x"]));
		const result = allowedEnvironment({ ...env, HOME: "/h", "BASH_FUNC_ls%%": "() { rm; }", LANG: "() { x" }, "/w");
		expect(result).toEqual({
			HOME: "/h",
			PATH: "/usr/local/bin:/usr/bin:/bin",
			TERM: "dumb",
			PAGER: "cat",
			GIT_PAGER: "cat",
			GIT_TERMINAL_PROMPT: "0",
			NEXUS: "1",
		});
	});

	it("passes locale, zone and a proxy without a password", () => {
		const env = { LC_ALL: "C", TZ: "UTC", HTTPS_PROXY: "http://p:1", http_proxy: "http://u:pw@p:1", no_proxy: "a,b" };
		const result = allowedEnvironment(env, "/w");
		expect(result).toMatchObject({ LC_ALL: "C", TZ: "UTC", HTTPS_PROXY: "http://p:1", no_proxy: "a,b" });
		expect(result).not.toHaveProperty("http_proxy");
	});
});

describe("safePath", () => {
	it.each([
		[".:/usr/bin", "/usr/bin"],
		["/usr/bin::bin:/bin", "/usr/bin:/bin"],
		["/w/node_modules/.bin:/usr/bin:/w:/w/../w/x", "/usr/bin"],
		["/w-other/bin:/usr/bin:/usr/bin", "/w-other/bin:/usr/bin"],
	])("D5 %s -> %s", (path, expected) => {
		expect(safePath(path, "/w")).toBe(expected);
	});

	it("D5 follows a link that leads into the workspace", () => {
		const base = mkdtempSync(join(tmpdir(), "nexus-path-"));
		mkdirSync(join(base, "work/bin"), { recursive: true });
		symlinkSync(join(base, "work/bin"), join(base, "tools"));
		expect(safePath(`${base}/tools:/usr/bin`, join(base, "work"))).toBe("/usr/bin");
	});
});

describe("isWithin", () => {
	it.each([
		["/p/app", "/p/app", true],
		["/p/app/x", "/p/app", true],
		["/p/app-secrets", "/p/app", false],
		["/p", "/p/app", false],
		["/p/app/..x", "/p/app", true],
		["/x", "/", true],
	])("%s in %s: %s", (path, folder, expected) => {
		expect(isWithin(path, folder)).toBe(expected);
	});
});
