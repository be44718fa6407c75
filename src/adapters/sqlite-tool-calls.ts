import type { ToolStatus } from "../contracts/event.js";
import type { ToolCallCounts } from "../contracts/store.js";
import type { TenantDatabase } from "./sqlite-tenant.js";

export const noteToolCall = (
	database: TenantDatabase,
	call: { readonly tool: string; readonly status: ToolStatus; readonly durationMs: number; readonly time: string },
): void => {
	database.run(
		`INSERT INTO tool_calls (tenant, tool, day, calls, failed, denied, total_ms, slowest_ms, last_at)
		VALUES (:tenant, ?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT (tenant, tool, day) DO UPDATE SET calls = calls + 1,
		failed = failed + excluded.failed, denied = denied + excluded.denied, total_ms = total_ms + excluded.total_ms,
		slowest_ms = max(slowest_ms, excluded.slowest_ms), last_at = max(last_at, excluded.last_at)`,
		call.tool,
		call.time.slice(0, 10),
		call.status === "failed" ? 1 : 0,
		call.status === "denied" ? 1 : 0,
		call.durationMs,
		call.durationMs,
		call.time,
	);
};

export const toolCallsSince = (database: TenantDatabase, day: string): readonly ToolCallCounts[] =>
	database
		.all(
			`SELECT tool, sum(calls) AS calls, sum(failed) AS failed, sum(denied) AS denied, sum(total_ms) AS total_ms,
			max(slowest_ms) AS slowest_ms, max(last_at) AS last_at
			FROM tool_calls WHERE tenant = :tenant AND day >= ? GROUP BY tool ORDER BY calls DESC, tool`,
			day,
		)
		.map((row) => ({
			tool: String(row.tool),
			calls: Number(row.calls),
			failed: Number(row.failed),
			denied: Number(row.denied),
			totalMs: Number(row.total_ms),
			slowestMs: Number(row.slowest_ms),
			lastAt: String(row.last_at),
		}));
