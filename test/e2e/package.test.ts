// The package as others install it, and the program started by a Node that is too old.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe } from "vitest";
import { comesTrue, processesWith } from "../helpers/process-list.js";
import { nexusBin, type Place, nexusTest as test } from "../helpers/run-nexus.js";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A folder on PATH with the Node of these tests and nothing else. */
const nodeOnly = (nexus: Place): string => {
	const folder = join(nexus.root, "only-node");
	mkdirSync(folder);
	symlinkSync(process.execPath, join(folder, "node"));
	return folder;
};

test.concurrent("npm pack gives a package that works when it is installed globally", async ({ nexus, expect }) => {
	const packed = join(nexus.root, "packed");
	const prefix = join(nexus.root, "prefix");
	mkdirSync(packed);
	const env = { ...nexus.env, npm_config_offline: "true", npm_config_update_notifier: "false" };
	const npm = (args: readonly string[], cwd: string) => execute("npm", args, { cwd, env });
	// What is built is packed as it is: building is the business of the one who runs this.
	await npm(["pack", "--ignore-scripts", "--pack-destination", packed], root);
	const [tarball = ""] = readdirSync(packed);
	await npm(["install", "--global", "--prefix", prefix, join(packed, tarball)], nexus.root);

	const installed = join(prefix, "lib/node_modules/nexus");
	expect(existsSync(join(installed, "node_modules"))).toBe(false);
	expect(existsSync(join(installed, "test"))).toBe(false);
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
	const command = [join(prefix, "bin/nexus")] as const;
	const PATH = [nodeOnly(nexus), "/usr/bin", "/bin"].join(delimiter);
	const server = await nexus.server([{ text: "priced" }]);
	const config = join(nexus.root, "config.json");
	writeFileSync(config, JSON.stringify({ providers: { groq: { baseUrl: server.url, apiKeyVariable: "ITS_KEY" } } }));
	const run = (...args: string[]) => nexus.run(args, { command, env: { PATH } });
	expect(await run("--version")).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
	const offline = await run("-p", "what is 15% of 240, and what time is it in Tokyo?");
	expect(offline).toMatchObject({ code: 0, stdout: expect.stringMatching(/36.*Tokyo/) });
	expect(await run("tools", "run", "calculate", "expression=2^64")).toMatchObject({ stdout: "18446744073709551616\n" });
	expect((await run("tools", "run", "convert_units", "value=1", "from=mile", "to=km")).stdout).toContain("1.609344");
	expect(await run("-p", "run echo hi")).toMatchObject({
		code: 0,
		stdout: expect.stringContaining("hi"),
	});
	const words = ["--config", config, "-p", "-m", "groq/openai/gpt-oss-120b", "-o", "json", "hi"];
	const priced = await nexus.run(words, { command, env: { PATH, ITS_KEY: "test-key-1234567890" } });
	expect(JSON.parse(priced.stdout)).toMatchObject({ costUsd: expect.any(Number) });
	expect(await run("doctor")).toMatchObject({ code: 0 });
	expect(await run("tools", "run", "run_command", "command=touch x")).toMatchObject({ code: 4 });
});

/** A Node on this machine that is too old to run nexus itself. */
const oldNode = await Promise.all(
	[...new Set(["/usr/local/bin", "/usr/bin", ...(process.env.PATH ?? "").split(delimiter)])]
		.map((folder) => join(folder, "node"))
		.filter((path) => existsSync(path))
		.map(async (path) => {
			const { stdout } = await execute(path, ["--version"]).catch(() => ({ stdout: "" }));
			const [, major = "99", minor = "0"] = /^v(\d+)\.(\d+)/.exec(stdout) ?? [];
			return Number(major) < 22 || (Number(major) === 22 && Number(minor) < 19) ? path : undefined;
		}),
).then((paths) => paths.find((path) => path !== undefined));

// Only where such a Node is installed can it be started.
describe.runIf(oldNode !== undefined)("started by an older Node", { concurrent: true }, () => {
	const command = [oldNode ?? "", nexusBin] as const;
	/** The copy has no Node of its own beside it, unless it is given one. */
	const copy = (nexus: Place): readonly [string, string] => {
		const folder = join(nexus.root, "copy");
		mkdirSync(join(folder, "bin"), { recursive: true });
		cpSync(nexusBin, join(folder, "bin/nexus"));
		cpSync(join(root, "package.json"), join(folder, "package.json"));
		return [oldNode ?? "", join(folder, "bin/nexus")];
	};

	test("it goes on with the local one: answers, exit codes, stdin", async ({ nexus, expect }) => {
		expect(await nexus.run(["-p", "what is 2+2?"], { command })).toMatchObject({ code: 0, stdout: "2+2 is 4.\n" });
		expect(await nexus.run(["-p", "hi", "-m", "nobody/x"], { command })).toMatchObject({ code: 3, stdout: "" });
		expect(await nexus.run(["-p"], { command, stdin: "what is 3+3?" })).toMatchObject({
			code: 0,
			stdout: "3+3 is 6.\n",
		});
	});

	test.for([
		["SIGINT", 130],
		["SIGTERM", 143],
	] as const)("%s reaches it: exit %i, nothing left", async ([signal, code], { nexus, expect }) => {
		const server = await nexus.server([{ text: "well", hang: true }]);
		const mark = join(nexus.root, "work-is-here");
		mkdirSync(mark);
		const args = ["-p", "-m", "custom/any", "-o", "stream-json", "-C", mark, "hi"];
		const running = nexus.start(args, { command, env: server.env });
		await running.shows("well");
		running.child.kill(signal);
		expect((await running.ended).code).toBe(code);
		expect(await comesTrue(() => processesWith(mark).length === 0)).toBe(true);
	});

	test("without a local one it says in one line what to install, and exits 1", async ({ nexus, expect }) => {
		const run = await nexus.run(["-p", "hi"], { command: copy(nexus) });
		expect(run).toMatchObject({ code: 1, stdout: "" });
		expect(run.stderr).toMatch(/^nexus: it needs Node\.js 22\.19 or newer; this is \d+\.\d+\.\d+ .*\n$/);
	});
});

test.concurrent("before it is built it says so in one line", async ({ nexus, expect }) => {
	const folder = join(nexus.root, "unbuilt");
	mkdirSync(join(folder, "bin"), { recursive: true });
	cpSync(nexusBin, join(folder, "bin/nexus"));
	cpSync(join(root, "package.json"), join(folder, "package.json"));
	const run = await nexus.run(["-p", "hi"], { command: [process.execPath, join(folder, "bin/nexus")] });
	expect(run).toMatchObject({ code: 1, stdout: "", stderr: "nexus: it is not built yet (run: npm run build)\n" });
	expect(dirname(nexusBin)).toBe(join(root, "bin"));
});
