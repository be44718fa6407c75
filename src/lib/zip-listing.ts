// The list of files in a ZIP archive, from its central directory alone (PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5).
import {
	type ArchiveEntry,
	type ArchiveListing,
	maxArchiveEntries,
	plainName,
	type RangeSource,
} from "./archive-entry.js";

const endSignature = 0x06054b50;
const zip64EndSignature = 0x06064b50;
const zip64LocatorSignature = 0x07064b50;
const entrySignature = 0x02014b50;
/** The end record and the longest comment after it. */
const tailBytes = 22 + 65_535;
const pieceBytes = 1024 * 1024;

/** Code page 437 above ASCII: what names are in that say nothing else (section D.1). */
const cp437 =
	"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

function decodeName(bytes: Uint8Array, isUtf8: boolean): string {
	try {
		// Many programs write UTF-8 without saying so; text in code page 437 is hardly ever valid UTF-8.
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		if (isUtf8) return new TextDecoder("utf-8").decode(bytes);
		return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (cp437[byte - 0x80] ?? ""))).join("");
	}
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Section 4.4.6: MS-DOS date and time. */
function modifiedOf(time: number, date: number): string {
	const month = (date >> 5) & 15;
	const day = date & 31;
	if (month === 0 || day === 0) return "";
	return `${1980 + (date >> 9)}-${two(month)}-${two(day)} ${two(time >> 11)}:${two((time >> 5) & 63)}`;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

interface Directory {
	readonly entries: number;
	readonly offset: number;
	readonly sizeBytes: number;
}

async function findDirectory(source: RangeSource): Promise<Directory | undefined> {
	const start = Math.max(0, source.sizeBytes - tailBytes);
	const tail = await source.read(start, tailBytes);
	const view = viewOf(tail);
	for (let at = tail.length - 22; at >= 0; at--) {
		if (view.getUint32(at, true) !== endSignature) continue;
		// A comment that happens to hold the signature does not end where the file does.
		if (at + 22 + view.getUint16(at + 20, true) > tail.length) continue;
		const end = start + at;
		const large = await findLargeDirectory(source, end);
		const sizeBytes = large?.sizeBytes ?? view.getUint32(at + 12, true);
		// Counted back from the end, so that something before the archive (a program that unpacks it) does not matter.
		const offset = (large?.end ?? end) - sizeBytes;
		if (offset < 0) return undefined;
		return { entries: large?.entries ?? view.getUint16(at + 10, true), offset, sizeBytes };
	}
	return undefined;
}

/** The ZIP64 records before the end record (sections 4.3.14 and 4.3.15). */
async function findLargeDirectory(source: RangeSource, end: number) {
	if (end < 20) return undefined;
	const locator = viewOf(await source.read(end - 20, 20));
	if (locator.byteLength < 20 || locator.getUint32(0, true) !== zip64LocatorSignature) return undefined;
	// Where it says it is, or right before: with something before the archive the former is off.
	for (const at of [Number(locator.getBigUint64(8, true)), end - 20 - 56]) {
		if (at < 0 || at + 56 > source.sizeBytes) continue;
		const record = viewOf(await source.read(at, 56));
		if (record.byteLength < 56 || record.getUint32(0, true) !== zip64EndSignature) continue;
		return {
			entries: Number(record.getBigUint64(32, true)),
			sizeBytes: Number(record.getBigUint64(40, true)),
			end: at,
		};
	}
	return undefined;
}

/** The unpacked size where it does not fit into 32 bits (section 4.5.3: the first value of that field). */
function largeSize(extra: DataView): number | undefined {
	for (let at = 0; at + 4 <= extra.byteLength; ) {
		const length = extra.getUint16(at + 2, true);
		if (extra.getUint16(at, true) === 1 && length >= 8 && at + 12 <= extra.byteLength) {
			return Number(extra.getBigUint64(at + 4, true));
		}
		at += 4 + length;
	}
	return undefined;
}

/** Section 4.4.15: the upper half holds the mode when the archive was made on Unix (4.4.2). */
function kindOf(path: string, madeBy: number, attributes: number): ArchiveEntry["kind"] {
	const type = madeBy >> 8 === 3 ? (attributes >>> 16) & 0xf000 : 0;
	if (type === 0xa000) return "link";
	if (path.endsWith("/") || type === 0x4000) return "directory";
	return type === 0 || type === 0x8000 ? "file" : "other";
}

/** One entry and the bytes it takes; undefined when there is not all of it, `null` when it is none. */
function readEntry(view: DataView, at: number): { entry: ArchiveEntry; length: number } | undefined | null {
	if (at + 46 > view.byteLength) return undefined;
	if (view.getUint32(at, true) !== entrySignature) return null;
	const nameLength = view.getUint16(at + 28, true);
	const extraLength = view.getUint16(at + 30, true);
	const length = 46 + nameLength + extraLength + view.getUint16(at + 32, true);
	if (at + length > view.byteLength) return undefined;
	const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
	const extra = new DataView(view.buffer, view.byteOffset + at + 46 + nameLength, extraLength);
	const flags = view.getUint16(at + 8, true);
	const size = view.getUint32(at + 24, true);
	const path = plainName(decodeName(name, (flags & 0x800) !== 0));
	const entry: ArchiveEntry = {
		path,
		kind: kindOf(path, view.getUint16(at + 4, true), view.getUint32(at + 38, true)),
		sizeBytes: size === 0xffff_ffff ? (largeSize(extra) ?? size) : size,
		modified: modifiedOf(view.getUint16(at + 12, true), view.getUint16(at + 14, true)),
		...((flags & 1) === 0 ? {} : { isEncrypted: true }),
	};
	return { entry, length };
}

/** Reads the end of the archive and its directory, in pieces; never what it holds. */
export async function listZip(source: RangeSource, signal: AbortSignal): Promise<ArchiveListing> {
	const format = "ZIP";
	const directory = await findDirectory(source);
	if (directory === undefined) {
		return { format, entries: [], problem: "its directory is missing: it is cut off or damaged" };
	}
	const entries: ArchiveEntry[] = [];
	const damaged = (): ArchiveListing => ({
		format,
		entries,
		problem: `its directory is damaged after ${entries.length} entries`,
	});
	let rest: Uint8Array = new Uint8Array();
	for (let offset = directory.offset; offset < directory.offset + directory.sizeBytes; offset += pieceBytes) {
		signal.throwIfAborted();
		const left = directory.offset + directory.sizeBytes - offset;
		rest = Buffer.concat([rest, await source.read(offset, Math.min(pieceBytes, left))]);
		const view = viewOf(rest);
		let at = 0;
		for (let found = readEntry(view, at); found !== undefined; found = readEntry(view, at)) {
			if (found === null) return damaged();
			if (entries.length >= maxArchiveEntries) {
				return { format, entries, problem: `only the first ${maxArchiveEntries} entries are listed` };
			}
			entries.push(found.entry);
			at += found.length;
		}
		rest = rest.subarray(at);
	}
	return rest.length > 0 || entries.length < directory.entries ? damaged() : { format, entries };
}
