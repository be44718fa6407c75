import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coversHost, hostText, parseHostAndPort, parseHostPattern } from "../../src/lib/host-pattern.js";

const covers = (pattern: string, target: string, isWide = false): boolean => {
	const [parsed, host] = [parseHostPattern(pattern), parseHostAndPort(target, 443)];
	if (parsed === undefined || host === undefined) throw new Error(`${pattern} or ${target} is none`);
	return coversHost(parsed, host, isWide);
};

describe("what a pattern means", () => {
	test.each<[string, string, boolean, boolean]>([
		// pattern, host, allowed by it, held back by it
		["example.org", "example.org", true, true],
		["example.org", "EXAMPLE.org.", true, true],
		["Example.ORG", "example.org", true, true],
		["example.org", "example.org:80", true, true],
		["example.org", "example.org:22", false, true],
		["example.org:22", "example.org:22", true, true],
		["example.org:22", "example.org:443", false, false],
		["example.org", "a.example.org", false, true],
		["example.org", "evilexample.org", false, false],
		["example.org", "example.org.evil.net", false, false],
		["*.example.org", "a.example.org", true, true],
		["*.example.org", "a.b.example.org", true, true],
		["*.example.org", "example.org", false, true],
		["*.example.org", "evilexample.org", false, false],
		["*.example.org:8443", "a.example.org:8443", true, true],
		["*.example.org:8443", "a.example.org", false, false],
		["*", "anything.net", true, true],
		["*", "anything.net:22", false, true],
		["*:22", "anything.net:22", true, true],
		["bücher.example", "xn--bcher-kva.example", true, true],
		["93.184.215.14", "93.184.215.14", true, true],
		["93.184.215.14", "0x5d.0xb8.0xd7.0xe", true, true],
		["[2606:4700::1111]", "[2606:4700:0:0::1111]:443", true, true],
		["*.org", "93.184.215.14", false, false],
	])("%s and %s", (pattern, host, isAllowed, isHeld) => {
		expect(covers(pattern, host)).toBe(isAllowed);
		expect(covers(pattern, host, true)).toBe(isHeld);
	});
});

test.each([
	...["", "*.", "a*.org", "*a.org", "a.*.org", "**.org", "https://a.org", "a.org/x", "u@a.org", "a.org:0"],
	...["a.org:65536", "a.org:", "a b.org", "*.10.0.0.1", "*.[::1]", "a.org?x", "a.org#x", "a%2eorg", "a\\b", "."],
])("%j is no pattern", (text) => {
	expect(parseHostPattern(text)).toBeUndefined();
});

test.each([
	...["", "a.org", "a.org:", "a.org:x", "a.org:0", "a.org:99999", "u:p@a.org:1", "http://a.org:80", "a.org/:80"],
	...["::1:80", "[::1", "[::1]80", "a.org:80:80", "a\r\nb:80", "a.org:80\n", `${"a".repeat(300)}.org:80`],
])("%j is no host with its port", (text) => {
	expect(parseHostAndPort(text)).toBeUndefined();
});

test.each([
	["127.1:80", "127.0.0.1"],
	["2130706433:80", "127.0.0.1"],
	["0x7f000001:80", "127.0.0.1"],
	["[::ffff:127.0.0.1]:80", "[::ffff:7f00:1]"],
	["LOCALHOST.:443", "localhost"],
	["a.org:8080", "a.org:8080"],
])("%s is written as %s", (text, expected) => {
	const target = parseHostAndPort(text);
	expect(target === undefined ? undefined : hostText(target)).toBe(expected);
});

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
const spelled = (text: string, isUpper: boolean, hasDot: boolean): string =>
	(isUpper ? text.toUpperCase() : text) + (hasDot ? "." : "");

describe("for every name", () => {
	test("an exact pattern allows that name alone, however it is spelled", () => {
		fc.assert(
			fc.property(name, name, fc.boolean(), fc.boolean(), (wanted, other, isUpper, hasDot) => {
				expect(covers(wanted, spelled(wanted, isUpper, hasDot))).toBe(true);
				expect(covers(wanted, spelled(other, isUpper, hasDot))).toBe(wanted === other);
			}),
			{ numRuns: 2000 },
		);
	});

	test("a wildcard allows exactly what ends in a dot and the rest, and what is allowed can be held back", () => {
		fc.assert(
			fc.property(name, name, fc.integer({ min: 1, max: 65_535 }), (base, host, port) => {
				const isAllowed = covers(`*.${base}`, `${host}:${port}`);
				expect(isAllowed).toBe(host.endsWith(`.${base}`) && [80, 443].includes(port));
				expect(covers(`*.${base}`, `x.${base}`)).toBe(true);
				for (const pattern of [base, `*.${base}`]) {
					if (covers(pattern, `${host}:${port}`)) expect(covers(pattern, `${host}:${port}`, true)).toBe(true);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test("whatever comes in, the answer is a host or none, and is its own spelling", () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 40 }), fc.webUrl(), (text, url) => {
				for (const candidate of [text, `${text}:80`, url, new URL(url).host]) {
					const target = parseHostAndPort(candidate, 443);
					if (target === undefined) continue;
					expect(target.host).not.toMatch(/[\s/?#@\\%A-Z]/);
					expect(parseHostAndPort(hostText(target), target.port)).toEqual(target);
				}
			}),
			{ numRuns: 5000 },
		);
	});
});
