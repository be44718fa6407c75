import type { EventOf } from "../contracts/event.js";
import type { Ledger, Spending, SpendingKey } from "../contracts/store-books.js";
import { storedTime } from "./sqlite-event-row.js";
import type { Row, TenantDatabase } from "./sqlite-tenant.js";

/** @param session its number */
export const noteCost = (database: TenantDatabase, session: number, event: EventOf<"usage.record">): void => {
	const { model, purpose, usage, costMicroUsd, durationMs } = event.data;
	database.run(
		`INSERT INTO ledger (tenant, project, session, run, agent, time, model, purpose, input_tokens, output_tokens,
		cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_micro_usd, duration_ms)
		SELECT tenant, project, number, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM sessions WHERE tenant = :tenant AND number = ?`,
		event.runId ?? null,
		event.agentId ?? null,
		storedTime(event.time),
		model,
		purpose,
		usage.inputTokens,
		usage.outputTokens,
		usage.cacheReadTokens,
		usage.cacheWriteTokens,
		usage.reasoningTokens,
		costMicroUsd,
		durationMs,
		session,
	);
};

const columns = {
	day: "date(ledger.time / 1000, 'unixepoch')",
	project: "projects.folder",
	session: "coalesce(sessions.id, '')",
	run: "coalesce(ledger.run, '')",
	agent: "coalesce(ledger.agent, '')",
	model: "ledger.model",
	purpose: "ledger.purpose",
} as const satisfies Record<SpendingKey, string>;

export const createLedger = (database: TenantDatabase): Ledger => ({
	spending: ({ by, since, sessionId }) => {
		const sql =
			`SELECT ${columns[by]} AS key, count(*) AS calls, sum(input_tokens) AS input, sum(output_tokens) AS output,
			sum(cache_read_tokens) AS cache_read, sum(cache_write_tokens) AS cache_write, sum(reasoning_tokens) AS reasoning,
			total(ledger.cost_micro_usd) AS cost, sum(ledger.cost_micro_usd IS NULL) AS unpriced
			FROM ledger JOIN projects ON projects.number = ledger.project LEFT JOIN sessions ON sessions.number = ledger.session
			WHERE ledger.tenant = :tenant AND ledger.time >= ? AND (? IS NULL OR sessions.id = ?)
			GROUP BY key ORDER BY cost DESC, key` as const;
		const from = since === undefined ? 0 : storedTime(since);
		return database.all(sql, from, sessionId ?? null, sessionId ?? null).map(toSpending);
	},
});

const toSpending = (row: Row): Spending => ({
	key: String(row.key),
	calls: Number(row.calls),
	inputTokens: Number(row.input),
	outputTokens: Number(row.output),
	cacheReadTokens: Number(row.cache_read),
	cacheWriteTokens: Number(row.cache_write),
	reasoningTokens: Number(row.reasoning),
	costMicroUsd: Number(row.cost),
	unpriced: Number(row.unpriced),
});
