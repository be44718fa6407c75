// Deleting so that it can be undone: the freedesktop.org Trash specification 1.0 on Linux, `~/.Trash` on macOS.
import { lstat, mkdir, open, unlink } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, extname, isAbsolute, join, relative } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { TrashedFile } from "../contracts/ports.js";
import { codeOf, fileError, lstatOf, refuseProcfs } from "./node-fs-paths.js";
import { moveTree, type PathGuard } from "./node-fs-tree.js";

/** `files/` in it holds what was deleted, `info/` where it was and when. */
interface TrashFolder {
	readonly folder: string;
	/** What paths in `info` are relative to; undefined in the home trash, where they are absolute. */
	readonly top?: string;
}

const isWithin = (path: string, folder: string): boolean =>
	path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);

export type TrashEnv = Readonly<Record<string, string | undefined>>;

const homeOf = ({ HOME }: TrashEnv): string => (HOME !== undefined && isAbsolute(HOME) ? HOME : homedir());

/** `$XDG_DATA_HOME/Trash`; a relative value counts as unset (XDG Base Directory Specification). */
function homeTrash(env: TrashEnv): string {
	const data = env.XDG_DATA_HOME;
	return join(data !== undefined && isAbsolute(data) ? data : join(homeOf(env), ".local/share"), "Trash");
}

/** The device of a path, or of its nearest existing parent. */
async function deviceOf(path: string): Promise<bigint> {
	const stats = await lstatOf(path);
	return stats === undefined && dirname(path) !== path ? deviceOf(dirname(path)) : (stats?.dev ?? -1n);
}

/** The folder on which the file system of `path` is mounted. */
async function mountOf(path: string, device: bigint): Promise<string> {
	let top = dirname(path);
	while (dirname(top) !== top && (await deviceOf(dirname(top))) === device) top = dirname(top);
	return top;
}

const stickyBit = 0o1000;

/**
 * Where `path` goes, best first. On another file system than the home folder that is `$top/.Trash/$uid`, if an
 * administrator has made `.Trash` with its sticky bit and as no link, then `$top/.Trash-$uid`; else, by copying, home.
 */
async function trashFolders(path: string, env: TrashEnv): Promise<readonly TrashFolder[]> {
	const home = { folder: homeTrash(env) };
	const device = (await lstat(path, { bigint: true })).dev;
	if (device === (await deviceOf(home.folder))) return [home];
	const top = await mountOf(path, device);
	const uid = String(process.getuid?.() ?? 0);
	const shared = await lstatOf(join(top, ".Trash"));
	const isShared = shared?.isDirectory() === true && (Number(shared.mode) & stickyBit) !== 0;
	return [
		...(isShared ? [{ folder: join(top, ".Trash", uid), top }] : []),
		{ folder: join(top, `.Trash-${uid}`), top },
		home,
	];
}

/** A name that nobody has yet: `a.txt`, `a 2.txt`, `a 3.txt` … */
const numbered = (name: string, count: number): string => {
	const extension = extname(name);
	return count === 1 ? name : `${name.slice(0, name.length - extension.length)} ${count}${extension}`;
};

const two = (value: number): string => String(value).padStart(2, "0");

/** `YYYY-MM-DDThh:mm:ss`, local time, as the specification wants it. */
const deletionDate = (now: Date): string =>
	`${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;

const maxNames = 10_000;

/** Creating the info file first is what makes the name ours ("ensure atomicity by creating it exclusively"). */
async function reserveName({ folder, top }: TrashFolder, path: string): Promise<{ name: string; infoPath: string }> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const own = await lstatOf(folder);
	const isOurs = own?.isDirectory() === true && (process.getuid === undefined || own.uid === BigInt(process.getuid()));
	if (!isOurs) throw new NexusError("file.denied", `${folder} is no folder of this user`);
	await mkdir(join(folder, "files"), { recursive: true, mode: 0o700 });
	await mkdir(join(folder, "info"), { recursive: true, mode: 0o700 });
	const where = (top === undefined ? path : relative(top, path)).split("/").map(encodeURIComponent).join("/");
	const info = `[Trash Info]\nPath=${where}\nDeletionDate=${deletionDate(new Date())}\n`;
	for (let count = 1; count <= maxNames; count++) {
		const name = numbered(basename(path).slice(0, 200), count);
		const infoPath = join(folder, "info", `${name}.trashinfo`);
		try {
			await using handle = await open(infoPath, "wx", 0o600);
			await handle.writeFile(info);
		} catch (error) {
			if (codeOf(error) === "EEXIST") continue;
			throw error;
		}
		if ((await lstatOf(join(folder, "files", name))) === undefined) return { name, infoPath };
		await unlink(infoPath);
	}
	throw new NexusError("file.failed", `${folder} is full of files of that name`, { hint: "Empty the trash." });
}

async function trashByInfo(path: string, env: TrashEnv, guard: PathGuard): Promise<TrashedFile> {
	let failure: unknown;
	for (const trash of await trashFolders(path, env)) {
		let reserved: { name: string; infoPath: string };
		try {
			reserved = await reserveName(trash, path);
		} catch (error) {
			// A file system may be read-only at its top; the next folder may do.
			failure ??= error;
			continue;
		}
		const trashPath = join(trash.folder, "files", reserved.name);
		try {
			await moveTree(path, trashPath, false, guard);
			return { path, trashPath, infoPath: reserved.infoPath };
		} catch (error) {
			await unlink(reserved.infoPath).catch(() => undefined);
			throw error;
		}
	}
	throw failure;
}

async function trashByName(path: string, env: TrashEnv, guard: PathGuard): Promise<TrashedFile> {
	const folder = join(homeOf(env), ".Trash");
	for (let count = 1; count <= maxNames; count++) {
		const trashPath = join(folder, numbered(basename(path), count));
		if ((await lstatOf(trashPath)) !== undefined) continue;
		await moveTree(path, trashPath, false, guard);
		return { path, trashPath };
	}
	throw new NexusError("file.failed", `${folder} is full of files of that name`, { hint: "Empty the trash." });
}

/** Folders without which nothing works any more, and all that holds them. */
function refusePrecious(path: string, cwd: string, env: TrashEnv): void {
	const precious = [
		["the working directory", cwd],
		["the home folder", homedir()],
		["the home folder", homeOf(env)],
		["the trash", homeTrash(env)],
	] as const;
	const held = precious.find(([, folder]) => isWithin(folder, path));
	if (held === undefined && !isWithin(path, homeTrash(env))) return;
	const what = held === undefined ? "is in the trash already" : `${path === held[1] ? "is" : "holds"} ${held[0]}`;
	throw new NexusError("file.denied", `${path} ${what}; it is not deleted`);
}

/** `path`: the real folder of what is deleted and its own name, so that of a link the link itself goes. */
export async function moveToTrash(path: string, cwd: string, env: TrashEnv, guard: PathGuard): Promise<TrashedFile> {
	refusePrecious(path, cwd, env);
	await refuseProcfs(path);
	if ((await lstatOf(path)) === undefined) {
		throw await fileError(Object.assign(new Error(), { code: "ENOENT" }), path);
	}
	// Copying to another file system asks about each file; nothing is read by anybody there.
	const copyGuard: PathGuard = (real, effect) => (effect === "read" ? guard(real, "write") : undefined);
	try {
		return await (process.platform === "darwin"
			? trashByName(path, env, copyGuard)
			: trashByInfo(path, env, copyGuard));
	} catch (error) {
		throw await fileError(error, path);
	}
}
