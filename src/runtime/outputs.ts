// Outputs of tools that are too long for a result, kept under NEXUS_HOME (SPEC 17.19: never without bound).
import { createHash } from "node:crypto";
import {
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { chmod, constants, copyFile, mkdir, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Outputs, OutputText } from "../contracts/tool.js";
import type { Redactor } from "../security/redact.js";

/** More than this is not kept of one output; a child that prints so much has been ended before. */
const maxFileBytes = 300 * 1024 ** 2;
const sweepEveryBytes = 50 * 1024 ** 2;

/** A name by content (SHA-256, 128 bits of it): an output that comes again is in the file that there is. */
const nameOf = (digest: string): string => `output-${digest.slice(0, 32)}.txt`;

export interface KeptOutputs extends Outputs {
	/** The file with this text; undefined where nothing is kept. */
	keep(text: string): string | undefined;
}

/**
 * @param folder undefined: nothing is kept
 * @param shortCharacters what fits into a result
 * @param maxFolderBytes the oldest go when all that is kept takes more
 */
export function createOutputs(
	folder: string | undefined,
	redactor: Pick<Redactor, "text" | "beginning">,
	shortCharacters: number,
	nextId: () => string,
	maxFolderBytes = 2_000_000_000,
): KeptOutputs {
	/** What has been kept since the folder was last looked through; the first time always. */
	let bytesSince = Number.POSITIVE_INFINITY;
	const place = (name: string): string => {
		const path = join(folder ?? "", name);
		mkdirSync(folder ?? "", { recursive: true, mode: 0o700 });
		if (bytesSince > Math.min(sweepEveryBytes, maxFolderBytes / 10)) {
			sweepOldest(folder ?? "", maxFolderBytes);
			bytesSince = 0;
		}
		return path;
	};

	const open = (short = shortCharacters): OutputText => {
		let file: { readonly path: string; readonly descriptor: number } | undefined;
		const hash = createHash("sha256");
		let held = "";
		let written = 0;
		/** The disk is full, say: the call itself goes on. */
		let isBroken = false;

		/** Without what may be the beginning of a secret, until it is known. */
		const flush = (isWhole: boolean): void => {
			const end = isWhole ? held.length : held.length - redactor.beginning(held);
			const text = redactor.text(held.slice(0, end));
			held = held.slice(end);
			if (file === undefined) {
				const path = place(`output-${nextId()}.part`);
				file = { path, descriptor: openSync(path, "wx", 0o600) };
			}
			hash.update(text);
			// All of it or an error: a file that is named by its content must hold it.
			writeFileSync(file.descriptor, text);
			written += Buffer.byteLength(text);
		};

		const tryFlush = (isWhole: boolean): void => {
			try {
				flush(isWhole);
			} catch {
				isBroken = true;
				held = "";
			}
		};

		return {
			write: (text) => {
				if (folder === undefined || isBroken || written > maxFileBytes) return;
				held += text;
				if (file !== undefined || held.length > short) tryFlush(false);
			},
			end: () => {
				if (file === undefined) return undefined;
				if (!isBroken) tryFlush(true);
				closeSync(file.descriptor);
				bytesSince += written;
				if (isBroken) {
					rmSync(file.path, { force: true });
					return undefined;
				}
				return byContent(file.path, hash.digest("hex"));
			},
		};
	};

	const keep = (text: string): string | undefined => {
		const whole = open(0);
		whole.write(text);
		return whole.end();
	};

	const keepFiles: Outputs["keepFiles"] = async (from, names) => {
		if (folder === undefined || names.length === 0) return [];
		const target = place(`files-${nextId()}`);
		return Promise.all(
			names.map(async (name) => {
				const path = join(target, name);
				await mkdir(dirname(path), { recursive: true, mode: 0o700 });
				// Another file system, as /tmp often is, takes a copy.
				await rename(join(from, name), path).catch(() => copyFile(join(from, name), path, constants.COPYFILE_EXCL));
				await chmod(path, 0o600);
				bytesSince += (await stat(path)).size;
				return path;
			}),
		);
	};

	return { open: () => open(), keep, keepFiles };
}

/** Where the content has its place: what is there already is as good, and counts as new. */
const byContent = (path: string, digest: string): string => {
	const target = join(dirname(path), nameOf(digest));
	if (statSync(target, { throwIfNoEntry: false }) === undefined) renameSync(path, target);
	else {
		rmSync(path, { force: true });
		const now = new Date();
		utimesSync(target, now, now);
	}
	return target;
};

const sizeOf = (path: string): number => {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (stat?.isDirectory() !== true) return stat?.size ?? 0;
	return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
};

/** Removes the oldest entries of a folder until the rest takes at most `maxBytes`. */
export function sweepOldest(folder: string, maxBytes: number): void {
	const entries = readdirSync(folder)
		.map((name) => join(folder, name))
		.map((path) => ({ path, bytes: sizeOf(path), at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
		.toSorted((a, b) => b.at - a.at);
	let total = 0;
	for (const { path, bytes } of entries) {
		total += bytes;
		if (total > maxBytes) rmSync(path, { recursive: true, force: true });
	}
}
