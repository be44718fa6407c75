// Contents of files, each kept once under its hash, compressed where that pays.
import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { inTransaction } from "./database.js";

export interface Blobs {
	/** Gives the hash. It may be in memory only until `flush`. */
	put(content: Uint8Array): string;
	flush(): void;
	/** Undefined when it is not there any more. */
	get(hash: string): Uint8Array | undefined;
}

/** Contents that wait together for one transaction. */
const batchBytes = 8_000_000;
const batchFiles = 500;
const smallestPacked = 512;
/** Compressed is kept what becomes at least a tenth smaller. */
const worthwhile = 0.9;

interface Waiting {
	readonly hash: string;
	readonly content: Uint8Array;
}

export const createBlobs = (database: DatabaseSync, now: () => number): Blobs => {
	const known = new Set<string>();
	let waiting: Waiting[] = [];
	let waitingBytes = 0;
	const touch = database.prepare("UPDATE blobs SET touched = ? WHERE hash = ?");
	const insert = database.prepare(
		"INSERT INTO blobs (hash, stored, packed, touched, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
	);
	const select = database.prepare("SELECT packed, data FROM blobs WHERE hash = ?");

	const flush = (): void => {
		const batch = waiting;
		if (batch.length === 0) return;
		waiting = [];
		waitingBytes = 0;
		known.clear();
		inTransaction(database, () => {
			for (const { hash, content } of batch) {
				if (touch.run(now(), hash).changes === 1) continue;
				const packed = content.length < smallestPacked ? content : deflateRawSync(content, { level: 1 });
				const isPacked = packed.length < content.length * worthwhile;
				const data = isPacked ? packed : content;
				insert.run(hash, data.length, isPacked ? 1 : 0, now(), data);
			}
		});
	};

	return {
		flush,
		put(content) {
			const hash = createHash("sha256").update(content).digest("hex");
			if (known.has(hash)) return hash;
			known.add(hash);
			waiting.push({ hash, content });
			waitingBytes += content.length;
			if (waitingBytes >= batchBytes || waiting.length >= batchFiles) flush();
			return hash;
		},
		get(hash) {
			flush();
			const row = select.get(hash);
			if (row === undefined || !(row.data instanceof Uint8Array)) return undefined;
			return row.packed === 1 ? inflateRawSync(row.data) : row.data;
		},
	};
};
