// The list of files in an archive of any kind, as data and as text. Nothing is unpacked to the disk.
import { type ArchiveListing, leadsOut, plainName, type RangeSource } from "./archive-entry.js";
import type { ArchiveKind } from "./archive-kind.js";
import { fileReader, UnpackedTooLargeError, type UnpackingReader, unpackingReader } from "./byte-readers.js";
import { formatBytes, plural } from "./plural.js";
import { isTar } from "./tar-header.js";
import { listTar } from "./tar-listing.js";
import { listZip } from "./zip-listing.js";

/** What compressed archives may unpack to while they are looked through. */
const maxUnpackedBytes = 4_000_000_000;

/** RFC 1952, section 2.3: the name follows ten bytes, and the extra field if there is one. */
function gzipName(head: Uint8Array): string | undefined {
	const flags = head[3] ?? 0;
	if ((flags & 8) === 0) return undefined;
	const start = 10 + ((flags & 4) === 0 ? 0 : 2 + (head[10] ?? 0) + 256 * (head[11] ?? 0));
	const end = head.indexOf(0, start);
	return end === -1 ? undefined : plainName(Buffer.from(head.subarray(start, end)).toString("latin1"));
}

/** One file, packed alone: its size is only known once all of it has been unpacked. */
async function listAlone(reader: UnpackingReader, first: Uint8Array, path: string, format: string) {
	while ((await reader.take(1024 * 1024)).length > 0);
	const sizeBytes = Math.max(first.length, reader.unpackedBytes());
	return { format, entries: [{ path, kind: "file", sizeBytes, modified: "" }] } as const;
}

const explain = (error: unknown): string => {
	if (error instanceof UnpackedTooLargeError) {
		return `unpacked it is over ${formatBytes(maxUnpackedBytes)} and was not looked through further`;
	}
	return `it cannot be unpacked (${error instanceof Error ? error.message : error})`;
};

async function listPacked(
	source: RangeSource,
	kind: "gzip" | "zstd",
	name: string,
	signal: AbortSignal,
): Promise<ArchiveListing> {
	const reader = unpackingReader(source, kind, maxUnpackedBytes);
	const onAbort = () => reader.close();
	signal.addEventListener("abort", onAbort, { once: true });
	try {
		const first = await reader.take(512);
		if (!isTar(first)) return await listAlone(reader, first, name, kind);
		let isFirst = true;
		const whole = {
			take: (length: number) => {
				if (!isFirst) return reader.take(length);
				isFirst = false;
				return Promise.resolve(first);
			},
			skip: (length: number) => reader.skip(length),
		};
		return await listTar(whole, `tar in ${kind}`, signal, explain);
	} catch (error) {
		signal.throwIfAborted();
		return { format: kind, entries: [], problem: explain(error) };
	} finally {
		signal.removeEventListener("abort", onAbort);
		reader.close();
	}
}

/** `name`: of the archive itself. Rejects only with what `source` rejects with, or the signal's reason. */
export async function listArchive(
	source: RangeSource,
	kind: ArchiveKind,
	name: string,
	signal: AbortSignal,
): Promise<ArchiveListing> {
	if (kind === "zip") return listZip(source, signal);
	if (kind === "tar") return listTar(fileReader(source), "tar", signal, explain);
	const head = await source.read(0, 1024);
	const inside = (kind === "gzip" ? gzipName(head) : undefined) ?? name.replace(/\.(?:gz|zst|zstd)$/i, "");
	return listPacked(source, kind, inside, signal);
}

/** One line an entry: size, time, path. */
export function archiveText({ format, entries, problem }: ArchiveListing): string {
	const lines = entries.map((entry) => {
		const size =
			entry.kind === "file" ? formatBytes(entry.sizeBytes) : entry.kind === "directory" ? "folder" : entry.kind;
		const lock = entry.isEncrypted === true ? " (encrypted)" : "";
		return `${size.padStart(8)}  ${entry.modified.padEnd(16)}  ${entry.path}${entry.target === undefined ? "" : ` -> ${entry.target}`}${lock}`;
	});
	const files = entries.filter((entry) => entry.kind === "file");
	const total = files.reduce((sum, entry) => sum + entry.sizeBytes, 0);
	const outside = entries.filter(leadsOut).length;
	const about = [
		`${format}: ${plural(files.length, "file")}, ${formatBytes(total)} unpacked`,
		...(problem === undefined ? [] : [problem]),
		...(outside === 0 ? [] : [`${plural(outside, "name")} would unpack outside of the folder`]),
	];
	return [...lines, `[${about.join("; ")}]`].join("\n");
}
