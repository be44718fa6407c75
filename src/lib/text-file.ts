// A text file in memory with all that has to survive a change of its text.
import { binaryKind } from "./binary-kind.js";
import { decodeText, encodeText, lineEndOf, type TextEncoding } from "./text-encoding.js";

interface TextFileSource {
	exists(path: string): Promise<boolean>;
	stat(path: string): Promise<{ readonly sizeBytes: number; readonly version: string }>;
	readBytes(path: string): Promise<Uint8Array>;
}

export interface TextFile {
	/** Without a byte order mark, line ends as they are. */
	readonly text: string;
	readonly encoding: TextEncoding;
	readonly hasBom: boolean;
	readonly hasInvalidBytes: boolean;
	readonly lineEnd: "\n" | "\r\n";
	/** What it is instead, when it is not text. */
	readonly binary: string | undefined;
	/** From before it was read. */
	readonly version: string;
}

/** Larger files are not taken into memory. */
export const maxTextBytes = 20_000_000;

/** Undefined when nothing is there. Throws what the file system throws. */
export async function loadTextFile(fs: TextFileSource, path: string): Promise<TextFile | undefined> {
	if (!(await fs.exists(path))) return undefined;
	const { version, sizeBytes } = await fs.stat(path);
	if (sizeBytes > maxTextBytes) {
		return {
			text: "",
			encoding: "utf-8",
			hasBom: false,
			hasInvalidBytes: false,
			lineEnd: "\n",
			binary: `too large to edit as text (over ${maxTextBytes / 1e6} MB)`,
			version,
		};
	}
	const bytes = await fs.readBytes(path);
	const decoded = decodeText(bytes);
	return {
		...decoded,
		lineEnd: lineEndOf(decoded.text),
		binary: binaryKind(bytes.subarray(0, 8192)),
		version,
	};
}

export const toBytes = (file: TextFile | undefined, text: string): Uint8Array =>
	encodeText(text, file?.encoding ?? "utf-8", file?.hasBom ?? false);
