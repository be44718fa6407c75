// Files as one of several agents may write them: what it changes is its own until it is done or silent for long.
import type { FileSystem } from "../contracts/ports.js";
import type { FileLease, FileLeases } from "../contracts/shared-context.js";

/** After so long without another change by the same agent, a file is free for others. */
const leaseMs = 120_000;

/**
 * Every method that changes a file first takes the lease of its real path, and looks right before the change whether it
 * still holds. Throws also NexusError `file.leased`. Whoever ends the agent calls `leases.releaseAll(holder)`.
 */
export const leasedFiles = (fs: FileSystem, leases: FileLeases, holder: string): FileSystem => {
	const held = async <T>(paths: readonly string[], change: () => Promise<T>): Promise<T> => {
		const taken: FileLease[] = [];
		// In one order for all, so that two that want the same files do not each wait with half of them.
		const real = await Promise.all(paths.map((path) => fs.realPath(path)));
		for (const path of [...new Set(real)].sort()) taken.push(leases.acquire(path, holder, leaseMs));
		for (const lease of taken) leases.verify(lease);
		return change();
	};
	return {
		realPath: (path) => fs.realPath(path),
		stat: (path) => fs.stat(path),
		exists: (path) => fs.exists(path),
		readBytes: (path, options) => fs.readBytes(path, options),
		readText: (path, options) => fs.readText(path, options),
		readLines: (path) => fs.readLines(path),
		list: (path) => fs.list(path),
		makeDirectory: (path) => fs.makeDirectory(path),
		refusedBelow: (path) => fs.refusedBelow(path),
		writeFile: (path, data, options) => held([path], () => fs.writeFile(path, data, options)),
		appendFile: (path, data) => held([path], () => fs.appendFile(path, data)),
		move: (from, to, options) => held([from, to], () => fs.move(from, to, options)),
		copy: (from, to, options) => held([to], () => fs.copy(from, to, options)),
		trash: (path) => held([path], () => fs.trash(path)),
	};
};
