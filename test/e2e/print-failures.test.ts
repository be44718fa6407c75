// One-shot runs that fail: one line, a hint, the right exit code, and JSON where JSON was asked for.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import type { ChatStep } from "../helpers/chat-server.js";
import { jsonLines, type Place, shownText, stopMs, nexusTest as test } from "../helpers/run-nexus.js";

const ask = ["-p", "-m", "custom/any", "hi"];
const unreachable = { NEXUS_BASE_URL: "http://127.0.0.1:9/v1", NEXUS_API_KEY: "x" };

interface Failure {
	readonly name: string;
	readonly args: readonly string[];
	readonly code: number;
	readonly says: RegExp;
	readonly steps?: readonly ChatStep[];
	readonly env?: Readonly<Record<string, string>>;
	readonly stdin?: string | Uint8Array;
	readonly prepare?: (nexus: Place) => void;
}

/** Whether a process has a handler for a signal: bit n - 1 of SigCgt in /proc (man 5 proc). */
const catches = (pid: number, signal: number): boolean => {
	const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
	return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
};

const until = async (isSo: () => boolean): Promise<void> => {
	while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

const makePipe = ({ cwd }: Place): void => {
	execFileSync("mkfifo", [join(cwd, "pipe")]);
	symlinkSync("pipe", join(cwd, "link"));
};

const spin: ChatStep = { calls: [{ name: "calculate", input: { expression: "1+1" } }] };

const failures: readonly Failure[] = [
	{ name: "an unknown provider", args: ["-p", "-m", "opnai/x", "hi"], code: 3, says: /opnai; did you mean openai\?/ },
	{ name: "a provider without a key", args: ["-p", "-m", "openai/x", "hi"], code: 3, says: /set OPENAI_API_KEY/ },
	{ name: "a provider and no model", args: ["-p", "-m", "ollama", "hi"], code: 3, says: /which model of Ollama\?/ },
	{
		name: "a model that the service does not have",
		args: ask,
		steps: [{ status: 404, body: { error: { message: "there is no model any", code: "model_not_found" } } }],
		code: 3,
		says: /any/,
	},
	{ name: "a key that is refused", args: ask, steps: [{ status: 401 }], code: 3, says: /NEXUS_API_KEY/ },
	{ name: "nobody at that address", args: ask, env: unreachable, code: 6, says: /127\.0\.0\.1:9/ },
	{
		name: "a request that is wrong",
		args: ask,
		steps: [{ status: 400, body: { error: { message: "no such field" } } }],
		code: 6,
		says: /no such field/,
	},
	{ name: "too many turns", args: [...ask, "--max-turns", "2"], steps: [spin], code: 5, says: /2 (turns|requests)/ },
	{
		name: "a time limit",
		args: [...ask, "--timeout", "1"],
		steps: [{ text: "so ", hang: true }],
		code: 5,
		says: /stopped after 1 s/,
	},
	{
		name: "a budget that cannot be kept",
		args: [...ask, "--max-budget-usd", "1"],
		steps: [{ text: "ok" }],
		code: 5,
		says: /price of this model is not known/,
	},
	{
		name: "a budget that is too small",
		args: ["-p", "-m", "openai/gpt-4o", "hi", "--max-budget-usd", "0.000001"],
		env: { OPENAI_API_KEY: "x", OPENAI_BASE_URL: "http://127.0.0.1:9/v1" },
		code: 5,
		says: /budget of \$0\.0000 is used up/,
	},
	{ name: "an unknown flag", args: ["-p", "hi", "--outptu-format", "json"], code: 2, says: /--output-format/ },
	{ name: "a wrong value", args: ["-p", "hi", "--max-turns", "none"], code: 2, says: /--max-turns/ },
	{
		name: "an unknown mode",
		args: ["-p", "hi", "--permission-mode", "al"],
		code: 2,
		says: /ask, edits, auto, plan, yolo/,
	},
	{ name: "an unknown agent", args: ["-p", "hi", "-a", "nexsu"], code: 2, says: /did you mean nexus/ },
	{
		name: "an unknown session",
		args: ["-p", "hi", "-r", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
		code: 2,
		says: /no session 01ARZ/,
	},
	{ name: "a folder that is not there", args: ["-p", "hi", "-C", "nowhere"], code: 2, says: /no folder .*nowhere/ },
	{ name: "a configuration that is not there", args: ["-p", "hi", "--config", "no.toml"], code: 2, says: /no\.toml/ },
	{ name: "no prompt", args: ["-p"], code: 2, says: /no prompt/ },
	{ name: "binary data", args: ["-p", "hi"], stdin: Buffer.from([1, 0, 2, 0]), code: 2, says: /binary data/ },
	{
		name: "a line that is no prompt",
		args: ["-p", "--input-format", "stream-json"],
		stdin: "not json\n",
		code: 2,
		says: /line 1 of stdin/,
	},
	{
		name: "an output file that cannot be written",
		args: [...ask, "--output-file", "no/such/folder.txt"],
		steps: [{ text: "the answer" }],
		code: 1,
		says: /no\/such\/folder\.txt/,
	},
	{
		name: "an output file that is a pipe nobody reads",
		args: ["-p", "hi", "--output-file", "pipe"],
		prepare: makePipe,
		code: 2,
		says: /cannot be written to pipe: it is a pipe/,
	},
	{
		name: "an output file that is a link to such a pipe",
		args: ["-p", "hi", "--output-file", "link"],
		prepare: makePipe,
		code: 2,
		says: /cannot be written to link: it is a pipe/,
	},
	{
		name: "an output file that is a folder",
		args: ["-p", "hi", "--output-file", "."],
		code: 2,
		says: /cannot be written to \.: it is a folder/,
	},
	{
		name: "an output file that is a device",
		args: ["-p", "hi", "--output-file", "/dev/zero"],
		code: 2,
		says: /cannot be written to \/dev\/zero/,
	},
	{
		name: "a schema that is a pipe nobody writes to",
		args: ["-p", "hi", "--json-schema", "pipe"],
		prepare: makePipe,
		code: 2,
		says: /pipe is not a JSON Schema that can be read/,
	},
	{
		name: "a script of a model that is a pipe nobody writes to",
		args: ["-p", "-m", "scripted/pipe", "hi"],
		prepare: makePipe,
		code: 3,
		says: /the script pipe cannot be used/,
	},
	...[
		["--allow", "run_command()"],
		["--allow", "run_command(git log *"],
		["--deny", "(*)"],
		["--deny", ""],
	].map(([flag = "", rule = ""]) => ({
		name: `the rule ${flag} ${JSON.stringify(rule)}`,
		args: ["-p", "what is 2+2?", flag, rule],
		code: 2,
		says: /".*" is not a rule/,
	})),
];

describe.concurrent("each failure is one line, a hint and a code, and JSON where that was asked for", () => {
	for (const { name, args, code, says, steps, env = {}, stdin, prepare } of failures) {
		test(name, async ({ nexus, expect }) => {
			prepare?.(nexus);
			const [text, json] = await Promise.all(
				[[], ["-o", "json"]].map(async (more) => {
					const server = steps === undefined ? undefined : await nexus.server(steps);
					return nexus.run([...args, ...more], {
						env: { ...server?.env, ...env },
						...(stdin === undefined ? {} : { stdin }),
					});
				}),
			);
			expect({ code: text?.code, stderr: text?.stderr }).toMatchObject({ code, stderr: expect.stringMatching(says) });
			const last = text?.stderr.trimEnd().split("\n").at(-1) ?? "";
			expect(last).toMatch(/^nexus: .+/);
			expect(text?.stderr).not.toMatch(/^\s+at .+:\d+/m);
			expect(text?.ms).toBeLessThan(20_000);

			expect(json?.code).toBe(code);
			const result = JSON.parse(json?.stdout ?? "");
			expect(result).toMatchObject({ isError: true, exitCode: code, error: { message: expect.any(String) } });
			expect(json?.stderr).toMatch(says);
		});
	}
});

test.concurrent("stream-json ends with the result line, also when nothing could start", async ({ nexus, expect }) => {
	const run = await nexus.run(["-p", "-m", "nobody/x", "hi", "-o", "stream-json"]);
	expect(run.code).toBe(3);
	expect(jsonLines(run.stdout)).toMatchObject([{ type: "result", exitCode: 3, error: { code: "model.not-found" } }]);
});

describe.concurrent("what goes on at a failure", () => {
	test("an endpoint that is down is given up within 5 s", async ({ nexus, expect }) => {
		const run = await nexus.run(ask, { env: unreachable });
		expect(run.code).toBe(6);
		expect(run.ms).toBeLessThan(5000);
	});

	test("a rate limit that passes is waited for", async ({ nexus, expect }) => {
		const server = await nexus.server([{ status: 429, headers: { "retry-after": "0" } }, { text: "now" }]);
		const run = await nexus.run(ask, { env: server.env });
		expect(run).toMatchObject({ code: 0, stdout: "now\n" });
		expect(run.stderr).toMatch(/try 2 in/);
	});

	test.for([
		["SIGINT", 130],
		["SIGTERM", 143],
	] as const)(
		"%s ends it with %i within 2 s, and what had been said is kept",
		async ([signal, code], { nexus, expect }) => {
			const server = await nexus.server([{ text: "said before the end ", chunk: 99, hang: true }, { text: "more" }]);
			const running = nexus.start([...ask, "-o", "stream-json"], { env: server.env });
			await running.shows("said before the end");
			const before = performance.now();
			running.child.kill(signal);
			const run = await running.ended;
			expect(performance.now() - before).toBeLessThan(stopMs);
			expect(run.code).toBe(code);
			expect(jsonLines(run.stdout).at(-1)).toMatchObject({ type: "result", stopReason: "cancelled", exitCode: code });
			await nexus.run(["-p", "-c", "go on", "-m", "custom/any"], { env: server.env });
			expect(JSON.stringify(server.requests[1]?.messages)).toContain("said before the end");
		},
	);

	test("a signal while it waits for stdin ends it too", async ({ nexus, expect }) => {
		const running = nexus.start(["-p", "hi"], { stdin: { open: true } });
		running.child.stdin?.write("part");
		// Its handlers are set in one go; Node itself handles TERM, but not HUP.
		await until(() => catches(running.pid, 1));
		running.child.kill("SIGTERM");
		expect((await running.ended).code).toBe(143);
	});
});

test.concurrent("a key that the service echoes is found nowhere", async ({ nexus, expect }) => {
	const key = "sk-live-Zm9vYmFyYmF6cXV4MTIzNA";
	const answers: readonly ChatStep[] = [
		{ status: 401, body: { error: { message: `Incorrect API key provided: ${key}` } } },
		{ text: `Your key is ${key}, is it not?`, chunk: 7, delayMs: 30 },
		{ calls: [{ name: "run_command", input: { command: "env" } }] },
		{ text: "done" },
	];
	const server = await nexus.server(answers);
	const env = { ...server.env, NEXUS_API_KEY: key, GROQ_API_KEY: key };
	const outputs: string[] = [];
	for (const args of [[...ask], [...ask, "-o", "stream-json"], [...ask, "--yolo"]]) {
		const run = await nexus.run([...args, "--verbose"], { env });
		outputs.push(run.stdout, run.stderr);
	}
	for (const args of [["sessions", "list", "--json"], ["doctor"], ["config", "list"]]) {
		const run = await nexus.run(args, { env });
		outputs.push(run.stdout, run.stderr);
	}
	expect(server.requests.length).toBe(4);
	expect(outputs.join("\n")).not.toContain(key);
	expect(outputs.map((output) => (output.startsWith("{") ? shownText(output) : "")).join("\n")).not.toContain(key);
	for (const entry of readdirSync(nexus.nexusHome, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const bytes = readFileSync(join(entry.parentPath, entry.name));
		expect(bytes.includes(key), `${entry.name} holds the key`).toBe(false);
	}
});
