/** A unified diff without its header, with `around` lines of context, cut after `maxLines`. */
export async function shortDiff(before: string, after: string, maxLines = 60, around = 2): Promise<string> {
	const { structuredPatch } = await import("diff");
	const patch = structuredPatch("", "", before, after, "", "", { context: around, timeout: 200 });
	if (patch === undefined) return "[too different to be shown]";
	const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: hunk }) => [
		`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
		...hunk.map((line) => line.replace(/\r$/, "")),
	]);
	const shown = lines.slice(0, maxLines).map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
	return [...shown, ...(lines.length > maxLines ? [`… ${lines.length - maxLines} more lines`] : [])].join("\n");
}
