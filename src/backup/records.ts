// What is in the zstd stream: records of a kind (u8), a length (u32, big-endian) and so many bytes. A plan says how much
// comes; then each file: its name, its bytes, its end; last the manifest, in parts, and the end of all.

export const recordKinds = { plan: 1, file: 2, data: 3, fileEnd: 4, manifest: 5, end: 6 } as const;
export type RecordKind = keyof typeof recordKinds;

export interface BackupRecord {
	readonly kind: RecordKind;
	readonly bytes: Buffer;
}

export const maxRecordBytes = 1_048_576;
const frameBytes = 5;

export const record = (kind: RecordKind, bytes: Buffer = Buffer.alloc(0)): Buffer => {
	const frame = Buffer.alloc(frameBytes);
	frame[0] = recordKinds[kind];
	frame.writeUInt32BE(bytes.length, 1);
	return bytes.length === 0 ? frame : Buffer.concat([frame, bytes]);
};

/** @throws Error for what is no record, for one that is cut off, and for anything after the end */
export async function* readRecords(stream: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
	let rest: Buffer = Buffer.alloc(0);
	let hasEnded = false;
	for await (const chunk of stream) {
		rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		while (rest.length >= frameBytes) {
			const kind = kindOf(rest[0]);
			const length = rest.readUInt32BE(1);
			if (kind === undefined || length > maxRecordBytes || hasEnded) throw new Error("its contents make no sense");
			if (rest.length < frameBytes + length) break;
			yield { kind, bytes: rest.subarray(frameBytes, frameBytes + length) };
			hasEnded = kind === "end";
			rest = rest.subarray(frameBytes + length);
		}
	}
	if (!hasEnded || rest.length > 0) throw new Error("it is cut off");
}

const kindOf = (byte: number | undefined): RecordKind | undefined =>
	(Object.keys(recordKinds) as RecordKind[]).find((kind) => recordKinds[kind] === byte);
