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

interface Counts {
	lines: number;
	words: number;
	characters: number;
	isInWord: boolean;
	isAtStart: boolean;
	readonly marks: number[];
}

/** Apart from the reading, on local variables: this is the loop that a gigabyte goes through. */
function countPiece(bytes: Uint8Array, offset: number, counts: Counts): void {
	let { lines, words, characters, isInWord } = counts;
	const { length } = bytes;
	for (let at = 0; at < length; at++) {
		const byte = bytes[at] as number;
		if (byte > 0x20) {
			if ((byte & 0xc0) !== 0x80) characters++;
			if (!isInWord) words++;
			isInWord = true;
			continue;
		}
		characters++;
		if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
			isInWord = false;
			if (byte === 0x0a && ++lines % every === 0) counts.marks.push(offset + at + 1);
		} else if (!isInWord) {
			words++;
			isInWord = true;
		}
	}
	counts.lines = lines;
	counts.words = words;
	counts.characters = characters;
	counts.isInWord = isInWord;
	counts.isAtStart = bytes.at(-1) === 0x0a;
}

export async function countText(source: ByteSource, signal: AbortSignal): Promise<TextFigures> {
	const counts: Counts = { lines: 0, words: 0, characters: 0, isInWord: false, isAtStart: true, marks: [0] };
	for (let offset = 0; offset < source.sizeBytes; ) {
		signal.throwIfAborted();
		const bytes = await source.read(offset, pieceBytes);
		if (bytes.length === 0) break;
		countPiece(bytes, offset, counts);
		offset += bytes.length;
	}
	return {
		totalLines: counts.isAtStart ? counts.lines : counts.lines + 1,
		totalWords: counts.words,
		totalCharacters: counts.characters,
		marks: counts.marks,
		every,
	};
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
