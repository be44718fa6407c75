// Reads a backup to its end, proves every byte of it, and writes what is wanted into a new folder.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress, constants as zlib } from "node:zlib";
import type { BackupInfo } from "../contracts/backup.js";
import { isAbortError, NexusError } from "../contracts/errors.js";
import { ensureRoom, failure, makePrivateFolder } from "./files.js";
import { damaged, type ReadHeader, readHeader } from "./header.js";
import {
	type BackupFile,
	type BackupPlan,
	type Manifest,
	type ManifestEntry,
	maxManifestBytes,
	parseFile,
	parseManifest,
	parsePlan,
} from "./manifest.js";
import { deriveKeys } from "./password-key.js";
import { type BackupRecord, readRecords } from "./records.js";
import { unseal } from "./sealed.js";
import { unsum } from "./summed.js";

export interface UnpackOptions {
	readonly path: string;
	readonly password: string | undefined;
	/** A new folder, of nobody else. */
	readonly folder: string;
	/** Which files are written; all are read and proven. */
	isWanted(path: string): boolean;
	/** Bytes that must be free for `plan`, before anything is written. */
	room(plan: BackupPlan): number;
	readonly signal: AbortSignal;
}

export interface Unpacked {
	readonly info: BackupInfo;
	readonly files: readonly ManifestEntry[];
	readonly contentBytes: number;
}

const readBytes = 1_048_576;
/** A window of 32 MB: what nexus writes needs 2 MB. */
const maxWindowLog = 25;

/**
 * @throws NexusError `backup.damaged`, `backup.hostile`, `backup.password-needed`, `backup.wrong-password`,
 * `backup.no-room`, `backup.newer`, `backup.not-found`, `store.full`
 */
export const unpackBackup = async (options: UnpackOptions): Promise<Unpacked> => {
	const { path, signal } = options;
	const read = await readHeader(path);
	const key = await bodyKey(path, read, options.password);
	const bound = createHash("sha256").update(read.bytes).digest();
	await makePrivateFolder(options.folder);
	const writer = new Unpacking(options, read.header.id, bound.toString("hex"));
	const source = await open(path, "r");
	try {
		const body = source.createReadStream({ start: read.bodyOffset, highWaterMark: readBytes, autoClose: false });
		const zstd = createZstdDecompress({ params: { [zlib.ZSTD_d_windowLogMax]: maxWindowLog } });
		const proven = (bytes: AsyncIterable<Buffer>) =>
			key === undefined ? unsum(bytes, read.bytes) : unseal(bytes, key, bound);
		await pipeline(body, proven, zstd, (text) => writer.take(readRecords(text)), { signal });
	} catch (error) {
		signal.throwIfAborted();
		throw asDamage(error, path, options.folder);
	} finally {
		await writer.dispose();
		await source.close();
	}
	return { info: read.info, files: writer.files, contentBytes: writer.contentBytes };
};

const bodyKey = async (path: string, read: ReadHeader, password: string | undefined): Promise<Buffer | undefined> => {
	const { derivation } = read.header;
	if (derivation === undefined || read.mac === undefined) return undefined;
	if (password === undefined) {
		throw new NexusError("backup.password-needed", `the backup ${path} is encrypted`, {
			hint: "--password-file <file>, or set NEXUS_BACKUP_PASSWORD",
			exitCode: 2,
		});
	}
	const keys = await deriveKeys(password, derivation);
	const expected = createHmac("sha256", keys.header).update(read.bytes).digest();
	if (timingSafeEqual(expected, read.mac)) return keys.body;
	throw new NexusError("backup.wrong-password", `the password does not open ${path}`, {
		hint: "nothing was changed; if it is the right one, the beginning of the file is damaged",
	});
};

/** What the system says of a disk stays; everything else that goes wrong while reading is damage. */
const asDamage = (error: unknown, path: string, folder: string): unknown => {
	if (error instanceof NexusError || isAbortError(error)) return error;
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	if (/^E[A-Z]+$/.test(code)) return failure(error, code === "EIO" ? path : folder);
	const why = code.startsWith("ZSTD_") || code.startsWith("Z_") ? "it is cut off or not as it was written" : undefined;
	return damaged(
		path,
		why ?? (error instanceof SyntaxError ? "its contents make no sense" : String((error as Error).message)),
		error,
	);
};

/** The files, one after the other. */
class Unpacking {
	readonly files: ManifestEntry[] = [];
	contentBytes = 0;
	readonly #options: UnpackOptions;
	readonly #id: string;
	readonly #header: string;
	readonly #names = new Set<string>();
	readonly #manifest: Buffer[] = [];
	#plan: BackupPlan | undefined;
	#file: { readonly about: BackupFile; readonly hash: ReturnType<typeof createHash>; sizeBytes: number } | undefined;
	#handle: FileHandle | undefined;

	constructor(options: UnpackOptions, id: string, header: string) {
		this.#options = options;
		this.#id = id;
		this.#header = header;
	}

	async take(records: AsyncIterable<BackupRecord>): Promise<void> {
		for await (const { kind, bytes } of records) {
			const isInFile = this.#file !== undefined;
			if ((kind === "data" || kind === "fileEnd") !== isInFile || (this.#plan === undefined) !== (kind === "plan"))
				throw new Error("its contents make no sense");
			if (kind === "plan") await this.#begin(parsePlan(bytes));
			else if (kind === "file") await this.#open(parseFile(bytes));
			else if (kind === "data") await this.#write(bytes);
			else if (kind === "fileEnd") await this.#close();
			else if (kind === "manifest") this.#keep(bytes);
			else this.#compare(parseManifest(this.#manifest));
		}
	}

	async dispose(): Promise<void> {
		await this.#handle?.close();
	}

	async #begin(plan: BackupPlan): Promise<void> {
		await ensureRoom(this.#options.folder, this.#options.room(plan));
		this.#plan = plan;
	}

	async #open(about: BackupFile): Promise<void> {
		if (this.#names.has(about.path)) throw new Error(`${about.path} is in it twice`);
		if (this.#names.size >= (this.#plan?.files ?? 0)) throw new Error("there is more in it than it says");
		this.#names.add(about.path);
		this.#file = { about, hash: createHash("sha256"), sizeBytes: 0 };
		if (!this.#options.isWanted(about.path)) return;
		const path = join(this.#options.folder, about.path);
		await makePrivateFolder(dirname(path));
		const mode = about.isExecutable ? 0o700 : 0o600;
		this.#handle = await open(path, "wx", mode);
		await this.#handle.chmod(mode);
	}

	async #write(bytes: Buffer): Promise<void> {
		this.contentBytes += bytes.length;
		if (this.contentBytes > (this.#plan?.bytes ?? 0)) throw new Error("there is more in it than it says");
		if (this.#file === undefined) return;
		this.#file.hash.update(bytes);
		this.#file.sizeBytes += bytes.length;
		await this.#handle?.writeFile(bytes);
	}

	async #close(): Promise<void> {
		if (this.#file === undefined) return;
		const { about, hash, sizeBytes } = this.#file;
		this.files.push({ path: about.path, sizeBytes, sha256: hash.digest("hex") });
		this.#file = undefined;
		await this.#handle?.close();
		this.#handle = undefined;
	}

	#keep(part: Buffer): void {
		this.#manifest.push(Buffer.from(part));
		if (this.#manifest.reduce((sum, bytes) => sum + bytes.length, 0) > maxManifestBytes)
			throw new Error("its list of files is too long");
	}

	#compare(manifest: Manifest): void {
		if (manifest.id !== this.#id || manifest.header !== this.#header)
			throw new Error("its beginning is not as it was written");
		if (manifest.files.length !== this.files.length) throw new Error("files are missing");
		for (const [index, file] of this.files.entries()) {
			const expected = manifest.files[index];
			if (file.path !== expected?.path || file.sizeBytes !== expected.sizeBytes || file.sha256 !== expected.sha256)
				throw new Error(`${file.path} is not as it was written`);
		}
	}
}
