// Which kind of archive a file is, by its first bytes.
import { isTar } from "./tar-header.js";

export type ArchiveKind = "zip" | "tar" | "gzip" | "zstd";

const startsWith = (bytes: Uint8Array, wanted: readonly number[]): boolean =>
	wanted.every((byte, at) => bytes[at] === byte);

/** By its first 512 bytes. A ZIP without any file begins with its end. */
export function archiveKind(head: Uint8Array): ArchiveKind | undefined {
	if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return "zip";
	if (startsWith(head, [0x1f, 0x8b, 8])) return "gzip";
	if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd])) return "zstd";
	return isTar(head) ? "tar" : undefined;
}
