// Bytes that come in pieces as text that comes in pieces.
import { isAscii } from "node:buffer";
import { StringDecoder } from "node:string_decoder";
import { QueryProblem } from "./cell.ts";

/** One piece of bytes after the other as text, without a byte order mark; no character is cut in two. */
export interface TextPieces {
	next(bytes: Uint8Array): string;
	/** What was left of an unfinished character. */
	end(): string;
}

/** The mark at the beginning decides, then `encoding` (a name of the WHATWG), then UTF-8; what fits nothing becomes U+FFFD. */
export function createTextPieces(first: Uint8Array, encoding: string | undefined): TextPieces {
	const marked =
		first[0] === 0xff && first[1] === 0xfe
			? "utf-16le"
			: first[0] === 0xfe && first[1] === 0xff
				? "utf-16be"
				: undefined;
	const label = marked ?? encoding?.toLowerCase() ?? (isUtf8(first) ? "utf-8" : "windows-1252");
	if (label === "utf-8" || label === "utf8") return utf8Pieces();
	try {
		const decoder = new TextDecoder(label);
		return { next: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
	} catch {
		throw new QueryProblem("data.encoding", `There is no encoding ${label.slice(0, 40)}`);
	}
}

function utf8Pieces(): TextPieces {
	const decoder = new StringDecoder("utf8");
	let isFirst = true;
	let isWhole = true;
	return {
		next(bytes) {
			const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
			// Most data is ASCII, which needs no decoding.
			if (isWhole && isAscii(buffer)) {
				isFirst = false;
				return buffer.toString("latin1");
			}
			const text = decoder.write(buffer);
			isWhole = (buffer.at(-1) ?? 0) < 0x80;
			const isMarked = isFirst && text.startsWith("\uFEFF");
			isFirst = false;
			return isMarked ? text.slice(1) : text;
		},
		end: () => decoder.end(),
	};
}

/** The piece may end within a character. */
function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}
