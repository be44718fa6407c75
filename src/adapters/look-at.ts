// What is at a path, without following a link there.
import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";

const absent: readonly string[] = ["ENOENT", "ENOTDIR"];

/** As `lstat`; undefined when there is nothing, also because something above it is a file. Throws on other errors. */
export function lookAt(path: string): Stats | undefined {
	try {
		// The option does not cover ENOTDIR, which is what `.git/hooks` gives where `.git` is a file (gitrepository-layout(5)).
		return lstatSync(path, { throwIfNoEntry: false });
	} catch (error) {
		if (absent.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
		throw error;
	}
}

/** Whether there is a folder, links followed. */
export function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

/** The path with all links followed; undefined when there is nothing. */
export function real(path: string): string | undefined {
	try {
		return realpathSync(path);
	} catch {
		return undefined;
	}
}
