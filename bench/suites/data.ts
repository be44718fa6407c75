// Questions to a large table, as `nexus tools run` answers them: rows a second from outside, peak memory of the process.
import { join } from "node:path";
import { writeBigTable } from "../big-table.js";
import { nexusBin, type ProcessRun, runForUsage, runNode } from "../process-run.js";
import type { Suite, SuiteContext } from "../suite.js";

const queries = {
	filter: ["where=price > 999.9 and country = 'DE'", "limit=20"],
	group: ["group_by=country", "aggregate=count, sum(price), mean(quantity)"],
} as const;

const limitMs = 200_000;

export const dataSuite: Suite = {
	name: "data",
	parts: [
		{ rows: ["data.filter.rate", "data.filter.memory"], measure: (context) => ask(context, "filter") },
		{ rows: ["data.group.rate", "data.group.memory"], measure: (context) => ask(context, "group") },
	],
};

const ask = async (context: SuiteContext, name: keyof typeof queries): Promise<void> => {
	const cwd = context.folder();
	const rows = writeBigTable(join(cwd, "big.csv"), context.isQuick ? 50e6 : 1e9);
	const words = [nexusBin, "tools", "run", "query_data", "path=big.csv", ...queries[name]];
	const options = { cwd, env: { NEXUS_HOME: context.folder() }, limitMs };
	const answered = (run: ProcessRun): number => {
		if (run.code !== 0) throw new Error(`query_data failed: ${run.stderr.trim()}`);
		return rows / (run.wallMs / 1000);
	};
	context.measured(`data.${name}.rate`, [answered(await runNode(words, options))]);
	context.measured(`data.${name}.memory`, [(await runForUsage(words, options)).peakMb]);
};
