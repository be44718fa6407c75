// npm run bench -- [--quick] [--save] [--only name,…]: measures nexus as it is built and prints a table.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeMachine } from "./machine.js";
import { startModelServer } from "./model-server.js";
import { now } from "./now.js";
import { createReport, markdownTable, textTable } from "./report.js";
import { createContext, type Suite } from "./suite.js";
import { failuresSuite } from "./suites/failures.js";
import { idleSuite } from "./suites/idle.js";
import { inProcessSuite } from "./suites/in-process.js";
import { installSuite } from "./suites/install.js";
import { longSuite } from "./suites/long.js";
import { oneShotSuite } from "./suites/one-shot.js";
import { screenSuite } from "./suites/screen.js";
import { startSuite } from "./suites/start.js";
import { streamSuite } from "./suites/stream.js";

const suites: readonly Suite[] = [
	startSuite,
	oneShotSuite,
	failuresSuite,
	screenSuite,
	streamSuite,
	longSuite,
	idleSuite,
	inProcessSuite,
	installSuite,
];
/** Groups of rows that a suite of another name gives. */
const groupsOf: Readonly<Record<string, readonly string[]>> = {
	stream: ["flat.", "steady."],
	"in-process": ["log", "reducer"],
};

const { values: flags } = parseArgs({
	options: {
		quick: { type: "boolean", default: false },
		save: { type: "boolean", default: false },
		only: { type: "string" },
	},
});
const wanted = flags.only?.split(",");
const unknown = wanted?.find((name) => !suites.some((suite) => suite.name === name));
if (unknown !== undefined) {
	console.error(`bench: there is no ${unknown}; there are ${suites.map((suite) => suite.name).join(", ")}`);
	process.exit(2);
}

const machine = describeMachine();
const server = await startModelServer();
const { context, collected } = createContext(server, flags.quick);
for (const suite of suites) {
	if (wanted !== undefined && !wanted.includes(suite.name)) continue;
	const startedMs = now();
	process.stderr.write(`${suite.name} … `);
	await context.attempt(groupsOf[suite.name] ?? [suite.name], () => suite.run(context));
	process.stderr.write(`${Math.round((now() - startedMs) / 1000)} s\n`);
}
await server.close();
collected.dispose();

const report = createReport(machine, collected);
process.stdout.write(`\n${textTable(report)}`);
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
process.exitCode = collected.reasons.size === 0 ? 0 : 1;
