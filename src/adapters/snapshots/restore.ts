// Puts paths into the state that a plan wants. Each path goes from one state to the other in one step, so that whoever
// is interrupted can do it again; nothing is written through a link (SECURITY R17).
import { randomBytes } from "node:crypto";
import {
	chmodSync,
	closeSync,
	constants,
	fchmodSync,
	fchownSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmdirSync,
	symlinkSync,
	unlinkSync,
	writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { NexusError } from "../../contracts/errors.js";
import { isOwnerAlive, processOwner } from "../../lib/process-owner.js";
import type { Blobs } from "./blobs.js";
import { heldPath, isAtItsPlace, realStatsOf, statsOf } from "./look.js";
import type { Move } from "./plan.js";
import { parseState } from "./state.js";

export interface RestoreFailure {
	readonly path: string;
	readonly why: string;
}

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const newFileFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Gives a name for the folder that stays its own whatever becomes of the path meanwhile, where the system has one. */
const inFolder = <T>(folder: string, use: (held: string) => T): T => {
	const descriptor = openSync(folder, folderFlags);
	try {
		if (!isAtItsPlace(descriptor, folder)) throw new NexusError("undo.moved", `${folder} leads elsewhere now`);
		return use(heldPath(descriptor) ?? folder);
	} finally {
		closeSync(descriptor);
	}
};

const temporaryPattern = /^\.nexus-undo-(\d+_\d*)-[0-9a-f]{12}\.tmp$/;
const temporaryName = (): string =>
	`.nexus-undo-${processOwner().replace(":", "_")}-${randomBytes(6).toString("hex")}.tmp`;

/** What a killed process left half written. */
const sweep = (folder: string): void => {
	try {
		for (const name of readdirSync(folder)) {
			const owner = temporaryPattern.exec(name)?.[1];
			if (owner === undefined || isOwnerAlive(owner.replace("_", ":"))) continue;
			inFolder(folder, (held) => unlinkSync(join(held, name)));
		}
	} catch {
		// Its folder is gone or cannot be read: then so can it not be.
	}
};

const writeNew = (path: string, content: Uint8Array, mode: number, replaced: string): void => {
	const descriptor = openSync(path, newFileFlags, 0o600);
	try {
		for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
		const old = statsOf(replaced);
		if (old !== undefined && old.uid !== process.getuid?.()) {
			try {
				fchownSync(descriptor, old.uid, old.gid);
			} catch {
				// Not this user's to give away; the file is theirs then.
			}
		}
		fchmodSync(descriptor, mode);
	} finally {
		closeSync(descriptor);
	}
};

/** `replace` makes what is new beside the old and puts it in its place. */
const replace = (path: string, make: (temporary: string, old: string) => void): void =>
	inFolder(dirname(path), (held) => {
		const temporary = join(held, temporaryName());
		const final = join(held, basename(path));
		try {
			make(temporary, final);
			renameSync(temporary, final);
		} catch (error) {
			try {
				unlinkSync(temporary);
			} catch {
				// It was not made.
			}
			throw error;
		}
	});

const put = ({ path, target }: Move, blobs: Blobs): void => {
	const state = parseState(target);
	if (state.kind === "link") {
		replace(path, (temporary) => symlinkSync(state.target, temporary));
		return;
	}
	if (state.kind === "folder") {
		if (realStatsOf(path)?.isDirectory() !== true)
			inFolder(dirname(path), (held) => mkdirSync(join(held, basename(path)), 0o700));
		return;
	}
	if (state.kind !== "file") throw new NexusError("undo.lost", "it is no file, folder or link");
	const content = blobs.get(state.hash);
	if (content === undefined) throw new NexusError("undo.lost", "what it was is not kept any more");
	replace(path, (temporary, old) => writeNew(temporary, content, state.mode, old));
};

const remove = (path: string): void => {
	const stats = realStatsOf(path);
	if (stats === undefined) return;
	inFolder(dirname(path), (held) => {
		const name = join(held, basename(path));
		if (!stats.isDirectory()) unlinkSync(name);
		// What others have put into it stays, and the folder with it.
		else if (readdirSync(name).length === 0) rmdirSync(name);
	});
};

const setMode = (path: string, mode: number): void => {
	if (realStatsOf(path)?.isDirectory() !== true) return;
	try {
		inFolder(path, (held) => chmodSync(held, mode));
	} catch (error) {
		if (!(error instanceof Error) || !("code" in error) || error.code !== "EACCES") throw error;
		// Closed to its owner too: only the folder above can be held.
		inFolder(dirname(path), (held) => chmodSync(join(held, basename(path)), mode));
	}
};

const depth = (path: string): number => path.split("/").length;
const isFree = (path: string, target: string): boolean => {
	const stats = realStatsOf(path);
	if (stats === undefined || stats.isDirectory() === (parseState(target).kind === "folder")) {
		return realStatsOf(dirname(path))?.isDirectory() === true;
	}
	return false;
};

/** Folders that neither the plan nor the disk has any more. */
const makeAbove = (path: string): void => {
	const folder = dirname(path);
	if (statsOf(folder) !== undefined) return;
	makeAbove(folder);
	inFolder(dirname(folder), (held) => mkdirSync(join(held, basename(folder))));
};

/** Does as much as can be done; gives what could not be. */
export const restore = (moves: readonly Move[], blobs: Blobs): readonly RestoreFailure[] => {
	const failures: RestoreFailure[] = [];
	const attempt = (path: string, work: () => void): void => {
		try {
			work();
		} catch (error) {
			const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
			failures.push({ path, why });
		}
	};
	const down = [...moves].sort((a, b) => depth(a.path) - depth(b.path));
	const folders = down.filter(({ now }) => parseState(now).kind === "folder");
	for (const folder of new Set(moves.map(({ path }) => dirname(path)))) sweep(folder);
	// A folder that was closed to its owner has to be opened for what happens in it.
	for (const { path, now } of folders) {
		const state = parseState(now);
		if (state.kind === "folder" && (state.mode & 0o700) !== 0o700)
			attempt(path, () => setMode(path, state.mode | 0o700));
	}
	const made = down.filter(({ target }) => !["nothing", "special"].includes(parseState(target).kind));
	// First what is new where nothing is in its way, so that a full disk is noticed before anything goes.
	const later = made.filter((move) => {
		if (!isFree(move.path, move.target)) return true;
		attempt(move.path, () => put(move, blobs));
		return false;
	});
	if (failures.length > 0) return failures;
	const gone = moves.filter(({ path, target }) => parseState(target).kind === "nothing" || !isFree(path, target));
	for (const { path, now } of gone.sort((a, b) => depth(b.path) - depth(a.path))) {
		const isInTheWay = later.some((move) => move.path === path);
		if (parseState(now).kind !== "nothing" || isInTheWay) attempt(path, () => remove(path));
	}
	for (const move of later) {
		attempt(move.path, () => {
			makeAbove(move.path);
			put(move, blobs);
		});
	}
	for (const { path, target } of [...made].reverse()) {
		const state = parseState(target);
		if (state.kind === "folder") attempt(path, () => setMode(path, state.mode));
	}
	// A folder that stays, since others have put something into it, is as it was.
	for (const { path, now, target } of folders) {
		const state = parseState(now);
		if (state.kind === "folder" && parseState(target).kind === "nothing")
			attempt(path, () => setMode(path, state.mode));
	}
	return failures;
};
