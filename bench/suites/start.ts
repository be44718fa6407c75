// The shortest things that nexus does, and the unit: how long node takes for nothing.
import { fileURLToPath } from "node:url";
import { repeat } from "../figures.js";
import { nexusBin, runNode } from "../process-run.js";
import type { Suite, SuiteContext } from "../suite.js";

const emptyScript = fileURLToPath(new URL("../floors/empty.mjs", import.meta.url));

export const startSuite: Suite = {
	name: "start",
	parts: [{ rows: ["version", "help"], floors: ["node", "script"], measure: (context) => starts(context) }],
};

const starts = async ({ times, measured, floor, folder }: SuiteContext): Promise<void> => {
	const home = { env: { NEXUS_HOME: folder() } };
	// Interleaved, so that a busy moment of the machine hits all alike; the first round fills the caches.
	const rounds = await repeat(times(21) + 1, async () => ({
		node: (await runNode(["-e", "0"])).wallMs,
		script: (await runNode([emptyScript])).wallMs,
		version: (await runNode([nexusBin, "--version"], home)).wallMs,
		help: (await runNode([nexusBin, "--help"], home)).wallMs,
	}));
	const counted = rounds.slice(1);
	floor(
		"node",
		counted.map((round) => round.node),
	);
	floor(
		"script",
		counted.map((round) => round.script),
	);
	measured(
		"version",
		counted.map((round) => round.version),
	);
	measured(
		"help",
		counted.map((round) => round.help),
	);
};
