// Bytes to text and back without losing what a file had: encoding, byte order mark, line ends.

export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be";

export interface DecodedText {
	/** Without the byte order mark. */
	readonly text: string;
	readonly encoding: TextEncoding;
	readonly hasBom: boolean;
	/** Some bytes fitted no character and became U+FFFD: writing the text back would lose them. */
	readonly hasInvalidBytes: boolean;
}

/** The encoding that a byte order mark names (Unicode 16, section 2.6), UTF-8 without one. */
export function detectEncoding(bytes: Uint8Array): { readonly encoding: TextEncoding; readonly bomBytes: number } {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", bomBytes: 3 };
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", bomBytes: 2 };
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", bomBytes: 2 };
	return { encoding: "utf-8", bomBytes: 0 };
}

export function decodeText(bytes: Uint8Array): DecodedText {
	const { encoding, bomBytes } = detectEncoding(bytes);
	const body = bytes.subarray(bomBytes);
	const hasBom = bomBytes > 0;
	try {
		const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body);
		return { text, encoding, hasBom, hasInvalidBytes: false };
	} catch {
		const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(body);
		return { text, encoding, hasBom, hasInvalidBytes: true };
	}
}

/** In an encoding by its name on the web (WHATWG Encoding); undefined when there is none or the bytes do not fit it. */
export function decodeTextAs(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

export function encodeText(text: string, encoding: TextEncoding, hasBom: boolean): Uint8Array {
	const marked = hasBom ? `\uFEFF${text}` : text;
	if (encoding === "utf-8") return Buffer.from(marked, "utf8");
	const bytes = Buffer.from(marked, "utf16le");
	return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

/** `\r\n` when most lines end so, `\n` otherwise. */
export function lineEndOf(text: string): "\n" | "\r\n" {
	let windows = 0;
	let unix = 0;
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
		if (text[at - 1] === "\r") windows++;
		else unix++;
	}
	return windows > unix ? "\r\n" : "\n";
}

export const withLineEnd = (text: string, lineEnd: "\n" | "\r\n"): string =>
	lineEnd === "\n" ? text : text.replace(/\r?\n/g, "\r\n");
