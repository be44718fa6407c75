// Reads records straight off the pages of a SQLite file: where the tree above them is lost, the leaves may still be there.
// (SQLite, "Database File Format", 1.6 B-tree Pages and 2.1 Record Format.)
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

export type RecordValue = string | number | Uint8Array | null;

/** All stores of nexus have pages of this size. */
const pageBytes = 4096;
const interiorIndex = 0x02;
const leafIndex = 0x0a;
const leafTable = 0x0d;
const maxRecordBytes = 512 * 1024 ** 2;

export interface PageRecord {
	/** The number of the row, in a table that numbers its rows. */
	readonly row: number | null;
	readonly values: readonly RecordValue[];
}

/** Records of so many columns, of tables and of indexes, page by page; what does not make sense is left out. */
export function* recordsOf(path: string, columns: readonly number[]): Generator<PageRecord> {
	const file = openSync(path, "r");
	try {
		const pages = Math.floor(fstatSync(file).size / pageBytes);
		const page = Buffer.alloc(pageBytes);
		const read = (number: number, into: Buffer): boolean =>
			number >= 1 && number <= pages && readSync(file, into, 0, pageBytes, (number - 1) * pageBytes) === pageBytes;
		for (let number = 2; number <= pages; number++) {
			if (!read(number, page)) continue;
			for (const { row, payload } of payloadsOf(page, read)) {
				const values = decode(payload, Math.max(...columns));
				if (values !== undefined && columns.includes(values.length)) yield { row, values };
			}
		}
	} finally {
		closeSync(file);
	}
}

type ReadPage = (number: number, into: Buffer) => boolean;

function* payloadsOf(page: Buffer, read: ReadPage): Generator<{ row: number | null; payload: Buffer }> {
	const type = page[0];
	if (type !== leafIndex && type !== interiorIndex && type !== leafTable) return;
	const cells = page.readUInt16BE(3);
	const first = type === interiorIndex ? 12 : 8;
	for (let index = 0; index < cells && first + 2 * index + 2 <= pageBytes; index++) {
		const at = page.readUInt16BE(first + 2 * index) + (type === interiorIndex ? 4 : 0);
		const size = at < pageBytes ? varint(page, at) : undefined;
		if (size === undefined || size.value <= 0 || size.value > maxRecordBytes) continue;
		const row = type === leafTable ? varint(page, size.next) : undefined;
		const start = type === leafTable ? row?.next : size.next;
		const most = type === leafTable ? pageBytes - 35 : Math.floor(((pageBytes - 12) * 64) / 255) - 23;
		const payload = start === undefined ? undefined : wholePayload(page, start, size.value, most, read);
		if (payload !== undefined) yield { row: row?.value ?? null, payload };
	}
}

/** What does not fit on the page goes on in a chain of others. */
const wholePayload = (page: Buffer, from: number, size: number, most: number, read: ReadPage): Buffer | undefined => {
	const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
	if (size <= most) return from + size <= pageBytes ? page.subarray(from, from + size) : undefined;
	const wanted = least + ((size - least) % (pageBytes - 4));
	const local = wanted <= most ? wanted : least;
	if (from + local + 4 > pageBytes) return undefined;
	const parts = [Buffer.from(page.subarray(from, from + local))];
	let missing = size - local;
	let next = page.readUInt32BE(from + local);
	while (missing > 0) {
		const overflow = Buffer.alloc(pageBytes);
		if (!read(next, overflow)) return undefined;
		parts.push(overflow.subarray(4, 4 + Math.min(missing, pageBytes - 4)));
		missing -= pageBytes - 4;
		next = overflow.readUInt32BE(0);
	}
	return Buffer.concat(parts);
};

const decode = (payload: Buffer, maxColumns: number): readonly RecordValue[] | undefined => {
	const header = varint(payload, 0);
	if (header === undefined || header.value > payload.length) return undefined;
	const types: number[] = [];
	for (let at = header.next; at < header.value; ) {
		const type = varint(payload, at);
		if (type === undefined || types.length > maxColumns) return undefined;
		types.push(type.value);
		at = type.next;
	}
	const values: RecordValue[] = [];
	let at = header.value;
	for (const type of types) {
		const length = lengthOf(type);
		if (length === undefined || at + length > payload.length) return undefined;
		values.push(valueAt(payload, at, type, length));
		at += length;
	}
	return values;
};

const lengthOf = (type: number): number | undefined => {
	if (type >= 12) return Math.floor((type - 12) / 2);
	return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type];
};

const valueAt = (payload: Buffer, at: number, type: number, length: number): RecordValue => {
	if (type === 8 || type === 9) return type - 8;
	if (type >= 13 && type % 2 === 1) return payload.toString("utf8", at, at + length);
	if (type >= 12) return Uint8Array.from(payload.subarray(at, at + length));
	if (type >= 1 && type <= 5) return payload.readIntBE(at, length);
	if (type === 6) return Number(payload.readBigInt64BE(at));
	return type === 7 ? payload.readDoubleBE(at) : null;
};

/** One to nine bytes; longer numbers than a file can hold are no lengths. */
const varint = (bytes: Buffer, at: number): { readonly value: number; readonly next: number } | undefined => {
	let value = 0;
	for (let offset = 0; offset < 8; offset++) {
		const byte = bytes[at + offset];
		if (byte === undefined) return undefined;
		value = value * 128 + (byte & 0x7f);
		if (byte < 0x80) return { value, next: at + offset + 1 };
	}
	return undefined;
};
