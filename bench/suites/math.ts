// The calculator: a process of its own for one sum, and one call after the other in a process that goes on.
import { createNodeWorkers } from "../../src/adapters/node-workers.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { AnyTool, ToolContext } from "../../src/contracts/tool.js";
import { calculateTool } from "../../tools/math/calculate.js";
import { convertUnitsTool } from "../../tools/math/convert-units.js";
import { repeat } from "../figures.js";
import { now } from "../now.js";
import { nexusBin, runNode } from "../process-run.js";
import type { Suite, SuiteContext } from "../suite.js";

export const mathSuite: Suite = {
	name: "math",
	parts: [
		{ rows: ["math.cold"], measure: (context) => cold(context) },
		{ rows: ["math.warm", "math.units"], measure: (context) => warm(context) },
	],
};

const cold = async ({ folder, times, measured }: SuiteContext): Promise<void> => {
	const env = { NEXUS_HOME: folder() };
	const rounds = await repeat(times(9) + 1, () =>
		runNode([nexusBin, "tools", "run", "calculate", "expression=1/3+1/6"], { env }),
	);
	measured(
		"math.cold",
		rounds.slice(1).map((run) => run.wallMs),
	);
};

/** Each call asks for something else, so that nothing is remembered. */
const warm = async ({ times, measured }: SuiteContext): Promise<void> => {
	const workers = createNodeWorkers();
	const signal = new AbortController().signal;
	const context = { workers, clock: systemClock, signal, progress: () => undefined } as unknown as ToolContext;
	const call = async (tool: AnyTool, input: Record<string, unknown>): Promise<number> => {
		const startedMs = now();
		await tool.run(tool.input.parse(input), context);
		return now() - startedMs;
	};
	const calls = async (count: number, ask: (index: number) => Promise<number>): Promise<readonly number[]> => {
		const taken: number[] = [];
		for (let index = 0; index < count; index++) taken.push(await ask(index));
		return taken.slice(Math.floor(count / 5));
	};
	const count = times(1500);
	measured(
		"math.warm",
		await calls(count, (index) => call(calculateTool as unknown as AnyTool, { expression: `${index}/7 + 15% of 240` })),
	);
	measured(
		"math.units",
		await calls(count, (index) =>
			call(convertUnitsTool as unknown as AnyTool, { value: index, from: "km", to: "miles" }),
		),
	);
	await workers.close();
};
