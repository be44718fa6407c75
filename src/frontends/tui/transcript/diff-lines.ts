// A change of a file as lines: signs and colours, no line numbers, so that it copies as a patch.
import { structuredPatch } from "diff";
import { showHidden } from "../../../lib/show-hidden.js";
import { expandTabs } from "../../../lib/text-width.js";
import { type Line, span } from "../text/span.js";
import type { Theme } from "../theme.js";

export interface Change {
	readonly path: string;
	readonly before: string;
	readonly after: string;
}

/** Texts longer than this are not compared line by line: it could take seconds. */
const maxCharacters = 400_000;

/** Hunks with three lines around each. `reveal` writes hidden characters out, for a decision (SECURITY R12). */
export const diffLines = (change: Change, theme: Theme, reveal = false): readonly Line[] => {
	const clean = (text: string) => expandTabs(reveal ? showHidden(text) : text);
	if (change.before.length + change.after.length > maxCharacters) {
		return [
			[span(`${change.before.length} characters become ${change.after.length}; too long to compare here`, theme.warn)],
		];
	}
	const patch = structuredPatch(change.path, change.path, change.before, change.after, "", "", {
		context: 3,
		timeout: 500,
	});
	if (patch === undefined) return [[span("too different to compare line by line", theme.warn)]];
	if (patch.hunks.length === 0) return [[span("no change", theme.dim)]];
	return patch.hunks.flatMap((hunk) => [
		[span(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, theme.dim)],
		...hunk.lines.map((line) => diffLine(clean(line), theme)),
	]);
};

const diffLine = (line: string, theme: Theme): Line => {
	if (line.startsWith("+")) return [span(line, theme.added)];
	if (line.startsWith("-")) return [span(line, theme.removed)];
	return [span(line, line.startsWith("\\") ? theme.dim : [])];
};

/** `+2 -1`. */
export const diffCounts = (change: Change): string => {
	if (change.before.length + change.after.length > maxCharacters) return "changed";
	const patch = structuredPatch(change.path, change.path, change.before, change.after, "", "", {
		context: 0,
		timeout: 500,
	});
	const lines = patch?.hunks.flatMap((hunk) => hunk.lines) ?? [];
	const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
	return `+${count("+")} -${count("-")}`;
};
