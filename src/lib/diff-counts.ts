/** Lines that a change adds and takes away, as `git diff --stat` counts them. Very different texts count as all new. */
export async function diffCounts(
	before: string,
	after: string,
): Promise<{ readonly added: number; readonly removed: number }> {
	const { diffLines } = await import("diff");
	const changes = diffLines(before, after, { timeout: 200 });
	if (changes === undefined) return { added: countLines(after), removed: countLines(before) };
	let added = 0;
	let removed = 0;
	for (const change of changes) {
		if (change.added) added += change.count;
		else if (change.removed) removed += change.count;
	}
	return { added, removed };
}

/** As an editor counts: a last line without an end is one, an empty text has none. */
export function countLines(text: string): number {
	if (text === "") return 0;
	let lines = text.endsWith("\n") ? 0 : 1;
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
	return lines;
}
