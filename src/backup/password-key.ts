// From a password to the keys of one backup. argon2id with the second set of RFC 9106, section 4 (64 MiB, 3 passes, 4
// lanes) where Node has it (24.7 and later), else scrypt (RFC 7914) at N = 2^17, r = 8, p = 1 (OWASP, Password Storage
// Cheat Sheet). The salt is new for each backup, and so is the key.
import crypto from "node:crypto";
import { promisify } from "node:util";
import { NexusError } from "../contracts/errors.js";
import type { Derivation } from "./header.js";

export interface BackupKeys {
	/** Proves the header, and with it the password. */
	readonly header: Buffer;
	/** AES-256-GCM of the body. */
	readonly body: Buffer;
}

const keyBytes = 32;
const hasArgon2 = (): boolean => typeof crypto.argon2 === "function";

export const newDerivation = (isArgon2 = hasArgon2()): Derivation => {
	const salt = crypto.randomBytes(16).toString("base64");
	if (isArgon2) return { name: "argon2id", salt, memoryKib: 65_536, passes: 3, lanes: 4 };
	return { name: "scrypt", salt, logCost: 17, blockSize: 8, lanes: 1 };
};

/** @throws NexusError `backup.failed` where this Node has no argon2id */
export const deriveKeys = async (password: string, derivation: Derivation): Promise<BackupKeys> => {
	const secret = await stretched(Buffer.from(password.normalize("NFC")), derivation);
	const part = (use: string): Buffer =>
		Buffer.from(crypto.hkdfSync("sha256", secret, Buffer.alloc(0), `nexus backup ${use}`, keyBytes));
	return { header: part("header"), body: part("body") };
};

const stretched = async (password: Buffer, derivation: Derivation): Promise<Buffer> => {
	const salt = Buffer.from(derivation.salt, "base64");
	if (derivation.name === "scrypt") {
		const { blockSize: r, lanes: p } = derivation;
		const N = 2 ** derivation.logCost;
		const maxmem = 256 * N * r;
		return promisify<crypto.BinaryLike, crypto.BinaryLike, number, crypto.ScryptOptions, Buffer>(crypto.scrypt)(
			password,
			salt,
			keyBytes,
			{ N, r, p, maxmem },
		);
	}
	if (!hasArgon2()) {
		throw new NexusError(
			"backup.failed",
			"the key of this backup is made with argon2id, which this Node does not have",
			{
				hint: "use Node 24.7 or later",
				exitCode: 2,
			},
		);
	}
	const { memoryKib: memory, passes, lanes: parallelism } = derivation;
	return new Promise((resolve, reject) => {
		crypto.argon2(
			"argon2id",
			{ message: password, nonce: salt, memory, passes, parallelism, tagLength: keyBytes },
			(error, key) => (error === null ? resolve(key) : reject(error)),
		);
	});
};
