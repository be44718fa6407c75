export type PageRange = readonly [first: number, last: number];

/**
 * `1-3,7,10-` as ranges of pages from 1; an open end takes `most` pages. Undefined when it is none of that, or names more
 * than `most` pages.
 */
export function parsePages(text: string, most: number): readonly PageRange[] | undefined {
	const ranges: PageRange[] = [];
	let count = 0;
	for (const part of text.split(",")) {
		const [, from, dash, to] = /^\s*(\d{1,6})\s*(?:(-)\s*(\d{1,6})?)?\s*$/.exec(part) ?? [];
		if (from === undefined) return undefined;
		const first = Number(from);
		const isOpen = dash !== undefined && to === undefined;
		const last = isOpen ? first + most - count - 1 : Number(to ?? first);
		if (first < 1 || last < first) return undefined;
		count += last - first + 1;
		ranges.push([first, last]);
	}
	return count > most ? undefined : ranges;
}

/** `1-3, 7` of sorted numbers. */
export function pageList(pages: readonly number[]): string {
	const parts: string[] = [];
	for (let at = 0; at < pages.length; ) {
		let end = at;
		while (pages[end + 1] === (pages[end] ?? 0) + 1) end++;
		parts.push(end === at ? `${pages[at]}` : `${pages[at]}-${pages[end]}`);
		at = end + 1;
	}
	return parts.join(", ");
}
