// npm run bench -- [--quick] [--save] [--only suite or row,…]: measures nexus as it is built and prints a table.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { budgets } from "./budgets.js";
import { chooseParts } from "./choose.js";
import { describeMachine } from "./machine.js";
import { startModelServer } from "./model-server.js";
import { now } from "./now.js";
import { amount, createReport, markdownTable, textTable } from "./report.js";
import { createContext, type Part } from "./suite.js";
import { suites } from "./suites/index.js";

/** The longest part takes about a minute on a machine that does nothing else. */
const partLimitMs = 240_000;

const { values: flags } = parseArgs({
	options: {
		quick: { type: "boolean", default: false },
		save: { type: "boolean", default: false },
		only: { type: "string" },
	},
});

const parts = chosen(flags.only?.split(","));
const machine = describeMachine();
const server = await startModelServer();
const { context, collected } = createContext(server, flags.quick);
const startedMs = now();
for (const [index, part] of parts.entries()) {
	process.stderr.write(`[${index + 1}/${parts.length}] ${part.rows.join(", ")} …\n`);
	const partMs = now();
	await within(partLimitMs, part).catch((error: unknown) => {
		const message = error instanceof Error ? error.message : String(error);
		for (const row of part.rows) {
			if (!collected.measured.has(row)) collected.reasons.set(row, message.split("\n")[0] ?? "");
		}
		process.stderr.write(`  ${message}\n`);
	});
	for (const row of part.rows) process.stderr.write(`  ${progressLine(row)}\n`);
	process.stderr.write(`  took ${seconds(partMs)}\n`);
}
process.stderr.write(`took ${seconds(startedMs)} in all\n`);
await server.close();
collected.dispose();

const report = createReport(machine, collected);
const json = `${JSON.stringify(report, null, "\t")}\n`;
const results = new URL("./results/", import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL(`${new Date().toISOString().replaceAll(":", "-")}.json`, results), json);
if (flags.save) {
	const missing = report.rows.filter((row) => row.measured === null).map((row) => row.id);
	if (missing.length > 0) console.error(`bench: saved without ${missing.join(", ")}`);
	writeFileSync(new URL("../docs/bench.json", import.meta.url), json);
	writeFileSync(new URL("../docs/bench.md", import.meta.url), markdownTable(report));
}
// A part that was given up may still hold the process.
process.stdout.write(`\n${textTable(report)}`, () => process.exit(collected.reasons.size === 0 ? 0 : 1));

function chosen(wanted: readonly string[] | undefined): readonly Part[] {
	try {
		return chooseParts(suites, wanted);
	} catch (error) {
		console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
		process.exit(2);
	}
}

/** A part that hangs costs its rows, not the run. */
async function within(limitMs: number, part: Part): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`it took longer than ${limitMs / 1000} s`)), limitMs);
	});
	try {
		await Promise.race([part.measure(context), limit]);
	} finally {
		clearTimeout(timer);
	}
}

function progressLine(row: string): string {
	const figure = collected.measured.get(row);
	const unit = budgets.find((budget) => budget.id === row)?.unit ?? "count";
	return figure === undefined
		? `${row}: ${collected.reasons.get(row) ?? "no figure"}`
		: `${row} ${amount(figure.value, unit)}`;
}

function seconds(sinceMs: number): string {
	return `${Math.round((now() - sinceMs) / 1000)} s`;
}
