// The rows of the table: what each measures, what a release must show, what we aim for. `reference` is the floor's value
// on the quiet 2-core machine on which must and aim were set: a row is judged by its ratio to the floor of the same run.
export interface Budget {
	readonly id: string;
	readonly group: string;
	readonly label: string;
	readonly unit:
		| "ms"
		| "s"
		| "µs"
		| "MB"
		| "KB"
		| "%"
		| "×"
		| "count"
		| "files"
		| "tokens/s"
		| "events/s"
		| "rows/s"
		| "decisions/s"
		| "messages/s"
		| "MB/s"
		| "of 1";
	readonly must?: number;
	readonly aim?: number;
	readonly floor?: { readonly id: string; readonly reference: number };
	/** More is better: rates, shares. */
	readonly isHigherBetter?: true;
}

const node = { id: "node", reference: 21 };
const better = { isHigherBetter: true } as const;

export const budgets: readonly Budget[] = [
	{ id: "version", group: "start", label: "`--version`", unit: "ms", must: 60, aim: 45, floor: node },
	{ id: "help", group: "start", label: "`--help`", unit: "ms", must: 60, aim: 45, floor: node },

	...rows("one-shot", [
		["first-request", "spawn to first request", "ms", 200, 90, "client.first-request", 40],
		["exit", "last byte to exit", "ms", 30, 12, "client.exit", 6],
		["wall", "wall", "ms", 230, 110, "client.wall", 47],
		["cpu", "CPU", "s", 0.2, 0.1, "client.cpu", 0.04],
		["memory", "peak memory", "MB", 115, 80, "client.memory", 58],
		["body", "first request body", "KB", 12, 8],
		["requests", "requests per prompt", "count", 1, 1],
		["chat.wall", "wall, Chat Completions", "ms", 230, 110, "client.wall", 47],
		["tool-round", "tool round of a file read", "ms", 20, 8, "node", 21],
	]),
	{
		id: "one-shot.prefix",
		group: "one-shot",
		label: "next body starts with the bytes of the last",
		unit: "of 1",
		must: 1,
		aim: 1,
		...better,
	},

	...rows("failures", [
		["429", "two 429 with retry-after 1, then an answer", "s", 3, 2.3],
		["500", "two 500, then an answer", "s", 2, 0.9],
		["disconnect", "two disconnects, then an answer", "s", 2, 0.8],
		["malformed", "two malformed streams, then an answer", "s", 2, 0.9],
		["down", "endpoint down: message and exit", "s", 5, 3],
	]),

	...rows("screen", [
		["paint", "first paint", "ms", 200, 120, "screen.paint", 41],
		["ready", "input ready, with a key typed before", "ms", 230, 135, "screen.ready", 41],
		["echo.idle.median", "key echo idle, median", "ms", 3, 1.5, "screen.echo.idle.median", 0.5],
		["echo.idle.p95", "key echo idle, p95", "ms", 8, 4, "screen.echo.idle.p95", 1],
		["echo.400.median", "key echo at 400 tokens/s, median", "ms", 5, 2, "screen.echo.400.median", 0.3],
		["echo.400.p95", "key echo at 400 tokens/s, p95", "ms", 12, 10, "screen.echo.400.p95", 0.4],
		["echo.flat.p95", "key echo flat out, p95", "ms", 100, 40],
	]),

	{
		id: "flat.rate",
		group: "stream",
		label: "20,000 tokens flat out",
		unit: "tokens/s",
		must: 20_000,
		aim: 50_000,
		floor: { id: "flat.rate", reference: 350_000 },
		...better,
	},
	...rows("flat", [
		["cpu", "CPU of these", "s"],
		["bytes", "bytes to the terminal", "KB"],
		["memory", "peak memory", "MB"],
	]),
	...rows("steady", [
		["cpu", "CPU for 4,000 tokens at 400/s", "s", 1.7, 1, "steady.cpu", 0.26],
		["bytes", "bytes to the terminal (source 16 KB)", "KB", 650, 400],
	]),
	...rows("long", [
		["flat.rate", "20,000 tokens flat out after 50 turns", "tokens/s"],
		["steady.cpu", "CPU for 4,000 tokens at 400/s after 50 turns", "s", 1.7, 1, "steady.cpu", 0.26],
		["steady.bytes", "bytes to the terminal after 50 turns", "KB", 650, 400],
		["memory", "peak memory after 54k tokens and 50 turns", "MB", 300, 200],
		["growth.wall", "growth, turns 41-50 against 1-10: wall", "×", 1.15, 1.05],
		["growth.cpu", "growth: CPU", "×", 1.15, 1.05],
		["growth.bytes", "growth: bytes", "×", 1.15, 1.05],
	]),
	...rows("idle", [
		["memory", "idle: memory", "MB", 125, 100],
		["cpu", "idle: CPU over 30 s", "%", 0.1, 0],
		["bytes", "idle: drawn in 30 s", "KB", 0, 0],
	]),

	...rows("log", [
		["stream.p50", "append of streamed text, p50", "µs", 50, 15, "sqlite.p50", 7],
		["stream.p99", "append of streamed text, p99", "µs", 1000, 100, "sqlite.p99", 37],
		// Budgets are for a write that the system may still hold; this one is on the disk when it returns.
		["durable.p50", "append of a durable event, synced, p50", "µs", undefined, undefined, "sqlite.synced.p50", 97],
		["durable.p95", "append of a durable event, synced, p95", "µs", 5000, 1000],
		["durable.p99", "append of a durable event, synced, p99", "µs", undefined, undefined, "sqlite.synced.p99", 127],
	]),
	{
		...{ id: "log.stream.rate", group: "log", label: "appends of streamed text", unit: "events/s" },
		...{ must: 20_000, aim: 50_000 },
		...better,
	},
	{ id: "log.rate", group: "log", label: "session log, deltas in", unit: "events/s", ...better },
	{ id: "log.replay", group: "log", label: "session log, replay", unit: "events/s", ...better },
	{ id: "reducer.rate", group: "reducer", label: "reducer, a turn of deltas", unit: "events/s", ...better },

	...rows("agents", [
		["step.durable", "nexus itself in each step of an agent, stored", "ms", 20, 2],
		["step.memory", "the same with nothing stored", "ms", 10, 1],
		["idle", "memory of an agent that has ended its work", "KB", 200, 50],
	]),
	...rows("workflow", [
		["graph.durable", "the orchestrator in each of 100 steps, 10 at once, stored", "ms", 2, 0.5],
		["chain.durable", "the same, one after the other", "ms", 2, 1],
		["graph.memory", "10 at once with nothing on disk", "ms", 1, 0.2],
	]),
	...rows("bus", [
		["memory.2", "bus in memory, 2 agents", "messages/s", 200_000, 1_000_000, "bus.heap", 11_000_000],
		["memory.100", "bus in memory, 100 agents", "messages/s", 200_000, 1_000_000, "bus.heap", 11_000_000],
		["memory.1000", "bus in memory, 1,000 agents", "messages/s", 200_000, 1_000_000, "bus.heap", 11_000_000],
		["hop.2", "delivery at 10,000 messages/s, p99, 2 agents", "ms", 1, 0.2],
		["hop.100", "delivery at 10,000 messages/s, p99, 100 agents", "ms", 1, 0.2],
		["hop.1000", "delivery at 10,000 messages/s, p99, 1,000 agents", "ms", 1, 0.2],
		["disk.2", "bus with history on disk, 2 agents", "messages/s", 20_000, 40_000],
		["disk.100", "bus with history on disk, 100 agents", "messages/s", 20_000, 40_000],
		["disk.1000", "bus with history on disk, 1,000 agents", "messages/s", 20_000, 40_000],
		["disk.hop", "delivery at 10,000 messages/s on disk, p99", "ms"],
		["idle", "mailbox of an agent that waits", "KB", 4, 2],
	]).map((row) => (row.unit === "messages/s" ? { ...row, ...better } : row)),

	{
		id: "policy.rate",
		group: "policy",
		label: "whether an ordinary command may run",
		unit: "decisions/s",
		must: 10_000,
		aim: 20_000,
		...better,
	},
	{
		id: "policy.guard",
		group: "policy",
		label: "the network guard, before a connection",
		unit: "ms",
		must: 1,
		aim: 0.2,
	},
	{
		id: "policy.proxy",
		group: "policy",
		label: "a tunnel through the sandbox's proxy, opened",
		unit: "ms",
		must: 3,
		aim: 1,
	},
	...rows("sandbox", [
		["start", "what the sandbox adds to the start of a command", "ms", 30, 15, "node", 21],
		["proof", "its proof, once in a run", "ms"],
	]),
	// 10,000 sessions of 10 messages and one of 10,000, in words as often as those of a language.
	...rows("sessions", [
		["open.few", "store of 10 sessions opened", "ms"],
		["open.many", "store of 10,000 sessions opened", "ms", 50, 10],
		["resume.few", "session of 10,000 messages read for a model, among 10", "ms", 150, 100],
		["resume.many", "the same among 10,000", "ms", 150, 100],
		["list", "10,000 sessions listed", "ms", 100, 50],
		["index.rate", "messages taken into the index", "events/s"],
		["search.p95", "full-text search, p95", "ms", 100, 20],
		["typing.p95", "the same while typing, p95", "ms", 100, 20],
		["export", "export as Markdown", "MB/s"],
		["size", "file for 1,000 messages of 175 words a pair", "KB"],
		["growth", "file against the text in it", "×", 1.5, 1.3],
		["growth.index", "the same with the index", "×", 1.5, 1.4],
	]).map((row) => (row.unit === "events/s" || row.unit === "MB/s" ? { ...row, ...better } : row)),

	// A store of some 50 MB.
	...rows("backup", [
		["create", "backup made", "MB/s"],
		["sealed", "the same, encrypted", "MB/s"],
		["restore", "backup restored to a new folder, every byte and page checked", "MB/s"],
	]).map((row) => ({ ...row, ...better })),

	// A million events: 10,000 sessions of 60 short messages and one of 10,000.
	...rows("million", [
		["open", "store of a million events opened", "ms", 50, 10],
		["list", "its newest 50 sessions listed", "ms", 50, 10],
		["search.p95", "full-text search in it, p95", "ms", 100, 50],
		["resume", "session of 10,000 short messages read for a model", "ms", 150, 100],
		["append.p95", "durable event appended to it, p95", "ms", 5, 1],
	]),

	// Over 50,000 files in 2,500 folders, as multiples of what the program takes in the same run.
	...rows("files", [
		["search.ripgrep", "search with ripgrep, against `rg`", "×", 1.15, 1.05],
		["search.alone", "search without ripgrep, against `rg`", "×", 6, 2],
		["find.ripgrep", "find files, against `rg --files`", "×", 4, 2.5],
		["find.find", "find files, against `find`", "×", 6, 4],
		["edit.p50", "edit of a file of 200 lines", "ms", 15, 5],
		["edit.large", "edit of a file of 100,000 lines", "ms", 200, 100],
	]),

	...rows("web", [
		["main", "fetch to Markdown, main content", "MB/s", 2, 5, "web.fetch", 55],
		["whole", "fetch to Markdown, whole page", "MB/s", 4, 10, "web.fetch", 55],
		["first", "first page of a process", "ms", 400, 200],
	]).map((row) => (row.unit === "MB/s" ? { ...row, ...better } : row)),

	{
		id: "data.filter.rate",
		group: "data",
		label: "filter of a CSV of 1 GB (50 MB when quick)",
		unit: "rows/s",
		...better,
	},
	{ id: "data.filter.memory", group: "data", label: "the same, peak memory", unit: "MB", must: 300, aim: 200 },
	{ id: "data.group.rate", group: "data", label: "groups and sums of the same", unit: "rows/s", ...better },
	{ id: "data.group.memory", group: "data", label: "the same, peak memory", unit: "MB", must: 300, aim: 200 },
	...rows("math", [
		["cold", "one sum, `nexus tools run calculate`", "ms"],
		["warm", "calculate, one call after the other", "ms", 1, 0.5],
		["units", "convert_units, one call after the other", "ms", 1, 0.1],
	]),

	...rows("snapshots", [
		["first", "20,000 files saved for the first time", "ms", 3000, 1500],
		["restart", "20,000 files, first time in a new nexus", "ms", 300, 200],
		["later", "20,000 files, further times", "ms", 300, 120],
	]),

	...rows("install", [
		["size", "installed", "MB", 60, 15],
		["files", "installed", "files", 3000, 200],
	]),
];

type Row = readonly [
	id: string,
	label: string,
	unit: Budget["unit"],
	must?: number | undefined,
	aim?: number | undefined,
	floor?: string,
	reference?: number,
];

function rows(group: string, all: readonly Row[]): readonly Budget[] {
	return all.map(([id, label, unit, must, aim, floor, reference]) => ({
		id: `${group}.${id}`,
		group,
		label,
		unit,
		...(must === undefined ? {} : { must }),
		...(aim === undefined ? {} : { aim }),
		...(floor === undefined || reference === undefined ? {} : { floor: { id: floor, reference } }),
	}));
}
