// The disk of this machine behind the FileSystem port.
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readlink, stat } from "node:fs/promises";
import { NexusError } from "../contracts/errors.js";
import type { FileStat, FileSystem } from "../contracts/ports.js";
import {
	absolutePath,
	fileError,
	fileExists,
	kindOf,
	lstatOf,
	notRegular,
	realPathOf,
	realPathOfEntry,
	refuseProcfs,
	versionOf,
} from "./node-fs-paths.js";
import { moveToTrash, type TrashEnv } from "./node-fs-trash.js";
import { copyTree, moveTree, type PathGuard } from "./node-fs-tree.js";
import { appendTo, writeAtomically } from "./node-fs-write.js";

export interface NodeFsOptions {
	/** Absolute; what relative paths start from. */
	readonly cwd: string;
	/** Where the person's home and data are: HOME and XDG_DATA_HOME. Default: of this process. */
	readonly env?: TrashEnv;
	/**
	 * Called with the real path of everything that is about to be read or written, after links were followed and before
	 * a byte moves; what is opened then is that path and nothing else. Throws to refuse. Entries of a copied folder too.
	 */
	readonly guard?: PathGuard;
}

const defaultMaxBytes = 50 * 1024 * 1024;
/** A line of `readLines` that is longer is cut to this many characters, so that memory stays bounded. */
const maxLineCharacters = 1024 * 1024;
const chunkBytes = 256 * 1024;

const toFileStat = (stats: BigIntStats): FileStat => ({
	kind: kindOf(stats),
	sizeBytes: Number(stats.size),
	modifiedMs: Number(stats.mtimeNs / 1_000_000n),
	mode: Number(stats.mode) & 0o7777,
	version: versionOf(stats),
});

/** Where the open file really is, where the system can tell (Linux). */
async function refuseSwapped(handle: FileHandle, realPath: string): Promise<void> {
	if (process.platform !== "linux") return;
	const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => realPath);
	if (opened === realPath || opened === `${realPath} (deleted)`) return;
	throw new NexusError("file.changed", `${realPath} was replaced while it was opened`, { hint: "Try again." });
}

async function openToRead(realPath: string): Promise<{ handle: FileHandle; sizeBytes: number }> {
	await refuseProcfs(realPath);
	const before = await lstatOf(realPath);
	if (before !== undefined && !before.isFile()) throw notRegular(realPath, before);
	const handle = await open(realPath, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	try {
		const stats = await handle.stat({ bigint: true });
		if (!stats.isFile()) throw notRegular(realPath, stats);
		await refuseSwapped(handle, realPath);
		return { handle, sizeBytes: Number(stats.size) };
	} catch (error) {
		await handle.close();
		throw error;
	}
}

async function readRange(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
	const bytes = Buffer.allocUnsafe(length);
	let filled = 0;
	while (filled < length) {
		const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return bytes.subarray(0, filled);
}

async function* linesOf(handle: FileHandle): AsyncGenerator<string> {
	const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
	const buffer = Buffer.allocUnsafe(chunkBytes);
	let rest = "";
	for (;;) {
		const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
		const text = bytesRead === 0 ? decoder.decode() : decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
		let start = 0;
		for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
			const line = rest + text.slice(start, end);
			rest = "";
			start = end + 1;
			yield (line.endsWith("\r") ? line.slice(0, -1) : line).slice(0, maxLineCharacters);
		}
		if (rest.length <= maxLineCharacters) rest += text.slice(start);
		if (bytesRead === 0) break;
	}
	if (rest !== "") yield rest.slice(0, maxLineCharacters);
}

/** Every method throws NexusError with a `file.*` code that names the path and, where it can, the nearest existing name. */
export function createNodeFs({ cwd, env = process.env, guard = () => undefined }: NodeFsOptions): FileSystem {
	const judged = async (path: string, effect: "read" | "write"): Promise<string> => {
		const real = await realPathOf(absolutePath(cwd, path));
		await guard(real, effect);
		return real;
	};
	const judgedEntry = async (path: string, effect: "read" | "write"): Promise<string> => {
		const real = await realPathOfEntry(absolutePath(cwd, path));
		await guard(real, effect);
		return real;
	};
	const withFile = async <T>(path: string, use: (handle: FileHandle, sizeBytes: number) => Promise<T>): Promise<T> => {
		const real = await judged(path, "read");
		try {
			const { handle, sizeBytes } = await openToRead(real);
			try {
				return await use(handle, sizeBytes);
			} finally {
				await handle.close();
			}
		} catch (error) {
			throw await fileError(error, absolutePath(cwd, path));
		}
	};
	const readBytes: FileSystem["readBytes"] = (path, { offset = 0, length, maxBytes = defaultMaxBytes } = {}) =>
		withFile(path, async (handle, sizeBytes) => {
			const wanted = Math.max(0, Math.min(length ?? Number.POSITIVE_INFINITY, sizeBytes - offset));
			if (wanted > maxBytes) {
				throw new NexusError("file.too-large", `${path} is too large: ${wanted} bytes, the limit is ${maxBytes}`, {
					hint: "Read a part of it (offset and limit), or search it.",
				});
			}
			return readRange(handle, offset, wanted);
		});

	return {
		realPath: async (path) => realPathOf(absolutePath(cwd, path)),
		stat: async (path) => {
			const real = await realPathOf(absolutePath(cwd, path));
			// A link to nothing is shown as what it is; any other is followed.
			const stats = await stat(real, { bigint: true }).catch(() => lstatOf(absolutePath(cwd, path)));
			if (stats === undefined) {
				throw await fileError(Object.assign(new Error(), { code: "ENOENT" }), absolutePath(cwd, path));
			}
			return toFileStat(stats);
		},
		exists: async (path) => (await lstatOf(await realPathOf(absolutePath(cwd, path)))) !== undefined,
		readBytes,
		readText: async (path, options) =>
			new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readBytes(path, options)),
		readLines: async function* (path) {
			const real = await judged(path, "read");
			const { handle } = await openToRead(real).catch(async (error) => {
				throw await fileError(error, absolutePath(cwd, path));
			});
			try {
				yield* linesOf(handle);
			} finally {
				await handle.close();
			}
		},
		list: async (path) => {
			const real = await judged(path, "read");
			await refuseProcfs(real);
			const stats = await lstatOf(real);
			if (stats !== undefined && !stats.isDirectory()) {
				throw new NexusError("file.failed", `${path} is a file, not a folder`, { hint: "read_file reads it." });
			}
			const entries = await readdir(real, { withFileTypes: true }).catch(async (error) => {
				throw await fileError(error, absolutePath(cwd, path));
			});
			return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
		},
		writeFile: async (path, data, options = {}) => {
			const real = await judged(path, "write");
			await refuseProcfs(real);
			await writeAtomically(real, data, options.ifVersion);
		},
		appendFile: async (path, data) => {
			const real = await judged(path, "write");
			await refuseProcfs(real);
			await appendTo(real, data);
		},
		makeDirectory: async (path) => {
			const real = await judged(path, "write");
			await refuseProcfs(real);
			await mkdir(real, { recursive: true }).catch(async (error) => {
				throw error.code === "EEXIST" || error.code === "ENOTDIR" ? fileExists(real) : await fileError(error, real);
			});
		},
		move: async (from, to, { overwrite = false } = {}) =>
			moveTree(await judgedEntry(from, "write"), await judgedEntry(to, "write"), overwrite, guard),
		copy: async (from, to, { overwrite = false } = {}) =>
			copyTree(await judged(from, "read"), await judgedEntry(to, "write"), overwrite, guard),
		refusedBelow: async () => [],
		trash: async (path) => moveToTrash(await judgedEntry(path, "write"), await realPathOf(cwd), env, guard),
	};
}
