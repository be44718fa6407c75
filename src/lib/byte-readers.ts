// Bytes one after the other, out of a file or a stream, in bounded memory.
import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { RangeSource } from "./archive-entry.js";
import type { ByteReader } from "./tar-listing.js";

const pieceBytes = 256 * 1024;

/** Skips without reading. */
export function fileReader(source: RangeSource): ByteReader {
	let position = 0;
	let piece: Uint8Array = new Uint8Array();
	let pieceStart = 0;
	return {
		take: async (length) => {
			const isInside = position >= pieceStart && position + length <= pieceStart + piece.length;
			if (!isInside) {
				pieceStart = position;
				piece = await source.read(position, Math.max(length, pieceBytes));
			}
			const bytes = piece.subarray(position - pieceStart, position - pieceStart + length);
			position += bytes.length;
			return bytes;
		},
		skip: async (length) => {
			position += length;
			return position <= source.sizeBytes;
		},
	};
}

async function* piecesOf(source: RangeSource): AsyncGenerator<Uint8Array> {
	for (let offset = 0; offset < source.sizeBytes; offset += pieceBytes) {
		const piece = await source.read(offset, pieceBytes);
		if (piece.length === 0) return;
		yield piece;
	}
}

export class UnpackedTooLargeError extends Error {
	override readonly name = "UnpackedTooLargeError";
}

export interface UnpackingReader extends ByteReader {
	/** How many bytes came out so far. */
	unpackedBytes(): number;
	/** Ends the unpacking. May be called twice. */
	close(): void;
}

/**
 * What a compressed file holds. Unpacking happens outside of this thread and never more than a few pieces ahead.
 * Rejects with UnpackedTooLargeError after `maxBytes`, and with what zlib says of damage.
 */
export function unpackingReader(source: RangeSource, format: "gzip" | "zstd", maxBytes: number): UnpackingReader {
	const input = Readable.from(piecesOf(source), { objectMode: false });
	const unpacked = format === "gzip" ? createGunzip() : createZstdDecompress();
	input.on("error", (error) => unpacked.destroy(error));
	const pieces: AsyncIterator<Uint8Array> = input.pipe(unpacked)[Symbol.asyncIterator]();
	let rest: Uint8Array = new Uint8Array();
	let total = 0;
	const more = async (): Promise<boolean> => {
		const { value, done } = await pieces.next();
		if (done === true) return false;
		total += value.length;
		if (total > maxBytes) throw new UnpackedTooLargeError(`more than ${maxBytes} bytes`);
		rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
		return true;
	};
	return {
		take: async (length) => {
			while (rest.length < length && (await more()));
			const bytes = rest.subarray(0, length);
			rest = rest.subarray(bytes.length);
			return bytes;
		},
		skip: async (length) => {
			let left = length;
			while (left > 0) {
				if (rest.length === 0 && !(await more())) return false;
				const skipped = Math.min(left, rest.length);
				rest = rest.subarray(skipped);
				left -= skipped;
			}
			return true;
		},
		unpackedBytes: () => total,
		close: () => {
			input.destroy();
			unpacked.destroy();
		},
	};
}
