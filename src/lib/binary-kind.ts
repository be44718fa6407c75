// What a file is that is not text, by its first bytes.

/** Signatures as in file(1)'s magic database; the offset is 0 unless given. */
const signatures: readonly { readonly kind: string; readonly bytes: readonly number[]; readonly offset?: number }[] = [
	{ kind: "a PNG image", bytes: [0x89, 0x50, 0x4e, 0x47] },
	{ kind: "a JPEG image", bytes: [0xff, 0xd8, 0xff] },
	{ kind: "a GIF image", bytes: [0x47, 0x49, 0x46, 0x38] },
	{ kind: "a WebP image", bytes: [0x57, 0x45, 0x42, 0x50], offset: 8 },
	{ kind: "a WAV sound", bytes: [0x57, 0x41, 0x56, 0x45], offset: 8 },
	{ kind: "a TIFF image", bytes: [0x49, 0x49, 0x2a, 0x00] },
	{ kind: "an icon", bytes: [0x00, 0x00, 0x01, 0x00] },
	{ kind: "a PDF document", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
	{ kind: "a ZIP archive (or a document in one)", bytes: [0x50, 0x4b, 0x03, 0x04] },
	{ kind: "a gzip archive", bytes: [0x1f, 0x8b] },
	{ kind: "a bzip2 archive", bytes: [0x42, 0x5a, 0x68] },
	{ kind: "an xz archive", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
	{ kind: "a zstd archive", bytes: [0x28, 0xb5, 0x2f, 0xfd] },
	{ kind: "a 7-Zip archive", bytes: [0x37, 0x7a, 0xbc, 0xaf] },
	{ kind: "a tar archive", bytes: [0x75, 0x73, 0x74, 0x61, 0x72], offset: 257 },
	{ kind: "an ELF program", bytes: [0x7f, 0x45, 0x4c, 0x46] },
	{ kind: "a Windows program", bytes: [0x4d, 0x5a] },
	{ kind: "a WebAssembly module", bytes: [0x00, 0x61, 0x73, 0x6d] },
	{ kind: "a Java class", bytes: [0xca, 0xfe, 0xba, 0xbe] },
	{ kind: "an SQLite database", bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
	{ kind: "an MP3 sound", bytes: [0x49, 0x44, 0x33] },
	{ kind: "an Ogg file", bytes: [0x4f, 0x67, 0x67, 0x53] },
	{ kind: "an MP4 film", bytes: [0x66, 0x74, 0x79, 0x70], offset: 4 },
	{ kind: "a font", bytes: [0x77, 0x4f, 0x46, 0x32] },
];

/** Short signatures can begin a text too; then only a NUL byte settles it. */
const isSure = (length: number): boolean => length >= 4;

/**
 * In words, e.g. `a PNG image` or `binary data`; undefined for text. `bytes`: the first 8 kB or so. UTF-16 counts as
 * text only with a byte order mark.
 */
export function binaryKind(bytes: Uint8Array): string | undefined {
	const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (isUtf16) return undefined;
	const hasNul = bytes.includes(0);
	for (const { kind, bytes: wanted, offset = 0 } of signatures) {
		const fits = wanted.every((byte, index) => bytes[offset + index] === byte);
		if (fits && (hasNul || (isSure(wanted.length) && bytes.some((byte) => byte > 0x7f || byte < 0x08)))) return kind;
	}
	return hasNul ? "binary data" : undefined;
}
