// A session of 50 turns: does a turn cost more the later it comes?
import { now, pause } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";
import { type Opened, openScreen, streamTokens } from "./screen-terminal.js";
import { flatOnce, flatTokens, steadyOnce } from "./stream.js";

const turns = 50;
/** 54,000 tokens in all, with the 20,000 of the last answer. */
const tokensPerTurn = (54_000 - flatTokens) / turns;

export const longSuite: Suite = {
	name: "long",
	parts: [
		{
			rows: [
				...["wall", "cpu", "bytes"].map((row) => `long.growth.${row}`),
				...["flat.rate", "memory", "steady.cpu", "steady.bytes"].map((row) => `long.${row}`),
			],
			measure: (context) => longSession(context),
		},
	],
};

const longSession = async (context: SuiteContext): Promise<void> => {
	const opened = await openScreen(context, "nexus");
	try {
		await grow(opened, context);
		context.measured("long.flat.rate", [(await flatOnce(opened, context)).rate]);
		context.measured("long.memory", [opened.terminal.usage().peakMb]);
		const steady = await steadyOnce(opened, context);
		context.measured("long.steady.cpu", [steady.cpuS]);
		context.measured("long.steady.bytes", [steady.bytes / 1000]);
	} finally {
		await opened.terminal.close();
	}
};

const grow = async (opened: Opened, context: SuiteContext): Promise<void> => {
	const costs: { readonly wallMs: number; readonly cpuS: number; readonly bytes: number }[] = [];
	// Two turns are not counted: they warm up what every process has to.
	for (let turn = -2; turn < turns; turn++) {
		const { cpuS } = opened.terminal.usage();
		const bytes = opened.terminal.bytes();
		const startedMs = now();
		await streamTokens(opened, context, tokensPerTurn, 0);
		const wallMs = now() - startedMs;
		await pause(40);
		costs.push({ wallMs, cpuS: opened.terminal.usage().cpuS - cpuS, bytes: opened.terminal.bytes() - bytes });
	}
	const counted = costs.slice(2);
	const sum = (part: readonly (typeof costs)[number][], of: (cost: (typeof costs)[number]) => number) =>
		part.reduce((total, cost) => total + of(cost), 0);
	const growth = (of: (cost: (typeof costs)[number]) => number) => [
		sum(counted.slice(-10), of) / sum(counted.slice(0, 10), of),
	];
	context.measured(
		"long.growth.wall",
		growth((cost) => cost.wallMs),
	);
	context.measured(
		"long.growth.cpu",
		growth((cost) => cost.cpuS),
	);
	context.measured(
		"long.growth.bytes",
		growth((cost) => cost.bytes),
	);
};
