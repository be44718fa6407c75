// AES-256-GCM in pieces that can be read as they come, none of them lost, moved, or added: STREAM of Hoang, Reyhanitabar,
// Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (CRYPTO 2015, section 7), with
// the nonces of the age format (age-encryption.org/v1, Payload): 11 bytes count the pieces from 0, the last byte is 1 for the
// last one. The key is of one file only, so no nonce is used twice. The header's hash is bound to each piece.
import { createCipheriv, createDecipheriv } from "node:crypto";

/** Of text in a piece; the last one may be shorter, and only that one. */
const pieceBytes = 65_536;
const tagBytes = 16;
const cipherName = "aes-256-gcm";

type Bytes = AsyncIterable<Buffer>;

export async function* seal(text: Bytes, key: Buffer, bound: Buffer): AsyncGenerator<Buffer> {
	let index = 0;
	for await (const { piece, isLast } of pieces(text, pieceBytes)) {
		const cipher = createCipheriv(cipherName, key, nonce(index++, isLast)).setAAD(bound);
		yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
	}
}

/** Gives only what has been proven. @throws Error for whatever is not as it was sealed */
export async function* unseal(sealed: Bytes, key: Buffer, bound: Buffer): AsyncGenerator<Buffer> {
	let index = 0;
	for await (const { piece, isLast } of pieces(sealed, pieceBytes + tagBytes)) {
		if (piece.length < tagBytes) throw new Error("it is cut off");
		const decipher = createDecipheriv(cipherName, key, nonce(index, isLast), { authTagLength: tagBytes })
			.setAAD(bound)
			.setAuthTag(piece.subarray(-tagBytes));
		const text = decipher.update(piece.subarray(0, -tagBytes));
		try {
			decipher.final();
		} catch {
			throw new Error(`piece ${index + 1} is not as it was written`);
		}
		yield text;
		index++;
	}
}

const nonce = (index: number, isLast: boolean): Buffer => {
	const bytes = Buffer.alloc(12);
	bytes.writeUIntBE(index, 5, 6);
	bytes[11] = isLast ? 1 : 0;
	return bytes;
};

/** All of one size but the last, which is empty only where there is nothing at all. */
async function* pieces(bytes: Bytes, size: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
	let waiting: Buffer[] = [];
	let length = 0;
	for await (const chunk of bytes) {
		waiting.push(chunk);
		length += chunk.length;
		if (length <= size) continue;
		let joined = Buffer.concat(waiting);
		// The last piece is known to be one only by what follows it.
		while (joined.length > size) {
			yield { piece: joined.subarray(0, size), isLast: false };
			joined = joined.subarray(size);
		}
		waiting = [joined];
		length = joined.length;
	}
	yield { piece: Buffer.concat(waiting), isLast: true };
}
