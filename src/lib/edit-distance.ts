/**
 * Optimal string alignment distance (insert, delete, replace, swap of neighbours each cost 1), or `limit + 1` as soon
 * as it is known to be over `limit`. Compares UTF-16 units.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let best = i;
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
			}
			row.push(cost);
			best = Math.min(best, cost);
		}
		if (best > limit) return limit + 1;
		beforeLast = last;
		last = row;
	}
	return Math.min(last[b.length] ?? 0, limit + 1);
}

/**
 * The candidates most like `name`, best first, at most `count`. Upper and lower case count as the same; a candidate
 * that begins with the name, or that contains it, is near whatever its length.
 */
export function nearestNames(name: string, candidates: Iterable<string>, count = 3): readonly string[] {
	const wanted = name.toLowerCase();
	const limit = Math.max(1, Math.floor(wanted.length / 3));
	const scored: { readonly name: string; readonly score: number }[] = [];
	for (const candidate of candidates) {
		const other = candidate.toLowerCase();
		const distance = editDistance(wanted, other, limit);
		// A name that only goes on is nearer than one with two mistakes.
		const isBeginning = wanted.length >= 3 && other.startsWith(wanted);
		const isPart = wanted.length >= 4 && other.includes(wanted);
		if (distance > limit && !isBeginning && !isPart) continue;
		const score = Math.min(distance, isBeginning ? 1.5 : limit + 1);
		scored.push({ name: candidate, score });
	}
	scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
	return scored.slice(0, count).map((entry) => entry.name);
}
