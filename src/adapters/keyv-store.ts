// Caches and small state in an SQLite file of their own. The door for keyv and @keyv/sqlite.
import { chmodSync, closeSync, constants, openSync } from "node:fs";
import KeyvSqlite from "@keyv/sqlite";
import Keyv from "keyv";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import type { KeyValue } from "../contracts/ports.js";

export interface KeyvStoreOptions {
	/** Told of every failure of a read or write: a cache that fails costs time, never an answer. */
	readonly onError?: (error: NexusError) => void;
}

const busyTimeoutMs = 5000;

/** SQLite gives `-wal` and `-shm` the mode of the file, so it is made with the right one first (SECURITY R20). */
function createPrivately(path: string): void {
	closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
	chmodSync(path, 0o600);
}

/**
 * `path`: the file, made when it is missing. Several processes may have it open at once. Nothing throws once this has
 * resolved: a failed read is as if nothing was there, a failed write is dropped, both go to `onError`. Throws
 * `store.failed` when the file cannot be opened at all.
 */
export async function createKeyvStore(path: string, { onError }: KeyvStoreOptions = {}): Promise<KeyValue> {
	const report = (error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		onError?.(new NexusError("cache.failed", `The cache ${path} failed: ${reason.split("\n")[0]}`, { cause: error }));
	};
	let keyv: Keyv;
	try {
		createPrivately(path);
		const store = new KeyvSqlite({
			uri: `sqlite://${path}`,
			driver: "node:sqlite",
			wal: true,
			busyTimeout: busyTimeoutMs,
		});
		await store.ready;
		// Failures come as events; the calls themselves give false or nothing then.
		keyv = new Keyv({ store });
		keyv.on("error", report);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new NexusError("store.failed", `The cache ${path} cannot be opened: ${reason.split("\n")[0]}`, {
			cause: error,
			hint: "It holds nothing that cannot be made again: delete it, or check the mode of its folder.",
		});
	}
	let isClosed = false;
	const guarded = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
		if (isClosed) return undefined;
		try {
			return await work();
		} catch (error) {
			report(error);
			return undefined;
		}
	};
	return {
		get: (key) => guarded(() => keyv.get<JsonValue>(key)),
		set: async (key, value, ttlMs) => {
			await guarded(() => keyv.set(key, value, ttlMs));
		},
		delete: async (key) => {
			await guarded(() => keyv.delete(key));
		},
		close: async () => {
			if (isClosed) return;
			await guarded(() => keyv.disconnect());
			isClosed = true;
		},
	};
}
