// Server-sent events from bytes (WHATWG HTML, section 9.2 "Server-sent events"), for streams of any chunking.

export interface SseEvent {
	/** The `event:` field; empty when there was none. */
	readonly event: string;
	/** The `data:` lines, joined by a newline. */
	readonly data: string;
}

/** A line over this many characters, or an event over it, is refused instead of filling the memory. */
const maxEventChars = 32 * 1024 * 1024;

/**
 * Feed it bytes with `push`, in any portions; `end` gives back what a stream without a last blank line still held.
 * Understands LF, CRLF and CR line ends, comments, a leading BOM, several data lines, and characters split between
 * portions. Fields other than `event` and `data` are ignored. Throws RangeError for an event over 32 million characters.
 */
export class SseDecoder {
	private readonly utf8 = new TextDecoder("utf-8");
	private line = "";
	private lastWasCarriageReturn = false;
	private event = "";
	private data: string[] = [];
	private dataChars = 0;

	push(bytes: Uint8Array): SseEvent[] {
		return this.text(this.utf8.decode(bytes, { stream: true }));
	}

	end(): SseEvent[] {
		const events = this.text(this.utf8.decode());
		if (this.line !== "") this.takeLine(this.line, events);
		this.line = "";
		this.dispatch(events);
		return events;
	}

	private text(text: string): SseEvent[] {
		const events: SseEvent[] = [];
		let start = 0;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code !== 10 && code !== 13) {
				this.lastWasCarriageReturn = false;
				continue;
			}
			// The second half of a CRLF, perhaps in another portion than the first.
			if (code === 10 && this.lastWasCarriageReturn) {
				this.lastWasCarriageReturn = false;
				start = at + 1;
				continue;
			}
			this.lastWasCarriageReturn = code === 13;
			this.takeLine(this.line + text.slice(start, at), events);
			this.line = "";
			start = at + 1;
		}
		this.line += text.slice(start);
		if (this.line.length + this.dataChars > maxEventChars) throw new RangeError("an event of the stream is too long");
		return events;
	}

	private takeLine(line: string, events: SseEvent[]): void {
		if (line === "") {
			this.dispatch(events);
			return;
		}
		const colon = line.indexOf(":");
		if (colon === 0) return;
		const field = colon < 0 ? line : line.slice(0, colon);
		const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
		if (field === "data") {
			this.data.push(value);
			this.dataChars += value.length;
		} else if (field === "event") this.event = value;
	}

	private dispatch(events: SseEvent[]): void {
		if (this.data.length > 0) events.push({ event: this.event, data: this.data.join("\n") });
		this.event = "";
		this.data = [];
		this.dataChars = 0;
	}
}
