// The parts of a small ZIP archive in memory (PKWARE APPNOTE 6.3.10), each inflated to at most what is allowed,
// whatever its headers claim.
import { inflateRawSync } from "node:zlib";

export interface ZipParts {
	readonly names: readonly string[];
	/** Throws when the part is not there, is packed in an unknown way, or is too large in sum with those read before. */
	read(name: string): Buffer;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** A comment has at most 65,535 bytes. */
const endBytes = 22 + 65_535;

interface Part {
	readonly method: number;
	readonly packedBytes: number;
	readonly offset: number;
}

function findEnd(bytes: Buffer): number {
	for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - endBytes); at--) {
		if (bytes.readUInt32LE(at) === endSignature) return at;
	}
	throw new Error("its list of parts is missing: it is cut off or damaged");
}

function partsOf(bytes: Buffer): Map<string, Part> {
	const end = findEnd(bytes);
	const parts = new Map<string, Part>();
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) {
			throw new Error("its list of parts is damaged");
		}
		if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new Error("it is encrypted");
		const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
		parts.set(bytes.toString("utf8", at + 46, nameEnd), {
			method: bytes.readUInt16LE(at + 10),
			packedBytes: bytes.readUInt32LE(at + 20),
			offset: bytes.readUInt32LE(at + 42),
		});
		at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return parts;
}

/** `maxBytes`: of all parts that are read, together. */
export function openZipParts(data: Uint8Array, maxBytes: number): ZipParts {
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	const parts = partsOf(bytes);
	let left = maxBytes;
	return {
		names: [...parts.keys()],
		read: (name) => {
			const part = parts.get(name);
			if (part === undefined) throw new Error(`it has no ${name}`);
			const { offset, packedBytes, method } = part;
			if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== localSignature) {
				throw new Error(`${name} in it is damaged`);
			}
			const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
			const packed = bytes.subarray(start, start + packedBytes);
			if (method !== 0 && method !== 8) throw new Error(`${name} in it is packed in an unknown way (${method})`);
			try {
				const content = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
				left -= content.length;
				if (left < 0) throw new RangeError("too large");
				return content;
			} catch (error) {
				if (error instanceof RangeError) {
					throw new Error(`unpacked it is over ${Math.round(maxBytes / 1e6)} MB, too large to read`);
				}
				throw new Error(`${name} in it is damaged`);
			}
		},
	};
}
