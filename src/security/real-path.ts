import { lstat, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

const maxLinks = 40;

/**
 * The absolute path with all links resolved; of a path that does not exist, its nearest existing parent's plus the
 * rest. A link that leads nowhere counts as where it leads. Never throws.
 */
export async function nearestRealPath(path: string, links = 0): Promise<string> {
	const absolute = resolve(path);
	const found = await realpath(absolute).catch(() => undefined);
	if (found !== undefined) return found;
	const parent = dirname(absolute);
	if (parent === absolute || links > maxLinks) return absolute;
	const target = await lstat(absolute)
		.then((stat) => (stat.isSymbolicLink() ? readlink(absolute) : undefined))
		.catch(() => undefined);
	if (target !== undefined) return nearestRealPath(resolve(parent, target), links + 1);
	return join(await nearestRealPath(parent, links), basename(absolute));
}
