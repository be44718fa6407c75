// Keys of services as files under NEXUS_HOME, one a provider: so several processes can change them at once. A file holds
// the key encrypted with AES-256-GCM, or says which entry of the system's keyring does.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { NexusError } from "../contracts/errors.js";
import { homeKey, knownHomeKey } from "./home-key.js";
import { writePrivateJson } from "./private-file.js";

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
const purpose = "credentials";

const recordSchema = z.discriminatedUnion("keptIn", [
	z.strictObject({ version: z.literal(1), keptIn: z.literal("file"), origin: z.string(), sealed: z.base64() }),
	z.strictObject({ version: z.literal(1), keptIn: z.literal("keyring"), origin: z.string(), account: z.string() }),
]);

export interface KeptKey {
	readonly provider: string;
	readonly keptIn: "file" | "keyring";
	/** The only address that the key is for. */
	readonly origin: string;
	/** Of the keyring. */
	readonly account?: string;
	/** Of a file that could be read. */
	readonly key?: string;
	/** Why it could not. */
	readonly trouble?: string;
}

export interface KeptKeys {
	/** All that there are; what is wrong with one is said in it. */
	read(): readonly KeptKey[];
	writeSealed(provider: string, origin: string, key: string): Promise<void>;
	writeAccount(provider: string, origin: string, account: string): Promise<void>;
	remove(provider: string): void;
}

/** What a sealed key is bound to: neither moved to another provider nor to another address can it be opened. */
const boundTo = (provider: string, origin: string): Buffer =>
	Buffer.from(JSON.stringify(["nexus-credential", 1, provider, origin]));

const seal = (secret: string, key: Uint8Array, bound: Uint8Array): string => {
	const nonce = randomBytes(nonceBytes);
	const sealing = createCipheriv(cipher, key, nonce).setAAD(bound);
	const sealed = Buffer.concat([sealing.update(secret, "utf8"), sealing.final()]);
	return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString("base64");
};

/** Throws when it was sealed with another key or bound to something else, or was changed. */
const unseal = (sealed: string, key: Uint8Array, bound: Uint8Array): string => {
	const bytes = Buffer.from(sealed, "base64");
	const nonce = bytes.subarray(0, nonceBytes);
	const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(bound);
	opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
	return Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]).toString("utf8");
};

const namePattern = /^([a-z0-9][a-z0-9-]{0,63})\.json$/;

/** @param folder of this alone @param keyPath the key file, which is made with the first key that is kept */
export const createKeptKeys = (folder: string, keyPath: string): KeptKeys => {
	const pathOf = (provider: string): string => {
		if (namePattern.test(`${provider}.json`)) return join(folder, `${provider}.json`);
		throw new NexusError("auth.unknown-provider", `${provider} is no name of a provider`, { exitCode: 2 });
	};

	const readOne = (provider: string): KeptKey => {
		const unreadable = { provider, keptIn: "file", origin: "" } as const;
		try {
			const record = recordSchema.safeParse(JSON.parse(readFileSync(pathOf(provider), "utf8")));
			if (!record.success) return { ...unreadable, trouble: `${pathOf(provider)} is not of this nexus` };
			const { keptIn, origin } = record.data;
			if (record.data.keptIn === "keyring") return { provider, keptIn, origin, account: record.data.account };
			const key = knownHomeKey(keyPath, purpose);
			if (key === undefined) return { provider, keptIn, origin, trouble: `its key file ${keyPath} is missing` };
			return { provider, keptIn, origin, key: openOne(record.data.sealed, key, provider, origin) };
		} catch (error) {
			const why = error instanceof NexusError ? error.message : `${pathOf(provider)} cannot be read`;
			return { ...unreadable, trouble: why };
		}
	};

	const openOne = (sealed: string, key: Uint8Array, provider: string, origin: string): string => {
		try {
			return unseal(sealed, key, boundTo(provider, origin));
		} catch (error) {
			throw new NexusError("auth.unreadable", `${pathOf(provider)} was made with another key file, or was changed`, {
				cause: error,
			});
		}
	};

	return {
		read: () => {
			try {
				return readdirSync(folder).flatMap((name) => {
					const provider = namePattern.exec(name)?.[1];
					return provider === undefined ? [] : [readOne(provider)];
				});
			} catch {
				return [];
			}
		},
		writeSealed: async (provider, origin, key) => {
			const sealed = seal(key, homeKey(keyPath, purpose), boundTo(provider, origin));
			await writePrivateJson(pathOf(provider), { version: 1, keptIn: "file", origin, sealed });
		},
		writeAccount: (provider, origin, account) =>
			writePrivateJson(pathOf(provider), { version: 1, keptIn: "keyring", origin, account }),
		remove: (provider) => rmSync(pathOf(provider), { force: true }),
	};
};
