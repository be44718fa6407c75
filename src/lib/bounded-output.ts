/** Keeps the beginning and the end of a stream of bytes within a limit, and counts what it dropped between. */
export interface BoundedOutput {
	push(chunk: Uint8Array): void;
	readonly totalBytes: number;
	readonly droppedBytes: number;
	/** UTF-8, invalid bytes as U+FFFD; a line in the middle says how much is missing. */
	text(): string;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Without the beginning of a character whose end is missing. */
const headOf = (bytes: Buffer): Buffer => {
	let lead = bytes.length - 1;
	while (lead >= 0 && lead > bytes.length - 4 && isContinuation(bytes[lead])) lead--;
	const first = bytes[lead] ?? 0;
	const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
	return lead + wanted > bytes.length ? bytes.subarray(0, lead) : bytes;
};

const tailOf = (bytes: Buffer, length: number): Buffer => {
	let start = bytes.length - length;
	while (start < bytes.length && isContinuation(bytes[start])) start++;
	return bytes.subarray(start);
};

/** Memory is at most about twice `limitBytes`, whatever is pushed. */
export function createBoundedOutput(limitBytes: number): BoundedOutput {
	const headLimit = Math.ceil(limitBytes / 2);
	const tailLimit = limitBytes - headLimit;
	const head: Buffer[] = [];
	let headBytes = 0;
	let tail: Buffer[] = [];
	let tailBytes = 0;
	let total = 0;

	const push = (chunk: Uint8Array): void => {
		total += chunk.length;
		const forHead = Math.min(headLimit - headBytes, chunk.length);
		if (forHead > 0) {
			head.push(Buffer.from(chunk.subarray(0, forHead)));
			headBytes += forHead;
		}
		if (forHead === chunk.length) return;
		tail.push(Buffer.from(chunk.subarray(forHead)));
		tailBytes += chunk.length - forHead;
		if (tailBytes <= tailLimit * 2) return;
		const all = Buffer.concat(tail);
		// One byte more than is kept, so that what is missing never looks complete.
		tail = [Buffer.from(all.subarray(all.length - tailLimit - 1))];
		tailBytes = tailLimit + 1;
	};

	const text = (): string => {
		const first = Buffer.concat(head);
		const last = Buffer.concat(tail);
		if (total <= limitBytes) return Buffer.concat([first, last]).toString("utf8");
		const keptHead = headOf(first);
		const keptTail = tailOf(last, Math.min(tailLimit, last.length));
		return `${keptHead.toString("utf8")}\n[… ${total - limitBytes} bytes dropped …]\n${keptTail.toString("utf8")}`;
	};

	return {
		push,
		text,
		get totalBytes() {
			return total;
		},
		get droppedBytes() {
			return Math.max(0, total - limitBytes);
		},
	};
}
