// How an event lies in the store: ids as 16 bytes, times as numbers, long data compressed. What is short stays as it is.
import { type DurableType, events as eventMap, type NexusEvent } from "../contracts/event.js";
import type { DamagedEvent } from "../contracts/store.js";

/**
 * Shorter data is stored as JSON: taking it apart again would cost more time than it saves room (a session of 10,000
 * messages is read whole when it is resumed; each of those that are compressed takes some 8 µs more).
 */
const compressedFrom = 1000;
/** Longer data would hold up the keyboard for too long. */
const compressedTo = 2_000_000;
/** Output is made in pieces of this size: as large as most data is, and a share of what is long. */
const pieceBytes = (expected: number): number => Math.max(4096, Math.min(Math.ceil(expected), 2 ** 18));
/** Data that compression does not bring below this share is stored as it is. */
const worthwhile = 0.8;
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

export const storedData = (data: object): string | Uint8Array => packed(JSON.stringify(data));

/** @param json whatever is stored of data, as JSON */
export const packed = (json: string): string | Uint8Array => {
	if (json.length < compressedFrom || json.length > compressedTo) return json;
	const bytes = zlib().deflateRawSync(json, { chunkSize: pieceBytes(json.length / 2) });
	return bytes.length < json.length * worthwhile ? bytes : json;
};

/**
 * The JSON of stored data.
 * @throws Error when it was compressed and cannot be read
 */
export const jsonOf = (stored: unknown): string =>
	stored instanceof Uint8Array
		? zlib()
				.inflateRawSync(stored, { chunkSize: pieceBytes(stored.length * 3) })
				.toString("utf8")
		: String(stored);

/** Loaded by the first event that needs it: no short session does. */
const zlib = () => process.getBuiltinModule("node:zlib");

/** @param row `seq, id, time, run (its id), agent, type, data` */
export const eventOf = (sessionId: string, row: Readonly<Record<string, unknown>>): NexusEvent | DamagedEvent => {
	const seq = Number(row.seq);
	const type = String(row.type);
	if (!Object.hasOwn(eventMap, type)) return { seq, reason: `unknown event type ${type}` };
	try {
		const data = eventMap[type as DurableType].schema.parse(JSON.parse(jsonOf(row.data)));
		return {
			id: idOf(row.id),
			seq,
			time: new Date(Number(row.time)).toISOString(),
			sessionId,
			...(row.run === null ? {} : { runId: String(row.run) }),
			...(row.agent === null ? {} : { agentId: String(row.agent) }),
			v: 1,
			type,
			data,
		} as NexusEvent;
	} catch {
		return { seq, reason: `event ${type} cannot be read` };
	}
};
