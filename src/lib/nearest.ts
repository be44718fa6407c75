// The nearest names to one that was mistyped.

/**
 * Edits between two words: insert, delete, replace, swap of neighbours (optimal string alignment). Stops counting past
 * `limit` and returns `limit + 1`.
 */
export function editDistance(a: string, b: string, limit = 3): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let before: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		let best = row;
		for (let column = 1; column <= b.length; column++) {
			const cost = a[row - 1] === b[column - 1] ? 0 : 1;
			let value = Math.min(
				(previous[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(previous[column - 1] ?? 0) + cost,
			);
			if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
				value = Math.min(value, (before[column - 2] ?? 0) + 1);
			}
			current.push(value);
			best = Math.min(best, value);
		}
		if (best > limit) return limit + 1;
		[before, previous] = [previous, current];
	}
	return previous[b.length] ?? limit + 1;
}

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
export const nearestName = (typed: string, known: Iterable<string>): string | undefined => {
	const names = [...known];
	const [closest] = nearest(typed.toLowerCase(), new Set(names.map((name) => name.toLowerCase())), 1);
	return closest === undefined ? undefined : names.find((name) => name.toLowerCase() === closest);
};

/** `; did you mean x?` for a message, or nothing. */
export const didYouMean = (typed: string, known: Iterable<string>): string => {
	const name = nearestName(typed, known);
	return name === undefined ? "" : `; did you mean ${name}?`;
};
