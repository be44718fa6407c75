// Cases by the sections of RFC 9309 (https://www.rfc-editor.org/rfc/rfc9309).
import { describe, expect, test } from "vitest";
import { parseRobots } from "../../src/lib/robots.js";

const allows = (text: string, path: string, agent = "nexus") => parseRobots(text, agent).allows(path);

describe("which group counts (2.2.1)", () => {
	const text = `
User-agent: *
Disallow: /all

User-Agent: Nexus/2.0 # a version
user-agent: other
DISALLOW: /ours

User-agent: nexusbot
Disallow: /bot

User-agent: nexus
Disallow: /more`;
	test.each([
		["nexus", "/ours", false],
		["nexus", "/more", false],
		["nexus", "/all", true],
		["nexus", "/bot", true],
		["other", "/ours", false],
		["other", "/more", true],
		["somebody", "/all", false],
		["somebody", "/ours", true],
		["NEXUS", "/more", false],
	])("%s may fetch %s: %s", (agent, path, expected) => {
		expect(allows(text, path, agent)).toBe(expected);
	});

	test.each([
		["nothing at all", "", "/x", true],
		["rules before any agent belong to nobody", "Disallow: /\nUser-agent: *\nAllow: /", "/x", true],
		["a group for another alone", "User-agent: other\nDisallow: /", "/x", true],
		["a comment between agents", "User-agent: a\n# note\nUser-agent: nexus\nDisallow: /x", "/x", false],
		["an empty line does not end a group", "User-agent: nexus\n\nDisallow: /x", "/x", false],
		[
			"a sitemap among agents does not end them",
			"User-agent: nexus\nSitemap: /s\nUser-agent: b\nDisallow: /x",
			"/x",
			false,
		],
		["a mark at the beginning", "\uFEFFUser-agent: *\nDisallow: /x", "/x", false],
		["lines ended by CR", "User-agent: *\rDisallow: /x\r", "/x", false],
		["lines that say nothing", "what\nUser-agent: *\n: /x\nDisallow /x\nFoo: /x\nDisallow: /y", "/x", true],
		["a page instead of a file", "<!doctype html><p>Disallow: /", "/x", true],
	])("%s", (_, text, path, expected) => {
		expect(allows(text, path)).toBe(expected);
	});
});

describe("which rule counts (2.2.2)", () => {
	test.each([
		["Disallow:", "/x", true],
		["Disallow: /", "/", false],
		["Disallow: /", "/robots.txt", true],
		["Disallow: /a", "/abc", false],
		["Disallow: /a/", "/a", true],
		["Disallow: /A", "/a", true],
		["Allow: /p\nDisallow: /", "/page", true],
		["Disallow: /\nAllow: /p", "/page", true],
		["Allow: /folder\nDisallow: /folder", "/folder/page", true],
		["Allow: /page\nDisallow: /*.htm", "/page.htm", false],
		["Allow: /$\nDisallow: /", "/", true],
		["Allow: /$\nDisallow: /", "/x", false],
		["Disallow: /x?a", "/x?a=1", false],
		["Disallow: a", "/a", true],
	])("%j for %s: %s", (rules, path, expected) => {
		expect(allows(`User-agent: *\n${rules}`, path)).toBe(expected);
	});
});

describe("special characters (2.2.3) and spellings (2.2.2)", () => {
	test.each([
		["/*.php$", "/a/b.php", false],
		["/*.php$", "/a/b.php?x", true],
		["/*.php$", "/.php", false],
		["/fish*", "/fish", false],
		["/fish*.php", "/fishheads/catfish.php?x", false],
		["/a*b*c", "/aXXbYc", false],
		["/a*b*c", "/acb", true],
		["/a*$", "/abc", false],
		["/*a*a$", "/aa", false],
		["/*a*a$", "/a", true],
		["*", "/x", false],
		["/ab$c", "/ab$cd", false],
		["/x # comment", "/x", false],
		["/foo/bar/ツ", "/foo/bar/%E3%83%84", false],
		["/foo/bar/%E3%83%84", "/foo/bar/ツ", false],
		["/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", false],
		["/foo/bar/%62%61%7A", "/foo/bar/baz", false],
		["/a%2Fb", "/a/b", true],
		["/path/file-with-a-%2A.html", "/path/file-with-a-*.html", false],
		["/path/foo-%24", "/path/foo-$", false],
		["/x%2Ay", "/xzzy", true],
	])("%s for %s: %s", (pattern, path, expected) => {
		expect(allows(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(expected);
	});

	test("a pattern that could run away does not", () => {
		const started = performance.now();
		expect(allows(`User-agent: *\nDisallow: /${"*a".repeat(5000)}b`, `/${"a".repeat(10_000)}`)).toBe(true);
		expect(performance.now() - started).toBeLessThan(1000);
	});
});

test("the wait between requests, and sitemaps", () => {
	const text = "Sitemap: https://a.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /x\nSitemap: /t.xml";
	expect(parseRobots(text, "nexus")).toMatchObject({ delayMs: 2500, sitemaps: ["https://a.example/s.xml", "/t.xml"] });
	const odd = (value: string) => parseRobots(`User-agent: *\nCrawl-delay: ${value}`, "nexus").delayMs;
	expect([odd("-1"), odd("soon"), odd("999999"), odd("")]).toEqual([0, 0, 60_000, 0]);
});

test("what is over 512 kB is left out (2.5)", () => {
	const text = `User-agent: *\nDisallow: /early\n${"#\n".repeat(300_000)}Disallow: /late`;
	expect([allows(text, "/early"), allows(text, "/late")]).toEqual([false, true]);
});
