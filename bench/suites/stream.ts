// Long answers on the screen: flat out, and at the speed of a quick model.
import { repeat } from "../figures.js";
import type { Suite, SuiteContext } from "../suite.js";
import { type Opened, openScreen, type Subject, streamTokens } from "./screen-terminal.js";

export const flatTokens = 20_000;

const flatRows = ["flat.rate", "flat.cpu", "flat.bytes", "flat.memory"];
const steadyRows = ["steady.cpu", "steady.bytes"];

export const streamSuite: Suite = {
	name: "stream",
	parts: [
		{ rows: flatRows, floors: flatRows, measure: (context) => ofBoth(context, flat) },
		{ rows: steadyRows, floors: steadyRows, measure: (context) => ofBoth(context, steady) },
	],
};

const ofBoth = async (context: SuiteContext, measure: typeof flat): Promise<void> => {
	await measure(context, "floor");
	await measure(context, "nexus");
};

/** A fresh screen for each repetition: the second answer of one is another row's subject. */
const flat = async (context: SuiteContext, subject: Subject): Promise<void> => {
	const runs = await repeat(context.times(5), async () => {
		const opened = await openScreen(context, subject);
		try {
			const figures = await flatOnce(opened, context);
			return { ...figures, peakMb: opened.terminal.usage().peakMb };
		} finally {
			await opened.terminal.close();
		}
	});
	const noted = subject === "nexus" ? context.measured : context.floor;
	noted(
		"flat.rate",
		runs.map((run) => run.rate),
	);
	noted(
		"flat.cpu",
		runs.map((run) => run.cpuS),
	);
	noted(
		"flat.bytes",
		runs.map((run) => run.bytes / 1000),
	);
	noted(
		"flat.memory",
		runs.map((run) => run.peakMb),
	);
};

/** Tokens/s from the first byte that the server sends to the last line on the screen. */
export const flatOnce = async (opened: Opened, context: SuiteContext) => {
	const before = opened.terminal.usage();
	const bytes = opened.terminal.bytes();
	const { fromFirstByteMs } = await streamTokens(opened, context, flatTokens, 0);
	await opened.terminal.quiet(100, 2000);
	return {
		rate: flatTokens / (fromFirstByteMs / 1000),
		cpuS: opened.terminal.usage().cpuS - before.cpuS,
		bytes: opened.terminal.bytes() - bytes,
	};
};

const steady = async (context: SuiteContext, subject: Subject): Promise<void> => {
	const runs = await repeat(context.times(3), async () => {
		const opened = await openScreen(context, subject);
		try {
			return await steadyOnce(opened, context);
		} finally {
			await opened.terminal.close();
		}
	});
	const noted = subject === "nexus" ? context.measured : context.floor;
	noted(
		"steady.cpu",
		runs.map((run) => run.cpuS),
	);
	noted(
		"steady.bytes",
		runs.map((run) => run.bytes / 1000),
	);
};

/** 4,000 tokens at 400 a second: CPU seconds and bytes from enter to the end of the answer. */
export const steadyOnce = async (opened: Opened, context: SuiteContext) => {
	const before = opened.terminal.usage();
	const bytes = opened.terminal.bytes();
	await streamTokens(opened, context, 4000, 400);
	await opened.terminal.quiet(100, 2000);
	return { cpuS: opened.terminal.usage().cpuS - before.cpuS, bytes: opened.terminal.bytes() - bytes };
};
