// Files with rows, made ready for a thread that reads them piece by piece.
import { NexusError } from "../contracts/errors.js";
import type { JsonObject } from "../contracts/json.js";
import type { DataSource, FileSystem } from "../contracts/ports.js";
import { binaryKind } from "./binary-kind.js";
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

export interface OpenedTables {
	/** What the thread is told of each file. */
	readonly tables: readonly JsonObject[];
	readonly source: DataSource;
	readonly totalBytes: number;
	/** Throws `file.changed` when a file is no longer what was read. */
	check(): Promise<void>;
}

const sniffedBytes = 65_536;
/** Smaller files are done before anybody wonders. */
const quickBytes = 20_000_000;

const isRowFormat = (format: string | undefined): format is RowFormat => rowFormats.some((known) => known === format);

async function formatOf(fs: FileSystem, file: TableFile): Promise<RowFormat> {
	const bytes = await fs.readBytes(file.path, { length: sniffedBytes });
	const binary = decodeText(bytes).hasBom ? undefined : binaryKind(bytes);
	if (binary !== undefined && file.encoding === undefined) {
		throw new NexusError("data.invalid", `${file.path} is no text: ${binary}`, {
			hint: "Give a CSV, TSV, JSON or JSONL file; say its encoding if it is text.",
		});
	}
	const format = file.format ?? formatOfName(file.path) ?? guessFormat(decodeText(bytes).text);
	if (isRowFormat(format)) return format;
	if (format === "yaml" && formatOfName(file.path) === undefined) return "csv";
	throw new NexusError(
		"data.invalid",
		`${file.path} is ${format.toUpperCase()}, which has no rows to read one by one`,
		{
			hint: "Turn it into JSON with convert_data first.",
		},
	);
}

/** Throws what the file system throws, and `data.invalid` for what holds no rows. `onShare` gets 0.1, 0.2 … of large files. */
export async function openTables(
	fs: FileSystem,
	files: readonly TableFile[],
	onShare: (line: string) => void = () => undefined,
): Promise<OpenedTables> {
	const opened = await Promise.all(
		files.map(async (file) => {
			const stat = await fs.stat(file.path);
			if (stat.kind === "directory") {
				throw new NexusError("file.not-regular", `${file.path} is a folder, not a file`, {
					hint: "Name a file in it.",
				});
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
		totalBytes,
		source: {
			async read(source, offset, length) {
				const path = opened[source]?.file.path ?? "";
				const bytes = await fs.readBytes(path, { offset, length });
				note(bytes.byteLength);
				return bytes;
			},
		},
		async check() {
			for (const { file, stat } of opened) {
				if ((await fs.stat(file.path)).version === stat.version) continue;
				throw new NexusError("file.changed", `${file.path} was changed while it was read`, {
					hint: "Try again.",
					retryable: true,
				});
			}
		},
	};
}
