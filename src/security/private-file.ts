// Small JSON files under NEXUS_HOME that only this user can read (SECURITY R20).
import { randomUUID } from "node:crypto";
import { chmod, lstat, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import { makeFolders } from "../lib/make-folders.js";

/** Below a file, too, there is nothing. */
const isMissing = (error: unknown): boolean =>
	error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

const failed = (path: string, why: string, cause?: unknown): NexusError =>
	new NexusError("file.failed", `${path}: ${why}`, { cause });

/**
 * Makes the folder with mode 0700, or repairs its mode. Throws NexusError `file.denied` for a link or for a folder of
 * another user: whoever made it could change what is in it.
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
	makeFolders(path, 0o700);
	const found = await lstat(path);
	if (!found.isDirectory()) {
		throw new NexusError("file.denied", `${path} is not a folder but a link or a file`, {
			hint: "Remove it, or set NEXUS_HOME to another folder.",
		});
	}
	const user = process.getuid?.();
	if (user === undefined) return;
	if (found.uid !== user) {
		throw new NexusError("file.denied", `${path} belongs to another user`, {
			hint: "Set NEXUS_HOME to a folder of your own.",
		});
	}
	if ((found.mode & 0o077) !== 0) await chmod(path, 0o700);
}

/** undefined when there is none. Throws NexusError `file.failed` for one that is no JSON, and leaves it as it is. */
export async function readPrivateJson(path: string): Promise<JsonValue | undefined> {
	try {
		return JSON.parse(await readFile(path, "utf8")) as JsonValue;
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw failed(path, error instanceof SyntaxError ? "is not JSON" : "cannot be read", error);
	}
}

/** Replaces the file in one step, with mode 0600 whatever the umask. */
export async function writePrivateJson(path: string, value: JsonValue): Promise<void> {
	await ensurePrivateFolder(dirname(path));
	const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
	try {
		const file = await open(temporary, "wx", 0o600);
		try {
			await file.chmod(0o600);
			await file.writeFile(`${JSON.stringify(value, undefined, "\t")}\n`);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw failed(path, "cannot be written", error);
	}
}
