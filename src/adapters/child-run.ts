// One child from start to end: streams, limits, and the end of everything it started.
import type { ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { NexusError } from "../contracts/errors.js";
import type { Clock, ProcessRequest, ProcessResult } from "../contracts/ports.js";
import type { ReachedLimit } from "../contracts/reached-limit.js";
import { createBoundedOutput } from "../lib/bounded-output.js";
import { openUnnamedFile } from "../lib/unnamed-file.js";
import { canSeeWaits } from "./input-wait.js";
import { noticeInput } from "./notice-input.js";
import { isGroupAlive, killMarked, runMark, signalGroup } from "./process-tree.js";
import { type UseWatch, watchUse } from "./tree-use.js";

export interface ChildPlan {
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	readonly mark: string;
	/** In a process namespace of its own: nothing is left behind for long. */
	readonly isContained: boolean;
	/** It is known to start no other program. */
	readonly startsNothing?: boolean;
	/** Ends what is left though it has left the group and lost the mark; returns how many there were. */
	readonly killRest?: (() => number) | undefined;
	/** Passed on as descriptor 3. */
	readonly descriptor?: number | undefined;
	/** The child gets a channel to us (Node's `ipc`), which is this one's from then on. */
	readonly takeChannel?: ((child: ChildProcess) => void) | undefined;
	/** What it may use, where nothing of the kernel's keeps it to that. */
	readonly watch?: UseWatch | undefined;
	/** Most that it may print, in bytes; default 256 MB. */
	readonly maxPrintedBytes?: number | undefined;
}

export type EndReason = "timeout" | "cancel" | "close" | "input" | "output" | "memory" | "processes";

export interface ChildOutcome {
	readonly exitCode: number | null;
	readonly signal: string | null;
	readonly stdout: string;
	readonly stderr: string;
	readonly output: string;
	readonly droppedBytes: number;
	readonly endedBy: EndReason | undefined;
	/** The limits that were seen to be reached. */
	readonly seen: readonly ReachedLimit["what"][];
	readonly wantedInput: ProcessResult["wantedInput"];
}

export interface Child {
	end(reason: EndReason): void;
	/** At once, from a process that is about to exit itself. */
	kill(): void;
	readonly outcome: Promise<ChildOutcome>;
}

/** Cancelling has to give the prompt back within a second; otherwise a program has time to clean up. */
const graceMs: Readonly<Record<EndReason, number>> = {
	...{ cancel: 500, timeout: 2000, close: 2000, input: 200 },
	...{ output: 0, memory: 0, processes: 0 },
};
/** How long output may still come after the child itself has ended, e.g. from `ls > >(tee log)`. */
const drainMs = 250;
/** More than this from one child is not output but a fault; it is ended. */
const defaultMaxPrintedBytes = 256 * 1024 * 1024;
const defaultMaxOutputBytes = 1024 * 1024;

/** Throws NexusError `process.not-found` or `process.failed` when it cannot be started. */
export async function startChild(plan: ChildPlan, request: ProcessRequest, clock: Clock): Promise<Child> {
	const { execa } = await import("execa");
	const isWatched = request.input === undefined && request.noticesInput === true && canSeeWaits();
	// A file, not a pipe: it can be opened again as /dev/stdin, and nobody has to be there to write it.
	const input = request.input === undefined || request.input === "" ? undefined : openUnnamedFile(request.input);
	const subprocess = execa(plan.file, plan.args, {
		cwd: plan.cwd,
		// With a socket for stdin, a first bash takes itself for a remote shell and reads ~/.bashrc (bash(1), INVOCATION).
		env: { ...plan.env, ...(isWatched ? { SHLVL: "1" } : {}), [runMark]: plan.mark },
		extendEnv: false,
		// A group of its own, so that it can be ended with its descendants.
		detached: process.platform !== "win32",
		stdio: [
			// The types list only low numbers.
			isWatched ? "pipe" : ((input as 0 | undefined) ?? "ignore"),
			"pipe",
			"pipe",
			...(plan.descriptor === undefined ? [] : [plan.descriptor as 3]),
		],
		...(plan.takeChannel === undefined ? {} : { ipc: true, serialization: "json" as const }),
		buffer: false,
		reject: false,
		cleanup: false,
		windowsHide: true,
	});
	if (input !== undefined) closeSync(input);
	plan.takeChannel?.(subprocess.nodeChildProcess);
	const leader = subprocess.pid;
	if (leader === undefined) {
		const result = await subprocess;
		const isMissing = result.code === "ENOENT" || result.code === "EACCES";
		throw new NexusError(
			isMissing ? "process.not-found" : "process.failed",
			`${plan.file} could not be started (${result.code ?? "unknown reason"})`,
			result.code === "E2BIG" ? { hint: "The arguments are too long; put them in a file." } : {},
		);
	}

	const limit = request.maxOutputBytes ?? defaultMaxOutputBytes;
	const kept = { stdout: createBoundedOutput(limit), stderr: createBoundedOutput(limit) };
	const both = createBoundedOutput(limit);
	const maxPrintedBytes = plan.maxPrintedBytes ?? defaultMaxPrintedBytes;
	let endedBy: EndReason | undefined;
	const stopTimers = new AbortController();
	const wait = (ms: number): Promise<void> => clock.sleep(ms, stopTimers.signal).catch(() => undefined);

	const end = (reason: EndReason): void => {
		if (endedBy !== undefined) return;
		endedBy = reason;
		signalGroup(leader, graceMs[reason] === 0 ? "SIGKILL" : "SIGTERM");
		void wait(graceMs[reason]).then(() => {
			if (!stopTimers.signal.aborted) signalGroup(leader, "SIGKILL");
		});
	};

	const seen = new Set<ReachedLimit["what"]>();
	const reach = (what: "memory" | "processes" | "output"): void => {
		seen.add(what);
		end(what);
	};
	if (plan.watch !== undefined) {
		const most = plan.watch;
		void watchUse(leader, most, { clock, signal: stopTimers.signal, reach, near: (what) => seen.add(what) });
	}

	const notice = isWatched
		? noticeInput({
				leader,
				clock,
				signal: stopTimers.signal,
				endInput: () => subprocess.stdin?.end(),
				end: () => end("input"),
			})
		: undefined;

	const follow = (name: "stdout" | "stderr"): Promise<void> => {
		const stream = subprocess[name];
		const decoder = new StringDecoder("utf8");
		const say = (text: string) => {
			if (text === "") return;
			both.push(Buffer.from(text));
			notice?.said(text);
			request.onOutput?.(text, name);
		};
		stream.on("data", (chunk: Buffer) => {
			kept[name].push(chunk);
			if (both.totalBytes > maxPrintedBytes) reach("output");
			else say(decoder.write(chunk));
		});
		return new Promise((resolve) => {
			const done = () => {
				say(decoder.end());
				resolve();
			};
			stream.once("end", done);
			stream.once("error", () => resolve());
			stream.once("close", () => resolve());
		});
	};

	const closed = Promise.all([follow("stdout"), follow("stderr")]);
	const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
		subprocess.nodeChildProcess.once("exit", (code, signal) => resolve({ code, signal }));
	});
	// Its own promise is not needed; a rejection of it must not go unhandled.
	void Promise.resolve(subprocess).catch(() => undefined);

	/** Ends what is left in the group, politely first. */
	const endGroup = async (): Promise<void> => {
		if (!signalGroup(leader, endedBy === undefined ? "SIGTERM" : "SIGKILL")) return;
		for (let pause = 5; pause < 700 && isGroupAlive(leader); pause *= 2) await wait(pause);
		signalGroup(leader, "SIGKILL");
	};

	// The walls of a sandbox may fall a moment before what is inside does.
	const killStrays = (): number => {
		if (plan.startsNothing === true) return 0;
		if (plan.isContained && plan.killRest !== undefined) return plan.killRest();
		return killMarked(plan.mark) + (plan.killRest?.() ?? 0);
	};

	const finish = async (): Promise<ChildOutcome> => {
		const { code, signal } = await exited;
		await Promise.race([closed, wait(drainMs)]);
		await endGroup();
		// Again until none is found: a killed process takes a moment to be gone, and may have forked just before.
		for (let tries = 0; tries < 50 && killStrays() > 0; tries++) await wait(5);
		await Promise.race([closed, wait(drainMs)]);
		stopTimers.abort();
		subprocess.stdin?.destroy();
		subprocess.stdout.destroy();
		subprocess.stderr.destroy();
		return {
			exitCode: code,
			signal,
			stdout: kept.stdout.text(),
			stderr: kept.stderr.text(),
			output: both.text(),
			droppedBytes: Math.max(both.droppedBytes, kept.stdout.droppedBytes + kept.stderr.droppedBytes),
			endedBy,
			seen: [...seen],
			wantedInput: notice?.wanted(),
		};
	};

	const kill = () => {
		signalGroup(leader, "SIGKILL");
		killStrays();
	};
	return { end, kill, outcome: finish() };
}
