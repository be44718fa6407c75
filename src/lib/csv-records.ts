// Records of CSV and TSV out of text that comes in pieces (RFC 4180, with any one-character separator and any line end).
// Fields are cut out only when they are asked for, so that a filter pays for the columns it looks at.

/** A record that is longer has a quote that nobody closed. */
const maxRecordCharacters = 16_000_000;
const quote = '"';

export class CsvRecords {
	/** Records given so far, blank lines not counted. */
	count = 0;
	private readonly separator: string;
	private lineEnd: string | undefined;
	private carry = "";
	private text = "";
	private start = 0;
	private end = 0;
	/** Where fields of the plain record begin, as far as they were looked for. */
	private starts = new Int32Array(64);
	private found = 0;
	/** First separator at or after the last place that was searched. */
	private separatorAt = -1;
	/** The fields when the record has quotes. */
	private quoted: string[] | undefined;

	constructor(separator: string) {
		this.separator = separator;
	}

	/**
	 * Calls `onRecord` for each record that is whole; it returns false to stop. Throws Error naming the record for a
	 * quote that is never closed or closed in the middle of a field.
	 */
	feed(piece: string, isLast: boolean, onRecord: () => boolean): boolean {
		const text = this.carry === "" ? piece : this.carry + piece;
		this.carry = "";
		this.text = text;
		this.separatorAt = -1;
		this.lineEnd ??= text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
		let at = 0;
		let quoteAt = text.indexOf(quote);
		while (at < text.length) {
			let end = text.indexOf(this.lineEnd, at);
			if (end === -1) {
				if (!isLast) break;
				end = text.length;
			}
			if (quoteAt !== -1 && quoteAt < at) quoteAt = text.indexOf(quote, at);
			let next = end + 1;
			if (quoteAt === -1 || quoteAt >= end) this.plain(at, end);
			else {
				next = this.withQuotes(at, isLast);
				if (next === -1) break;
			}
			at = next;
			if (this.isBlank()) continue;
			this.count++;
			if (!onRecord()) return false;
		}
		this.carry = text.slice(at);
		if (this.carry.length > maxRecordCharacters) throw this.unclosed();
		return true;
	}

	/** Fields of the record. */
	get width(): number {
		if (this.quoted !== undefined) return this.quoted.length;
		this.find(Number.POSITIVE_INFINITY);
		return this.found;
	}

	/** The field from 0, empty past the last. A part of the whole text: copy it before it is kept. */
	field(index: number): string {
		if (this.quoted !== undefined) return this.quoted[index] ?? "";
		this.find(index + 1);
		if (index >= this.found) return "";
		const next = index + 1 < this.found ? (this.starts[index + 1] ?? 0) - 1 : this.end;
		return this.text.slice(this.starts[index], next);
	}

	fields(): string[] {
		return Array.from({ length: this.width }, (_, index) => this.field(index));
	}

	private plain(start: number, end: number): void {
		this.quoted = undefined;
		this.start = start;
		this.end = end > start && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end;
		this.starts[0] = start;
		this.found = 1;
	}

	/** Looks for the beginnings of fields up to `index`, and the one after it. */
	private find(index: number): void {
		while (this.found <= index) {
			const from = this.starts[this.found - 1] ?? 0;
			if (this.separatorAt < from) {
				const at = this.text.indexOf(this.separator, from);
				this.separatorAt = at === -1 ? Number.POSITIVE_INFINITY : at;
			}
			if (this.separatorAt >= this.end) return;
			if (this.found === this.starts.length) {
				const more = new Int32Array(this.found * 2);
				more.set(this.starts);
				this.starts = more;
			}
			this.starts[this.found++] = this.separatorAt + 1;
		}
	}

	/** Where the next record begins; -1 when this one is not whole yet. */
	private withQuotes(start: number, isLast: boolean): number {
		const { text, separator, lineEnd = "\n" } = this;
		const fields: string[] = [];
		let at = start;
		for (;;) {
			if (text[at] === quote) {
				const end = this.closingQuote(at, isLast);
				if (end === -1) return -1;
				fields.push(text.slice(at + 1, end).replaceAll('""', quote));
				at = end + 1;
				while (text[at] === " " && separator !== " ") at++;
				if (text[at] === "\r" && lineEnd === "\n") at++;
				if (at < text.length && text[at] !== separator && text[at] !== lineEnd) {
					throw new Error(`row ${this.count + 1}: a quote is closed in the middle of a field`);
				}
			} else {
				const line = text.indexOf(lineEnd, at);
				const end = line === -1 ? text.length : line;
				const cut = text.indexOf(separator, at);
				const stop = cut === -1 || cut > end ? end : cut;
				if (stop === text.length && !isLast) return -1;
				const bare = stop === end && text[stop - 1] === "\r" && stop > at ? stop - 1 : stop;
				fields.push(text.slice(at, bare));
				at = stop;
			}
			if (at >= text.length) {
				if (!isLast) return -1;
				break;
			}
			if (text[at++] === lineEnd) break;
		}
		this.quoted = fields;
		this.start = start;
		this.end = at;
		return at;
	}

	private closingQuote(start: number, isLast: boolean): number {
		for (let at = this.text.indexOf(quote, start + 1); at !== -1; at = this.text.indexOf(quote, at + 2)) {
			// At the very end of a piece the other half of a doubled quote may still come.
			if (at === this.text.length - 1 && !isLast) return -1;
			if (this.text[at + 1] !== quote) return at;
		}
		if (isLast) throw this.unclosed();
		return -1;
	}

	private isBlank(): boolean {
		if (this.quoted !== undefined || (this.start < this.end && this.text.charCodeAt(this.start) > 32)) return false;
		return this.text.slice(this.start, this.end).trim() === "" && this.width === 1;
	}

	private unclosed(): Error {
		return new Error(`row ${this.count + 1}: a quote is never closed`);
	}
}

/** How often each separator is in the first lines; the one that is in all of them equally often wins, then the commonest. */
export function guessSeparator(text: string): string {
	const lines = text
		.slice(0, 65_536)
		.replace(/"(?:[^"]|"")*"/g, '""')
		.split(/\r\n|\n|\r/)
		.filter((line) => line.trim() !== "")
		.slice(0, 10);
	const scored = [",", ";", "\t", "|"].map((separator) => {
		const counts = lines.map((line) => line.split(separator).length - 1);
		const [first = 0] = counts;
		const isEven = first > 0 && counts.every((count) => count === first);
		return { separator, score: first === 0 ? 0 : (isEven ? 1000 : 0) + first };
	});
	return scored.reduce((best, next) => (next.score > best.score ? next : best)).separator;
}

/** One field as it is written: in quotes where it would be read as something else. */
export const csvField = (text: string, separator: string): string =>
	text.includes(separator) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll(quote, '""')}"` : text;

/** One record with its line end; a single empty field in quotes, so that it is no blank line. */
export const csvRecord = (fields: readonly string[], separator: string): string =>
	fields.length === 1 && (fields[0] ?? "").trim() === ""
		? `"${fields[0]}"\n`
		: `${fields.map((field) => csvField(field, separator)).join(separator)}\n`;
