import { describe, expect, test } from "vitest";
import { mainFlags, parseInvocation } from "../../bin/cli.js";
import { mainOptionsSchema } from "../../bin/main-options.js";
import { builtinCommands } from "../../commands/index.js";

const parse = (...words: string[]) => parseInvocation(words, builtinCommands, "1.2.3");
const main = (...words: string[]) => {
	const invocation = parse(...words);
	if (invocation.kind !== "main") throw new Error(`not the main command: ${invocation.kind}`);
	return invocation;
};
const command = (...words: string[]) => {
	const invocation = parse(...words);
	if (invocation.kind !== "command") throw new Error(`not a command: ${invocation.kind}`);
	return {
		name: invocation.command.name,
		args: invocation.args,
		rest: invocation.rest,
		wantsJson: invocation.wantsJson,
	};
};

describe("the main command", () => {
	test("words become the prompt", () => expect(main("what", "is", "2+2?").prompt).toBe("what is 2+2?"));
	test.each([
		[["-p", "x"], { print: true }],
		[["-m", "openai/any"], { model: "openai/any" }],
		[["--allow", "a(b *)", "--allow", "c"], { allow: ["a(b *)", "c"] }],
		[["-c"], { continue: true }],
		[["--fork", "01K9ZD@3"], { resume: "01K9ZD@3", fork: true }],
		[["--fork=01K9ZD@3"], { resume: "01K9ZD@3", fork: true }],
		[["-c", "--fork", "mail me@3"], { continue: true, fork: true }],
		[["-r", "abc"], { resume: "abc" }],
		[["-r"], { resume: true }],
		[["-o", "stream-json"], { outputFormat: "stream-json" }],
		[["--no-session"], { session: false }],
		[[], { session: true, print: false, allow: [], color: "auto" }],
		[["--max-turns", "3", "--timeout", "1.5"], { maxTurns: 3, timeout: 1.5 }],
		[["-C", "/tmp", "--add-dir", "/a", "--add-dir", "/b"], { cwd: "/tmp", addDir: ["/a", "/b"] }],
		[["--yolo", "--permission-mode", "plan"], { yolo: true, permissionMode: "plan" }],
	])("%j", (words, options) => expect(main(...words).options).toMatchObject(options));

	test.each([
		[["--modle", "x"], /unknown option '--modle'/, /--model/],
		[["-o", "xml"], /Allowed choices are text, json, stream-json/, /nexus --help/],
		[["--max-turns", "none"], /--max-turns: /, /nexus --help/],
		[["-m"], /argument missing/, /nexus --help/],
	])("%j is wrong usage with a hint", (words, message, hint) => {
		expect(() => parse(...words)).toThrow(
			expect.objectContaining({
				message: expect.stringMatching(message),
				hint: expect.stringMatching(hint),
				exitCode: 2,
			}),
		);
	});

	test("help lists every flag, every command and the exit codes", () => {
		const invocation = parse("--help");
		const text = invocation.kind === "text" ? invocation.text : "";
		for (const flag of mainFlags()) expect(text).toContain(flag);
		for (const name of ["tools", "models", "sessions", "config", "doctor", "completion"])
			expect(text).toContain(`\n  ${name}`);
		expect(text).toContain("Exit codes:");
	});

	test("every option has a description", () => {
		expect(Object.entries(mainOptionsSchema.shape).filter(([, field]) => field.description === undefined)).toEqual([]);
	});
});

describe("commands", () => {
	test.each([
		[["tools"], { name: "tools list" }],
		[["tools", "list", "--json"], { name: "tools list", wantsJson: true }],
		[["tools", "show", "calculate"], { name: "tools show", args: { name: "calculate" } }],
		[
			["tools", "run", "calculate", "expression=2^64"],
			{ name: "tools run", args: { name: "calculate" }, rest: ["expression=2^64"], wantsJson: false },
		],
		[
			["tools", "run", "calculate", "--json", '{"expression":"1"}'],
			{ args: { name: "calculate", json: '{"expression":"1"}' }, wantsJson: false },
		],
		[
			["tools", "run", "calculate", "expression=1", "--json"],
			{ args: { name: "calculate" }, rest: ["expression=1"], wantsJson: true },
		],
		[["tools", "run", "calculate", "--json", "expression=1"], { rest: ["expression=1"], wantsJson: true }],
		[["sessions"], { name: "sessions list", args: { here: false, limit: 50 } }],
		[["sessions", "list", "--limit", "3", "--here"], { args: { here: true, limit: 3 } }],
		[["config"], { name: "config list" }],
		[["config", "set", "model", "a/b"], { name: "config set", args: { key: "model", value: "a/b" } }],
		[["completion", "bash"], { name: "completion", args: { shell: "bash" } }],
	])("%j", (words, expected) => expect(command(...words)).toMatchObject(expected));

	test.each([
		[["tools", "shwo", "x"], /there is no command tools shwo; did you mean tools show/],
		[["tools", "show"], /missing required argument 'name'/],
		[["completion", "tcsh"], /Allowed choices are bash, zsh, fish/],
		[["sessions", "list", "--limit", "x"], /limit: /],
	])("%j is wrong usage", (words, message) => {
		expect(() => parse(...words)).toThrow(
			expect.objectContaining({ message: expect.stringMatching(message), exitCode: 2 }),
		);
	});
});
