// Figures of a text of any size, read in pieces: lines, words, characters, and where lines start.

export interface ByteSource {
	readonly sizeBytes: number;
	/** UTF-8 bytes. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

export interface TextFigures {
	/** As an editor counts: a last line without an end is one, an empty text has none. */
	readonly totalLines: number;
	/** Runs of anything but ASCII white space, as `wc -w`. */
	readonly totalWords: number;
	/** Code points, as `wc -m`. */
	readonly totalCharacters: number;
	/** Byte offsets of lines 0, `every`, 2 × `every` …, for going back to a line without reading all before it. */
	readonly marks: readonly number[];
	readonly every: number;
}

const pieceBytes = 4 * 1024 * 1024;
const every = 4096;

export async function countText(source: ByteSource, signal: AbortSignal): Promise<TextFigures> {
	let lines = 0;
	let words = 0;
	let characters = 0;
	let isInWord = false;
	let isAtStart = true;
	const marks = [0];
	for (let offset = 0; offset < source.sizeBytes; ) {
		signal.throwIfAborted();
		const bytes = await source.read(offset, pieceBytes);
		if (bytes.length === 0) break;
		for (let at = 0; at < bytes.length; at++) {
			const byte = bytes[at] ?? 0;
			if ((byte & 0xc0) !== 0x80) characters++;
			isAtStart = false;
			if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
				isInWord = false;
				if (byte === 0x0a) {
					lines++;
					isAtStart = true;
					if (lines % every === 0) marks.push(offset + at + 1);
				}
			} else if (!isInWord) {
				isInWord = true;
				words++;
			}
		}
		offset += bytes.length;
	}
	return { totalLines: isAtStart ? lines : lines + 1, totalWords: words, totalCharacters: characters, marks, every };
}

export interface LineRange {
	/** Without line ends, each at most `maxLineCharacters`. */
	readonly lines: readonly string[];
	/** How many of them were cut. */
	readonly cut: number;
	readonly hasInvalidBytes: boolean;
}

/** Lines `first` (from 1) to `first + count - 1`, fewer at the end of the text. */
export async function readLineRange(
	source: ByteSource,
	figures: TextFigures,
	range: { readonly first: number; readonly count: number; readonly maxLineCharacters: number },
	signal: AbortSignal,
): Promise<LineRange> {
	const { first, count, maxLineCharacters } = range;
	const keepBytes = maxLineCharacters * 4;
	const lines: string[] = [];
	let cut = 0;
	let hasInvalidBytes = false;
	const mark = Math.min(Math.floor((first - 1) / figures.every), figures.marks.length - 1);
	let line = mark * figures.every + 1;
	let kept: Uint8Array[] = [];
	let keptBytes = 0;
	let lineBytes = 0;
	const endLine = () => {
		if (line >= first) {
			let bytes: Uint8Array = Buffer.concat(kept);
			const isWhole = lineBytes <= keepBytes;
			if (isWhole && bytes.at(-1) === 0x0d) bytes = bytes.subarray(0, -1);
			const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: !isWhole });
			if (text.includes("\uFFFD") && !isValidUtf8(bytes, isWhole)) hasInvalidBytes = true;
			const isCut = !isWhole || text.length > maxLineCharacters;
			if (isCut) cut++;
			lines.push(isCut ? `${cutText(text, maxLineCharacters)}… (line cut, ${lineBytes} bytes)` : text);
		}
		line++;
		kept = [];
		keptBytes = 0;
		lineBytes = 0;
	};
	for (let offset = figures.marks[mark] ?? 0; offset < source.sizeBytes && lines.length < count; ) {
		signal.throwIfAborted();
		const bytes = await source.read(offset, pieceBytes);
		if (bytes.length === 0) break;
		let start = 0;
		while (start < bytes.length && lines.length < count) {
			const found = bytes.indexOf(0x0a, start);
			const end = found === -1 ? bytes.length : found;
			if (line >= first && keptBytes < keepBytes) {
				const part = bytes.slice(start, Math.min(end, start + keepBytes - keptBytes));
				kept.push(part);
				keptBytes += part.length;
			}
			lineBytes += end - start;
			start = end + 1;
			if (found !== -1) endLine();
		}
		offset += bytes.length;
	}
	if (lines.length < count && line <= figures.totalLines) endLine();
	return { lines, cut, hasInvalidBytes };
}

function isValidUtf8(bytes: Uint8Array, isWhole: boolean): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
		return true;
	} catch {
		return false;
	}
}

/** At most `length` UTF-16 units, never half a character. */
export function cutText(text: string, length: number): string {
	const last = text.charCodeAt(length - 1);
	return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
