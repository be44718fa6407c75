// Where a quoted piece of a text is, when whoever quotes it may not have got every character: exact first, then ever
// looser, and the tightest rule that finds anything decides.
import { plainLookAlikes } from "./look-alikes.js";
import { withLineEnd } from "./text-encoding.js";

export interface Quote {
	readonly oldText: string;
	readonly newText: string;
}

export interface Place {
	readonly start: number;
	readonly end: number;
	readonly replacement: string;
}

/** What had to be overlooked. */
export type Tolerance = "none" | "look-alike characters" | "white space" | "blank lines around it";

export interface FoundPlaces {
	readonly places: readonly Place[];
	readonly tolerance: Tolerance;
}

const placesOf = (text: string, wanted: string, replacementAt: (start: number) => string): readonly Place[] => {
	const places: Place[] = [];
	for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
		places.push({ start: at, end: at + wanted.length, replacement: replacementAt(at) });
	}
	return places;
};

const commonStart = (one: string, other: string): number => {
	let length = 0;
	while (length < one.length && one[length] === other[length]) length++;
	return length;
};

const commonEnd = (one: string, other: string, most: number): number => {
	let length = 0;
	while (length < most && one.at(-1 - length) === other.at(-1 - length)) length++;
	return length;
};

/** Quotes, dashes and blanks count as their plain forms; what the edit leaves alone stays as the text has it. */
function lookAlikePlaces(text: string, { oldText, newText }: Quote): readonly Place[] {
	const wanted = plainLookAlikes(oldText);
	const start = commonStart(oldText, newText);
	const end = commonEnd(oldText, newText, Math.min(oldText.length, newText.length) - start);
	return placesOf(plainLookAlikes(text), wanted, (at) => {
		const found = text.slice(at, at + oldText.length);
		return found.slice(0, start) + newText.slice(start, newText.length - end) + found.slice(found.length - end);
	});
}

interface Line {
	readonly text: string;
	readonly start: number;
	/** After the line's text, before its end. */
	readonly end: number;
}

function linesOf(text: string): readonly Line[] {
	const lines: Line[] = [];
	let start = 0;
	for (;;) {
		const found = text.indexOf("\n", start);
		const end = found === -1 ? text.length : found;
		const bare = text[end - 1] === "\r" && end > start ? end - 1 : end;
		lines.push({ text: text.slice(start, bare), start, end: bare });
		if (found === -1) return lines;
		start = found + 1;
	}
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? "";

/** The new line with the indentation of the place instead of the one in the quote. */
function reindent(line: string, quoted: string, found: string): string {
	if (quoted === found || line.trim() === "") return line;
	if (line.startsWith(quoted)) return found + line.slice(quoted.length);
	// Further out than the quote's first line: take away as much as was taken there.
	const surplus = quoted.endsWith(found) ? quoted.length - found.length : 0;
	return line.slice(Math.min(surplus, indentOf(line).length));
}

const normalizers: readonly ((line: string) => string)[] = [
	(line) => line.trimEnd(),
	(line) => plainLookAlikes(line).trimEnd(),
	(line) =>
		plainLookAlikes(line)
			.trim()
			.replace(/[ \t]+/g, " "),
];

/** New lines for those found: lines that the edit leaves alone at its start and end stay as the text has them. */
function replacementLines(quoted: readonly string[], wanted: readonly string[], found: readonly string[]): string[] {
	const firstFull = quoted.findIndex((line) => line.trim() !== "");
	const quotedIndent = indentOf(quoted[firstFull] ?? "");
	const foundIndent = indentOf(found[firstFull] ?? "");
	let head = 0;
	while (head < Math.min(quoted.length, wanted.length) && quoted[head] === wanted[head]) head++;
	let tail = 0;
	const most = Math.min(quoted.length, wanted.length) - head;
	while (tail < most && quoted.at(-1 - tail) === wanted.at(-1 - tail)) tail++;
	return [
		...found.slice(0, head),
		...wanted.slice(head, wanted.length - tail).map((line) => reindent(line, quotedIndent, foundIndent)),
		...found.slice(found.length - tail),
	];
}

/** Whole lines that are equal once white space is made equal. */
function linePlaces(text: string, quote: Quote): FoundPlaces | undefined {
	const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
	const isWhole = quote.oldText.endsWith("\n");
	const quoted = linesOf(isWhole ? quote.oldText.replace(/\r?\n$/, "") : quote.oldText).map((line) => line.text);
	if (quoted.every((line) => line.trim() === "")) return undefined;
	const newText = (isWhole ? quote.newText.replace(/\r?\n$/, "") : quote.newText).replace(/\r\n/g, "\n");
	const isRemoval = isWhole && quote.newText === "";
	const lines = linesOf(text);
	for (const normalize of normalizers) {
		const wanted = quoted.map(normalize);
		const have = lines.map((line) => normalize(line.text));
		const places: Place[] = [];
		for (let at = have.indexOf(wanted[0] ?? ""); at !== -1; at = have.indexOf(wanted[0] ?? "", at + 1)) {
			if (!wanted.every((line, index) => have[at + index] === line)) continue;
			const found = lines.slice(at, at + wanted.length);
			const first = found[0];
			const last = found.at(-1);
			if (first === undefined || last === undefined) continue;
			const next = lines[at + wanted.length];
			const foundTexts = found.map((line) => line.text);
			places.push({
				start: first.start,
				end: isRemoval && next !== undefined ? next.start : last.end,
				replacement: isRemoval ? "" : replacementLines(quoted, newText.split("\n"), foundTexts).join(lineEnd),
			});
			at += wanted.length - 1;
		}
		if (places.length > 0) return { places, tolerance: "white space" };
	}
	return undefined;
}

function findTight(text: string, given: Quote, lineEnd: "\n" | "\r\n"): FoundPlaces | undefined {
	const { oldText } = given;
	// Quoted with just these line ends, it keeps them, whatever the rest of the text has.
	const isPlain = /(?<!\r)\n/.test(oldText);
	const quote = { oldText, newText: withLineEnd(given.newText, lineEnd) };
	const { newText } = quote;
	const exact = placesOf(text, oldText, () => (isPlain ? given.newText : newText));
	if (exact.length > 0) return { places: exact, tolerance: "none" };
	const converted =
		text.includes("\r\n") && oldText.includes("\n")
			? { oldText: oldText.replace(/\r?\n/g, "\r\n"), newText: newText.replace(/\r?\n/g, "\r\n") }
			: quote;
	if (converted !== quote) {
		// The same text with this file's line ends is as good as exact.
		const places = placesOf(text, converted.oldText, () => converted.newText);
		if (places.length > 0) return { places, tolerance: "none" };
	}
	const similar = lookAlikePlaces(text, converted);
	if (similar.length > 0) return { places: similar, tolerance: "look-alike characters" };
	return linePlaces(text, quote);
}

/** Blank lines at the ends of a quote that the text has not, taken off the new text as well. */
function withoutBlankEnds({ oldText, newText }: Quote): Quote | undefined {
	const head = /^(?:[ \t]*\r?\n)+/.exec(oldText)?.[0] ?? "";
	const tail = /(?:\r?\n[ \t]*)+$/.exec(oldText.slice(head.length))?.[0] ?? "";
	const inner = oldText.slice(head.length, oldText.length - tail.length);
	if (inner === "" || inner === oldText) return undefined;
	const replacement = newText.replace(/^(?:[ \t]*\r?\n)+/, "").replace(/(?:\r?\n[ \t]*)+$/, "");
	return { oldText: inner, newText: replacement };
}

/** `lineEnd`: of what is put in. No places: it is not there, however one looks. */
export function findQuote(text: string, quote: Quote, lineEnd: "\n" | "\r\n"): FoundPlaces {
	const tight = findTight(text, quote, lineEnd);
	if (tight !== undefined) return tight;
	const inner = withoutBlankEnds(quote);
	const loose = inner === undefined ? undefined : findTight(text, inner, lineEnd);
	return loose === undefined
		? { places: [], tolerance: "none" }
		: { places: loose.places, tolerance: "blank lines around it" };
}
