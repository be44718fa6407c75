// Child processes and the OS sandbox behind the Processes port. execa is loaded with the first child.
import { randomUUID } from "node:crypto";
import { closeSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { Clock, Processes, ProcessRequest, ProcessResult, SandboxStatus } from "../contracts/ports.js";
import { allowedEnvironment } from "../lib/env-allow.js";
import { bubblewrapArguments, type SandboxPlan, writableRealRoots } from "./bubblewrap.js";
import { createProcessCap } from "./cgroup.js";
import { type Child, startChild } from "./child-run.js";
import { isProgram } from "./look-at.js";
import { killLeftOvers, markOf } from "./process-tree.js";
import { createSandboxGuard } from "./sandbox-guard.js";
import { openSocketFilter, socketFilter } from "./socket-filter.js";

export interface ProcessesOptions {
	/** Absolute. Programs below it are never found by name; the default working directory. */
	readonly workspace: string;
	readonly clock: Clock;
	/** What nexus itself got; default `process.env`. Only allow-listed variables are passed on. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** `off`: the person has switched it off; everything then reports `sandboxed: false`. */
	readonly sandbox?: "auto" | "off";
	/** NEXUS_HOME, hidden from sandboxed children. */
	readonly home?: string;
	readonly userHome?: string;
}

const noSandbox = (reason: string): SandboxStatus => ({ works: false, kind: "none", reason });

/** Caps of a sandboxed child. Memory is what it may allocate (RLIMIT_DATA), files the size of each one. */
const defaultMemoryMb = 4096;
const maxProcesses = 512;
const sweepAfterMs = 200;
const maxFileBytes = 4 * 1024 ** 3;

/** The result of a request that was cancelled before it began. */
const notStarted = {
	...{ exitCode: null, signal: null, stdout: "", stderr: "", output: "", droppedBytes: 0 },
	...{ timedOut: false, cancelled: true },
} as const;

/** Inside, only the private folder takes what programs keep beside their work. */
const sandboxEnvironment = {
	TMPDIR: "/tmp",
	XDG_CACHE_HOME: "/tmp/.cache",
	npm_config_cache: "/tmp/.npm",
	npm_config_update_notifier: "false",
} as const;

/** Processes whose children all end with `close`, with an abort, or with the process itself. */
export function createProcesses(options: ProcessesOptions): Processes & { close(): Promise<void> } {
	const { workspace, clock } = options;
	const env = options.env ?? process.env;
	const userHome = options.userHome ?? env.HOME ?? homedir();
	const home = options.home ?? env.NEXUS_HOME ?? join(userHome, ".nexus");
	const children = new Set<Child>();
	let environment: Record<string, string> | undefined;
	let status: Promise<SandboxStatus> | undefined;
	let isClosed = false;

	let isSwept = false;
	const sweep = (): void => {
		if (isSwept) return;
		isSwept = true;
		// Again while some are found: one that is killed may have forked just before.
		for (let tries = 0; tries < 20 && killLeftOvers() > 0; tries++);
	};
	// Not on the way to the first request; at the latest with the first child.
	const sweepSoon = setTimeout(sweep, sweepAfterMs);
	sweepSoon.unref();

	const killAll = () => {
		for (const child of children) child.kill();
	};
	process.once("exit", killAll);

	const childEnvironment = () => {
		environment ??= allowedEnvironment(env, workspace);
		return environment;
	};

	const which = async (program: string): Promise<string | undefined> => {
		if (program.includes("/") || program === "") return undefined;
		for (const folder of childEnvironment().PATH?.split(delimiter) ?? []) {
			const path = join(folder, program);
			if (await isProgram(path)) return path;
		}
		return undefined;
	};

	const find = async (file: string, cwd: string): Promise<string> => {
		const path = file.includes("/") ? (isAbsolute(file) ? file : resolve(cwd, file)) : await which(file);
		if (path === undefined || !(await isProgram(path))) {
			throw new NexusError("process.not-found", `there is no program ${file}`, {
				hint: "Check the name, or give its absolute path.",
			});
		}
		return path;
	};

	/** The command line that puts `command` in a sandbox with limits. */
	const wrap = async (bwrap: string, plan: SandboxPlan, command: readonly string[], memoryMb: number) => {
		const prlimit = await which("prlimit");
		const limits = [`--data=${memoryMb * 1024 ** 2}`, `--nproc=${maxProcesses}`, `--fsize=${maxFileBytes}`, "--core=0"];
		const limited = prlimit === undefined ? command : [prlimit, ...limits, "--", ...command];
		return [bwrap, ...bubblewrapArguments(socketFilter() === undefined ? plan : { ...plan, filter: 3 }), ...limited];
	};

	const hidden = async (): Promise<readonly string[]> => [await realpath(home).catch(() => home)];

	const prove = async (): Promise<SandboxStatus> => {
		if (options.sandbox === "off") return noSandbox("the sandbox is switched off");
		if (process.platform !== "linux") return noSandbox(`there is no sandbox for ${process.platform} yet`);
		const [bwrap, bash] = [await which("bwrap"), await which("bash")];
		if (bwrap === undefined) return noSandbox("bubblewrap is not installed (Debian: apt install bubblewrap)");
		if (bash === undefined) return noSandbox("bash is not installed, so the sandbox cannot be tried");
		try {
			const { escapes } = await import("./sandbox-proof.js");
			const failures = await escapes(async (script, proof) => {
				const plan = { ...proof, network: false, userHome };
				const [file = bwrap, ...args] = await wrap(bwrap, plan, [bash, "-c", script], defaultMemoryMb);
				const mark = randomUUID();
				const request = { file, args, timeoutMs: 5000 };
				return runContained({ file, args, cwd: "/", env: childEnvironment(), mark, isContained: true }, request);
			}, home);
			if (failures.length > 0) return noSandbox(`the sandbox does not hold here: ${failures.join("; ")}`);
		} catch (error) {
			return noSandbox(`the sandbox could not be tried: ${error instanceof Error ? error.message : String(error)}`);
		}
		return {
			works: true,
			kind: "bubblewrap",
			reason: "bubblewrap: a write outside, a connection, a Unix socket and a hidden file were tried and refused",
		};
	};

	const sandbox = (): Promise<SandboxStatus> => {
		status ??= prove();
		return status;
	};

	const runPlan = async (plan: Parameters<typeof startChild>[0], request: ProcessRequest) => {
		if (isClosed) throw new NexusError("process.closed", "nexus is closing; no new program is started");
		const child = await startChild(plan, request, clock);
		children.add(child);
		const stop = new AbortController();
		const cancel = () => child.end("cancel");
		request.signal?.addEventListener("abort", cancel, { once: true });
		if (request.signal?.aborted) cancel();
		if (isClosed) child.end("close");
		if (request.timeoutMs !== undefined) {
			const ended = clock.sleep(request.timeoutMs, stop.signal).then(() => child.end("timeout"));
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

	/** In a group of the kernel's where one can be made: a child that takes another session and environment is still found. */
	const runPlain = async (plan: Parameters<typeof startChild>[0], request: ProcessRequest) => {
		const group = createProcessCap(randomUUID(), "max", clock.now().getTime());
		if (group === undefined) return runPlan(plan, request);
		const [file = plan.file, ...args] = [...group.prefix, plan.file, ...plan.args];
		try {
			return await runPlan({ ...plan, file, args, killRest: group.kill }, request);
		} finally {
			group.remove();
		}
	};

	/** A command line from `wrap`, which reads its filter from descriptor 3. */
	const runContained = async (plan: Parameters<typeof startChild>[0], request: ProcessRequest) => {
		const descriptor = openSocketFilter();
		try {
			return await runPlan({ ...plan, isContained: true, descriptor }, request);
		} finally {
			if (descriptor !== undefined) closeSync(descriptor);
		}
	};

	const run = async (request: ProcessRequest): Promise<ProcessResult> => {
		const started = clock.monotonicMs();
		const cwd = resolve(workspace, request.cwd ?? ".");
		const isFolder = await stat(cwd)
			.then((found) => found.isDirectory())
			.catch(() => false);
		if (!isFolder) throw new NexusError("process.not-found", `there is no folder ${cwd} to run in`);
		const file = await find(request.file, cwd);
		const wanted = request.sandbox;
		const isSandboxed = wanted !== undefined && (await sandbox()).works;
		if (request.signal?.aborted) return { ...notStarted, durationMs: 0, sandboxed: isSandboxed };
		const mark = randomUUID();
		const base = { ...childEnvironment(), ...request.env };
		sweep();
		const plain = { file, args: request.args, cwd, env: base, mark: markOf(mark), isContained: false };
		const result = (outcome: Awaited<Child["outcome"]>, extra: Partial<ProcessResult> = {}): ProcessResult => ({
			exitCode: outcome.exitCode,
			signal: outcome.signal,
			stdout: outcome.stdout,
			stderr: outcome.stderr,
			output: outcome.output,
			droppedBytes: outcome.droppedBytes,
			timedOut: outcome.endedBy === "timeout",
			cancelled: outcome.endedBy === "cancel" || outcome.endedBy === "close",
			durationMs: Math.round(clock.monotonicMs() - started),
			sandboxed: isSandboxed,
			...extra,
		});
		if (!isSandboxed) return result(await runPlain(plain, request));

		const bwrap = await find("bwrap", cwd);
		const plan = { ...wanted, cwd, hidden: await hidden(), userHome };
		const inner = await wrap(bwrap, plan, [file, ...request.args], wanted.memoryMb ?? defaultMemoryMb);
		const cap = createProcessCap(mark, maxProcesses, clock.now().getTime());
		const guard = createSandboxGuard(writableRealRoots(plan), userHome, mark);
		const [first = bwrap, ...args] = [...(cap?.prefix ?? []), ...inner];
		try {
			const env = { ...base, ...sandboxEnvironment };
			const outcome = await runContained({ ...plain, file: first, args, cwd: "/", env }, request);
			const { taken, keptIn } = guard.settle();
			if (taken.length === 0) return result(outcome);
			const note = `nexus: ${taken.join(", ")} is protected; what was made there was taken away (kept in ${keptIn})\n`;
			request.onOutput?.(note, "stderr");
			const exitCode = outcome.exitCode === 0 ? 1 : outcome.exitCode;
			return result(outcome, { exitCode, stderr: outcome.stderr + note, output: outcome.output + note });
		} finally {
			cap?.remove();
		}
	};

	const close = async (): Promise<void> => {
		isClosed = true;
		clearTimeout(sweepSoon);
		process.off("exit", killAll);
		const open = [...children];
		for (const child of open) child.end("close");
		await Promise.all(open.map((child) => child.outcome));
	};

	return { run, which, sandbox, close };
}
