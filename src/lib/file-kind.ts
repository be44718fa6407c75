// What a file is to somebody who wants to read it, by its first bytes and, where those do not tell, its name.
import { archiveKind } from "./archive-kind.js";
import { binaryKind } from "./binary-kind.js";

export type FileKind = "text" | "image" | "pdf" | "docx" | "notebook" | "archive" | "binary";

/** `head`: the first 8 kB or so. */
export function fileKind(path: string, head: Uint8Array): FileKind {
	const start = Buffer.from(head.subarray(0, 1024)).toString("latin1");
	if (/^(?:\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF[\s\S]{4}WEBP)/.test(start)) return "image";
	// Something may stand before the header (ISO 32000-2, annex I.2).
	if (/^%PDF-\d/.test(start) || (/%PDF-\d/.test(start) && /\.pdf$/i.test(path))) return "pdf";
	if (archiveKind(head) !== undefined) return /\.(?:docx|docm|dotx)$/i.test(path) ? "docx" : "archive";
	if (binaryKind(head) !== undefined) return "binary";
	return /\.ipynb$/i.test(path) ? "notebook" : "text";
}
