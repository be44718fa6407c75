// Which version of a file was last read or shown, so that a change from outside is noticed before it is overwritten
// (SECURITY R19). The cache is only a help: without an entry, or when it fails, the write itself still checks.

interface SeenContext {
	readonly fs: { realPath(path: string): Promise<string> };
	readonly cache: {
		get(key: string): Promise<unknown>;
		set(key: string, value: string, ttlMs?: number): Promise<void>;
	};
}

const keepMs = 12 * 60 * 60 * 1000;
const keyOf = async (context: SeenContext, path: string): Promise<string> =>
	`seen-version:${await context.fs.realPath(path)}`;

export async function recordSeen(context: SeenContext, path: string, version: string): Promise<void> {
	await context.cache.set(await keyOf(context, path), version, keepMs).catch(() => undefined);
}

/** The version that was last read, shown or written; undefined when none is known. */
export async function lastSeen(context: SeenContext, path: string): Promise<string | undefined> {
	const version = await context.cache.get(await keyOf(context, path)).catch(() => undefined);
	return typeof version === "string" ? version : undefined;
}
