// `nexus -p` against the model server, beside the least that a client can do.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repeat } from "../figures.js";
import { nexusBin, type ProcessRun, runForUsage, runNode } from "../process-run.js";
import { nexusEnv, type Suite, type SuiteContext } from "../suite.js";

const clientScript = fileURLToPath(new URL("../floors/client.mjs", import.meta.url));

export const oneShotSuite: Suite = {
	name: "one-shot",
	parts: [
		{
			rows: ["first-request", "exit", "wall", "body", "requests"].map((row) => `one-shot.${row}`),
			floors: ["client.first-request", "client.exit", "client.wall"],
			measure: (context) => times(context),
		},
		{
			rows: ["one-shot.cpu", "one-shot.memory"],
			floors: ["client.cpu", "client.memory"],
			measure: (context) => usage(context),
		},
		{ rows: ["one-shot.chat.wall"], measure: (context) => chat(context) },
		{ rows: ["one-shot.tool-round"], measure: (context) => toolRound(context) },
		{ rows: ["one-shot.prefix"], measure: (context) => prefix(context) },
	],
};

const times = async ({ server, times: count, measured, floor, folder, scenario }: SuiteContext): Promise<void> => {
	const cwd = folder();
	const nexus = scenario("one-shot");
	const client = scenario("client");
	const once = async (name: string, words: readonly string[]) => {
		const run = await runNode(words, { cwd, env: nexusEnv(cwd, server.url(name)) });
		return { run, name };
	};
	const rounds = await repeat(count(21) + 1, async () => [
		await once(client, [clientScript, server.url(client), "hello"]),
		await once(nexus, [nexusBin, "-p", "-m", "openai/bench", "hello"]),
	]);
	for (const [name, note, prefix] of [
		[client, floor, "client"],
		[nexus, measured, "one-shot"],
	] as const) {
		const runs = rounds.slice(1).map((round) => round.find((one) => one.name === name)!.run);
		for (const run of runs) expectAnswer(run);
		await server.waitFor(name, rounds.length);
		const requests = server.served(name).slice(1);
		note(
			`${prefix}.first-request`,
			runs.map((run, index) => requests[index]!.arrivedMs - run.startedMs),
		);
		note(
			`${prefix}.exit`,
			runs.map((run, index) => run.endedMs - requests[index]!.lastByteMs),
		);
		note(
			`${prefix}.wall`,
			runs.map((run) => run.wallMs),
		);
	}
	const requests = server.served(nexus);
	measured(
		"one-shot.body",
		requests.map((request) => Buffer.byteLength(request.body) / 1000),
	);
	measured("one-shot.requests", [requests.length / rounds.length]);
};

const usage = async ({ server, times: count, measured, floor, folder, scenario }: SuiteContext): Promise<void> => {
	const cwd = folder();
	const env = nexusEnv(cwd, server.url(scenario("usage")));
	const url = server.url(scenario("usage-client"));
	const rounds = await repeat(count(9) + 1, async () => ({
		client: await runForUsage([clientScript, url, "hello"], { cwd }),
		nexus: await runForUsage([nexusBin, "-p", "-m", "openai/bench", "hello"], { cwd, env }),
	}));
	const counted = rounds.slice(1);
	floor(
		"client.cpu",
		counted.map((round) => round.client.cpuS),
	);
	floor(
		"client.memory",
		counted.map((round) => round.client.peakMb),
	);
	measured(
		"one-shot.cpu",
		counted.map((round) => round.nexus.cpuS),
	);
	measured(
		"one-shot.memory",
		counted.map((round) => round.nexus.peakMb),
	);
};

const chat = async ({ server, times: count, measured, folder, scenario }: SuiteContext): Promise<void> => {
	const cwd = folder();
	const env = { NEXUS_HOME: join(cwd, "home"), NEXUS_API_KEY: "bench", NEXUS_BASE_URL: server.url(scenario("chat")) };
	const runs = await repeat(count(9) + 1, () => runNode([nexusBin, "-p", "-m", "custom/bench", "hello"], { cwd, env }));
	for (const run of runs) expectAnswer(run);
	measured(
		"one-shot.chat.wall",
		runs.slice(1).map((run) => run.wallMs),
	);
};

const toolRound = async ({ server, times: count, measured, folder, scenario }: SuiteContext): Promise<void> => {
	const cwd = folder();
	writeFileSync(join(cwd, "notes.txt"), "a line of text\n".repeat(100));
	const rounds = await repeat(count(9) + 1, async () => {
		const name = scenario("tool");
		const words = [nexusBin, "-p", "-m", "openai/bench", "read notes.txt"];
		expectAnswer(await runNode(words, { cwd, env: nexusEnv(cwd, server.url(name)) }));
		await server.waitFor(name, 2);
		const [asked, told] = server.served(name);
		return told!.arrivedMs - asked!.lastByteMs;
	});
	measured("one-shot.tool-round", rounds.slice(1));
};

/** Providers cache what a request has in common with the last one: its beginning. */
const prefix = async ({ server, measured, folder, scenario }: SuiteContext): Promise<void> => {
	const cwd = folder();
	writeFileSync(join(cwd, "notes.txt"), "a line of text\n");
	const name = scenario("prefix");
	const env = nexusEnv(cwd, server.url(name));
	for (const prompt of ["hello", "read notes.txt", "stream 200 0", "hello"]) {
		const words = [nexusBin, "-p", "-m", "openai/bench", ...(server.served(name).length === 0 ? [] : ["-c"]), prompt];
		expectAnswer(await runNode(words, { cwd, env }));
	}
	const bodies = server.served(name).map((request) => request.body);
	const pairs = bodies.slice(1).map((body, index) => body.startsWith(bodies[index]!.replace(/\]\}$/, "")));
	if (pairs.length < 4) throw new Error(`only ${bodies.length} requests came`);
	measured("one-shot.prefix", [pairs.filter(Boolean).length / pairs.length]);
};

const expectAnswer = (run: ProcessRun): void => {
	if (run.code === 0 && /hello|end-/.test(run.stdout)) return;
	throw new Error(`no answer, exit ${run.code}: ${run.stderr.trim()}`);
};
