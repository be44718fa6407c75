// Protected paths that do not exist yet cannot be mounted read-only. What a sandboxed command makes there is taken
// away as soon as its last process is gone, before anything can read it as configuration (SECURITY R15).
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { protectedBelow } from "./bubblewrap.js";
import { dangerousInNewGit, gitFolders } from "./git-folders.js";
import { lookAt } from "./look-at.js";

/** How the protected paths were. Plain data: another nexus may have to settle it. */
export interface GuardRecord {
	readonly roots: readonly string[];
	/** Protected paths where nothing was, or a link to there. */
	readonly before: readonly { readonly path: string; readonly link?: string | undefined }[];
	/** The git folders there were. */
	readonly git: readonly string[];
	/** Where to put what is taken away. */
	readonly keptIn: string;
}

/** `folders`: for each writable root its git folders, as from `gitFolders`. */
export function createSandboxGuard(
	folders: ReadonlyMap<string, readonly string[]>,
	userHome: string,
	id: string,
): GuardRecord {
	const before: GuardRecord["before"][number][] = [];
	const known = new Set<string>();
	for (const [root, git] of folders) {
		for (const path of git) known.add(path);
		for (const path of protectedBelow(root, userHome, git)) {
			const stat = lookAt(path);
			if (stat === undefined) before.push({ path });
			else if (stat.isSymbolicLink()) before.push({ path, link: readlinkSync(path) });
		}
	}
	return { roots: [...folders.keys()], before, git: [...known], keptIn: join(tmpdir(), `nexus-taken-${id}`) };
}

/**
 * Puts protected paths back as they were. Gives what was taken away, relative to its root. May be called often; with
 * `isQuick` new git folders, which have to be searched for, are left for the last time.
 */
export function settleGuard(
	{ roots, before, git, keptIn }: GuardRecord,
	isQuick = false,
): {
	readonly taken: readonly string[];
	readonly keptIn: string;
} {
	const taken: string[] = [];

	const take = (path: string): void => {
		const root = roots.find((candidate) => path.startsWith(`${candidate}/`)) ?? "/";
		taken.push(relative(root, path));
		mkdirSync(keptIn, { recursive: true, mode: 0o700 });
		const target = join(keptIn, `${basename(dirname(path))}-${basename(path)}`);
		try {
			renameSync(path, target);
		} catch {
			// Another file system: what matters is that it is gone from here.
			rmSync(path, { recursive: true, force: true });
		}
	};

	for (const { path, link } of before) {
		const stat = lookAt(path);
		if (link === undefined) {
			if (stat !== undefined) take(path);
			continue;
		}
		if (stat?.isSymbolicLink() && readlinkSync(path) === link) continue;
		if (stat !== undefined) take(path);
		else taken.push(relative(dirname(path), path));
		symlinkSync(link, path);
	}
	for (const folder of new Set(isQuick ? [] : roots.flatMap(gitFolders))) {
		if (git.includes(folder)) continue;
		for (const path of dangerousInNewGit(folder)) take(path);
	}
	return { taken, keptIn };
}
