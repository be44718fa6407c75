// A decision takes less time than one way through the thread pool, so files are looked at at once.
import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const maxLinks = 40;

const attempt = <T>(look: () => T): T | undefined => {
	try {
		return look();
	} catch {
		return undefined;
	}
};

/**
 * The absolute path with all links resolved; of a path that does not exist, its nearest existing parent's plus the
 * rest. A link that leads nowhere counts as where it leads. `..` behind a link leaves what the link leads to, as for
 * whoever opens the path. Never throws.
 */
export async function nearestRealPath(path: string, links = 0): Promise<string> {
	const absolute = path.startsWith("/") ? path : `${process.cwd()}/${path}`;
	const found = attempt(() => realpathSync.native(absolute));
	if (found !== undefined) return found;
	const text = absolute.replace(/(?:\/+\.?)+$/, "");
	const parent = dirname(text);
	if (parent === text || text === "" || links > maxLinks) return resolve(absolute);
	if (basename(text) === "..") return dirname(await nearestRealPath(parent, links + 1));
	const target = attempt(() => (lstatSync(text).isSymbolicLink() ? readlinkSync(text) : undefined));
	if (target !== undefined) return nearestRealPath(target.startsWith("/") ? target : `${parent}/${target}`, links + 1);
	const real = await nearestRealPath(parent, links);
	const joined = join(real, basename(text));
	return real === parent ? joined : nearestRealPath(joined, links + 1);
}
