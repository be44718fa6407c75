// What of NEXUS_HOME is in a backup. Whatever else is there is not: caches, logs, jobs, other backups.
import { opendir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BackupCreated } from "../contracts/backup.js";

export interface Content {
	/** Relative to NEXUS_HOME; what a restore exchanges as a whole. */
	readonly path: string;
	readonly kind: "database" | "file" | "folder";
	/** In backups that were asked for snapshots, or that are encrypted; those of a kind belong together. */
	readonly only?: "snapshots" | "encrypted";
}

/** Databases come first: what their rows name (artifacts) is taken after them, and so is there. */
export const contents: readonly Content[] = [
	{ path: "nexus.sqlite", kind: "database" },
	{ path: "notes.sqlite", kind: "database" },
	{ path: "reminders.sqlite", kind: "database" },
	{ path: "agents.sqlite", kind: "database" },
	{ path: "runs.sqlite", kind: "database" },
	{ path: "bus.sqlite", kind: "database" },
	{ path: "shared.sqlite", kind: "database" },
	{ path: "snapshots/store.sqlite", kind: "database", only: "snapshots" },
	{ path: "config.json", kind: "file" },
	{ path: "trust.json", kind: "file" },
	{ path: "projects", kind: "folder" },
	{ path: "agents", kind: "folder" },
	{ path: "tools", kind: "folder" },
	{ path: "artifacts", kind: "folder" },
	{ path: "nexus.key", kind: "file", only: "encrypted" },
	{ path: "credentials", kind: "folder", only: "encrypted" },
	{ path: "snapshots/kept", kind: "folder", only: "snapshots" },
];

export const maxFiles = 250_000;
const maxDepth = 64;
const maxPathBytes = 4096;

/** The content that a path of a backup belongs to; undefined for one that has no place in NEXUS_HOME (SECURITY R17). */
export const contentOf = (path: string): Content | undefined => {
	if (Buffer.byteLength(path) > maxPathBytes || /[\0\\]/.test(path)) return undefined;
	const segments = path.split("/");
	if (segments.length > maxDepth || segments.some((segment) => ["", ".", ".."].includes(segment))) return undefined;
	return contents.find((content) =>
		content.kind === "folder" ? path.startsWith(`${content.path}/`) : path === content.path,
	);
};

export interface FoundFile {
	/** Relative to NEXUS_HOME, with `/`. */
	readonly path: string;
	readonly absolute: string;
	readonly sizeBytes: number;
	readonly isExecutable: boolean;
}

type Skipped = BackupCreated["skipped"][number];

/**
 * The files of one content. A link counts as the file, or at the top the folder, that it names; what else is no plain
 * file is skipped and said.
 */
export async function* filesOf(
	home: string,
	content: Content,
	skip: (skipped: Skipped) => void,
): AsyncGenerator<FoundFile> {
	const top = join(home, content.path);
	const found = await stat(top).catch(() => undefined);
	if (found === undefined) return;
	if (found.isDirectory() && content.kind === "folder") yield* below(await realpath(top), content.path, skip);
	else if (found.isFile() && content.kind !== "folder") yield toFile(content.path, top, found);
	else skip({ path: content.path, why: `is not a ${content.kind === "folder" ? "folder" : "file"}` });
}

async function* below(folder: string, path: string, skip: (skipped: Skipped) => void): AsyncGenerator<FoundFile> {
	for await (const entry of await opendir(folder)) {
		const absolute = join(folder, entry.name);
		const inner = `${path}/${entry.name}`;
		if (contentOf(inner) === undefined) {
			skip({ path: inner, why: "its name cannot be kept" });
			continue;
		}
		if (entry.isDirectory()) {
			yield* below(absolute, inner, skip);
			continue;
		}
		const found = await stat(absolute).catch(() => undefined);
		if (found?.isFile() === true) yield toFile(inner, absolute, found);
		else if (found !== undefined) skip({ path: inner, why: "is not a plain file" });
		// What is gone by now is not there; a link to nothing is said.
		else if (entry.isSymbolicLink()) skip({ path: inner, why: "is a link to nothing" });
	}
}

const toFile = (path: string, absolute: string, { size, mode }: { size: number; mode: number }): FoundFile => ({
	path,
	absolute,
	sizeBytes: size,
	isExecutable: (mode & 0o100) !== 0,
});
