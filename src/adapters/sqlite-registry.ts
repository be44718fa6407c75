// Agents and hand-offs in the shared file.
import type { HandOff, RegistryStore, StoredAgent } from "../contracts/registry.js";
import type { SharedDatabase } from "./sqlite-shared.js";

export const createSqliteRegistry = ({
	database,
	machine,
	owner,
	guarded,
	transaction,
}: SharedDatabase): RegistryStore => {
	const sql = {
		put: database.prepare("INSERT OR REPLACE INTO agents (id, owner, beat_ms, body) VALUES (?, ?, ?, ?)"),
		beat: database.prepare("UPDATE agents SET beat_ms = ? WHERE id = ?"),
		remove: database.prepare("DELETE FROM agents WHERE id = ?"),
		agents: database.prepare("SELECT owner, beat_ms, body FROM agents"),
		putHandOff: database.prepare(
			`INSERT INTO hand_offs (id, run, from_id, outcome, body) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, body = excluded.body`,
		),
		handOff: database.prepare("SELECT body FROM hand_offs WHERE id = ?"),
	};
	return {
		owner,
		nowMs: () => machine.nowMs(),
		transaction: (work) =>
			transaction(() =>
				work({
					put: ({ beatMs, owner: its, ...agent }) => void sql.put.run(agent.id, its, beatMs, JSON.stringify(agent)),
					beat: (id) => void sql.beat.run(machine.nowMs(), id),
					remove: (id) => void sql.remove.run(id),
					putHandOff: (handOff) =>
						void sql.putHandOff.run(
							handOff.id,
							handOff.runId,
							handOff.fromId,
							handOff.outcome ?? null,
							JSON.stringify(handOff),
						),
				}),
			),
		agents: () =>
			guarded(() =>
				sql.agents.all().map(
					(row): StoredAgent => ({
						...(JSON.parse(String(row.body)) as Omit<StoredAgent, "owner" | "beatMs">),
						owner: String(row.owner),
						beatMs: Number(row.beat_ms),
					}),
				),
			),
		handOff: (id) =>
			guarded(() => {
				const row = sql.handOff.get(id);
				return row === undefined ? undefined : toHandOff(row);
			}),
		handOffs: ({ runId, fromId, isOpen = false, limit }) =>
			guarded(() => {
				const tests = isOpen ? ["outcome IS NULL"] : [];
				const values: string[] = [];
				for (const [column, value] of [
					["run", runId],
					["from_id", fromId],
				]) {
					if (value === undefined) continue;
					tests.push(`${column} = ?`);
					values.push(value);
				}
				const where = tests.length === 0 ? "" : `WHERE ${tests.join(" AND ")}`;
				return database
					.prepare(`SELECT body FROM hand_offs ${where} ORDER BY number DESC LIMIT ?`)
					.all(...values, limit)
					.map(toHandOff);
			}),
	};
};

/** Fields that are not known are not in the text. */
const toHandOff = (row: Readonly<Record<string, unknown>>): HandOff => {
	const { toId, parentId, endedAt, outcome, ...rest } = JSON.parse(String(row.body)) as HandOff;
	return { ...rest, toId, parentId, endedAt, outcome };
};
