import { NexusError } from "../contracts/errors.js";
import type { ArtifactIndex } from "../contracts/store-books.js";
import type { TenantDatabase } from "./sqlite-tenant.js";

const sha256Text = /^[0-9a-f]{64}$/;

export const createArtifactIndex = (database: TenantDatabase): ArtifactIndex => ({
	add: (sessionId, { sha256, name, bytes, createdAt }) => {
		if (!sha256Text.test(sha256)) throw new NexusError("store.artifact", `no SHA-256: ${sha256.slice(0, 80)}`);
		database.run(
			`INSERT OR IGNORE INTO artifacts (session, sha256, name, bytes, created_at)
			SELECT number, ?, ?, ?, ? FROM sessions WHERE tenant = :tenant AND id = ?`,
			sha256,
			name,
			bytes,
			createdAt,
			sessionId,
		);
	},
	list: (sessionId) =>
		database
			.all(
				`SELECT sha256, name, bytes, artifacts.created_at FROM artifacts JOIN sessions ON number = session
				WHERE tenant = :tenant AND id = ? ORDER BY artifacts.created_at, name`,
				sessionId,
			)
			.map((row) => ({
				sha256: String(row.sha256),
				name: String(row.name),
				bytes: Number(row.bytes),
				createdAt: String(row.created_at),
			})),
	isUsed: (sha256) =>
		database.get(
			"SELECT 1 FROM artifacts JOIN sessions ON number = session WHERE tenant = :tenant AND sha256 = ? LIMIT 1",
			sha256,
		) !== undefined,
	totalBytes: () =>
		Number(
			database.get(
				`SELECT coalesce(sum(bytes), 0) AS bytes FROM (SELECT DISTINCT sha256, bytes FROM artifacts
				JOIN sessions ON number = session WHERE tenant = :tenant)`,
			)?.bytes,
		),
});
