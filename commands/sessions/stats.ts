import { z } from "zod";
import type { NexusClient } from "../../src/contracts/client.js";
import { type CommandResult, defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { sessionChoices } from "../../src/contracts/session-arguments.js";
import { plural } from "../../src/lib/plural.js";
import { costText } from "../../src/lib/usage-totals.js";

export const sessionsStatsCommand = defineCommand({
	name: "sessions stats",
	description: "Show messages, tools, tokens, cost, time and changed files of a session; without one: of all together",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().optional().describe("the session, or the beginning of its id") }),
	positional: ["id"],
	values: { id: sessionChoices },
	async run({ id }, { client, sessionId }) {
		const chosen = id ?? sessionId;
		return chosen === undefined ? ofAll(client) : ofOne(client, chosen);
	},
});

const ofOne = async (client: NexusClient, id: string): Promise<CommandResult> => {
	const row = await client.sessions.get(id);
	const stats = await client.sessions.stats(row.id);
	const { messages, calls, models, files } = stats;
	const tools = calls.map((call) => `${call.tool} ${call.calls}${call.failed === 0 ? "" : ` (${call.failed} failed)`}`);
	return table(
		row.title || "untitled",
		[
			["messages", `${messages.person} of yours, ${messages.model} answers, ${messages.context} attached`],
			["runs", `${stats.runs}, ${seconds(stats.busyMs)} together, over ${seconds(stats.spanMs)}`],
			["tools", tools.join(", ") || "none"],
			...models.map((model) => [
				model.model,
				`${plural(model.calls, "call")}, ${model.inputTokens} in, ${model.cacheReadTokens} cached, ${model.outputTokens} out, ${costText(model)}`,
			]),
			["changed files", files.join(", ") || "none"],
		],
		toJson({ id: row.id, ...stats }),
	);
};

const ofAll = async (client: NexusClient): Promise<CommandResult> => {
	const rows = await client.sessions.list();
	const sum = (value: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + value(row), 0);
	const unpriced = rows.filter((row) => row.costMicroUsd === null).length;
	const totals = {
		sessions: rows.length,
		folders: new Set(rows.map((row) => row.cwd)).size,
		prompts: sum((row) => row.prompts),
		events: sum((row) => row.events),
		costMicroUsd: sum((row) => row.costMicroUsd ?? 0),
		unpricedSessions: unpriced,
		first: rows.map((row) => row.createdAt).toSorted()[0] ?? null,
		last: rows[0]?.updatedAt ?? null,
	};
	const cost = `$${(totals.costMicroUsd / 1e6).toFixed(4)}`;
	return table(
		"all sessions",
		[
			["sessions", `${totals.sessions} in ${plural(totals.folders, "folder")}`],
			["prompts", String(totals.prompts)],
			["events", String(totals.events)],
			["cost", unpriced === 0 ? cost : `${cost} and what ${plural(unpriced, "session")} without known prices cost`],
			[
				"first, last",
				`${totals.first?.slice(0, 16).replace("T", " ") ?? "-"}, ${totals.last?.slice(0, 16).replace("T", " ") ?? "-"}`,
			],
		],
		totals,
	);
};

const table = (
	title: string,
	rows: readonly (readonly string[])[],
	json: ReturnType<typeof toJson>,
): CommandResult => ({
	type: "table",
	title,
	columns: [{ name: "" }, { name: "" }],
	rows,
	json,
});

const seconds = (ms: number): string => {
	if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
	if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
	return `${(ms / 3_600_000).toFixed(1)} h`;
};
