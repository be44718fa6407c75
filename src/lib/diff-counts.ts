/** Lines that a change adds and takes away, as `git diff --stat` counts them. Very different texts count as all new. */
export async function diffCounts(
	before: string,
	after: string,
): Promise<{ readonly added: number; readonly removed: number }> {
	const [oldText, newText] = changedLines(before, after);
	if (oldText === "" || newText === "") return { added: countLines(newText), removed: countLines(oldText) };
	const { diffLines } = await import("diff");
	const changes = diffLines(oldText, newText, { timeout: 200 });
	if (changes === undefined) return { added: countLines(newText), removed: countLines(oldText) };
	let added = 0;
	let removed = 0;
	for (const change of changes) {
		if (change.added) added += change.count;
		else if (change.removed) removed += change.count;
	}
	return { added, removed };
}

/** Both without the whole lines that they have in common at their start and end: mostly little is left to compare. */
function changedLines(before: string, after: string): readonly [string, string] {
	const most = Math.min(before.length, after.length);
	let start = 0;
	while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	const isSame = start === before.length && start === after.length;
	if (!isSame) start = start === 0 ? 0 : before.lastIndexOf("\n", start - 1) + 1;
	let end = 0;
	while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
		end++;
	// The rest begins after the end of a line, in both.
	const line = before.indexOf("\n", before.length - end);
	const tail = end === 0 || line === -1 ? 0 : before.length - line - 1;
	return [before.slice(start, before.length - tail), after.slice(start, after.length - tail)];
}

/** As an editor counts: a last line without an end is one, an empty text has none. */
export function countLines(text: string): number {
	if (text === "") return 0;
	let lines = text.endsWith("\n") ? 0 : 1;
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
	return lines;
}
