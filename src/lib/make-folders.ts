import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, each with `mode`; one that is there stays as it is. Node's own recursive mkdir never
 * returns where the kernel refuses new entries with ENOENT, as it does in /proc.
 * @throws Error of the system, e.g. EACCES, ENOTDIR, ENOENT
 */
export const makeFolders = (folder: string, mode: number): void => {
	if (existsSync(folder)) return;
	const parent = dirname(folder);
	if (parent !== folder) makeFolders(parent, mode);
	try {
		mkdirSync(folder, { mode });
	} catch (error) {
		// Another process made it first, or it is a link to nowhere: then the next use tells.
		if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
	}
};
