// Files with rows, made ready for a thread that reads them piece by piece.
import { binaryKind } from "./binary-kind.js";
import { DataError } from "./data-values.js";
import { formatOfName, guessFormat } from "./guess-format.js";
import { formatBytes } from "./plural.js";
import { decodeText } from "./text-encoding.js";

export const rowFormats = ["csv", "tsv", "json", "jsonl"] as const;
export type RowFormat = (typeof rowFormats)[number];

export interface TableFile {
	readonly path: string;
	readonly format?: RowFormat | undefined;
	readonly separator?: string | undefined;
	readonly header?: boolean | undefined;
	readonly encoding?: string | undefined;
}

interface Files {
	stat(path: string): Promise<{ readonly kind: string; readonly sizeBytes: number; readonly version: string }>;
	readBytes(path: string, range: { readonly offset?: number; readonly length: number }): Promise<Uint8Array>;
}

export interface OpenedTables {
	/** What the thread is told of each file. */
	readonly tables: readonly { readonly [key: string]: string | boolean }[];
	readonly source: { read(source: number, offset: number, length: number): Promise<Uint8Array> };
	/** The first file that is no longer what it was when it was opened. */
	changed(): Promise<string | undefined>;
}

const sniffedBytes = 65_536;
/** Smaller files are done before anybody wonders. */
const quickBytes = 20_000_000;

const isRowFormat = (format: string | undefined): format is RowFormat => rowFormats.some((known) => known === format);

async function formatOf(fs: Files, file: TableFile): Promise<RowFormat> {
	const bytes = await fs.readBytes(file.path, { length: sniffedBytes });
	const binary = decodeText(bytes).hasBom ? undefined : binaryKind(bytes);
	if (binary !== undefined && file.encoding === undefined) {
		throw new DataError(`${file.path} is no text: ${binary}`);
	}
	const format = file.format ?? formatOfName(file.path) ?? guessFormat(decodeText(bytes).text);
	if (isRowFormat(format)) return format;
	if (format === "yaml" && formatOfName(file.path) === undefined) return "csv";
	throw new DataError(`${file.path} is ${format.toUpperCase()}, which has no rows: convert_data makes JSON of it`);
}

/** Throws what the file system throws, and DataError for what holds no rows. `onShare` gets 0.1, 0.2 … of large files. */
export async function openTables(
	fs: Files,
	files: readonly TableFile[],
	onShare: (line: string) => void = () => undefined,
): Promise<OpenedTables> {
	const opened = await Promise.all(
		files.map(async (file) => {
			const stat = await fs.stat(file.path);
			if (stat.kind === "directory") {
				throw new DataError(`${file.path} is a folder, not a file`);
			}
			return { file, stat, format: await formatOf(fs, file) };
		}),
	);
	const totalBytes = opened.reduce((sum, { stat }) => sum + stat.sizeBytes, 0);
	let done = 0;
	let tenths = 0;
	const note = (bytes: number): void => {
		done += bytes;
		const next = Math.floor((done / totalBytes) * 10);
		if (totalBytes < quickBytes || next <= tenths || next >= 10) return;
		tenths = next;
		onShare(`${tenths * 10} % of ${formatBytes(totalBytes)}\n`);
	};
	return {
		tables: opened.map(({ file: { path, separator, header, encoding }, format }) => ({
			name: path,
			format,
			...(separator === undefined ? {} : { separator }),
			...(header === undefined ? {} : { header }),
			...(encoding === undefined ? {} : { encoding }),
		})),
		source: {
			async read(source, offset, length) {
				const path = opened[source]?.file.path ?? "";
				const bytes = await fs.readBytes(path, { offset, length });
				note(bytes.byteLength);
				return bytes;
			},
		},
		async changed() {
			for (const { file, stat } of opened) if ((await fs.stat(file.path)).version !== stat.version) return file.path;
			return undefined;
		},
	};
}
