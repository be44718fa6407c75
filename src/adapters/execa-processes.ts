// Child processes and the OS sandbox behind the Processes port. execa is loaded with the first child.
import { NexusError } from "../contracts/errors.js";
import type { Processes, ProcessRequest, ProcessResult } from "../contracts/ports.js";
import { type Child, type ChildOutcome, type ChildPlan, startChild } from "./child-run.js";
import { createLauncher, type Launcher, type LaunchOptions } from "./launch.js";
import { killLeftOvers } from "./process-tree.js";

export type ProcessesOptions = LaunchOptions;

/** Later than a short run asks and tells; it sweeps as it closes. */
const sweepAfterMs = 1000;

/** The result of a request that was cancelled before it began. */
const notStarted = {
	...{ exitCode: null, signal: null, stdout: "", stderr: "", output: "", droppedBytes: 0 },
	...{ timedOut: false, cancelled: true },
} as const;

/** Processes whose children all end with `close`, with an abort, or with the process itself. */
export function createProcesses(
	options: ProcessesOptions,
): Processes & { readonly launcher: Launcher; close(): Promise<void> } {
	const { clock } = options;
	const children = new Set<Child>();
	let isClosed = false;

	let isSwept = false;
	const sweep = (): void => {
		if (isSwept) return;
		isSwept = true;
		// Again while some are found: one that is killed may have forked just before.
		for (let tries = 0; tries < 20 && killLeftOvers() > 0; tries++);
	};
	// Not on the way to an answer; at the latest with the first child, or at the end.
	const sweepSoon = setTimeout(sweep, sweepAfterMs);
	sweepSoon.unref();

	const killAll = () => {
		for (const child of children) child.kill();
	};
	process.once("exit", killAll);

	/** Time in which a person is asked about a host is none of the child's. */
	const sleepUnasked = async (ms: number, { sandbox }: ProcessRequest, signal: AbortSignal): Promise<void> => {
		const gate = typeof sandbox?.network === "object" ? sandbox.network : undefined;
		let waited = gate?.waitedMs() ?? 0;
		for (let left = ms; left > 0; ) {
			await clock.sleep(left, signal);
			const now = gate?.waitedMs() ?? 0;
			left = now - waited;
			waited = now;
		}
	};

	const runPlan = async (plan: ChildPlan, request: ProcessRequest): Promise<ChildOutcome> => {
		if (isClosed) throw new NexusError("process.closed", "nexus is closing; no new program is started");
		const child = await startChild(plan, request, clock);
		children.add(child);
		const stop = new AbortController();
		const cancel = () => child.end("cancel");
		request.signal?.addEventListener("abort", cancel, { once: true });
		if (request.signal?.aborted) cancel();
		if (isClosed) child.end("close");
		if (request.timeoutMs !== undefined) {
			const ended = sleepUnasked(request.timeoutMs, request, stop.signal).then(() => child.end("timeout"));
			void ended.catch(() => undefined);
		}
		try {
			return await child.outcome;
		} finally {
			stop.abort();
			request.signal?.removeEventListener("abort", cancel);
			children.delete(child);
		}
	};

	const launcher = createLauncher(options, (plan, timeoutMs) =>
		runPlan(plan, { file: plan.file, args: plan.args, timeoutMs }),
	);

	const run = async (request: ProcessRequest): Promise<ProcessResult> => {
		const started = clock.monotonicMs();
		const launch = await launcher.prepare(request);
		try {
			if (request.signal?.aborted) return { ...notStarted, durationMs: 0, sandboxed: launch.isSandboxed };
			sweep();
			const outcome = await runPlan(launch.plan, request);
			const taken = launch.settle();
			const note = launch.notes() + taken;
			const reached = launch.reached(outcome);
			if (note !== "") request.onOutput?.(note, "stderr");
			return {
				exitCode: taken !== "" && outcome.exitCode === 0 ? 1 : outcome.exitCode,
				signal: outcome.signal,
				stdout: outcome.stdout,
				stderr: outcome.stderr + note,
				output: outcome.output + note,
				droppedBytes: outcome.droppedBytes,
				timedOut: outcome.endedBy === "timeout",
				cancelled: outcome.endedBy === "cancel" || outcome.endedBy === "close",
				...(reached.length === 0 ? {} : { reached }),
				...(outcome.wantedInput === undefined ? {} : { wantedInput: outcome.wantedInput }),
				durationMs: Math.round(clock.monotonicMs() - started),
				sandboxed: launch.isSandboxed,
			};
		} finally {
			launch.dispose();
		}
	};

	const close = async (): Promise<void> => {
		isClosed = true;
		clearTimeout(sweepSoon);
		sweep();
		process.off("exit", killAll);
		const open = [...children];
		for (const child of open) child.end("close");
		await Promise.all(open.map((child) => child.outcome));
	};

	return { run, which: launcher.which, sandbox: launcher.sandbox, launcher, close };
}
