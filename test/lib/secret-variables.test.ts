import { describe, expect, test } from "vitest";
import { isSecretVariable } from "../../src/lib/secret-names.js";

describe("secret", () => {
	test.each([
		["OPENAI_API_KEY", "x"],
		["HF_TOKEN", "x"],
		["GITHUB_PAT", "x"],
		["DB_PASSWORD", "x"],
		["db_pass", "x"],
		["AWS_SECRET_ACCESS_KEY", "x"],
		["MYAPIKEY", "x"],
		["SESSION_COOKIE", "x"],
		["STRIPE_WEBHOOK_SECRET", "x"],
		["SENTRY_DSN", "x"],
		["NPM_CONFIG__AUTH", "x"],
		["DATABASE_URL", "postgres://me:hunter2@db/app"],
		["REDIS_URL", "redis://:hunter2@cache:6379"],
		["X", "sk-abcdefghijklmnopqrstuv"],
		["X", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"],
		["X", "AKIAIOSFODNN7EXAMPLE"],
		["X", "-----BEGIN RSA PRIVATE KEY-----\nMII"],
		["X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
		["X", "dGhpcyBpcyBub3QgYSBrZXkgMTIzNDU2Nzg5MA=="],
	])("%s=%s", (name, value) => expect(isSecretVariable(name, value)).toBe(true));
});

describe("not secret", () => {
	test.each([
		["PATH", "/usr/local/bin:/usr/bin"],
		["PWD", "/home/me"],
		["HOME", "/home/me"],
		["KEYBOARD_LAYOUT", "de"],
		["LS_COLORS", "rs=0:di=01;34:ln=01;36:mh=00"],
		["SSH_AUTH_SOCK", "/tmp/agent.1"],
		["XDG_SESSION_TYPE", "wayland"],
		["HTTPS_PROXY", "http://proxy.example:3128"],
		["LANG", "C.UTF-8"],
		["AUTHOR", "me"],
		["PASSENGER_COUNT", "3"],
		["COMMIT", "74a86b6f0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f"],
	])("%s=%s", (name, value) => expect(isSecretVariable(name, value)).toBe(false));
});
