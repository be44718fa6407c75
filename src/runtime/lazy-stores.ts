// Stores that open with their first use: a one-shot question needs neither notes nor caches nor jobs.
import { existsSync } from "node:fs";
import type { JobsOptions } from "../adapters/background-jobs.js";
import type { SnapshotOptions } from "../adapters/snapshots/engine.js";
import type { Jobs } from "../contracts/jobs.js";
import type { Clock, KeyValue } from "../contracts/ports.js";
import type { Snapshots } from "../contracts/snapshots.js";
import type { Notes } from "../contracts/tool.js";

/** @param path undefined: kept in memory only */
export const lazyNotes = (
	path: string | undefined,
	clock: Clock,
	warn: (message: string) => void,
): Notes & { close(): void } => {
	let opened: Promise<Notes & { close(): void }> | undefined;
	const open = () => {
		opened ??= import("../adapters/sqlite-notes.js").then(({ createSqliteNotes }) =>
			createSqliteNotes(path ?? ":memory:", {
				now: () => clock.now(),
				onDamaged: (kept) => warn(`the notes were damaged and begin anew; the file is kept as ${kept}`),
			}),
		);
		return opened;
	};
	return {
		add: async (text, tags, origin) => (await open()).add(text, tags, origin),
		search: async (query, limit) => (await open()).search(query, limit),
		close: () => void opened?.then((notes) => notes.close()).catch(() => {}),
	};
};

/** @param path undefined: nothing is kept */
export const lazyKeyValue = (path: string | undefined, warn: (message: string) => void): KeyValue => {
	let opened: Promise<KeyValue | undefined> | undefined;
	const open = (): Promise<KeyValue | undefined> => {
		if (path === undefined) return Promise.resolve(undefined);
		opened ??= import("../adapters/keyv-store.js")
			.then(({ createKeyvStore }) => createKeyvStore(path, { onError: (error) => warn(error.message) }))
			.catch((error: unknown) => {
				warn(error instanceof Error ? error.message : String(error));
				return undefined;
			});
		return opened;
	};
	return {
		get: async (key) => (await open())?.get(key),
		set: async (key, value, ttlMs) => (await open())?.set(key, value, ttlMs),
		delete: async (key) => (await open())?.delete(key),
		close: async () => (await opened)?.close(),
	};
};

export const lazyJobs = (options: JobsOptions): Jobs => {
	let opened: Promise<Jobs> | undefined;
	const open = () => {
		opened ??= import("../adapters/background-jobs.js").then(({ createJobs }) => createJobs(options));
		return opened;
	};
	return {
		start: async (request) => (await open()).start(request),
		list: async () => (await open()).list(),
		read: async (id, range) => (await open()).read(id, range),
		wait: async (id, until) => (await open()).wait(id, until),
		kill: async (id) => (await open()).kill(id),
		close: async () => (await opened)?.close(),
	};
};

export const lazySnapshots = (options: SnapshotOptions): Snapshots => {
	let opened: Promise<Snapshots> | undefined;
	const open = () => {
		opened ??= import("../adapters/snapshots/thread.js").then(({ openSnapshotThread }) => openSnapshotThread(options));
		return opened;
	};
	return {
		save: async (turn, paths) => (await open()).save(turn, paths),
		saveAll: async (turn, roots) => (await open()).saveAll(turn, roots),
		finish: async (key) => (await open()).finish(key),
		list: async (scope) => (await open()).list(scope),
		preview: async (request) => (await open()).preview(request),
		apply: async (request, how) => (await open()).apply(request, how),
		forget: async (sessionIds) => (existsSync(options.folder) ? (await open()).forget(sessionIds) : undefined),
		forgetAll: async () => (existsSync(options.folder) ? (await open()).forgetAll() : undefined),
		close: async () => (await opened)?.close(),
	};
};
