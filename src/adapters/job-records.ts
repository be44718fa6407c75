// What is known of each background job, as files: `<id>/job.json`, `<id>/output`, and `<id>/exit` of one that stays.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Job } from "../contracts/jobs.js";
import { makeFolders } from "../lib/make-folders.js";
import { isOwnerAlive } from "../lib/process-owner.js";
import { settleGuard } from "./sandbox-guard.js";

const recordSchema = z.object({
	id: z.string(),
	command: z.string(),
	cwd: z.string(),
	pid: z.number(),
	startedAt: z.string(),
	state: z.enum(["running", "exited", "killed"]),
	exitCode: z.number().nullable().optional(),
	endedAt: z.string().optional(),
	stays: z.boolean(),
	sandboxed: z.boolean(),
	/** The job and the nexus that started it, each by pid and start time. */
	leader: z.string(),
	nexus: z.string(),
	/** By which its processes are known. */
	mark: z.string(),
	/** What is to be put back when it has ended (sandbox-guard.ts). */
	guard: z
		.object({
			roots: z.array(z.string()),
			before: z.array(z.object({ path: z.string(), link: z.string().optional() })),
			git: z.array(z.string()),
			keptIn: z.string(),
		})
		.optional(),
});
export type JobRecord = z.output<typeof recordSchema>;

const idPattern = /^job-[1-9]\d{0,8}$/;
/** Ended ones beyond these are forgotten. */
const maxEnded = 50;
const maxAgeMs = 7 * 24 * 3600 * 1000;

export interface JobRecords {
	readonly folder: string;
	pathOf(id: string, name: "output" | "exit"): string;
	/** A new id with its folder. */
	create(): string;
	save(record: JobRecord): void;
	remove(id: string): void;
	/** Undefined for an unknown or damaged one. */
	get(id: string): JobRecord | undefined;
	/** Newest first. */
	all(): readonly JobRecord[];
	/** As it is now. */
	describe(record: JobRecord): Job;
	/** Forgets what ended long ago, and the oldest where the rest takes more than that. */
	sweep(nowMs: number, maxBytes: number): void;
}

const numberOf = (id: string): number => Number(id.slice(4));

export function createJobRecords(folder: string): JobRecords {
	const pathOf: JobRecords["pathOf"] = (id, name) => join(folder, id, name);
	const ids = (): readonly string[] => {
		try {
			return readdirSync(folder)
				.filter((name) => idPattern.test(name))
				.toSorted((a, b) => numberOf(b) - numberOf(a));
		} catch {
			return [];
		}
	};

	const create = (): string => {
		makeFolders(folder, 0o700);
		for (let next = numberOf(ids()[0] ?? "job-0") + 1; ; next++) {
			try {
				mkdirSync(join(folder, `job-${next}`), { mode: 0o700 });
				return `job-${next}`;
			} catch (error) {
				// Another nexus has just taken it.
				if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
			}
		}
	};

	const save = (record: JobRecord): void => {
		const path = join(folder, record.id, "job.json");
		const temporary = `${path}.${process.pid}`;
		writeFileSync(temporary, JSON.stringify(record), { mode: 0o600 });
		renameSync(temporary, path);
	};

	const get = (id: string): JobRecord | undefined => {
		if (!idPattern.test(id)) return undefined;
		try {
			return recordSchema.parse(JSON.parse(readFileSync(join(folder, id, "job.json"), "utf8")));
		} catch {
			return undefined;
		}
	};

	/** What a job that stays has left when it ended; a shell counts a signal as 128 more. */
	const exitOf = (id: string): Pick<Job, "exitCode" | "endedAt"> | undefined => {
		try {
			const path = pathOf(id, "exit");
			const code = Number(readFileSync(path, "utf8").trim());
			return { exitCode: code, endedAt: statSync(path).mtime.toISOString() };
		} catch {
			return undefined;
		}
	};

	const describe = (record: JobRecord): Job => {
		const { leader, nexus, mark: _, guard: __, ...facts } = record;
		const outputPath = pathOf(record.id, "output");
		const outputBytes = statSync(outputPath, { throwIfNoEntry: false })?.size ?? 0;
		const known = { ...facts, outputPath, outputBytes } as Job;
		if (record.state !== "running" || isOwnerAlive(leader)) return known;
		const exit = record.stays ? exitOf(record.id) : undefined;
		if (exit !== undefined) return { ...known, ...exit, state: "exited" };
		// Its nexus is about to say how it ended.
		return isOwnerAlive(nexus) && !record.stays ? known : { ...known, state: "lost" };
	};

	const all = (): readonly JobRecord[] => ids().flatMap((id) => get(id) ?? []);
	const remove = (id: string): void => rmSync(join(folder, id), { recursive: true, force: true });

	const sweep: JobRecords["sweep"] = (nowMs, maxBytes) => {
		const ended = all().filter((record) => describe(record).state !== "running");
		const isOld = ({ startedAt }: JobRecord) => nowMs - Date.parse(startedAt) > maxAgeMs;
		let bytes = 0;
		for (const [index, record] of ended.entries()) {
			bytes += describe(record).outputBytes;
			if (index >= maxEnded || isOld(record) || bytes > maxBytes) remove(record.id);
		}
	};

	return { folder, pathOf, create, save, remove, get, all, describe, sweep };
}

/**
 * What sandboxed jobs whose nexus is gone have made where nothing may be made unasked is taken away (SECURITY R15).
 * Before any configuration is read.
 */
export function settleLeftJobs(folder: string): void {
	const records = createJobRecords(folder);
	for (const record of records.all()) {
		if (record.guard === undefined || isOwnerAlive(record.nexus)) continue;
		const hasEnded = !isOwnerAlive(record.leader);
		settleGuard(record.guard, !hasEnded);
		if (hasEnded) records.save({ ...record, guard: undefined });
	}
}
