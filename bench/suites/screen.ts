// The screen from its start to the echo of a key, idle and while text streams.
import { fileURLToPath } from "node:url";
import { median, percentile, repeat } from "../figures.js";
import { now, pause } from "../now.js";
import { nexusBin } from "../process-run.js";
import { nexusEnv, type Suite, type SuiteContext } from "../suite.js";
import { openTerminal } from "../terminal.js";
import { measureKeyEcho } from "./key-echo.js";
import { openScreen, type Subject, submit } from "./screen-terminal.js";

const floorScript = fileURLToPath(new URL("../floors/screen.mjs", import.meta.url));

export const screenSuite: Suite = {
	name: "screen",
	parts: [
		{
			rows: ["screen.paint", "screen.ready"],
			floors: ["screen.paint", "screen.ready"],
			measure: (context) => starts(context),
		},
		...(["idle", "400"] as const).map((when) => ({
			rows: [`screen.echo.${when}.median`, `screen.echo.${when}.p95`],
			floors: [`screen.echo.${when}.median`, `screen.echo.${when}.p95`],
			measure: async (context: SuiteContext) => {
				await echo(context, "floor", when);
				await echo(context, "nexus", when);
			},
		})),
		{ rows: ["screen.echo.flat.p95"], measure: (context) => echo(context, "nexus", "flat") },
	],
};

const note = (context: SuiteContext, subject: Subject) => (subject === "nexus" ? context.measured : context.floor);

const starts = async (context: SuiteContext): Promise<void> => {
	const cwd = context.folder();
	const env = nexusEnv(cwd, context.server.url(context.scenario("start")));
	const rounds = await repeat(context.times(9) + 1, async () => ({
		floor: await startOnce([floorScript], cwd, env),
		nexus: await startOnce([nexusBin, "-m", "openai/bench"], cwd, env),
	}));
	const counted = rounds.slice(1);
	for (const subject of ["floor", "nexus"] as const) {
		note(context, subject)(
			"screen.paint",
			counted.map((round) => round[subject].paintMs),
		);
		note(context, subject)(
			"screen.ready",
			counted.map((round) => round[subject].readyMs),
		);
	}
};

const earlyKey = "Ā";

/** First paint: the first thing to read. Ready: a key that was typed before the program ran is in the input line. */
const startOnce = async (words: readonly string[], cwd: string, env: Readonly<Record<string, string>>) => {
	const at = { paintMs: 0, readyMs: 0 };
	const terminal = openTerminal(words, {
		cwd,
		env,
		onData: (text, atMs) => {
			const isPaint = visible(text).replace(earlyKey, "") !== "";
			if (isPaint && at.paintMs === 0) at.paintMs = atMs;
			// What comes before the first paint is the terminal's own echo.
			if (at.paintMs !== 0 && at.readyMs === 0 && text.includes(earlyKey)) at.readyMs = atMs;
		},
	});
	terminal.write(earlyKey);
	for (let waitedMs = 0; at.readyMs === 0 && waitedMs < 5000; waitedMs += 20) {
		await pause(20);
		// The floor draws no input line: its first key after the start is the measure.
		if (words[0] === floorScript && at.paintMs !== 0 && at.readyMs === 0) terminal.write(earlyKey);
	}
	await terminal.close();
	if (at.readyMs === 0) throw new Error("a key typed before the start never showed in the input line");
	return { paintMs: at.paintMs - terminal.startedMs, readyMs: at.readyMs - terminal.startedMs };
};

const visible = (text: string): string =>
	text.replace(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b./g, "").trim();

const echo = async (context: SuiteContext, subject: Subject, when: "idle" | "400" | "flat"): Promise<void> => {
	const { terminal } = await openScreen(context, subject);
	const times = {
		idle: () => measureKeyEcho(terminal, { keys: context.times(200), pauseMs: 10 }),
		"400": () => echoWhile(terminal, context.isQuick ? 1600 : 4000, 400),
		flat: () => echoWhile(terminal, context.isQuick ? 60_000 : 200_000, 0),
	};
	try {
		const taken = await times[when]();
		if (when !== "flat") note(context, subject)(`screen.echo.${when}.median`, [median(taken)]);
		note(context, subject)(`screen.echo.${when}.p95`, [percentile(taken, 0.95)]);
	} finally {
		await terminal.close();
	}
};

const echoWhile = async (
	terminal: Awaited<ReturnType<typeof openScreen>>["terminal"],
	tokens: number,
	rate: number,
) => {
	const state = { isOver: false };
	const end = terminal.seen(`end-${tokens}`, 60_000).then(() => {
		state.isOver = true;
	});
	await submit(terminal, `stream ${tokens} ${rate}`);
	await pause(rate === 0 ? 100 : 500);
	// No keys at the end: the floor writes them into the text, and so into the line that tells the end.
	const lastKeyMs = rate === 0 ? Number.POSITIVE_INFINITY : now() + (tokens / rate) * 800;
	const isOver = () => state.isOver || now() > lastKeyMs;
	const times = await measureKeyEcho(terminal, { keys: 1000, pauseMs: 10, isOver });
	await end;
	// The last key may have been pressed after the end.
	const during = times.slice(0, -1);
	if (during.length < 5) throw new Error(`the answer ended after ${during.length} keys`);
	return during;
};
