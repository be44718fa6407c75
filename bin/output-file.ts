// Where --output-file may write.
import { statSync } from "node:fs";
import { NexusError } from "../src/contracts/errors.js";

const devices: readonly string[] = ["/dev/null", "/dev/stdout", "/dev/stderr"];

/**
 * A regular file, one that is still to be made, or a device that is always ready. Anything else may hold the run without
 * end: opening a pipe waits for its reader, and no signal ends that wait.
 * @throws NexusError `usage.output-file` (exit 2)
 */
export const checkOutputFile = (path: string): void => {
	if (devices.includes(path)) return;
	const kind = kindOf(path);
	if (kind === undefined) return;
	throw new NexusError("usage.output-file", `the answer cannot be written to ${path}: it is ${kind}`, {
		hint: "name a file with --output-file, or pipe the output",
		exitCode: 2,
	});
};

/** What is there instead of a file; undefined for a file, and for what cannot be looked at: writing will tell. */
const kindOf = (path: string): string | undefined => {
	try {
		const stat = statSync(path, { throwIfNoEntry: false });
		if (stat === undefined || stat.isFile()) return undefined;
		if (stat.isDirectory()) return "a folder";
		return stat.isFIFO() ? "a pipe" : "no regular file";
	} catch {
		return undefined;
	}
};
