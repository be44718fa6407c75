// Protected paths that do not exist yet cannot be mounted read-only. What a sandboxed command makes there is taken
// away as soon as its last process is gone, before anything can read it as configuration (SECURITY R15).
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { protectedBelow } from "./bubblewrap.js";
import { dangerousInNewGit, gitFolders } from "./git-folders.js";
import { lookAt } from "./look-at.js";

export interface SandboxGuard {
	/** Puts protected paths back as they were. Gives what was taken away, relative to its root. */
	settle(): { readonly taken: readonly string[]; readonly keptIn: string };
}

type Before = { readonly path: string; readonly link: string | undefined };

export function createSandboxGuard(roots: readonly string[], userHome: string, id: string): SandboxGuard {
	const keptIn = join(tmpdir(), `nexus-taken-${id}`);
	const before: Before[] = [];
	const knownGit = new Set<string>();
	for (const root of roots) {
		const git = gitFolders(root);
		for (const path of git) knownGit.add(path);
		for (const path of protectedBelow(root, userHome, git)) {
			const stat = lookAt(path);
			if (stat === undefined) before.push({ path, link: undefined });
			else if (stat.isSymbolicLink()) before.push({ path, link: readlinkSync(path) });
		}
	}

	const take = (path: string): void => {
		mkdirSync(keptIn, { recursive: true, mode: 0o700 });
		const target = join(keptIn, `${basename(dirname(path))}-${basename(path)}`);
		try {
			renameSync(path, target);
		} catch {
			// Another file system: what matters is that it is gone from here.
			rmSync(path, { recursive: true, force: true });
		}
	};

	const settle = () => {
		const taken: string[] = [];
		const note = (path: string) => {
			const root = roots.find((candidate) => path.startsWith(`${candidate}/`)) ?? "/";
			taken.push(relative(root, path));
			take(path);
		};
		for (const { path, link } of before) {
			const stat = lookAt(path);
			if (link === undefined) {
				if (stat !== undefined) note(path);
				continue;
			}
			if (stat?.isSymbolicLink() && readlinkSync(path) === link) continue;
			if (stat !== undefined) note(path);
			else taken.push(relative(dirname(path), path));
			symlinkSync(link, path);
		}
		for (const git of new Set(roots.flatMap(gitFolders))) {
			if (knownGit.has(git)) continue;
			for (const path of dangerousInNewGit(git)) note(path);
		}
		return { taken, keptIn };
	};

	return { settle };
}
