// Makes a backup: databases are copied as of one moment, then all of it streams through zstd, and the cipher where there is
// a password, into a file that gets its name only once it is complete and on the disk.
import { createHash, createHmac } from "node:crypto";
import { constants, type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import type { BackupCreated, DatabaseFiles } from "../contracts/backup.js";
import { NexusError } from "../contracts/errors.js";
import { type Content, contents, type FoundFile, filesOf, maxFiles } from "./contents.js";
import { ensureNoFile, failure, makePrivateFolder, syncFolder } from "./files.js";
import { newHeader } from "./header.js";
import { type Manifest, type ManifestEntry, manifestParts, toJsonBytes } from "./manifest.js";
import { deriveKeys, newDerivation } from "./password-key.js";
import { record } from "./records.js";
import { seal } from "./sealed.js";
import { unfinishedName } from "./shelf.js";
import { sum } from "./summed.js";

export interface CreateOptions {
	readonly home: string;
	/** The new file. */
	readonly path: string;
	/** A new folder for copies of databases; removed by whoever gave it. */
	readonly staging: string;
	readonly id: string;
	readonly time: Date;
	readonly version: string;
	readonly isScheduled: boolean;
	readonly withSnapshots: boolean;
	readonly password: string | undefined;
	readonly databases: DatabaseFiles;
	readonly signal: AbortSignal;
	onProgress(text: string): void;
}

const readBytes = 131_072;

/** @throws NexusError `backup.exists`, `backup.failed`, `store.full`; nothing is left of what was begun */
export const createBackup = async (options: CreateOptions): Promise<Omit<BackupCreated, "durationMs">> => {
	const { path, id, signal, password } = options;
	await ensureNoFile(path);
	const skipped: BackupCreated["skipped"][number][] = [];
	const files = await findFiles(options, (left) => skipped.push(left));
	const derivation = password === undefined ? undefined : newDerivation();
	const keys = password === undefined || derivation === undefined ? undefined : await deriveKeys(password, derivation);
	const { header, bytes } = newHeader({
		id,
		createdAt: options.time.toISOString(),
		version: options.version,
		isScheduled: options.isScheduled,
		...(derivation === undefined ? {} : { derivation }),
	});
	const bound = createHash("sha256").update(bytes).digest();
	const unfinished = join(dirname(path), unfinishedName(id));
	const entries: ManifestEntry[] = [];
	options.onProgress(`writing ${files.length} files\n`);
	try {
		const file = await open(unfinished, "wx", 0o600);
		try {
			await file.chmod(0o600);
			await file.writeFile(bytes);
			if (keys !== undefined) await file.writeFile(createHmac("sha256", keys.header).update(bytes).digest());
			const payload = payloadOf(files, { id, header: bound.toString("hex") }, entries, (left) => skipped.push(left));
			const zstd = createZstdCompress();
			const guard = (body: AsyncIterable<Buffer>) =>
				keys === undefined ? sum(body, bytes) : seal(body, keys.body, bound);
			await pipeline(payload, zstd, guard, writeTo(file), { signal });
			await file.sync();
		} finally {
			await file.close();
		}
		signal.throwIfAborted();
		await rename(unfinished, path);
		await syncFolder(dirname(path));
	} catch (error) {
		await rm(unfinished, { force: true });
		signal.throwIfAborted();
		throw failure(error, path);
	}
	return {
		id,
		path,
		createdAt: header.createdAt,
		sizeBytes: (await stat(path)).size,
		isEncrypted: keys !== undefined,
		isScheduled: header.isScheduled,
		version: header.version,
		files: entries.length,
		contentBytes: entries.reduce((sum, entry) => sum + entry.sizeBytes, 0),
		skipped,
	};
};

type Skip = (skipped: BackupCreated["skipped"][number]) => void;

const findFiles = async (options: CreateOptions, skip: Skip): Promise<readonly FoundFile[]> => {
	const files: FoundFile[] = [];
	for (const content of contents.filter((known) => isTaken(known, options))) {
		for await (const file of filesOf(options.home, content, skip)) {
			options.signal.throwIfAborted();
			files.push(content.kind === "database" ? await copied(options, content, file) : file);
			if (files.length > maxFiles)
				throw new NexusError("backup.failed", `there are more than ${maxFiles} files in ${options.home}`);
		}
	}
	return files;
};

const isTaken = ({ only }: Content, { withSnapshots, password }: CreateOptions): boolean =>
	only === undefined || (only === "snapshots" ? withSnapshots : password !== undefined);

const copied = async (options: CreateOptions, content: Content, file: FoundFile): Promise<FoundFile> => {
	options.onProgress(`copying ${content.path}\n`);
	await makePrivateFolder(options.staging);
	const absolute = join(options.staging, content.path.replaceAll("/", "-"));
	await options.databases.copy(file.absolute, absolute, options.signal);
	return { ...file, absolute, sizeBytes: (await stat(absolute)).size };
};

async function* payloadOf(
	files: readonly FoundFile[],
	manifest: Omit<Manifest, "files">,
	entries: ManifestEntry[],
	skip: Skip,
): AsyncGenerator<Buffer> {
	const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
	yield record("plan", toJsonBytes({ files: files.length, bytes }));
	for (const found of files) {
		const file = await openPlain(found, skip);
		if (file === undefined) continue;
		try {
			yield record("file", toJsonBytes({ path: found.path, isExecutable: found.isExecutable }));
			const hash = createHash("sha256");
			let sizeBytes = 0;
			// No more than was planned: what has grown since is of a later moment.
			while (sizeBytes < found.sizeBytes) {
				const piece = Buffer.allocUnsafe(Math.min(readBytes, found.sizeBytes - sizeBytes));
				const { bytesRead } = await file.read(piece, 0, piece.length, null);
				if (bytesRead === 0) break;
				const data = piece.subarray(0, bytesRead);
				hash.update(data);
				sizeBytes += bytesRead;
				yield record("data", data);
			}
			yield record("fileEnd");
			entries.push({ path: found.path, sizeBytes, sha256: hash.digest("hex") });
		} finally {
			await file.close();
		}
	}
	for (const part of manifestParts({ ...manifest, files: entries })) yield record("manifest", part);
	yield record("end");
}

/** Undefined for one that has gone since it was found, or that may not be read, which is said. */
const openPlain = async ({ path, absolute }: FoundFile, skip: Skip): Promise<FileHandle | undefined> => {
	try {
		// What was a file may be a pipe by now, and to open that would wait for a writer.
		const file = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
		if ((await file.stat()).isFile()) return file;
		await file.close();
		skip({ path, why: "is not a plain file" });
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : undefined;
		if (code !== "ENOENT") skip({ path, why: `cannot be read (${String(code)})` });
	}
	return undefined;
};

const writeTo = (file: FileHandle) => async (chunks: AsyncIterable<Buffer>) => {
	for await (const chunk of chunks) await file.writeFile(chunk);
};
