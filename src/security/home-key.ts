// The key file of a home: what nexus keeps is encrypted with keys made from it, and redacted secrets are marked by it.
import { hkdfSync, randomBytes, randomUUID } from "node:crypto";
import {
	closeSync,
	constants,
	fchmodSync,
	fstatSync,
	fsyncSync,
	linkSync,
	openSync,
	readFileSync,
	rmSync,
	writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import { makeFolders } from "../lib/make-folders.js";

const header = "nexus-key 1";
const keyBytes = 32;

const isCode = (error: unknown, code: string): boolean =>
	error instanceof Error && "code" in error && error.code === code;

/** Undefined when there is none. Throws `key.foreign`, `key.broken`. */
const readKey = (path: string): Buffer | undefined => {
	let file: number;
	try {
		file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		if (isCode(error, "ENOENT")) return undefined;
		throw new NexusError("key.foreign", `${path} cannot be read, or is a link`, { cause: error, exitCode: 2 });
	}
	try {
		const stat = fstatSync(file);
		const user = process.getuid?.();
		if (!stat.isFile() || (user !== undefined && stat.uid !== user))
			throw new NexusError("key.foreign", `${path} is not a file of this user`, { exitCode: 2 });
		if (user !== undefined && (stat.mode & 0o077) !== 0) fchmodSync(file, 0o600);
		const [first, text = ""] = readFileSync(file, "utf8").split("\n");
		const key = Buffer.from(text, "base64");
		if (first === header && key.length === keyBytes) return key;
		throw new NexusError("key.broken", `${path} is not a key file of this nexus`, {
			hint: "bring it back from a backup; without it, remove it and set the keys again with `nexus auth set`",
			exitCode: 2,
		});
	} finally {
		closeSync(file);
	}
};

/** It comes into being whole and once, also when several processes start at the same time. */
const createKey = (path: string): Buffer => {
	makeFolders(dirname(path), 0o700);
	const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
	const key = randomBytes(keyBytes);
	const file = openSync(temporary, "wx", 0o600);
	try {
		fchmodSync(file, 0o600);
		writeSync(file, `${header}\n${key.toString("base64")}\n`);
		fsyncSync(file);
		linkSync(temporary, path);
		return key;
	} catch (error) {
		const other = isCode(error, "EEXIST") ? readKey(path) : undefined;
		if (other !== undefined) return other;
		throw error;
	} finally {
		closeSync(file);
		rmSync(temporary, { force: true });
	}
};

/**
 * 32 bytes for one purpose, made from the key file with HKDF-SHA-256 (RFC 5869); the file is made where there is none.
 * @throws NexusError `key.foreign`, `key.broken` (exit 2), and what the system says of a folder that cannot be written
 */
export const homeKey = (path: string, purpose: string): Buffer =>
	Buffer.from(hkdfSync("sha256", readKey(path) ?? createKey(path), "", `nexus ${purpose}`, keyBytes));

/** The same, but a file that is missing stays missing. */
export const knownHomeKey = (path: string, purpose: string): Buffer | undefined => {
	const key = readKey(path);
	return key === undefined ? undefined : Buffer.from(hkdfSync("sha256", key, "", `nexus ${purpose}`, keyBytes));
};
