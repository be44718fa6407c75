// The bus of all processes of this machine, in an SQLite file: what was sent, and what has become of it.
import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { type BusMessage, type DeadReason, type DeliveryState, messagePriorities } from "../contracts/bus.js";
import type { BusStore, BusWriter, StoredDelivery, StoredMailbox } from "../contracts/bus-store.js";
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import { isOwnerAlive, processOwner } from "../lib/process-owner.js";
import { type MachineClock, machineClock } from "./machine-clock.js";
import { busPage } from "./sqlite-bus-page.js";
import { type BusRetention, defaultRetention, forgetOld } from "./sqlite-bus-retention.js";
import { busMigrations, storedStates } from "./sqlite-bus-schema.js";
import { openDatabase, storeError } from "./sqlite-open.js";
import { openWakeFile } from "./wake-file.js";

export interface SqliteBusOptions {
	readonly clock: Pick<Clock, "now">;
	readonly machine?: MachineClock;
	readonly owner?: string;
	readonly retention?: BusRetention;
	/** Within which a key names one message, in milliseconds. Default 10 minutes. */
	readonly keyWindowMs?: number;
}

/** Messages between two looks at what may be forgotten. */
const forgetEvery = 2000;

/** @param path the file, made when it is missing, or `:memory:`. Throws NexusError `store.*`. */
export const openSqliteBus = (path: string, options: SqliteBusOptions): BusStore => {
	const { clock, machine = machineClock(), owner = processOwner(), keyWindowMs = 600_000 } = options;
	// A process may have it open more than once.
	const instance = randomUUID();
	const retention = options.retention ?? defaultRetention;
	const { database } = openDatabase(path, busMigrations, () => String(clock.now().getTime()));
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw storeError(error, path);
		}
	};
	// What was accepted survives the end of any process; a power failure may take the last moments (docs/decisions/0016).
	database.exec("PRAGMA synchronous = NORMAL");
	guarded(() => settleBoot(database, machine, clock));
	const wake = guarded(() => openWakeFile(path === ":memory:" ? path : `${path}-wake`));
	const prepare = (sql: string) => database.prepare(sql);
	const sql = {
		begin: prepare("BEGIN IMMEDIATE"),
		commit: prepare("COMMIT"),
		rollback: prepare("ROLLBACK"),
		key: prepare(
			"SELECT id FROM messages WHERE sender = ? AND key = ? AND (at_ms IS NULL OR at_ms > ?) ORDER BY seq DESC LIMIT 1",
		),
		add: prepare(
			"INSERT INTO messages (id, trace, sender, target, kind, space, key, lane, time_ms, at_ms, expires_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		),
		deliver: prepare("INSERT INTO deliveries (seq, address, state, reason, origin) VALUES (?, ?, ?, ?, ?)"),
		change: prepare("UPDATE deliveries SET state = ?, attempts = ?, reason = ?, detail = ? WHERE number = ?"),
		pending: prepare("SELECT count(*) AS count FROM deliveries WHERE address = ? AND state < 2"),
		oldest: prepare("SELECT number FROM deliveries WHERE address = ? AND state = 0 ORDER BY number LIMIT 1"),
		lowest: prepare(
			"SELECT number FROM deliveries JOIN messages USING (seq) WHERE address = ? AND state = 0 AND lane <= ? ORDER BY lane, number LIMIT 1",
		),
		bury: prepare("UPDATE deliveries SET state = 3, reason = ? WHERE number = ?"),
		mailbox: prepare("SELECT owner, instance, paused FROM mailboxes WHERE address = ?"),
		open: prepare(
			`INSERT INTO mailboxes (address, space, subscriptions, capacity, overflow, owner, instance, opened_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (address) DO UPDATE SET space = excluded.space, subscriptions = excluded.subscriptions,
			capacity = excluded.capacity, overflow = excluded.overflow, owner = excluded.owner, instance = excluded.instance, opened_at = excluded.opened_at`,
		),
		leave: prepare("UPDATE mailboxes SET owner = '' WHERE address = ? AND instance = ?"),
		subscribe: prepare("UPDATE mailboxes SET subscriptions = ? WHERE address = ?"),
		pause: prepare("UPDATE mailboxes SET paused = ? WHERE address = ?"),
		closeBox: prepare("DELETE FROM mailboxes WHERE address = ?"),
		stopped: prepare("UPDATE deliveries SET state = 3, reason = 'recipient-stopped' WHERE address = ? AND state < 2"),
		moved: prepare("UPDATE facts SET value = value + 1 WHERE name = 'directory'"),
		directory: prepare("SELECT value FROM facts WHERE name = 'directory'"),
		mailboxes: prepare("SELECT * FROM mailboxes"),
		version: prepare("PRAGMA data_version"),
		waiting: prepare(
			`SELECT number, address, attempts, at_ms, expires_ms, body FROM deliveries JOIN messages USING (seq)
			WHERE address = ? AND state < 2 ORDER BY number`,
		),
		arrivals: prepare(
			`SELECT number, address, attempts, at_ms, expires_ms, body FROM deliveries JOIN messages USING (seq)
			JOIN mailboxes USING (address) WHERE number > ? AND number <= ? AND state = 0 AND origin <> ? AND instance = ?
			ORDER BY number`,
		),
		last: prepare("SELECT max(number) AS last FROM deliveries"),
		lastSeq: prepare("SELECT max(seq) AS last FROM messages"),
		states: prepare("SELECT state, reason, count(*) AS count FROM deliveries GROUP BY state, reason"),
		open2: prepare("SELECT address, state, count(*) AS count FROM deliveries WHERE state < 2 GROUP BY address, state"),
		messages: prepare("SELECT count(*) AS count FROM messages"),
	};
	const lastNumber = (): number => Number(sql.last.get()?.last ?? 0);
	let added = forgetEvery;

	const writer: BusWriter = {
		findKey: (from, key) => {
			const found = sql.key.get(from, key, machine.nowMs() - keyWindowMs);
			return found === undefined ? undefined : String(found.id);
		},
		add: (message) => {
			added++;
			const nowMs = machine.nowMs();
			const { lastInsertRowid } = sql.add.run(
				message.id,
				message.traceId,
				message.from,
				message.to ?? null,
				message.kind,
				message.space ?? null,
				message.key ?? null,
				messagePriorities.indexOf(message.priority),
				Date.parse(message.time),
				nowMs,
				message.ttlMs === undefined ? null : nowMs + message.ttlMs,
				JSON.stringify(message),
			);
			return Number(lastInsertRowid);
		},
		deliver: (seq, address, dead) =>
			Number(sql.deliver.run(seq, address, dead === undefined ? 0 : 3, dead ?? null, instance).lastInsertRowid),
		change: ({ number, state, attempts, reason, detail }) =>
			void sql.change.run(storedStates.indexOf(state), attempts, reason ?? null, detail ?? null, number),
		pending: (address) => Number(sql.pending.get(address)?.count ?? 0),
		drop: (address, which, upTo) => {
			const found = which === "oldest" ? sql.oldest.get(address) : sql.lowest.get(address, upTo);
			if (found === undefined) return false;
			sql.bury.run("dropped", Number(found.number));
			return true;
		},
		openMailbox: (address, { space, subscriptions, capacity, overflow }) => {
			const before = sql.mailbox.get(address);
			if (before !== undefined && before.instance !== instance && isOwnerAlive(String(before.owner)))
				throw new NexusError("bus.taken", `the mailbox ${address} is open in another nexus`, {
					hint: "take another address",
				});
			const openedAt = clock.now().getTime();
			const wishes = JSON.stringify(subscriptions);
			sql.open.run(address, space ?? null, wishes, capacity, overflow, owner, instance, openedAt);
			sql.moved.run();
			return before?.paused === 1;
		},
		subscribe: (address, subscriptions) => {
			sql.subscribe.run(JSON.stringify(subscriptions), address);
			sql.moved.run();
		},
		setPaused: (address, isPaused) => {
			sql.pause.run(isPaused ? 1 : 0, address);
			sql.moved.run();
		},
		leaveMailbox: (address) => {
			sql.leave.run(address, instance);
			sql.moved.run();
		},
		closeMailbox: (address) => {
			sql.stopped.run(address);
			sql.closeBox.run(address);
			sql.moved.run();
		},
	};

	const transaction = <T>(work: (write: BusWriter) => T): T =>
		guarded(() => {
			sql.begin.run();
			try {
				const result = work(writer);
				if (added >= forgetEvery) {
					added = 0;
					forgetOld(database, clock.now().getTime(), retention);
				}
				sql.commit.run();
				wake.signal();
				return result;
			} catch (error) {
				if (database.isTransaction) sql.rollback.run();
				throw error;
			}
		});

	let isOpen = true;
	return {
		owner,
		nowMs: () => machine.nowMs(),
		transaction,
		version: () => Number(sql.version.get()?.data_version ?? 0),
		directoryVersion: () => guarded(() => Number(sql.directory.get()?.value ?? 0)),
		mailboxes: () => guarded(() => sql.mailboxes.all().map(toMailbox)),
		waiting: (address) => guarded(() => sql.waiting.all(address).map(toDelivery)),
		arrivals: (afterNumber) =>
			guarded(() => {
				const upTo = lastNumber();
				return { found: sql.arrivals.all(afterNumber, upTo, instance, instance).map(toDelivery), upTo };
			}),
		lastNumber: () => guarded(lastNumber),
		page: (filter, at, limit) => guarded(() => busPage(database, filter, at, limit)),
		lastSeq: () => guarded(() => Number(sql.lastSeq.get()?.last ?? 0)),
		counts: () =>
			guarded(() => {
				const states: Record<DeliveryState, number> = { queued: 0, taken: 0, acked: 0, dead: 0 };
				const dead: Partial<Record<DeadReason, number>> = {};
				for (const { state, reason, count } of sql.states.all()) {
					states[stateOf(state)] += Number(count);
					if (reason !== null && stateOf(state) === "dead") dead[reason as DeadReason] = Number(count);
				}
				const byAddress = new Map<string, { queued: number; taken: number }>();
				for (const { address, state, count } of sql.open2.all()) {
					const known = byAddress.get(String(address)) ?? { queued: 0, taken: 0 };
					byAddress.set(String(address), { ...known, [stateOf(state)]: Number(count) });
				}
				return { messages: Number(sql.messages.get()?.count ?? 0), states, dead, byAddress };
			}),
		watch: (onChange) => wake.watch(onChange),
		close: () => {
			if (isOpen) database.close();
			wake.close();
			isOpen = false;
		},
	};
};

/** The machine's clock has begun anew: what is measured by it is measured by the wall's for once. */
const settleBoot = (database: DatabaseSync, machine: MachineClock, clock: Pick<Clock, "now">): void => {
	const isSame = () => database.prepare("SELECT value FROM facts WHERE name = 'boot'").get()?.value === machine.boot;
	if (isSame()) return;
	database.exec("BEGIN IMMEDIATE");
	try {
		if (!isSame()) {
			database
				.prepare("UPDATE messages SET expires_ms = time_ms + (expires_ms - at_ms) - ? + ? WHERE expires_ms IS NOT NULL")
				.run(clock.now().getTime(), machine.nowMs());
			database.exec("UPDATE messages SET at_ms = NULL");
			database.prepare("UPDATE facts SET value = ? WHERE name = 'boot'").run(machine.boot);
		}
		database.exec("COMMIT");
	} catch (error) {
		database.exec("ROLLBACK");
		throw error;
	}
};

type Row = Readonly<Record<string, unknown>>;

const stateOf = (state: unknown): DeliveryState => storedStates[Number(state)] ?? "dead";

const toMailbox = (row: Row): StoredMailbox => ({
	address: String(row.address),
	space: row.space === null ? undefined : String(row.space),
	subscriptions: JSON.parse(String(row.subscriptions)),
	capacity: Number(row.capacity),
	overflow: String(row.overflow) as StoredMailbox["overflow"],
	isPaused: row.paused === 1,
	owner: String(row.owner),
});

const toDelivery = (row: Row): StoredDelivery => ({
	number: Number(row.number),
	address: String(row.address),
	attempts: Number(row.attempts),
	message: JSON.parse(String(row.body)) as BusMessage,
	acceptedMs: Number(row.at_ms ?? 0),
	expiresMs: row.expires_ms === null ? Number.POSITIVE_INFINITY : Number(row.expires_ms),
});
