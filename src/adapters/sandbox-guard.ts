// Protected paths that do not exist yet cannot be mounted read-only. What a sandboxed command makes there is taken
// away as soon as its last process is gone, before anything can read it as configuration (SECURITY R15).
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { protectedBelow } from "./bubblewrap.js";
import { lookAt } from "./look-at.js";

export interface SandboxGuard {
	/** Puts protected paths back as they were. Gives what was taken away, relative to its root. */
	settle(): { readonly taken: readonly string[]; readonly keptIn: string };
}

type Before = { readonly path: string; readonly link: string | undefined };

const isThere = (path: string): boolean => lookAt(path) !== undefined;

/** Keys of a git configuration that start programs or read other files (git-config(1), git 2.54). */
const gitRuns =
	/^\s*(?:fsmonitor|hookspath|pager|sshcommand|askpass|editor|gitproxy|textconv|command|clean|smudge|process|helper|program|path|driver|tool|cmd|external|attributesfile|worktree|uploadpack|receivepack|proxy\w*)\s*=|^\s*\[\s*(?:include|includeif|alias|filter|credential|pager|gpg|difftool|mergetool|url)\b|=\s*["']?!/im;

/** Of a fresh repository: the sample hooks and a plain configuration may stay, everything that runs may not. */
function dangerousInNewGit(git: string): readonly string[] {
	const hooks = join(git, "hooks");
	const names = existsSync(hooks) ? readdirSync(hooks).filter((name) => !name.endsWith(".sample")) : [];
	const config = join(git, "config");
	const runs = existsSync(config) && gitRuns.test(readFileSync(config, "utf8"));
	return [...names.map((name) => join(hooks, name)), ...(runs ? [config] : [])];
}

export function createSandboxGuard(roots: readonly string[], userHome: string, id: string): SandboxGuard {
	const keptIn = join(tmpdir(), `nexus-taken-${id}`);
	const before: Before[] = [];
	const freshGit = roots.map((root) => join(root, ".git")).filter((git) => !isThere(git));
	for (const root of roots) {
		for (const path of protectedBelow(root, userHome)) {
			const stat = lookAt(path);
			if (freshGit.some((git) => path.startsWith(`${git}/`))) continue;
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
		for (const git of freshGit.filter((path) => isThere(path))) {
			const bad = lookAt(git)?.isDirectory() ? dangerousInNewGit(git) : [git];
			for (const path of bad) note(path);
		}
		return { taken, keptIn };
	};

	return { settle };
}
