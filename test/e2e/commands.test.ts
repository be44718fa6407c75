// The commands besides talking, for people and for scripts.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { nexusBin, stopMs, nexusTest as test } from "../helpers/run-nexus.js";

describe.concurrent("lists", () => {
	test.for([
		[["tools"], /calculate.*maths/, { name: "calculate", category: "math" }],
		[["tools", "list", "time"], /convert_time/, { name: "convert_time" }],
		[["models"], /offline\/interpreter/, { id: "offline/interpreter" }],
		[["config"], /permissions\.mode.*"ask"/, { key: "permissions.mode", value: "ask", source: "default" }],
		[["doctor"], /version.*Node/, { name: "store", status: "ok" }],
	] as const)("%j for people and as JSON", async ([words, text, entry], { nexus, expect }) => {
		const [people, script] = await Promise.all([nexus.run(words), nexus.run([...words, "--json"])]);
		expect(people).toMatchObject({ code: 0, stdout: expect.stringMatching(text) });
		expect(script.code).toBe(0);
		expect(JSON.parse(script.stdout)).toContainEqual(expect.objectContaining(entry));
		expect(script.stderr).toBe("");
	});

	test("sessions: none, then the newest first", async ({ nexus, expect }) => {
		expect(await nexus.run(["sessions"])).toMatchObject({ code: 0, stdout: "no sessions yet\n" });
		for (const prompt of ["what is 1+1?", "what is 2+2?"]) await nexus.run(["-p", prompt]);
		const { stdout } = await nexus.run(["sessions", "list", "--json", "--here"]);
		expect(JSON.parse(stdout)).toMatchObject([
			{ title: "what is 2+2?", prompts: 1, cwd: nexus.cwd, model: "offline/interpreter" },
			{ title: "what is 1+1?" },
		]);
		const one = await nexus.run(["sessions", "--limit", "1"]);
		expect(one.stdout).toContain("what is 2+2?");
		expect(one.stdout).not.toContain("what is 1+1?");
	});

	test("a service whose key is in the environment is listed", async ({ nexus, expect }) => {
		const run = await nexus.run(["models", "--json"], { env: { OPENAI_API_KEY: "x" } });
		expect(JSON.parse(run.stdout)).toContainEqual(
			expect.objectContaining({ provider: "openai", via: "OPENAI_API_KEY" }),
		);
	});
});

describe.concurrent("tools", () => {
	test("show: the schema", async ({ nexus, expect }) => {
		const run = await nexus.run(["tools", "show", "calculate"]);
		expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/"expression": \{/) });
	});

	test("the list as JSON has both schemas of each tool", async ({ nexus, expect }) => {
		const tools: { name: string; inputSchema: unknown }[] = JSON.parse((await nexus.run(["tools", "--json"])).stdout);
		expect(tools.length).toBeGreaterThan(20);
		for (const tool of tools)
			expect([tool.name, tool]).toEqual([tool.name, expect.objectContaining({ inputSchema: expect.any(Object) })]);
	});

	test("--help says what a tool takes, from its schema", async ({ nexus, expect }) => {
		const run = await nexus.run(["tools", "run", "convert_units", "--help"]);
		expect(run.code).toBe(0);
		expect(run.stdout).toMatch(/Usage: nexus tools run convert_units value=… from=… to=…/);
		expect(run.stdout).toMatch(/from +required, string +unit, e\.g\. km/);
	});

	test("flags are fields, @- is stdin, @path a file, --csv the rows", async ({ nexus, expect }) => {
		writeFileSync(join(nexus.cwd, "sum.txt"), "20 + 22\n");
		const [flags, piped, file, csv, none, missing] = await Promise.all([
			nexus.run(["tools", "run", "convert_units", "--value", "3", "--from=km", "--to", "m"]),
			nexus.run(["tools", "run", "convert_data", "text=@-", "from=csv", "to=json"], { stdin: "a,b\n1,2\n" }),
			nexus.run(["tools", "run", "calculate", "expression=@sum.txt"]),
			nexus.run(["tools", "run", "list_directory", "--csv"]),
			nexus.run(["tools", "run", "calculate", "1+1", "--csv"]),
			nexus.run(["tools", "run", "calculate", "expression=@none.txt"]),
		]);
		expect(flags.stdout).toMatch(/3[ ,]?000/);
		expect(JSON.parse(piped.stdout)).toEqual([{ a: 1, b: 2 }]);
		expect(file.stdout).toBe("42\n");
		expect(csv.stdout).toMatch(/^Name,Size,Modified\nsum\.txt,8 B,/);
		expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/has no rows/) });
		expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/none\.txt does not exist/) });
	});

	test("stats: what was called, also without a session", async ({ nexus, expect }) => {
		expect((await nexus.run(["tools", "stats"])).stdout).toMatch(/no tool was called/);
		await nexus.run(["tools", "run", "calculate", "1+1"]);
		await nexus.run(["tools", "run", "read_file", "path=none.txt"]);
		await nexus.run(["tools", "run", "write_file", "path=a", "content=b"]);
		await nexus.run(["-p", "what is 2 + 3?"]);
		const stats = JSON.parse((await nexus.run(["tools", "stats", "--json"])).stdout);
		expect(stats).toMatchObject([
			{ tool: "calculate", calls: 2, failed: 0, denied: 0 },
			{ tool: "read_file", calls: 1, failed: 1, denied: 0 },
			{ tool: "write_file", calls: 1, failed: 0, denied: 1 },
		]);
		expect(stats[0].slowestMs).toBeGreaterThan(0);
	});

	test("run: key=value, --json input, and the result as JSON", async ({ nexus, expect }) => {
		const input = '{"expression":"1/3 + 1/6"}';
		const [plain, object, result] = await Promise.all([
			nexus.run(["tools", "run", "convert_units", "value=5", "from=km", "to=m"]),
			nexus.run(["tools", "run", "calculate", "--json", input]),
			nexus.run(["tools", "run", "calculate", "expression=10!", "--json"]),
		]);
		expect(plain).toMatchObject({ code: 0, stdout: expect.stringMatching(/5[ ,]?000/) });
		expect(object).toMatchObject({ code: 0, stdout: expect.stringMatching(/1\/2|0\.5/) });
		expect(JSON.parse(result.stdout)).toMatchObject({ content: "3628800", isError: false });
	});

	test("run: what needs permission names the rule and exits 4; the rule lets it through", async ({ nexus, expect }) => {
		const words = ["tools", "run", "write_file", "path=a.txt", "content=hello"];
		const denied = await nexus.run(words);
		expect(denied).toMatchObject({
			code: 4,
			stdout: "",
			stderr: expect.stringContaining("--allow 'write_file(a.txt)'"),
		});
		expect(existsSync(join(nexus.cwd, "a.txt"))).toBe(false);
		const allowed = await nexus.run(["--allow", "write_file(a.txt)", ...words]);
		expect(allowed.code).toBe(0);
		expect(readFileSync(join(nexus.cwd, "a.txt"), "utf8")).toBe("hello");
		const deniedAgain = await nexus.run(["--yolo", "--deny", "write_file(*)", ...words]);
		expect(deniedAgain.code).toBe(4);
	});

	test.for(["SIGINT", "SIGTERM"] as const)("run: %s ends the command and nexus", async (signal, { nexus, expect }) => {
		const words = ["--yolo", "tools", "run", "run_command", "command=touch started; sleep 987; touch over"];
		const running = nexus.start(words);
		while (!existsSync(join(nexus.cwd, "started"))) await new Promise((resolve) => setTimeout(resolve, 10));
		const before = performance.now();
		running.child.kill(signal);
		const run = await running.ended;
		expect(run.code).toBe(signal === "SIGINT" ? 130 : 143);
		expect(performance.now() - before).toBeLessThan(stopMs);
	});
});

describe.concurrent("config", () => {
	test("set, get, list, validate, unset", async ({ nexus, expect }) => {
		const config = (...words: string[]) => nexus.run(["config", ...words]);
		expect(await config("set", "permissions.mode", "plan")).toMatchObject({ code: 0, stderr: "" });
		expect(await config("set", "network.allow", '["localhost:3000"]')).toMatchObject({ code: 0 });
		expect(await config("get", "permissions.mode")).toMatchObject({ code: 0, stdout: "plan\n" });
		expect(JSON.parse((await config("get", "permissions.mode", "--json")).stdout)).toMatchObject({ source: "user" });
		const written = JSON.parse(readFileSync(join(nexus.nexusHome, "config.json"), "utf8"));
		expect(written).toEqual({ permissions: { mode: "plan" }, network: { allow: ["localhost:3000"] } });
		expect(await config("validate")).toMatchObject({ code: 0 });
		expect(await config("unset", "permissions.mode")).toMatchObject({ code: 0 });
		expect(await config("get", "permissions.mode")).toMatchObject({ stdout: "ask\n" });
	});

	test("edit opens the file in the editor", async ({ nexus, expect }) => {
		nexus.file("editor", '#!/bin/sh\necho "$@" > edited\n');
		const run = await nexus.run(["config", "edit"], { env: { EDITOR: "/bin/sh ./editor" } });
		expect(run.code).toBe(0);
		expect(readFileSync(join(nexus.cwd, "edited"), "utf8").trim()).toBe(join(nexus.nexusHome, "config.json"));
		const none = await nexus.run(["config", "edit"]);
		expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/EDITOR/) });
	});

	test("a setting holds: the model, the key's variable, the time limit, flags over it", async ({ nexus, expect }) => {
		const server = await nexus.server([{ text: "hm", hang: true }]);
		nexus.file(
			"own.toml",
			`model = "custom/any"\n[limits]\ntimeoutSeconds = 0.5\n[providers.custom]\nbaseUrl = "${server.url}"\n`,
		);
		const run = await nexus.run(["-p", "hi", "--config", "own.toml"]);
		expect(run).toMatchObject({ code: 5, stderr: expect.stringMatching(/stopped after 0\.5 s/) });
		const flag = await nexus.run(["-p", "what is 1+1?", "--config", "own.toml", "--offline", "--timeout", "30"]);
		expect(flag).toMatchObject({ code: 0, stdout: expect.stringMatching(/2/) });
	});
});

describe.concurrent("what is mistyped is named with the nearest, exit 2", () => {
	test.for([
		[["tool"], /no command tool; did you mean tools\?/],
		[["sesions", "list"], /no command sesions; did you mean sessions\?/],
		[["sessions", "lst"], /no command sessions lst; did you mean sessions list\?/],
		[["tools", "shw", "x"], /no command tools shw; did you mean tools show\?/],
		[["tools", "maths"], /no category maths; did you mean math\?/],
		[["tools", "run", "calculat", "expression=1"], /no tool calculat; did you mean calculate\?/],
		[["tools", "show", "read_fil"], /no tool read_fil; did you mean read_file\?/],
		[["tools", "run", "calculate", "--json", "{"], /not a JSON object/],
		[["tools", "run", "calculate", "--exprssion=1"], /no field exprssion; did you mean expression\?/],
		[["tools", "run", "calculate"], /calculate .*expression/],
		[["config", "get", "permissions.mod"], /no setting permissions\.mod; did you mean permissions\.mode\?/],
		[["config", "set", "permissions.mode", "alow"], /permissions\.mode.*"ask"/],
		[["config", "set", "limits.maxTurns", "many"], /limits\.maxTurns: .*number/],
		[["completion", "bsh"], /bash, zsh, fish/],
		[["--modle", "x"], /unknown option '--modle'.*--model/],
		[["models", "--refrsh"], /unknown option '--refrsh'.*--refresh/],
	] as const)("%j", async ([words, says], { nexus, expect }) => {
		const run = await nexus.run(words);
		expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(says) });
		expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
	});
});

describe.concurrent("a failure where --json asked for JSON is an object on stdout, the line on stderr, the code kept", () => {
	test.for([
		[["tools", "run", "calculat", "expression=1", "--json"], 2, "tool.not-found", /did you mean calculate/],
		[["tools", "run", "calculate", "expression=1", "digit=3", "--json"], 2, "tool.input", /did you mean digits/],
		[["tools", "run", "--json", "calculate"], 2, "usage", /missing required argument/],
		[["tools", "run", "calculate", "--json"], 2, "tool.input", /expression/],
		[["tools", "run", "write_file", "path=a", "content=b", "--json"], 4, "permission.denied", /write_file\(a\)/],
		[["tools", "run", "read_file", "path=none.txt", "--json"], 1, "file.not-found", /none\.txt/],
		[["tools", "show", "read_fil", "--json"], 2, "tool.not-found", /did you mean read_file/],
		[["config", "get", "permissions.mod", "--json"], 2, "config.unknown-key", /permissions\.mod/],
		[["sessions", "list", "--json", "--limit", "none"], 2, "usage.argument", /limit/],
		[["models", "--json", "--refrsh"], 2, "usage", /--refresh/],
		[["--allow", "()", "doctor", "--json"], 2, "permission.bad-rule", /is not a rule/],
	] as const)("%j", async ([words, exitCode, code, says], { nexus, expect }) => {
		const run = await nexus.run(words);
		expect(run).toMatchObject({ code: exitCode, stderr: expect.stringMatching(says) });
		expect(JSON.parse(run.stdout)).toMatchObject({ isError: true, exitCode, error: { code } });
		expect(run.stdout).toMatch(says);
	});

	test.for([
		["tools", "run", "calculat", "--", "--json"],
		["tools", "run", "calculat", "--json", '{"expression":"1"}'],
	])("%j asks for none", async (words, { nexus, expect }) => {
		expect(await nexus.run(words)).toMatchObject({ code: 2, stdout: "" });
	});
});

describe.concurrent("completion", () => {
	for (const shell of ["bash", "zsh", "fish"]) {
		test(`${shell}: names commands and flags, and ${shell} takes it where it is installed`, async ({
			nexus,
			expect,
		}) => {
			const { code, stdout } = await nexus.run(["completion", shell]);
			expect(code).toBe(0);
			for (const word of ["tools", "sessions", "doctor", "output-format"]) expect(stdout).toContain(word);
			const checked = spawnSync(shell, ["-n"], { input: stdout, encoding: "utf8" });
			if (checked.error === undefined) expect(checked).toMatchObject({ status: 0, stderr: "" });
		});
	}

	test("bash completes commands, subcommands and flags", async ({ nexus, expect }) => {
		const { stdout } = await nexus.run(["completion", "bash"]);
		nexus.file("completion.sh", stdout);
		const complete = (...words: string[]) => {
			const script = `source ./completion.sh; COMP_WORDS=(nexus ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; fn=$(complete -p nexus | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $fn nexus; printf '%s\\n' "\${COMPREPLY[@]}"`;
			return spawnSync("bash", ["-c", script], { cwd: nexus.cwd, encoding: "utf8", env: { PATH: nexus.env.PATH } })
				.stdout;
		};
		expect(complete("to")).toMatch(/^tools ?$/m);
		expect(complete("config", "va")).toMatch(/^validate ?$/m);
		expect(complete("--out")).toMatch(/--output-format/);
		expect(complete("sessions", "--").trim().split("\n")).toEqual(
			expect.arrayContaining(["--here", "--limit", "--json", "--help"]),
		);
		expect(complete("sessions", "--")).not.toMatch(/^--(?:name|query|session)$/m);
		expect(complete("config", "--").trim().split("\n")).toEqual(["--json", "--help"]);
	});
});

test.concurrent("help and version say what there is and leave the disk alone", async ({ nexus, expect }) => {
	const [help, version, part] = await Promise.all([
		nexus.run(["--help"]),
		nexus.run(["--version"]),
		nexus.run(["tools", "run", "--help"]),
	]);
	expect(help).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/Exit codes:[\s\S]*130, 143/) });
	expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
	expect(part.stdout).toContain("Examples:");
	expect(existsSync(join(nexus.nexusHome, "nexus.sqlite"))).toBe(false);
	expect(existsSync(nexusBin)).toBe(true);
});

describe.concurrent("permissions test", () => {
	test("says what would be decided, and by which rule, part by part", async ({ nexus, expect }) => {
		const words = ["permissions", "test", "--deny", "run_command(rm *)", "--allow", "run_command(git log *)"];
		const run = await nexus.run([...words, "git log && rm -rf x", "--json"]);
		expect(run).toMatchObject({ code: 0, stderr: "" });
		expect(JSON.parse(run.stdout)).toEqual({
			decision: "deny",
			rule: "deny run_command(rm *)",
			source: "flag",
			parts: [
				expect.objectContaining({ text: "git log", rule: "allow run_command(git log *)", source: "flag" }),
				{ text: "rm -rf x", decision: "deny", rule: "deny run_command(rm *)", source: "flag" },
			],
			warnings: [],
		});
		const people = await nexus.run([...words, "git log && rm -rf x"]);
		expect(people.stdout).toMatch(
			/^deny: deny run_command\(rm \*\) \(flag\)\n[\s\S]*allow +git log +allow run_command\(git log \*\)/,
		);
	});

	test("takes a mode and other tools", async ({ nexus, expect }) => {
		const decided = async (...words: string[]) =>
			JSON.parse((await nexus.run(["permissions", "test", "--json", ...words])).stdout);
		expect(await decided("--permission-mode", "plan", "ls")).toMatchObject({ decision: "deny", source: "mode" });
		expect(await decided("--yolo", "make")).toMatchObject({ decision: "allow", source: "mode" });
		const url = await decided("--tool", "fetch_url", "url=https://example.com/x");
		expect(url).toMatchObject({ decision: "ask", parts: [{ text: "https://example.com/x", decision: "ask" }] });
		expect(await decided("--tool", "calculate", "expression=1+1")).toMatchObject({ decision: "allow", parts: [] });
	});

	test.for([
		[["git", "log"], /more words.*'git log'/],
		[["--tool", "fetch_ur", "url=x"], /no tool fetch_ur; did you mean fetch_url/],
	] as const)("%j is wrong usage", async ([words, message], { nexus, expect }) => {
		const run = await nexus.run(["permissions", "test", ...words]);
		expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
	});
});
