// How an event lies in the store: ids as 16 bytes, times as numbers; its data is in sqlite-event-data.ts.
import { type DurableType, events as eventMap, type NexusEvent } from "../contracts/event.js";
import type { DamagedEvent } from "../contracts/store.js";
import { jsonsOf } from "./sqlite-event-data.js";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const values = new Uint8Array(128).map((_, code) => Math.max(0, alphabet.indexOf(String.fromCharCode(code))));
/** Two characters of an id for each ten bits: reading a session goes through many ids. */
const pairs = Array.from({ length: 1024 }, (_, bits) => `${alphabet[bits >> 5]}${alphabet[bits & 31]}`);
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const ulidBytes = 16;

/** What a column of node:sqlite holds. */
export type Stored = string | number | bigint | Uint8Array | null;

/** A ULID as its 16 bytes, which sort as it does; any other id as it is. */
export const storedId = (id: string): string | Uint8Array => {
	if (!ulid.test(id)) return id;
	const bytes = new Uint8Array(ulidBytes);
	let held = 0;
	let bits = -2;
	let at = 0;
	for (let index = 0; index < id.length; index++) {
		held = (held << 5) | (values[id.charCodeAt(index)] ?? 0);
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = held >> bits;
		held &= (1 << bits) - 1;
	}
	return bytes;
};

export const idOf = (stored: unknown): string => {
	if (!(stored instanceof Uint8Array)) return String(stored);
	let id = "";
	let held = 0;
	let bits = 2;
	for (const byte of stored) {
		held = (held << 8) | byte;
		bits += 8;
		if (bits < 10) continue;
		bits -= 10;
		id += pairs[held >> bits];
		held &= (1 << bits) - 1;
	}
	return id;
};

/**
 * Milliseconds since 1970.
 * @throws Error for what is no time
 */
export const storedTime = (time: string): number => {
	const ms = Date.parse(time);
	if (Number.isNaN(ms)) throw new Error(`an event's time is not one: ${time}`);
	return ms;
};

/** Asked for and read in this order, `run` as the number that its session knows it by. */
export type EventRow = readonly [
	seq: unknown,
	id: unknown,
	time: unknown,
	run: unknown,
	agent: unknown,
	type: unknown,
	data: unknown,
];

/**
 * The events of one session.
 * @param runs ids of its runs by their numbers
 */
export const eventsOf = (
	sessionId: string,
	rows: readonly EventRow[],
	runs: ReadonlyMap<unknown, string>,
): readonly (NexusEvent | DamagedEvent)[] => {
	const isoTime = createIsoTimes();
	const jsons = jsonsOf(rows.map((row) => row[6]));
	return rows.map(([seqValue, id, time, run, agent, typeValue], index) => {
		const seq = Number(seqValue);
		const type = String(typeValue);
		if (!Object.hasOwn(eventMap, type)) return { seq, reason: `unknown event type ${type}` };
		try {
			const data = eventMap[type as DurableType].schema.parse(JSON.parse(jsons[index] ?? ""));
			const runId = run === null ? undefined : runs.get(run);
			return {
				id: idOf(id),
				seq,
				time: isoTime(Number(time)),
				sessionId,
				...(runId === undefined ? {} : { runId }),
				...(agent === null ? {} : { agentId: String(agent) }),
				v: 1,
				type,
				data,
			} as NexusEvent;
		} catch {
			return { seq, reason: `event ${type} cannot be read` };
		}
	});
};

/** As `toISOString`, which takes five times as long: events of one minute share all but the end. */
const createIsoTimes = (): ((ms: number) => string) => {
	let minute = Number.NaN;
	let start = "";
	return (ms) => {
		const rest = ms - Math.floor(ms / 60_000) * 60_000;
		if (ms - rest !== minute) {
			start = new Date(ms).toISOString().slice(0, -"00.000Z".length);
			minute = ms - rest;
		}
		return `${start}${String(100_000 + rest).slice(1, 3)}.${String(100_000 + rest).slice(3)}Z`;
	};
};
