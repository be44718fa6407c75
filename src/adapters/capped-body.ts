// Reading a response within caps on the bytes sent and on the bytes after inflating (SECURITY R22).
import { pipeline, type Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { NexusError } from "../contracts/errors.js";

const decoders: Readonly<Record<string, () => Transform>> = {
	gzip: () => createGunzip(),
	"x-gzip": () => createGunzip(),
	deflate: () => createInflate(),
	br: () => createBrotliDecompress(),
	zstd: () => createZstdDecompress(),
};
export const acceptedEncodings = "gzip, deflate, br, zstd";

/** Throws NexusError `network.failed` for an encoding that is not known, or for a chain of them. */
function decoderFor(encoding: string | undefined): Transform | undefined {
	const names = (encoding ?? "")
		.toLowerCase()
		.split(",")
		.map((name) => name.trim());
	const wanted = names.filter((name) => name !== "" && name !== "identity");
	if (wanted.length === 0) return undefined;
	const make = wanted.length === 1 ? decoders[wanted[0] ?? ""] : undefined;
	if (make === undefined)
		throw new NexusError("network.failed", `the answer is encoded as ${wanted.join(", ").slice(0, 80)}`);
	return make();
}

/**
 * The first `maxBytes` of the inflated body; `truncated` when there was more of it or when twice as much came over
 * the wire. Stops reading, and inflating, as soon as a cap is met.
 */
export async function readCapped(
	body: Readable,
	encoding: string | undefined,
	maxBytes: number,
	onProgress?: (receivedBytes: number) => void,
): Promise<{ readonly body: Uint8Array; readonly truncated: boolean }> {
	const decoder = decoderFor(encoding);
	let onWire = 0;
	let isCut = false;
	const meter = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			onWire += chunk.length;
			if (onWire <= 2 * maxBytes + 65_536) return done(null, chunk);
			isCut = true;
			body.destroy();
			this.push(null);
			done();
		},
	});
	const source =
		decoder === undefined ? pipeline(body, meter, () => undefined) : pipeline(body, meter, decoder, () => undefined);
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of source as AsyncIterable<Buffer>) {
			const room = maxBytes - size;
			chunks.push(chunk.subarray(0, room));
			size += Math.min(chunk.length, room);
			onProgress?.(size);
			if (chunk.length <= room) continue;
			isCut = true;
			break;
		}
	} catch (error) {
		// Cut off in the middle of compressed data by our own cap: what came before it stands.
		if (!isCut) throw error;
	} finally {
		body.destroy();
	}
	return { body: Buffer.concat(chunks, size), truncated: isCut };
}
