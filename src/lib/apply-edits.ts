// Replacing pieces of a text that somebody quotes, perhaps not to the last blank. Exact first; else whole lines that
// differ only in white space, if there is just one such place.
import { editDistance } from "./edit-distance.js";
import { lineEndOf, withLineEnd } from "./text-encoding.js";

export interface TextEdit {
	readonly oldText: string;
	readonly newText: string;
	readonly replaceAll: boolean;
}

export type EditResult =
	| { readonly ok: true; readonly text: string; readonly replacements: number; readonly tolerant: number }
	/** `index` of the edit that failed; nothing is applied then. */
	| { readonly ok: false; readonly index: number; readonly reason: string };

interface Place {
	readonly start: number;
	readonly end: number;
	readonly replacement: string;
}

const lineNumberAt = (text: string, position: number): number => {
	let line = 1;
	for (let at = text.indexOf("\n"); at !== -1 && at < position; at = text.indexOf("\n", at + 1)) line++;
	return line;
};

function exactPlaces(text: string, { oldText, newText }: TextEdit): readonly Place[] {
	const places: Place[] = [];
	for (let at = text.indexOf(oldText); at !== -1; at = text.indexOf(oldText, at + oldText.length)) {
		places.push({ start: at, end: at + oldText.length, replacement: newText });
	}
	return places;
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

/** The new lines with the indentation of the place instead of the one in the quote. */
function reindent(newText: string, quoted: string, found: string): string {
	if (quoted === found) return newText;
	return newText
		.split("\n")
		.map((line) => {
			if (line.trim() === "") return line;
			if (line.startsWith(quoted)) return found + line.slice(quoted.length);
			// Further out than the quote's first line: take away as much as was taken there.
			const surplus = quoted.endsWith(found) ? quoted.length - found.length : 0;
			return line.slice(Math.min(surplus, indentOf(line).length));
		})
		.join("\n");
}

const normalizers: readonly ((line: string) => string)[] = [
	(line) => line.trimEnd(),
	(line) => line.trim().replace(/[ \t]+/g, " "),
];

/** Whole lines that are equal once white space is made equal; the loosest rule that finds any decides. */
function tolerantPlaces(text: string, edit: TextEdit): readonly Place[] {
	const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
	const trimEnd = edit.oldText.endsWith("\n");
	const quoted = linesOf(trimEnd ? edit.oldText.replace(/\r?\n$/, "") : edit.oldText).map((line) => line.text);
	if (quoted.every((line) => line.trim() === "")) return [];
	const newText = (trimEnd ? edit.newText.replace(/\r?\n$/, "") : edit.newText).replace(/\r\n/g, "\n");
	const isRemoval = trimEnd && edit.newText === "";
	const lines = linesOf(text);
	const firstFull = quoted.findIndex((line) => line.trim() !== "");
	for (const normalize of normalizers) {
		const wanted = quoted.map(normalize);
		const have = lines.map((line) => normalize(line.text));
		const places: Place[] = [];
		for (let at = 0; at + wanted.length <= have.length; at++) {
			if (!wanted.every((line, index) => have[at + index] === line)) continue;
			const first = lines[at];
			const last = lines[at + wanted.length - 1];
			if (first === undefined || last === undefined) continue;
			const found = indentOf(lines[at + firstFull]?.text ?? "");
			const replacement = reindent(newText, indentOf(quoted[firstFull] ?? ""), found).replaceAll("\n", lineEnd);
			const next = lines[at + wanted.length];
			places.push({ start: first.start, end: isRemoval && next ? next.start : last.end, replacement });
			at += wanted.length - 1;
		}
		if (places.length > 0) return places;
	}
	return [];
}

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
	const near = linesOf(text)
		.slice(0, maxLinesCompared)
		.map((line, index) => {
			const have = line.text.trim().slice(0, 200);
			const isPart = have.length >= 4 && wanted.length >= 4 && (have.includes(wanted) || wanted.includes(have));
			return { number: index + 1, text: line.text, distance: isPart ? 0 : editDistance(wanted, have, limit) };
		})
		.filter((line) => line.distance <= limit && line.text.trim() !== "")
		.sort((a, b) => a.distance - b.distance || a.number - b.number)
		.slice(0, 3);
	if (near.length === 0) return "No line is like it.";
	return `Nearest:\n${near.map((line) => `${line.number}: ${shorten(line.text)}`).join("\n")}`;
}

function findPlaces(text: string, edit: TextEdit): { readonly places: readonly Place[]; readonly isTolerant: boolean } {
	const exact = exactPlaces(text, edit);
	if (exact.length > 0) return { places: exact, isTolerant: false };
	if (text.includes("\r\n") && edit.oldText.includes("\n")) {
		// The same text with this file's line ends is as good as exact.
		const converted = exactPlaces(text, {
			...edit,
			oldText: edit.oldText.replace(/\r?\n/g, "\r\n"),
			newText: edit.newText.replace(/\r?\n/g, "\r\n"),
		});
		if (converted.length > 0) return { places: converted, isTolerant: false };
	}
	return { places: tolerantPlaces(text, edit), isTolerant: true };
}

/** Edits one after the other, each on the result of those before it; all of them or none. */
export function applyEdits(original: string, edits: readonly TextEdit[]): EditResult {
	let text = original;
	let replacements = 0;
	let tolerant = 0;
	const lineEnd = lineEndOf(original);
	for (const [index, given] of edits.entries()) {
		const edit = { ...given, newText: withLineEnd(given.newText, lineEnd) };
		if (edit.oldText === "") return { ok: false, index, reason: "old_text is empty" };
		if (given.oldText === given.newText) return { ok: false, index, reason: "old_text and new_text are the same" };
		const { places, isTolerant } = findPlaces(text, edit);
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
		if (isTolerant) tolerant += places.length;
	}
	return { ok: true, text, replacements, tolerant };
}
