// The beginning of a backup file, in the clear: magic, length (u32, big-endian), JSON, and where there is a password the
// HMAC-SHA-256 of all that. What follows is a zstd stream (RFC 8878), sealed where there is a
// password (sealed.ts), else with a sum behind it (summed.ts).
import { open } from "node:fs/promises";
import { z } from "zod";
import type { BackupInfo } from "../contracts/backup.js";
import { NexusError } from "../contracts/errors.js";

const magic = Buffer.from("nexus-backup\n");
const formatVersion = 1;
const maxHeaderBytes = 16_384;
export const macBytes = 32;

/** Costs have bounds, so that a file cannot ask for more memory or time than this machine has (SECURITY R22). */
const derivationSchema = z.discriminatedUnion("name", [
	z.strictObject({
		name: z.literal("argon2id"),
		salt: z.base64().length(24),
		memoryKib: z.int().min(8192).max(1_048_576),
		passes: z.int().min(1).max(16),
		lanes: z.int().min(1).max(16),
	}),
	z.strictObject({
		name: z.literal("scrypt"),
		salt: z.base64().length(24),
		/** log2 of N. */
		logCost: z.int().min(14).max(20),
		blockSize: z.int().min(8).max(8),
		lanes: z.int().min(1).max(4),
	}),
]);

export type Derivation = z.output<typeof derivationSchema>;

const headerSchema = z.strictObject({
	format: z.literal(formatVersion),
	id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
	createdAt: z.iso.datetime(),
	version: z.string().max(64),
	isScheduled: z.boolean(),
	/** How the key is made of the password; absent: not encrypted. */
	derivation: derivationSchema.optional(),
});

export type BackupHeader = z.output<typeof headerSchema>;

export interface ReadHeader {
	readonly header: BackupHeader;
	/** As they are in the file; what the body is bound to. */
	readonly bytes: Buffer;
	/** Absent where it is not encrypted. */
	readonly mac: Buffer | undefined;
	/** Where the body begins. */
	readonly bodyOffset: number;
}

export const newHeader = (header: Omit<BackupHeader, "format">): { header: BackupHeader; bytes: Buffer } => {
	const checked = headerSchema.parse({ format: formatVersion, ...header });
	const json = Buffer.from(JSON.stringify(checked));
	const length = Buffer.alloc(4);
	length.writeUInt32BE(json.length);
	return { header: checked, bytes: Buffer.concat([magic, length, json]) };
};

/** @throws NexusError `backup.damaged`, `backup.newer`, `backup.not-found`, `backup.failed` */
export const readHeader = async (path: string): Promise<ReadHeader & { readonly info: BackupInfo }> => {
	const file = await open(path, "r").catch((cause: unknown) => {
		throw notReadable(path, cause);
	});
	try {
		const found = await file.stat();
		if (!found.isFile()) throw damaged(path, "it is not a file");
		const start = Buffer.alloc(Math.min(found.size, magic.length + 4 + maxHeaderBytes + macBytes));
		await file.read(start, 0, start.length, 0);
		const read = parseHeader(path, start);
		return { ...read, info: toInfo(path, read.header, found.size) };
	} finally {
		await file.close();
	}
};

const parseHeader = (path: string, start: Buffer): ReadHeader => {
	if (!start.subarray(0, magic.length).equals(magic)) throw damaged(path, "it does not begin as a backup");
	const jsonOffset = magic.length + 4;
	const length = start.length < jsonOffset ? 0 : start.readUInt32BE(magic.length);
	const bytes = start.subarray(0, jsonOffset + length);
	if (length === 0 || length > maxHeaderBytes || bytes.length < jsonOffset + length)
		throw damaged(path, "its beginning is cut off");
	const json = parsed(bytes.subarray(jsonOffset).toString("utf8"));
	const format = json === null || typeof json !== "object" || !("format" in json) ? undefined : json.format;
	if (typeof format === "number" && format > formatVersion) {
		throw new NexusError("backup.newer", `${path} was written by a newer nexus`, { hint: "update nexus", exitCode: 2 });
	}
	const checked = headerSchema.safeParse(json);
	if (!checked.success) throw damaged(path, "its beginning cannot be read");
	if (checked.data.derivation === undefined)
		return { header: checked.data, bytes, mac: undefined, bodyOffset: bytes.length };
	const mac = start.subarray(bytes.length, bytes.length + macBytes);
	if (mac.length < macBytes) throw damaged(path, "its beginning is cut off");
	return { header: checked.data, bytes, mac, bodyOffset: bytes.length + macBytes };
};

const toInfo = (path: string, header: BackupHeader, sizeBytes: number): BackupInfo => ({
	id: header.id,
	path,
	createdAt: header.createdAt,
	sizeBytes,
	isEncrypted: header.derivation !== undefined,
	isScheduled: header.isScheduled,
	version: header.version,
});

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

export const damaged = (path: string, why: string, cause?: unknown): NexusError =>
	new NexusError("backup.damaged", `the backup ${path} is damaged: ${why}`, {
		hint: "nothing was changed; take another one (`nexus backup list`)",
		cause,
	});

const notReadable = (path: string, cause: unknown): NexusError => {
	const isMissing = cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
	if (isMissing) return new NexusError("backup.not-found", `there is no backup ${path}`, { exitCode: 2, cause });
	return new NexusError("backup.failed", `the backup ${path} cannot be read`, {
		hint: "check its permissions",
		cause,
	});
};
