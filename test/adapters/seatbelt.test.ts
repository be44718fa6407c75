import { describe, expect, it } from "vitest";
import { findLanes } from "../../src/adapters/sandbox-lanes.js";
import { type SeatbeltPlan, seatbeltProfile } from "../../src/adapters/seatbelt.js";

const plan: SeatbeltPlan = {
	network: false,
	writableRoots: ["/Users/me/work"],
	hidden: ["/Users/me/.nexus"],
	userHome: "/Users/me",
};
const profile = (more: Partial<SeatbeltPlan> = {}) => seatbeltProfile({ ...plan, ...more });

/** Whether parentheses and quotes are in order: the whole text is a list of expressions. */
function isWellFormed(text: string): boolean {
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		if (text[i] === '"') {
			for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === "\\") i++;
			if (i >= text.length) return false;
		} else if (text[i] === "(") depth++;
		else if (text[i] === ")" && --depth < 0) return false;
	}
	return depth === 0;
}

/** The patterns of a rule, as the expressions they are. */
const patternsIn = (text: string): readonly RegExp[] =>
	[...text.matchAll(/\(regex ("(?:[^"\\]|\\.)*")\)/g)].map(([, quoted = '""']) => new RegExp(JSON.parse(quoted)));

describe("seatbeltProfile", () => {
	it("refuses what it does not allow", () => {
		expect(profile().startsWith("(version 1)\n(deny default)\n")).toBe(true);
		expect(isWellFormed(profile())).toBe(true);
	});

	it("has its rules in the order in which the later ones count", () => {
		const text = profile({ hidden: ["/Users/me/.nexus", "/Users/me/work/private"] });
		const order = [
			"(allow file-read*)",
			'(subpath "/Users/me/.nexus")',
			'(subpath "/Users/me/work")',
			'(regex "^/Users/me/work/\\\\.[nN][eE][xX][uU][sS](/.*)?$")',
			'(subpath "/Users/me/work/private")',
		].map((part) => text.indexOf(part));
		expect(order).not.toContain(-1);
		expect(order).toEqual(order.toSorted((a, b) => a - b));
	});

	it.each<[string, Partial<SeatbeltPlan>, readonly string[], readonly string[]]>([
		["no network", {}, [], ["network-outbound", "system-socket", "network*"]],
		[
			"a proxy only",
			{ proxyPort: 4321 },
			['(allow network-outbound (remote ip "localhost:4321"))'],
			["(remote ip)", "network-bind", "mDNSResponder"],
		],
		[
			"all of it",
			{ network: true },
			["(allow network-outbound (remote ip))", "mDNSResponder"],
			["(remote unix-socket)"],
		],
		["/ as a root", { writableRoots: ["/"] }, [], ["allow file-read* file-write*", '(subpath "/")']],
		["the home as a root", { writableRoots: ["/Users/me"] }, ["\\\\.[bB][aA][sS][hH][rR][cC]"], []],
		["hidden files of the home", {}, ['(subpath "/Users/me/.ssh")'], []],
	])("%s", (_name, more, has, hasNot) => {
		for (const part of has) expect(profile(more)).toContain(part);
		for (const part of hasNot) expect(profile(more)).not.toContain(part);
	});

	it.each([
		'/tmp/a"b',
		"/tmp/a\\b",
		'/tmp/") (allow default) ("',
		"/tmp/(a)",
		"/tmp/a.b+c*[d]{e}^f$g|h?",
		"/tmp/é漢 字",
		'/tmp/\\") (allow file-write*) (subpath "/',
	])("a root called %s stays a string", (root) => {
		const text = profile({ writableRoots: [root] });
		expect(isWellFormed(text)).toBe(true);
		expect(text).toContain(`(subpath ${JSON.stringify(root)})`);
		expect(text).not.toMatch(/^\(allow default\)|^\(allow file-write\*\)/m);
		const outside = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
		expect(outside).not.toContain("allow default");
		const [nexus] = patternsIn(text);
		expect(nexus?.test(`${root}/.nexus/config.toml`)).toBe(true);
		expect(nexus?.test("/tmp/other/.nexus/config.toml")).toBe(false);
	});

	it.each(["/tmp/a\nb", "/tmp/a\0b", "/tmp/\u007f"])("there is none for %j", (root) => {
		expect(() => profile({ writableRoots: [root] })).toThrow("control characters");
	});

	it.each<[string, boolean]>([
		["/Users/me/work/.nexus", true],
		["/Users/me/work/.NEXUS/config.toml", true],
		["/Users/me/work/.git/hooks/pre-commit", true],
		["/Users/me/work/.git/config", true],
		["/Users/me/work/deep/down/.git/HOOKS", true],
		["/Users/me/work/.gitmodules", true],
		["/Users/me/work/.git/objects/ab", false],
		["/Users/me/work/.git/index", false],
		["/Users/me/work/src/.nexusrc", false],
		["/Users/me/work/xgit/hooks", false],
	])("R15 %s is protected: %s", (path, isProtected) => {
		const [, denied = ""] = profile().split("(deny file-write*\n");
		const patterns = patternsIn(denied.split("\n)")[0]?.split("(deny file-write-unlink")[0] ?? "");
		expect(patterns.some((pattern) => pattern.test(path))).toBe(isProtected);
	});

	it("R15 a repository cannot be moved away and back", () => {
		const [, denied = ""] = profile().split("(deny file-write-unlink");
		expect(patternsIn(denied).some((pattern) => pattern.test("/Users/me/work/sub/.git"))).toBe(true);
	});
});

it("a system without a sandbox says so", async () => {
	const which = async () => undefined;
	expect(await findLanes(which, "win32")).toBe("there is no sandbox for win32 yet");
	expect(await findLanes(which, "linux")).toContain("bubblewrap is not installed");
	if (process.platform !== "darwin") expect(await findLanes(which, "darwin")).toContain("is not there");
});
