// The list of files in a tar archive: ustar and pax (POSIX.1-2024, pax, "EXTENDED DESCRIPTION"), with GNU's long names
// and large sizes (GNU tar manual, "Basic Tar Format").
import { type ArchiveEntry, type ArchiveListing, maxArchiveEntries, plainName } from "./archive-entry.js";
import { blockBytes, hasValidSum, numberAt, textAt } from "./tar-header.js";

/** Bytes one after the other. */
export interface ByteReader {
	/** Fewer at the end. */
	take(length: number): Promise<Uint8Array>;
	/** False when there are not that many. */
	skip(length: number): Promise<boolean>;
}

/** Of the names and attributes that come before an entry. */
const maxHeaderBytes = 1024 * 1024;

const padded = (length: number): number => Math.ceil(length / blockBytes) * blockBytes;

/** `length key=value\n`, repeated. */
function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
	const records = new Map<string, string>();
	for (let at = 0; at < bytes.length; ) {
		const space = bytes.indexOf(0x20, at);
		const length = space === -1 ? Number.NaN : Number(textAt(bytes, at, space - at));
		if (!Number.isSafeInteger(length) || length <= space - at || at + length > bytes.length) break;
		const record = new TextDecoder("utf-8").decode(bytes.subarray(space + 1, at + length - 1));
		const equals = record.indexOf("=");
		records.set(record.slice(0, equals), record.slice(equals + 1));
		at += length;
	}
	return records;
}

const kinds: Readonly<Record<string, ArchiveEntry["kind"]>> = {
	"\0": "file",
	"0": "file",
	"7": "file",
	"1": "link",
	"2": "link",
	"5": "directory",
};

const minute = (seconds: number): string => {
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 16).replace("T", " ");
};

function entryOf(
	block: Uint8Array,
	pax: ReadonlyMap<string, string>,
	longName?: string,
	longLink?: string,
): ArchiveEntry {
	const isUstar = textAt(block, 257, 5) === "ustar";
	const prefix = isUstar && block[263] === 0x30 ? textAt(block, 345, 155) : "";
	const name = textAt(block, 0, 100);
	const path = pax.get("path") ?? longName ?? (prefix === "" ? name : `${prefix}/${name}`);
	const target = pax.get("linkpath") ?? longLink ?? textAt(block, 157, 100);
	const type = String.fromCharCode(block[156] ?? 0);
	const kind = (kinds[type] ?? "other") === "file" && path.endsWith("/") ? "directory" : (kinds[type] ?? "other");
	return {
		path: plainName(path),
		kind,
		sizeBytes: kind === "file" ? Number(pax.get("size") ?? numberAt(block, 124, 12)) : 0,
		modified: minute(Math.floor(Number(pax.get("mtime") ?? numberAt(block, 136, 12)))),
		...(kind === "link" ? { target: plainName(target) } : {}),
	};
}

/**
 * Headers are read, contents skipped. What the reader rejects with ends the list, with `explain` of it as the problem.
 * Rejects with the signal's reason.
 */
export async function listTar(
	reader: ByteReader,
	format: string,
	signal: AbortSignal,
	explain: (error: unknown) => string,
): Promise<ArchiveListing> {
	const entries: ArchiveEntry[] = [];
	const problem = await collect(reader, entries, signal).catch((error) => {
		signal.throwIfAborted();
		return explain(error);
	});
	return {
		format,
		entries,
		...(problem === undefined ? {} : { problem: `${problem} after ${entries.length} entries` }),
	};
}

/** Why it ends before its end. */
async function collect(reader: ByteReader, entries: ArchiveEntry[], signal: AbortSignal): Promise<string | undefined> {
	let pax: ReadonlyMap<string, string> = new Map();
	let longName: string | undefined;
	let longLink: string | undefined;
	for (;;) {
		signal.throwIfAborted();
		const block = await reader.take(blockBytes);
		if (block.length === 0) return entries.length === 0 ? "it ends" : undefined;
		if (block.length < blockBytes) return "it is cut off";
		if (block.every((byte) => byte === 0)) return undefined;
		if (!hasValidSum(block)) return "it is damaged";
		const type = String.fromCharCode(block[156] ?? 0);
		const isHeader = "xgLKXV".includes(type);
		const size = Number((isHeader ? undefined : pax.get("size")) ?? numberAt(block, 124, 12));
		if (!Number.isSafeInteger(size) || size < 0) return "it is damaged";
		if (isHeader) {
			if (size > maxHeaderBytes) return "it is damaged";
			const body = (await reader.take(padded(size))).subarray(0, size);
			if (body.length < size) return "it is cut off";
			if (type === "x" || type === "X") pax = paxRecords(body);
			if (type === "L") longName = textAt(body, 0, size);
			if (type === "K") longLink = textAt(body, 0, size);
			continue;
		}
		if (entries.length >= maxArchiveEntries) return "the list stops";
		const entry = entryOf(block, pax, longName, longLink);
		entries.push(entry);
		pax = new Map();
		longName = undefined;
		longLink = undefined;
		// Links and folders may give a size and have no content.
		if (!"123456".includes(type) && !(await reader.skip(padded(size)))) return "it is cut off";
	}
}
