// `nexus doctor --disk`: what NEXUS_HOME takes, and what of it can go.
import type { Dirent } from "node:fs";
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DiskClient, DiskFreed, DiskPart, DiskUse } from "../contracts/disk.js";
import { diskParts } from "../contracts/disk.js";
import { diskFacts, diskPartOf, freeableParts } from "../contracts/disk-parts.js";
import { toErrorData } from "../contracts/errors.js";
import type { SessionStore } from "../contracts/store.js";
import type { Home } from "./home.js";

export interface DiskClientOptions {
	readonly home: Home;
	/** Keep nothing on disk: nothing of it is touched either. */
	readonly isEphemeral: boolean;
	readonly store: SessionStore;
	/** Deletes for good; those that a nexus has open stay. Gives how many went. */
	readonly deleteSessions: (ids: readonly string[]) => Promise<number>;
	/** Ids of sessions that were last used longer ago than they are to be kept. */
	readonly overdue: () => readonly string[];
	/** Forgets all turns, and gives their room back. */
	readonly forgetTurns: () => Promise<void>;
	/** Empties the caches. */
	readonly clearCache: () => Promise<void>;
}

interface Found {
	readonly path: string;
	readonly part: DiskPart;
	readonly bytes: number;
}

export const createDiskClient = (options: DiskClientOptions): DiskClient => {
	const { home, store } = options;
	const found = () => filesBelow(home.folder, "");

	const freeable = async (part: DiskPart, files: readonly Found[]): Promise<number> => {
		if (!freeableParts.includes(part) || options.isEphemeral) return 0;
		if (part === "sessions") return store.check({ isQuick: true }).freeBytes;
		if (part === "logs") return sum(files.filter(({ path }) => isOldLog(path)));
		if (part === "jobs") {
			const running = await runningJobs(home.jobs);
			return sum(files.filter(({ path }) => !running.has(path.split("/")[1] ?? "")));
		}
		return sum(files);
	};

	const removeFiles = async (files: readonly Found[]): Promise<void> => {
		for (const { path } of files) await rm(join(home.folder, path), { force: true });
	};

	const freeOne: Readonly<Partial<Record<DiskPart, (files: readonly Found[]) => Promise<unknown>>>> = {
		caches: options.clearCache,
		snapshots: options.forgetTurns,
		logs: (files) => removeFiles(files.filter(({ path }) => isOldLog(path))),
		jobs: async (files) => {
			const running = await runningJobs(home.jobs);
			const ended = new Set(
				files.map(({ path }) => path.split("/")[1] ?? "").filter((id) => id !== "" && !running.has(id)),
			);
			for (const id of ended) await rm(join(home.jobs, id), { recursive: true, force: true });
		},
	};

	return {
		use: async () => {
			const all = await found();
			const parts = await Promise.all(
				diskParts.map(async (part): Promise<DiskUse> => {
					const files = all.filter((file) => file.part === part);
					const freeableBytes = await freeable(part, files);
					return { part, ...diskFacts[part], bytes: sum(files), files: files.length, freeableBytes };
				}),
			);
			return {
				home: home.folder,
				bytes: sum(all),
				parts: parts.filter(({ files }) => files > 0).toSorted((a, b) => b.bytes - a.bytes),
				overdue: options.overdue().length,
			};
		},
		free: async (wanted): Promise<DiskFreed> => {
			const before = await found();
			const trouble: string[] = [];
			let sessions = 0;
			const parts = options.isEphemeral ? [] : wanted.filter((part) => freeableParts.includes(part));
			for (const part of parts) {
				try {
					const files = before.filter((file) => file.part === part);
					if (part === "sessions") {
						sessions = await options.deleteSessions(options.overdue());
						store.compact();
					} else await (freeOne[part] ?? removeFiles)(files);
				} catch (error) {
					trouble.push(`${part}: ${toErrorData(error).message}`);
				}
			}
			return { freedBytes: Math.max(0, sum(before) - sum(await found())), parts, trouble, sessions };
		},
	};
};

const isOldLog = (path: string): boolean => path !== "nexus.log";

const sum = (files: readonly { readonly bytes: number }[]): number =>
	files.reduce((total, { bytes }) => total + bytes, 0);

/** Ids of jobs that go on. */
const runningJobs = async (folder: string): Promise<ReadonlySet<string>> => {
	const { createJobRecords } = await import("../adapters/job-records.js");
	const records = createJobRecords(folder);
	return new Set(
		records
			.all()
			.filter((record) => records.describe(record).state === "running")
			.map(({ id }) => id),
	);
};

/** Links are not followed: what they lead to is not of this home. */
const filesBelow = async (home: string, path: string): Promise<readonly Found[]> => {
	const entries: readonly Dirent[] = await readdir(join(home, path), { withFileTypes: true }).catch(() => []);
	const found: Found[] = [];
	for (const entry of entries) {
		const inner = path === "" ? entry.name : `${path}/${entry.name}`;
		if (entry.isDirectory()) found.push(...(await filesBelow(home, inner)));
		else found.push({ path: inner, part: diskPartOf(inner), bytes: await bytesOf(join(home, inner)) });
	}
	return found;
};

/** What is gone by now takes nothing. A block is 512 bytes, whatever the disk's are (stat(2)). */
const bytesOf = async (path: string): Promise<number> => {
	const stats = await lstat(path).catch(() => undefined);
	if (stats === undefined) return 0;
	return process.platform === "win32" ? stats.size : stats.blocks * 512;
};
