export interface FoundLine {
	/** As it was added. */
	readonly path: string;
	/** From 1. */
	readonly line: number;
	readonly text: string;
}

export interface SearchResult {
	/** The first `limit` lines, by path (UTF-16 units), then by line. */
	readonly matches: readonly FoundLine[];
	/** All matching lines and the files that have one. */
	readonly total: number;
	readonly files: number;
}

const byPlace = (a: FoundLine, b: FoundLine): number =>
	a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1;

/** Keeps the first `limit` of what comes in any order, in memory for a few times that. */
export class MatchCollector {
	private kept: FoundLine[] = [];
	private readonly counts = new Map<string, number>();
	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}

	add(found: FoundLine): void {
		this.counts.set(found.path, (this.counts.get(found.path) ?? 0) + 1);
		this.kept.push(found);
		if (this.kept.length > this.limit * 4 + 1000) this.trim();
	}

	/** A file at a time: its first lines, at least `limit` of them where there are as many, and how many it has in all. */
	addFile(path: string, lines: readonly FoundLine[], total: number): void {
		for (const line of lines) this.add(line);
		this.counts.set(path, total);
	}

	/** A file that turned out not to be looked at after some of its lines had matched. */
	forget(path: string): void {
		if (!this.counts.delete(path)) return;
		this.kept = this.kept.filter((found) => found.path !== path);
	}

	/** The files that have a match. */
	paths(): Iterable<string> {
		return this.counts.keys();
	}

	private trim(): void {
		this.kept.sort(byPlace);
		this.kept.length = Math.min(this.kept.length, this.limit);
	}

	result(): SearchResult {
		this.trim();
		let total = 0;
		for (const count of this.counts.values()) total += count;
		return { matches: this.kept, total, files: this.counts.size };
	}
}
