/**
 * The known name nearest to what was typed, by edits (insert, delete, replace, swap), or undefined when none is close:
 * at most 3 edits and less than 40 % of the longer word. Case is ignored.
 */
export const nearest = (typed: string, known: Iterable<string>): string | undefined => {
	let best: string | undefined;
	let bestDistance = 4;
	const wanted = typed.toLowerCase();
	for (const name of known) {
		const candidate = name.toLowerCase();
		if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate);
		if (distance < bestDistance && distance <= 0.4 * Math.max(wanted.length, candidate.length)) {
			best = name;
			bestDistance = distance;
		}
	}
	return best;
};

/** `, did you mean x?` for a message, or nothing. */
export const didYouMean = (typed: string, known: Iterable<string>): string => {
	const name = nearest(typed, known);
	return name === undefined ? "" : `; did you mean ${name}?`;
};

/** Damerau-Levenshtein distance in its optimal string alignment form. */
export const editDistance = (a: string, b: string): number => {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const cost = a[row - 1] === b[column - 1] ? 0 : 1;
			let distance = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost);
			const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			if (isSwap) distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
			current.push(distance);
		}
		beforeLast = last;
		last = current;
	}
	return last[b.length] ?? 0;
};
