// The body of a backup without a password: behind it the SHA-256 of all that is before it, header included. zstd's own
// checksum is short, and its streams do not tell what has been cut off or added behind it.
import { createHash } from "node:crypto";

const sumBytes = 32;

type Bytes = AsyncIterable<Buffer>;

export async function* sum(body: Bytes, header: Buffer): AsyncGenerator<Buffer> {
	const hash = createHash("sha256").update(header);
	for await (const chunk of body) {
		hash.update(chunk);
		yield chunk;
	}
	yield hash.digest();
}

/** Gives the body as it comes; throws at its end when it is not as it was written. */
export async function* unsum(summed: Bytes, header: Buffer): AsyncGenerator<Buffer> {
	const hash = createHash("sha256").update(header);
	let held: Buffer = Buffer.alloc(0);
	for await (const chunk of summed) {
		const all = Buffer.concat([held, chunk]);
		const body = all.subarray(0, Math.max(0, all.length - sumBytes));
		held = all.subarray(body.length);
		hash.update(body);
		if (body.length > 0) yield body;
	}
	if (!hash.digest().equals(held)) throw new Error("it is cut off or not as it was written");
}
