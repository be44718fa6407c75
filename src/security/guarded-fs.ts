// The files that one call may touch: what the policy judged, and nothing that a link makes of it (SECURITY R15 to R18).
import { basename, dirname, join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { FileSystem } from "../contracts/ports.js";
import { isWithin } from "../lib/env-allow.js";
import { isInRoots, isOwn, isSpecialPath, writeGuard } from "./judge-path.js";
import { isSecretFile } from "./secret-files.js";

export interface GuardedFsOptions {
	readonly fs: FileSystem;
	/** Folders in which reading is granted to every call; absolute, links resolved. */
	readonly roots: readonly string[];
	/** NEXUS_HOME; absolute, links resolved. */
	readonly home: string;
	/**
	 * What the policy allowed for this call: real paths, as it judged them. A granted folder grants what is below it,
	 * but secrets and protected paths only count when they are named themselves.
	 */
	readonly reads: readonly string[];
	readonly writes: readonly string[];
	/** `yolo`: secrets below granted folders may be read too. */
	readonly readsSecrets?: boolean;
}

/** Folders with more than this are not checked entry by entry, so they are not copied or moved as a whole. */
const maxEntries = 20_000;

/**
 * The same port, refusing with `file.denied` (outside what was judged; the message names the real target) and
 * `file.not-regular` (devices, FIFOs, sockets, /proc of a process). Every operation works on the resolved path.
 */
export function createGuardedFs(options: GuardedFsOptions): FileSystem {
	const { fs, roots, home, reads, writes } = options;
	const inTrash = new Set<string>();

	const denied = (path: string, real: string, why: string): NexusError => {
		const target = path === real ? real : `${path} leads to ${real}, which`;
		return new NexusError("file.denied", `${target} ${why}`, {
			hint: "Name that path in the call, so that it can be approved.",
		});
	};

	const notSpecial = (path: string, real: string): void => {
		if (!isSpecialPath(real)) return;
		throw new NexusError(
			"file.not-regular",
			path === real ? `${path} is no ordinary file` : `${path} leads to ${real}, no ordinary file`,
		);
	};

	const isNamed = (real: string): boolean => reads.includes(real) || writes.includes(real);

	/** Whether names, sizes and times may be seen. */
	const forLook = async (path: string): Promise<string> => {
		const real = await fs.realPath(path);
		notSpecial(path, real);
		if (isNamed(real)) return real;
		if (isOwn(real, home, roots)) throw denied(path, real, "belongs to nexus itself");
		if (isInRoots(real, roots) || isInRoots(real, reads) || isInRoots(real, writes)) return real;
		// A folder on the way to a granted write.
		if (writes.some((write) => isWithin(write, real))) return real;
		throw denied(path, real, "is outside what this call was allowed");
	};

	const secretsStay = (path: string, real: string): void => {
		if (isSecretFile(real) && !isNamed(real) && !options.readsSecrets)
			throw denied(path, real, "is known to hold secrets");
	};

	/** The real path of a file whose content may be read; what is no file is refused by who opens it. */
	const forRead = async (path: string): Promise<string> => {
		const real = await forLook(path);
		secretsStay(path, real);
		return real;
	};

	/** What was opened is what was judged: the path still leads to the same file after it was read. */
	const sameAfter = async <T>(path: string, real: string, value: T): Promise<T> => {
		if ((await fs.realPath(path)) === real) return value;
		throw new NexusError("file.changed", `${path} was changed to lead elsewhere while it was read`, {
			retryable: true,
		});
	};

	const forWrite = async (path: string): Promise<string> => {
		const real = await fs.realPath(path);
		notSpecial(path, real);
		if (writes.includes(real)) return real;
		if (!isInRoots(real, writes)) throw denied(path, real, "is not among what this call was allowed to write");
		const guard = writeGuard(real, home);
		if (guard !== undefined) throw denied(path, real, `needs to be named to be written: ${guard}`);
		return real;
	};

	const notOther = async (path: string, real: string): Promise<string> => {
		if ((await fs.exists(real)) && (await fs.stat(real)).kind === "other") {
			throw new NexusError("file.not-regular", `${path} is a device, a pipe or a socket, not a file`);
		}
		return real;
	};

	/** Everything in a folder that is to be copied or moved: no secret leaves, nothing protected arrives. */
	const checkTree = async (from: string, to: string): Promise<void> => {
		const open: (readonly [from: string, to: string])[] = [[from, to]];
		for (let seen = 0; open.length > 0; seen++) {
			const [source, target] = open.pop() ?? [from, to];
			if (seen > maxEntries) throw denied(from, from, `holds more than ${maxEntries} entries, too many to check`);
			secretsStay(source, source);
			const guard = writes.includes(target) ? undefined : writeGuard(target, home);
			if (guard !== undefined) throw denied(target, target, `needs to be named to be written: ${guard}`);
			const { kind } = await fs.stat(source);
			if (kind !== "directory") continue;
			for (const entry of await fs.list(source)) open.push([join(source, entry.name), join(target, entry.name)]);
		}
	};

	const between = async (from: string, to: string): Promise<string> => {
		const target = await forWrite(to);
		await checkTree(from, target);
		return target;
	};

	/**
	 * The thing itself that a path names: of a link the link, which may go when what it leads to was allowed and it lies
	 * where writing is granted.
	 */
	const forTrash = async (path: string): Promise<string> => {
		const real = await forWrite(path);
		const parent = await fs.realPath(dirname(path));
		const entry = basename(path) === ".." || basename(path) === "." ? real : join(parent, basename(path));
		const kept = [...roots, home].find((folder) => isWithin(folder, entry));
		if (kept !== undefined) {
			const what = kept === home ? "the folder of nexus itself" : "a folder that nexus works in";
			throw new NexusError("file.denied", `${entry} ${kept === entry ? "is" : "holds"} ${what}; it is not deleted`);
		}
		if (entry !== real && !writes.includes(entry)) {
			if (!isInRoots(entry, roots)) throw denied(path, entry, "is not among what this call was allowed to write");
			const guard = writeGuard(entry, home);
			if (guard !== undefined) throw denied(path, entry, `needs to be named to be written: ${guard}`);
		}
		return entry;
	};

	return {
		realPath: (path) => fs.realPath(path),
		stat: async (path) => fs.stat(await forLook(path)),
		exists: async (path) => fs.exists(await forLook(path)),
		list: async (path) => fs.list(await forLook(path)),
		refusedBelow: async (path) => {
			const real = await forLook(path);
			return isWithin(home, real) && home !== real ? [home] : [];
		},
		readBytes: async (path, range) => {
			const real = await forRead(path);
			return sameAfter(path, real, await fs.readBytes(real, range));
		},
		readText: async (path, limit) => {
			const real = await forRead(path);
			return sameAfter(path, real, await fs.readText(real, limit));
		},
		async *readLines(path) {
			const real = await forRead(path);
			yield* fs.readLines(real);
			await sameAfter(path, real, undefined);
		},
		writeFile: async (path, data, condition) =>
			fs.writeFile(await notOther(path, await forWrite(path)), data, condition),
		appendFile: async (path, data) => fs.appendFile(await notOther(path, await forWrite(path)), data),
		makeDirectory: async (path) => {
			const real = await fs.realPath(path);
			notSpecial(path, real);
			const isOnTheWay = writes.some((write) => isWithin(write, real));
			return fs.makeDirectory(isOnTheWay ? real : await forWrite(path));
		},
		move: async (from, to, how) => {
			// What this call itself put into the trash it may take out again.
			const source = inTrash.has(from) ? from : await forWrite(from);
			return fs.move(source, await between(source, to), how);
		},
		trash: async (path) => {
			const trashed = await fs.trash(await forTrash(path));
			inTrash.add(trashed.trashPath);
			return trashed;
		},
		copy: async (from, to, how) => {
			const source = await notOther(from, await forRead(from));
			return fs.copy(source, await between(source, to), how);
		},
	};
}
