// The data of events as it lies in the store: JSON, compressed where it is long. What is compressed can be joined: many rows
// are opened with one call, which takes three quarters of the time of as many calls, and leaves less behind.

/** Shorter data is stored as JSON: compressing it would cost more time than it saves room. */
const compressedFrom = 1000;
/** Longer data would hold up the keyboard for too long. */
const compressedTo = 2_000_000;
/** Data that compression does not bring below this share is stored as it is. */
const worthwhile = 0.95;
/**
 * Before the compressed data: a byte with which no deflate stream begins (a block of the reserved type 3, RFC 1951 section
 * 3.2.3), for rows of schema 5 and 6 are nothing but such a stream; then the CRC-32 of all that follows, 4 bytes, and the
 * length of the JSON, 3 bytes, both big-endian. Without the sum a damaged end could change the beginning of the next row.
 */
const mark = 0x07;
const checkedFrom = 5;
const headerBytes = 8;
/** The end of a flushed stream, which is left out (as RFC 7692 section 7.2.1 does): after it another one may follow. */
const flushed = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
/** JSON of about so many bytes is opened at once. */
const batchBytes = 2 ** 18;
/** Output is made in pieces of this size: as large as most data is, and a share of what is long. */
const pieceBytes = (expected: number): number => Math.max(4096, Math.min(Math.ceil(expected), 2 * batchBytes));

export const storedData = (data: object): string | Uint8Array => packed(JSON.stringify(data));

/** @param json whatever is stored of data, as JSON */
export const packed = (json: string): string | Uint8Array => {
	if (json.length < compressedFrom || json.length > compressedTo) return json;
	const { deflateRawSync, constants } = zlib();
	const stream = deflateRawSync(json, {
		chunkSize: pieceBytes(json.length / 2),
		finishFlush: constants.Z_SYNC_FLUSH,
	}).subarray(0, -flushed.length);
	if (stream.length >= json.length * worthwhile) return json;
	const bytes = new Uint8Array(headerBytes + stream.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(checkedFrom - 1, Buffer.byteLength(json));
	bytes.set(stream, headerBytes);
	view.setUint8(0, mark);
	view.setUint32(1, zlib().crc32(bytes.subarray(checkedFrom)));
	return bytes;
};

/**
 * The JSON of stored data.
 * @throws Error when it was compressed and cannot be read
 */
export const jsonOf = (stored: unknown): string => {
	if (!(stored instanceof Uint8Array)) return String(stored);
	if (stored[0] === mark) {
		if (!isSound(stored)) throw new Error("compressed data is not as it was written");
		return joined([stored], jsonBytes(stored)).toString("utf8");
	}
	return zlib()
		.inflateRawSync(stored, { chunkSize: pieceBytes(stored.length * 3) })
		.toString("utf8");
};

/** The JSON of many rows; undefined for what cannot be read. */
export const jsonsOf = (all: readonly unknown[]): readonly (string | undefined)[] => {
	const jsons: (string | undefined)[] = [];
	let batch: Uint8Array[] = [];
	let places: number[] = [];
	let bytes = 0;
	const open = (): void => {
		const texts = textsOf(batch, bytes);
		for (const [index, place] of places.entries()) jsons[place] = texts[index];
		batch = [];
		places = [];
		bytes = 0;
	};
	for (const [place, stored] of all.entries()) {
		if (!(stored instanceof Uint8Array)) jsons[place] = String(stored);
		else if (stored[0] !== mark || !isSound(stored) || jsonBytes(stored) > batchBytes) jsons[place] = readable(stored);
		else {
			batch.push(stored);
			places.push(place);
			bytes += jsonBytes(stored);
			if (bytes >= batchBytes) open();
		}
	}
	if (batch.length > 0) open();
	return jsons;
};

/** What cannot be opened together, for whatever reason, is opened one by one. */
const textsOf = (batch: readonly Uint8Array[], bytes: number): readonly (string | undefined)[] => {
	try {
		const json = joined(batch, bytes);
		let end = 0;
		return batch.map((stored) => {
			const start = end;
			end += jsonBytes(stored);
			return json.toString("utf8", start, end);
		});
	} catch {
		return batch.map(readable);
	}
};

const readable = (stored: Uint8Array): string | undefined => {
	try {
		return jsonOf(stored);
	} catch {
		return undefined;
	}
};

const jsonBytes = (stored: Uint8Array): number => ((stored[5] ?? 0) << 16) | ((stored[6] ?? 0) << 8) | (stored[7] ?? 0);

const isSound = (stored: Uint8Array): boolean => {
	const sum = ((stored[1] ?? 0) << 24) | ((stored[2] ?? 0) << 16) | ((stored[3] ?? 0) << 8) | (stored[4] ?? 0);
	return stored.length > headerBytes && sum >>> 0 === zlib().crc32(stored.subarray(checkedFrom));
};

/** @throws Error when the JSON is not of just that length */
const joined = (all: readonly Uint8Array[], bytes: number): Buffer => {
	const { inflateRawSync, constants } = zlib();
	const streams = Buffer.concat(all.flatMap((stored) => [stored.subarray(headerBytes), flushed]));
	const options = { chunkSize: pieceBytes(bytes), finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: bytes };
	const json = inflateRawSync(streams, options);
	if (json.length !== bytes) throw new Error("compressed data is not of the length that it should have");
	return json;
};

/** Loaded by the first event that needs it: no short session does. */
const zlib = () => process.getBuiltinModule("node:zlib");
