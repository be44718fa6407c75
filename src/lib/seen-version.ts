// Which version of a file was last read or shown, so that a change from outside is noticed before it is overwritten
// (SECURITY R19). Without an entry the write itself still checks against what was read just before it.

interface SeenContext {
	readonly fs: { realPath(path: string): Promise<string> };
	readonly seen: Map<string, string>;
}

export async function recordSeen(context: SeenContext, path: string, version: string): Promise<void> {
	context.seen.set(await context.fs.realPath(path), version);
}

/** The version that was last read, shown or written; undefined when none is known. */
export async function lastSeen(context: SeenContext, path: string): Promise<string | undefined> {
	return context.seen.get(await context.fs.realPath(path));
}
