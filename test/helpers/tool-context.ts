import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { createNodeFs } from "../../src/adapters/node-fs.js";
import { createNodeWorkers } from "../../src/adapters/node-workers.js";
import { createSqliteReminders } from "../../src/adapters/sqlite-reminders.js";
import { createWebServices } from "../../src/adapters/web/web-services.js";
import type { WebSettings } from "../../src/adapters/web/web-settings.js";
import type { AgentMail, AgentShared } from "../../src/contracts/agent-mail.js";
import type { Agents } from "../../src/contracts/agent-run.js";
import type { Jobs } from "../../src/contracts/jobs.js";
import type { JsonValue } from "../../src/contracts/json.js";
import type { Http, KeyValue, System, Workers } from "../../src/contracts/ports.js";
import type { AccessContext, Note, Notes, ToolContext, ToolDefinition, ToolOutput } from "../../src/contracts/tool.js";
import type { ModelCalls } from "../../src/contracts/tool-services.js";
import { createOutputs } from "../../src/runtime/outputs.js";
import { createRedactor } from "../../src/security/redact.js";
import { ManualClock } from "./manual-clock.js";
import { createPlainProcesses } from "./plain-processes.js";
import { sequence } from "./sequence.js";

/** A folder that is gone after the test; its real path. */
export function temporaryFolder(parent = tmpdir()): string {
	const path = realpathSync(mkdtempSync(join(parent, "nexus-test-")));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

export function memoryCache(): KeyValue {
	const values = new Map<string, JsonValue>();
	return {
		get: async (key) => values.get(key),
		set: async (key, value) => {
			values.set(key, value);
		},
		delete: async (key) => {
			values.delete(key);
		},
		close: async () => undefined,
	};
}

export function memoryNotes(): Notes {
	const notes: Note[] = [];
	return {
		add: async (text, tags, origin) => {
			const known = origin === undefined ? {} : { origin };
			const note = { id: String(notes.length + 1), text, tags, time: "2026-01-01T00:00:00.000Z", ...known };
			notes.push(note);
			return note;
		},
		search: async (query, limit) =>
			notes.filter((note) => note.text.toLowerCase().includes(query.toLowerCase())).slice(0, limit),
	};
}

const refuse = (what: string) => (): never => {
	throw new Error(`this test gave no ${what}`);
};

export const noSystem: System = {
	sample: refuse("system"),
	info: refuse("system"),
	processes: refuse("system"),
	disks: refuse("system"),
	networkInterfaces: refuse("system"),
	network: refuse("system"),
	listening: refuse("system"),
	batteries: refuse("system"),
	environment: refuse("system"),
	folderSizes: refuse("system"),
	close: () => undefined,
};
const noJobs: Jobs = {
	start: refuse("jobs"),
	list: refuse("jobs"),
	read: refuse("jobs"),
	wait: refuse("jobs"),
	kill: refuse("jobs"),
	close: async () => undefined,
};
const noMail: AgentMail = {
	identity: { address: "test", name: "test", space: "test" },
	addresses: refuse("mail"),
	send: refuse("mail"),
	publish: refuse("mail"),
	broadcast: refuse("mail"),
	ask: refuse("mail"),
	reply: refuse("mail"),
	wait: refuse("mail"),
	subscribe: refuse("mail"),
};
const noShared: AgentShared = {
	get: refuse("shared context"),
	list: refuse("shared context"),
	set: refuse("shared context"),
	delete: refuse("shared context"),
	next: refuse("shared context"),
};
const noAgents: Agents = {
	available: refuse("agents"),
	start: refuse("agents"),
	list: refuse("agents"),
	get: refuse("agents"),
	wait: refuse("agents"),
};
const noHttp: Http = { request: refuse("http") };
/** Threads start with their first use and end with the tests of a file. */
const workers: Workers = createNodeWorkers();

const noModels: ModelCalls = { list: refuse("models"), ask: refuse("models"), image: refuse("models") };

/** Addresses that nobody answers at: a test gives its own server's. */
export const testWebSettings: WebSettings = {
	search: { provider: "searxng", baseUrl: "http://search.invalid", apiKeyVariables: [] },
	weather: { forecastUrl: "http://weather.invalid/forecast", geocodingUrl: "http://weather.invalid/places" },
	quotes: { baseUrl: "http://quotes.invalid" },
};
const testServices = createWebServices(testWebSettings, { http: noHttp, clock: new ManualClock() });

/** What is known of a call before it runs, in the working directory `/`. */
export const accessContext: AccessContext = {
	cwd: "/",
	services: testServices,
	modelAddress: () => "http://models.invalid/v1",
};

export interface TestContext extends ToolContext {
	/** All progress so far. */
	readonly shown: readonly string[];
}

/** The ports of a tool call over a new temporary folder, real files and real processes. */
export function createToolContext(overrides: Partial<ToolContext> = {}): TestContext {
	const cwd = overrides.cwd ?? temporaryFolder();
	const shown: string[] = [];
	return {
		cwd,
		roots: [cwd],
		fs: createNodeFs({ cwd }),
		processes: createPlainProcesses(),
		http: noHttp,
		clock: new ManualClock(),
		system: noSystem,
		workers,
		notes: memoryNotes(),
		cache: memoryCache(),
		tools: { find: refuse("tools") },
		services: testServices,
		models: noModels,
		jobs: noJobs,
		mail: noMail,
		shared: noShared,
		agents: noAgents,
		reminders: createSqliteReminders(":memory:", overrides.clock ?? new ManualClock()),
		outputs: createOutputs(temporaryFolder(), createRedactor([]), 40_000, sequence("output")),
		seen: new Map(),
		signal: new AbortController().signal,
		timeZone: "UTC",
		progress: (text) => {
			shown.push(text);
		},
		...overrides,
		shown,
	};
}

/** Input checked and defaulted as the stack does it, then run. */
export const runTool = <Input extends z.ZodObject>(
	tool: ToolDefinition<Input>,
	input: z.input<Input>,
	context: ToolContext,
): Promise<ToolOutput> => tool.run(tool.input.parse(input), context);

// biome-ignore lint/suspicious/noExplicitAny: tests look into what they expect
export const detailsOf = (output: ToolOutput): any => output.details;
