// Arguments for bubblewrap (https://github.com/containers/bubblewrap, manual of 0.8): what a sandboxed child sees.
import { dirname, join, relative } from "node:path";
import { isWithin } from "../lib/env-allow.js";
import { homeHidden, homeProtected, systemHidden, workspaceProtected } from "../lib/protected-paths.js";
import { gitFolders, protectedInGit } from "./git-folders.js";
import { isFolder, lookAt, real } from "./look-at.js";

export interface SandboxPlan {
	readonly network: boolean;
	/** Absolute; the only places outside a private /tmp where the child may write. `/` is never one. */
	readonly writableRoots: readonly string[];
	/** Absolute paths that are empty for the child, whatever is there. */
	readonly hidden: readonly string[];
	/** Absolute. */
	readonly cwd: string;
	readonly userHome: string;
	/** The descriptor of the child that holds a filter of system calls (socket-filter.ts). */
	readonly filter?: number;
	/** It goes on when nexus ends. */
	readonly outlives?: boolean;
	/** As from `gitFolders`, for each root, where they have been looked for already. */
	readonly git?: ReadonlyMap<string, readonly string[]> | undefined;
	/** How much each of its private folders may hold, in MB of 1024² bytes: they are in memory. */
	readonly scratchMb?: number | undefined;
}

/** Replaced by empty ones that only the child sees. */
const privateFolders = ["/tmp", "/run", "/var/tmp"] as const;

/** What stands where a folder above a protected path would be: a link, or the `.git` file of a worktree or submodule. */
function insteadOfFolder(root: string, path: string): readonly string[] {
	return between(root, path).filter((folder) => lookAt(folder)?.isDirectory() === false);
}

/** The protected paths below a writable root, existing or not; `git` as from `gitFolders`. */
export function protectedBelow(root: string, userHome: string, git: readonly string[]): readonly string[] {
	const names = root === userHome ? [...workspaceProtected, ...homeProtected] : workspaceProtected;
	const paths = [...names.map((name) => join(root, name)), ...git.flatMap(protectedInGit)];
	return [...new Set(paths.flatMap((path) => [...insteadOfFolder(root, path), path]))];
}

export const writableRealRoots = (plan: Pick<SandboxPlan, "writableRoots">): readonly string[] =>
	[...new Set(plan.writableRoots.map(real))].filter((root) => root !== undefined && root !== "/") as string[];

/** The folders between the root and a protected path: bound onto themselves, they cannot be renamed away. */
function between(root: string, path: string): readonly string[] {
	const folders: string[] = [];
	for (let folder = dirname(path); folder !== root && isWithin(folder, root); folder = dirname(folder)) {
		folders.unshift(folder);
	}
	return folders;
}

const hide = (path: string): readonly string[] =>
	isFolder(path) ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path];

/**
 * Everything read-only, own /dev, /proc, /tmp and /run, own process, user, IPC and (unless allowed) network
 * namespaces, no capabilities, no terminal, dead as soon as nexus is unless it is to outlive it. Order matters: later mounts cover earlier ones.
 */
export function bubblewrapArguments(plan: SandboxPlan): readonly string[] {
	const roots = writableRealRoots(plan);
	const args = ["--unshare-all", ...(plan.outlives === true ? [] : ["--die-with-parent"])];
	args.push("--new-session", "--cap-drop", "ALL");
	if (plan.network) args.push("--share-net");
	args.push("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc");
	const size = plan.scratchMb === undefined ? [] : ["--size", String(plan.scratchMb * 1024 ** 2)];
	for (const folder of [...privateFolders.filter(isFolder), "/dev/shm"]) args.push(...size, "--tmpfs", folder);
	// A workspace in one of these keeps its surroundings, read-only like everything else.
	const around = roots.flatMap((root) => {
		const folder = privateFolders.find((candidate) => isWithin(root, candidate));
		const first = folder === undefined ? undefined : relative(folder, root).split("/")[0];
		return folder === undefined || first === undefined || first === "" ? [] : [join(folder, first)];
	});
	for (const path of new Set(around)) args.push("--ro-bind", path, path);
	// The Node that runs snippets has to be there, wherever it is installed.
	const node = real(process.execPath);
	if (node !== undefined && privateFolders.some((folder) => isWithin(node, folder))) args.push("--ro-bind", node, node);
	// Name resolution needs what /etc/resolv.conf points at, which is often below /run.
	const resolver = plan.network ? real("/etc/resolv.conf") : undefined;
	if (resolver !== undefined && isWithin(resolver, "/run")) args.push("--ro-bind", resolver, resolver);
	const hidden = [...plan.hidden, ...systemHidden, ...homeHidden.map((name) => join(plan.userHome, name))]
		.map(real)
		.filter((path) => path !== undefined && path !== "/" && !roots.includes(path)) as string[];
	// A workspace below a hidden folder still has to be seen; a hidden one below a workspace has to be hidden.
	for (const path of hidden.filter((path) => !roots.some((root) => isWithin(path, root)))) args.push(...hide(path));
	for (const root of roots) args.push("--bind", root, root);
	for (const root of roots) {
		// A link cannot be mounted over; it is the guard (see sandbox-guard.ts) that puts it back. What it leads to can.
		const found = protectedBelow(root, plan.userHome, plan.git?.get(root) ?? gitFolders(root)).map(real);
		const there = [...new Set(found)].filter(
			(path) => path !== undefined && path !== root && isWithin(path, root),
		) as string[];
		for (const folder of new Set(there.flatMap((path) => between(root, path)))) args.push("--bind", folder, folder);
		for (const path of there) args.push("--ro-bind", path, path);
	}
	for (const path of hidden.filter((path) => roots.some((root) => isWithin(path, root)))) args.push(...hide(path));
	// A child of root could otherwise change settings of the kernel, core_pattern among them.
	args.push("--remount-ro", "/proc");
	// Last, since mount points for workspaces may have had to be made in there.
	for (const path of hidden.filter(isFolder)) args.push("--remount-ro", path);
	if (plan.filter !== undefined) args.push("--seccomp", String(plan.filter));
	args.push("--chdir", real(plan.cwd) ?? "/", "--");
	return args;
}
