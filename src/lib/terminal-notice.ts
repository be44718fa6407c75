// A notice of the terminal itself, seen when its window is not: OSC 9 where it is known, and the bell.
import { sanitizeText } from "./sanitize.js";

const maxCharacters = 200;

/**
 * The bytes to write. "OSC 9 ; text" as iTerm2 has it ("Proprietary Escape Codes"); a text that began with a digit would
 * be a command to others, so the name goes before it.
 */
export function terminalNotice(text: string, term: string | undefined): string {
	const clean = sanitizeText(text).replace(/\s+/g, " ").trim().slice(0, maxCharacters).toWellFormed();
	return term === "linux" || term === "dumb" ? "\u0007" : `\u001b]9;nexus: ${clean}\u0007\u0007`;
}
