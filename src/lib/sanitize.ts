// Makes text from outside safe for a terminal (SECURITY R28): only nexus's own control sequences may reach it.
// The grammar of escape sequences is ECMA-48 (5th edition, 1991, sections 5.3 to 5.6) as xterm reads it.

/** Anything that is not plain text: C0 but tab and newline, DEL, C1. */
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

/**
 * ground: plain text. escape: after ESC. intermediate: ESC and a byte 0x20-0x2f. csi: control sequence.
 * string: OSC, DCS, SOS, PM or APC up to its terminator. cr: after a carriage return.
 */
type State = "ground" | "escape" | "intermediate" | "csi" | "string" | "string-escape" | "cr";

const isStringIntroducer = (code: number): boolean =>
	// ESC P X ] ^ _ and their one-byte forms DCS SOS OSC PM APC.
	code === 0x50 || code === 0x58 || code === 0x5d || code === 0x5e || code === 0x5f;

export interface Sanitizer {
	/** The safe text of this piece; what may still turn out to be a sequence is held back, never shown. */
	push(chunk: string): string;
	/** What was held back and is text after all; the sanitizer starts afresh. */
	end(): string;
}

/**
 * Strips control sequences from a stream, however it is cut. The joined output is the same for any split of the
 * input. A sequence that never ends costs at most the rest of its line. `\r\n` becomes `\n`; a lone carriage return
 * is shown as `␍`, since dropping it would glue two texts together.
 */
export function createSanitizer(): Sanitizer {
	let state: State = "ground";

	const push = (chunk: string): string => {
		if (state === "ground" && !controls.test(chunk)) return chunk;
		let out = "";
		let plainFrom = -1;
		const flush = (to: number) => {
			if (plainFrom >= 0) out += chunk.slice(plainFrom, to);
			plainFrom = -1;
		};
		for (let i = 0; i < chunk.length; i++) {
			const code = chunk.charCodeAt(i);
			if (state === "cr") {
				if (code === 0x0d) continue;
				if (code !== 0x0a) out += "␍";
				state = "ground";
			} else if (state === "escape") {
				if (code === 0x5b) state = "csi";
				else if (isStringIntroducer(code)) state = "string";
				else if (code >= 0x20 && code <= 0x2f) state = "intermediate";
				else state = "ground";
				if (code >= 0x20 && code <= 0x7e) continue;
			} else if (state === "intermediate") {
				if (code >= 0x20 && code <= 0x2f) continue;
				state = "ground";
				if (code >= 0x30 && code <= 0x7e) continue;
			} else if (state === "csi") {
				if (code >= 0x20 && code <= 0x3f) continue;
				state = "ground";
				if (code >= 0x40 && code <= 0x7e) continue;
			} else if (state === "string" || state === "string-escape") {
				const isEnd = state === "string-escape" && code === 0x5c;
				if (isEnd || code === 0x07 || code === 0x9c || code === 0x18 || code === 0x1a) {
					state = "ground";
					continue;
				}
				if (state === "string-escape") {
					// Not a terminator: the ESC began another sequence, and this is its second byte.
					state = "escape";
					i--;
					continue;
				}
				if (code === 0x1b) state = "string-escape";
				if (code !== 0x0a) continue;
				state = "ground";
			}
			// Ground, with a character that nothing above has used up.
			if (code > 0x9f || (code >= 0x20 && code < 0x7f) || code === 0x09 || code === 0x0a) {
				if (plainFrom < 0) plainFrom = i;
				continue;
			}
			flush(i);
			if (code === 0x1b) state = "escape";
			else if (code === 0x0d) state = "cr";
			else if (code === 0x9b) state = "csi";
			else if (code >= 0x80 && isStringIntroducer(code - 0x40)) state = "string";
		}
		flush(chunk.length);
		return out;
	};

	const end = (): string => {
		const rest = state === "cr" ? "␍" : "";
		state = "ground";
		return rest;
	};

	return { push, end };
}

/** `text` without control sequences and control characters but tab and newline. Links (OSC 8) keep their text. */
export function sanitizeText(text: string): string {
	if (!controls.test(text)) return text;
	const sanitizer = createSanitizer();
	return sanitizer.push(text) + sanitizer.end();
}

/** One line for names, titles and errors: as `sanitizeText`, with newlines shown as `⏎` and tabs as blanks. */
export const sanitizeLine = (text: string): string =>
	sanitizeText(text)
		.replaceAll("\n", "⏎")
		.replaceAll("\t", " ")
		.replaceAll(/[\u2028\u2029]/g, "⏎");
