import { describe, expect, it } from "vitest";
import { type BaseUrlRules, isLoopback, normalizeBaseUrl } from "../../src/providers/base-url.js";

const ollama: BaseUrlRules = { defaultPort: 11434, defaultPath: "/v1" };
describe("normalizeBaseUrl", () => {
	it.each<[string, BaseUrlRules, string]>([
		["localhost", ollama, "http://localhost:11434/v1"],
		["127.0.0.1:8000", ollama, "http://127.0.0.1:8000/v1"],
		["0.0.0.0", ollama, "http://127.0.0.1:11434/v1"],
		["http://0.0.0.0:11434/", ollama, "http://127.0.0.1:11434/v1"],
		["[::1]:11434", ollama, "http://[::1]:11434/v1"],
		["my-box", ollama, "http://my-box:11434/v1"],
		["http://my-box", ollama, "http://my-box:11434/v1"],
		["https://ollama.example", ollama, "https://ollama.example/v1"],
		["http://my-box:80", ollama, "http://my-box/v1"],
		["https://host/v1/", {}, "https://host/v1"],
		["https://host/a/b", {}, "https://host/a/b"],
		["host.example/v1", {}, "https://host.example/v1"],
		["localhost:1234/v1", {}, "http://localhost:1234/v1"],
		[" https://api.example ", { cutPath: "/v1" }, "https://api.example"],
		["https://api.example/v1/", { cutPath: "/v1" }, "https://api.example"],
		["https://api.example/x/v1", { cutPath: "/v1" }, "https://api.example/x"],
		["ftp://x", {}, "ftp://x"],
		["http://", {}, "http://"],
	])("%s", (text, rules, expected) => expect(normalizeBaseUrl(text, rules)).toBe(expected));
});
it.each([
	["localhost", true],
	["127.0.0.1", true],
	["127.1.2.3", true],
	["[::1]", true],
	["a.localhost", false],
	["localhost.example", false],
	["10.0.0.1", false],
	["0.0.0.0", false],
	["127.example.com", false],
])("isLoopback %s: %s", (host, expected) => expect(isLoopback(host)).toBe(expected));
