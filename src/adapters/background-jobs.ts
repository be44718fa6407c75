// Background jobs behind the Jobs port: processes that outlive their turn, and that another nexus finds again.
import type { ChildProcess, StdioOptions } from "node:child_process";
import { appendFileSync, closeSync, fstatSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { Job, Jobs } from "../contracts/jobs.js";
import type { Clock } from "../contracts/ports.js";
import { searchesInput } from "../lib/input-hints.js";
import { isOwnerAlive, processOwner } from "../lib/process-owner.js";
import { findShell, noShell } from "../lib/shell-call.js";
import { canSeeWaits, inputWait, standardLinks } from "./input-wait.js";
import { createJobLimits, type JobLimits } from "./job-limits.js";
import { readOutput, waitForOutput } from "./job-output.js";
import { spawnJob, witness } from "./job-process.js";
import { createJobRecords, type JobRecord } from "./job-records.js";
import type { Launch, Launcher } from "./launch.js";
import { askContained, isGroupAlive, killMarked, runMark, signalGroup } from "./process-tree.js";
import { settleGuard } from "./sandbox-guard.js";

export interface JobsOptions {
	/** NEXUS_HOME/jobs. Undefined: nothing is kept, and no job can stay. */
	readonly folder: string | undefined;
	readonly launcher: Pick<Launcher, "prepare" | "which">;
	readonly clock: Clock;
	/** Most bytes of output of jobs that have ended; the oldest go. */
	readonly maxKeptBytes?: number;
}

/** More output than this is a fault; the job is ended (SPEC 17.19). */
const maxOutputBytes = 1024 ** 3;
const watchEveryMs = 1000;
const graceMs = 2000;
/** nexus itself has to be gone within 2 s (SECURITY Q7). */
const closeGraceMs = 1000;
const pollMs = 50;
const defaultReadBytes = 30_000;

interface Running {
	record: JobRecord;
	readonly child: ChildProcess;
	readonly launch: Launch;
	readonly watch: NodeJS.Timeout;
	readonly output: number;
	readonly ended: Promise<void>;
	readonly limits: JobLimits;
	wasKilled: boolean;
}

/** Jobs that do not stay end with `close`, and with the process itself. */
export function createJobs({ folder, launcher, clock, maxKeptBytes = 2_000_000_000 }: JobsOptions): Jobs {
	let temporary: string | undefined;
	const place = (): string => {
		if (folder !== undefined) return folder;
		temporary ??= mkdtempSync(join(tmpdir(), "nexus-jobs-"));
		return temporary;
	};
	let opened: ReturnType<typeof createJobRecords> | undefined;
	const records = () => {
		opened ??= createJobRecords(place());
		return opened;
	};
	const running = new Map<string, Running>();
	let isClosed = false;
	const now = () => clock.now().toISOString();

	const killNow = () => {
		for (const { record, launch } of running.values()) {
			if (record.stays) continue;
			signalGroup(record.pid, "SIGKILL");
			killMarked(record.mark);
			launch.plan.killRest?.();
		}
	};
	process.once("exit", killNow);

	/** Ends a group and whatever has left it: TERM, then KILL. */
	const endAll = async (record: JobRecord, killRest?: () => number, withinMs = graceMs): Promise<void> => {
		if (isGroupAlive(record.pid)) {
			if (record.sandboxed) askContained(record.mark);
			else signalGroup(record.pid, "SIGTERM");
			for (let waited = 0; waited < withinMs && isGroupAlive(record.pid); waited += pollMs) await clock.sleep(pollMs);
			signalGroup(record.pid, "SIGKILL");
		}
		// Again until none is found: a killed process takes a moment to be gone, and may have forked just before.
		for (let tries = 0; tries < 50 && killMarked(record.mark) + (killRest?.() ?? 0) > 0; tries++) await clock.sleep(5);
	};

	const finish = async (job: Running, code: number | null): Promise<void> => {
		const { record, launch } = job;
		clearInterval(job.watch);
		await endAll(record, launch.plan.killRest);
		const note = launch.notes() + launch.settle() + job.limits.notes(code, records().pathOf(record.id, "output"));
		if (note !== "") appendFileSync(job.output, note);
		closeSync(job.output);
		launch.dispose();
		job.child.stdin?.destroy();
		job.record = {
			...record,
			state: job.wasKilled || code === null ? "killed" : "exited",
			exitCode: job.wasKilled ? null : code,
			endedAt: now(),
			guard: undefined,
		};
		running.delete(record.id);
		try {
			records().save(job.record);
		} catch {
			// Its folder is gone, or the disk is full: then it is told as lost.
		}
	};

	const watchOver = (job: Running): void => {
		const note = job.launch.notes() + job.launch.settle(true);
		if (note !== "") appendFileSync(job.output, note);
		const isTooLong = fstatSync(job.output).size > maxOutputBytes;
		if (!isTooLong && !job.limits.isOver(job.record.pid)) return;
		job.wasKilled = true;
		if (isTooLong) appendFileSync(job.output, "\nnexus: ended, since its output is longer than 1 GiB\n");
		signalGroup(job.record.pid, "SIGKILL");
	};

	const start: Jobs["start"] = async ({ command, cwd, stays, env: more, sandbox }) => {
		if (isClosed) throw new NexusError("process.closed", "nexus is closing; no new program is started");
		if (stays && folder === undefined) {
			throw new NexusError(
				"job.failed",
				"nothing is kept in this session, so a job that stays could not be found again",
			);
		}
		const shell = await findShell(launcher);
		if (shell === undefined) throw new NexusError("job.failed", noShell);
		const launch = await launcher.prepare(
			{
				file: shell.file,
				args: [...shell.args, command],
				cwd,
				...(more === undefined ? {} : { env: more }),
				...(sandbox === undefined ? {} : { sandbox }),
			},
			{ outlives: stays },
		);
		records().sweep(clock.now().getTime(), maxKeptBytes);
		const id = records().create();
		const output = openSync(records().pathOf(id, "output"), "ax", 0o600);
		const { plan } = launch;
		const line = [plan.file, ...plan.args];
		const [file = "", ...args] = stays ? ["/bin/sh", "-c", witness, records().pathOf(id, "exit"), ...line] : line;
		// Some servers end when their input does; one that stays has nobody to hold it open.
		const isOpen = !stays && canSeeWaits() && !searchesInput(command);
		const giveUp = (error: unknown): never => {
			closeSync(output);
			launch.dispose();
			records().remove(id);
			const why = error instanceof Error ? error.message : String(error);
			const isLong = error instanceof Error && "code" in error && error.code === "E2BIG";
			throw new NexusError(
				"job.failed",
				`the job could not be started: ${why}`,
				isLong ? { hint: "The command is too long; put it in a file." } : {},
			);
		};
		const stdio: StdioOptions = [isOpen ? "pipe" : "ignore", output, output];
		if (plan.descriptor !== undefined) stdio.push(plan.descriptor);
		if (plan.takeChannel !== undefined) stdio.push("ipc");
		const env = { ...plan.env, ...(isOpen ? { SHLVL: "1" } : {}), [runMark]: plan.mark };
		const { child, exited } = await spawnJob(file, args, { cwd: plan.cwd, env, stdio }).catch(giveUp);
		const pid = child.pid ?? giveUp("no process");
		plan.takeChannel?.(child);
		child.unref();
		child.stdin?.on("error", () => {});
		(child.stdin as { unref?(): void } | null)?.unref?.();
		const record: JobRecord = {
			...{ id, command, cwd, pid, startedAt: now(), state: "running", stays, sandboxed: launch.isSandboxed },
			...{ leader: processOwner(pid), nexus: processOwner(), mark: plan.mark },
			...(launch.guard === undefined ? {} : { guard: structuredClone(launch.guard) as JobRecord["guard"] }),
		};
		records().save(record);
		const job: Running = {
			...{ record, child, launch, output, wasKilled: false, limits: createJobLimits(launch) },
			watch: setInterval(() => watchOver(job), watchEveryMs).unref(),
			ended: exited.then((code) => finish(job, code)),
		};
		running.set(id, job);
		return describe(record);
	};

	const look = (record: JobRecord): Job => records().describe(running.get(record.id)?.record ?? record);

	/** Also whether it waits for input, which takes some looking. */
	const describe = (record: JobRecord): Job => {
		const now = look(record);
		if (now.state !== "running" || !canSeeWaits()) return now;
		return inputWait(now.pid, standardLinks(now.pid)) === undefined ? now : { ...now, waitsForInput: true };
	};

	const find = (id: string): JobRecord => {
		const record = running.get(id)?.record ?? records().get(id);
		if (record !== undefined) return record;
		const known = records()
			.all()
			.map((job) => job.id);
		throw new NexusError("job.not-found", `there is no job ${id.slice(0, 40)}`, {
			hint: known.length === 0 ? "No job has been started." : `There are: ${known.slice(0, 20).join(", ")}.`,
		});
	};

	const read: Jobs["read"] = async (id, { offset = 0, maxBytes = defaultReadBytes }) =>
		readOutput(describe(find(id)), offset, maxBytes);

	const wait: Jobs["wait"] = async (id, until) =>
		waitForOutput({ look: () => look(find(id)), describe: () => describe(find(id)), clock }, until);

	const kill: Jobs["kill"] = async (id) => {
		const record = find(id);
		const job = running.get(id);
		if (job !== undefined) {
			job.wasKilled = true;
			await endAll(record, job.launch.plan.killRest);
			await job.ended;
			return describe(job.record);
		}
		if (describe(record).state !== "running") return describe(record);
		// Its number may be somebody else's by now; its mark is not.
		if (isOwnerAlive(record.leader)) await endAll(record);
		else killMarked(record.mark);
		if (record.guard !== undefined) settleGuard(record.guard);
		const ended: JobRecord = { ...record, state: "killed", exitCode: null, endedAt: now(), guard: undefined };
		records().save(ended);
		return describe(ended);
	};

	const close: Jobs["close"] = async () => {
		if (isClosed) return;
		isClosed = true;
		process.off("exit", killNow);
		const own = [...running.values()];
		await Promise.all(
			own.map(async (job) => {
				if (job.record.stays) return clearInterval(job.watch);
				job.wasKilled = true;
				await endAll(job.record, job.launch.plan.killRest, closeGraceMs);
				await job.ended;
			}),
		);
		if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
	};

	return {
		start,
		list: async () => records().all().map(describe),
		read,
		wait,
		kill,
		close,
	};
}
