// The block that begins an entry of a tar archive (POSIX.1-2024, pax, "ustar Interchange Format").

export const blockBytes = 512;

export function textAt(block: Uint8Array, at: number, length: number): string {
	const field = block.subarray(at, at + length);
	const end = field.indexOf(0);
	return new TextDecoder("utf-8").decode(end === -1 ? field : field.subarray(0, end));
}

/** Octal digits, or with the first bit set a binary number. NaN when it is neither. */
export function numberAt(block: Uint8Array, at: number, length: number): number {
	if (((block[at] ?? 0) & 0x80) !== 0) {
		let value = (block[at] ?? 0) & 0x7f;
		for (let index = 1; index < length; index++) value = value * 256 + (block[at + index] ?? 0);
		return value;
	}
	const text = textAt(block, at, length).trim();
	return text === "" ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** The sum of all bytes with those of the sum itself taken as blanks. */
export function hasValidSum(block: Uint8Array): boolean {
	let sum = 8 * 0x20;
	for (let at = 0; at < blockBytes; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0;
	return numberAt(block, 148, 8) === sum;
}

/** Whether these first bytes begin a tar archive. */
export const isTar = (bytes: Uint8Array): boolean =>
	bytes.length >= blockBytes && (bytes[0] ?? 0) !== 0 && hasValidSum(bytes.subarray(0, blockBytes));
