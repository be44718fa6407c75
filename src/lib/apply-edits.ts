// Replacing pieces of a text that somebody quotes, perhaps not to the last blank: `find-quote` says where they are.
import { editDistance } from "./edit-distance.js";
import { findQuote, type Tolerance } from "./find-quote.js";
import { lineEndOf } from "./text-encoding.js";

export interface TextEdit {
	readonly oldText: string;
	readonly newText: string;
	readonly replaceAll: boolean;
}

export type EditResult =
	/** `tolerances`: what had to be overlooked to find the places. */
	| {
			readonly ok: true;
			readonly text: string;
			readonly replacements: number;
			readonly tolerances: readonly Tolerance[];
	  }
	/** `index` of the edit that failed; nothing is applied then. */
	| { readonly ok: false; readonly index: number; readonly reason: string };

const lineNumberAt = (text: string, position: number): number => {
	let line = 1;
	for (let at = text.indexOf("\n"); at !== -1 && at < position; at = text.indexOf("\n", at + 1)) line++;
	return line;
};

const maxLinesCompared = 20_000;
const shorten = (line: string): string => (line.length > 120 ? `${line.slice(0, 120)}…` : line);

/** The lines most like the first full line of the quote, for somebody who has to correct it. */
function nearestLines(text: string, oldText: string): string {
	const wanted =
		oldText
			.split("\n")
			.find((line) => line.trim() !== "")
			?.trim()
			.slice(0, 200) ?? "";
	const limit = Math.max(2, Math.floor(wanted.length * 0.6));
	const near = text
		.split("\n")
		.slice(0, maxLinesCompared)
		.map((line, index) => {
			const have = line.trim().slice(0, 200);
			const isPart = have.length >= 4 && wanted.length >= 4 && (have.includes(wanted) || wanted.includes(have));
			return { number: index + 1, text: line, distance: isPart ? 0 : editDistance(wanted, have, limit) };
		})
		.filter((line) => line.distance <= limit && line.text.trim() !== "")
		.sort((a, b) => a.distance - b.distance || a.number - b.number)
		.slice(0, 3);
	if (near.length === 0) return "No line is like it.";
	return `Nearest:\n${near.map((line) => `${line.number}: ${shorten(line.text)}`).join("\n")}`;
}

/** Edits one after the other, each on the result of those before it; all of them or none. */
export function applyEdits(original: string, edits: readonly TextEdit[]): EditResult {
	let text = original;
	let replacements = 0;
	const tolerances = new Set<Tolerance>();
	const lineEnd = lineEndOf(original);
	for (const [index, edit] of edits.entries()) {
		if (edit.oldText === "") return { ok: false, index, reason: "old_text is empty" };
		if (edit.oldText === edit.newText) return { ok: false, index, reason: "old_text and new_text are the same" };
		const { places, tolerance } = findQuote(text, edit, lineEnd);
		if (places.length === 0) {
			return { ok: false, index, reason: `old_text was not found. ${nearestLines(text, edit.oldText)}` };
		}
		if (places.length > 1 && !edit.replaceAll) {
			const lines = places.slice(0, 5).map((place) => lineNumberAt(text, place.start));
			const more = places.length > lines.length ? ", …" : "";
			return {
				ok: false,
				index,
				reason: `old_text is there ${places.length} times (lines ${lines.join(", ")}${more}). Quote more lines around it, or set replace_all`,
			};
		}
		const parts: string[] = [];
		let from = 0;
		for (const place of places) {
			parts.push(text.slice(from, place.start), place.replacement);
			from = place.end;
		}
		parts.push(text.slice(from));
		text = parts.join("");
		replacements += places.length;
		if (tolerance !== "none") tolerances.add(tolerance);
	}
	return { ok: true, text, replacements, tolerances: [...tolerances] };
}
