// The state of one path, with a file's content put away.
import {
	closeSync,
	constants,
	existsSync,
	fstatSync,
	lstatSync,
	openSync,
	readlinkSync,
	readSync,
	realpathSync,
	type Stats,
} from "node:fs";
import { dirname } from "node:path";
import type { Blobs } from "./blobs.js";
import { type FileState, fileState, folderState, linkState, nothing, special, unsavedState } from "./state.js";

/** Undefined when nothing is there, or nothing that this user may look at. */
export const statsOf = (path: string): Stats | undefined => {
	try {
		return lstatSync(path, { throwIfNoEntry: false });
	} catch {
		return undefined;
	}
};

/** The same where a folder above may have become a link: through it there is nothing. */
export const realStatsOf = (path: string): Stats | undefined => {
	try {
		return realpathSync(dirname(path)) === dirname(path) ? statsOf(path) : undefined;
	} catch {
		return undefined;
	}
};

const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What is open is what was asked for, and no folder above it has become a link (SECURITY R17). */
export const isAtItsPlace = (descriptor: number, path: string): boolean => {
	const held = heldPath(descriptor);
	return (held === undefined ? realpathSync(path) : readlinkSync(held)) === path;
};

/** A name for what is open that stays its own whatever becomes of its path, where the system has one (Linux, proc(5)). */
export const heldPath = (descriptor: number): string | undefined => {
	const held = `/proc/self/fd/${descriptor}`;
	return process.platform === "linux" && existsSync(held) ? held : undefined;
};

/** All bytes of a regular file and what it was then; undefined when it cannot be read or is longer than allowed. */
const readFile = (path: string, maxBytes: number): { stats: Stats; content: Uint8Array } | undefined => {
	let descriptor: number | undefined;
	try {
		descriptor = openSync(path, readFlags);
		const stats = fstatSync(descriptor);
		if (!stats.isFile() || stats.size > maxBytes || !isAtItsPlace(descriptor, path)) return undefined;
		// One byte more, to see the end.
		let buffer = Buffer.allocUnsafe(stats.size + 1);
		let filled = 0;
		for (;;) {
			const count = readSync(descriptor, buffer, filled, buffer.length - filled, null);
			filled += count;
			if (count === 0) return { stats, content: buffer.subarray(0, filled) };
			if (filled > maxBytes) return undefined;
			if (filled === buffer.length) buffer = Buffer.concat([buffer], Math.min(filled * 2, maxBytes + 1));
		}
	} catch {
		return undefined;
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
};

/** `path` is absolute, its folders real. Never throws for what is there; files over `maxBytes` are unsaved. */
export const capture = (path: string, stats: Stats | undefined, blobs: Blobs, maxBytes: number): FileState => {
	if (stats === undefined) return nothing;
	if (stats.isDirectory()) return folderState(stats);
	if (stats.isSymbolicLink()) {
		try {
			return linkState(readlinkSync(path));
		} catch {
			return nothing;
		}
	}
	if (!stats.isFile()) return special;
	if (stats.size > maxBytes) return unsavedState(stats);
	const read = readFile(path, maxBytes);
	if (read !== undefined) return fileState(read.stats, read.content.length, blobs.put(read.content));
	return statsOf(path) === undefined ? nothing : unsavedState(stats);
};

/** The same for a path of which only the text is known. What this user may not look at counts as special, not as gone. */
export const captureAt = (path: string, blobs: Blobs, maxBytes: number): FileState => {
	try {
		lstatSync(path);
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EACCES") return special;
	}
	return capture(path, realStatsOf(path), blobs, maxBytes);
};
