// What is at a path. Where nothing is, that is an answer and no error.
import { constants, lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { access, stat } from "node:fs/promises";

const absent: readonly string[] = ["ENOENT", "ENOTDIR"];

/** As `lstat`, a link is not followed; undefined when there is nothing, also because something above it is a file. Throws on other errors. */
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

/** Whether there is a file that may be started, links followed. */
export const isProgram = async (path: string): Promise<boolean> => {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
};
