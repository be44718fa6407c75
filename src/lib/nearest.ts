// The nearest names to one that was mistyped.
import { editDistance, nearestNames } from "./edit-distance.js";

/** How many edits still count as the same word. */
export const allowedEdits = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/** The closest of `names`, nearest first, at most `count`; none when nothing is near. */
export function nearest(text: string, names: Iterable<string>, count: number): readonly string[] {
	const limit = Math.max(1, Math.floor(text.length / 3));
	const found: { name: string; distance: number }[] = [];
	for (const name of names) {
		const distance = editDistance(text, name, limit);
		if (distance <= limit) found.push({ name, distance });
	}
	return found
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map(({ name }) => name);
}

/** The one known name that was probably meant, case ignored; undefined when none is close. */
export const nearestName = (typed: string, known: Iterable<string>): string | undefined =>
	nearestNames(typed, known, 1)[0];

/** `; did you mean x?` for a message, or nothing. */
export const didYouMean = (typed: string, known: Iterable<string>): string => {
	const name = nearestName(typed, known);
	return name === undefined ? "" : `; did you mean ${name}?`;
};
