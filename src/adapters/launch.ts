// What stands before a child can be started: the program, its environment, the sandbox around it.
import { randomUUID } from "node:crypto";
import { closeSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { Clock, NetworkGate, ProcessRequest, SandboxStatus } from "../contracts/ports.js";
import { allowedEnvironment } from "../lib/env-allow.js";
import { bubblewrapArguments, type SandboxPlan, writableRealRoots } from "./bubblewrap.js";
import { createProcessCap } from "./cgroup.js";
import type { CheckedDialOptions } from "./checked-dial.js";
import type { ChildOutcome, ChildPlan } from "./child-run.js";
import { isProgram } from "./look-at.js";
import { markOf } from "./process-tree.js";
import { bridged, proxyEnvironment, takeListener, withoutProxies } from "./sandbox-bridge.js";
import { createSandboxGuard, type GuardRecord, settleGuard } from "./sandbox-guard.js";
import type { SandboxProxy } from "./sandbox-proxy.js";
import { openSocketFilter, socketFilter } from "./socket-filter.js";

export interface LaunchOptions {
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
	/** How the hosts are reached that sandboxed children may reach; default directly. */
	readonly network?: CheckedDialOptions;
}

export interface Launch {
	readonly plan: ChildPlan;
	readonly isSandboxed: boolean;
	/** What the sandbox could not keep away; undefined without one. Plain data, so that another nexus can settle it. */
	readonly guard: GuardRecord | undefined;
	/** After the last process is gone: protected paths are as they were. A line that says what was taken away, or nothing. */
	settle(isQuick?: boolean): string;
	/** Lines about hosts that it did not reach, each once. */
	notes(): string;
	/** Gives back the descriptor and the control group, and closes its way out. */
	dispose(): void;
}

export interface Launcher {
	readonly which: (program: string) => Promise<string | undefined>;
	sandbox(): Promise<SandboxStatus>;
	/**
	 * `outlives`: it goes on when nexus ends, and is not among what a dead nexus left behind. Throws NexusError
	 * `process.not-found`.
	 */
	prepare(
		request: Pick<ProcessRequest, "file" | "args" | "cwd" | "env" | "sandbox" | "startsNothing">,
		options?: { readonly outlives?: boolean },
	): Promise<Launch>;
}

const noSandbox = (reason: string): SandboxStatus => ({ works: false, kind: "none", reason });

/** Caps of a sandboxed child. Memory is what it may allocate (RLIMIT_DATA), files the size of each one. */
const defaultMemoryMb = 4096;
const maxProcesses = 512;
const maxFileBytes = 4 * 1024 ** 3;

/** Inside, only the private folder takes what programs keep beside their work. */
const sandboxEnvironment = {
	TMPDIR: "/tmp",
	XDG_CACHE_HOME: "/tmp/.cache",
	npm_config_cache: "/tmp/.npm",
	npm_config_update_notifier: "false",
} as const;

const openProxy = async (gate: NetworkGate, dial: CheckedDialOptions = {}): Promise<SandboxProxy> => {
	const { createSandboxProxy } = await import("./sandbox-proxy.js");
	return createSandboxProxy({ ...dial, gate });
};

/** `runProof` runs the child that tries to escape. */
export function createLauncher(
	options: LaunchOptions,
	runProof: (plan: ChildPlan, timeoutMs: number) => Promise<ChildOutcome>,
): Launcher {
	const { workspace, clock } = options;
	const env = options.env ?? process.env;
	const userHome = options.userHome ?? env.HOME ?? homedir();
	const home = options.home ?? env.NEXUS_HOME ?? join(userHome, ".nexus");
	let environment: Record<string, string> | undefined;
	let status: Promise<SandboxStatus> | undefined;

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
				const descriptor = openSocketFilter();
				const mark = randomUUID();
				try {
					return await runProof(
						{ file, args, cwd: "/", env: childEnvironment(), mark, isContained: true, descriptor },
						5000,
					);
				} finally {
					if (descriptor !== undefined) closeSync(descriptor);
				}
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

	const prepare: Launcher["prepare"] = async (request, { outlives = false } = {}) => {
		const cwd = resolve(workspace, request.cwd ?? ".");
		const isFolder = await stat(cwd)
			.then((found) => found.isDirectory())
			.catch(() => false);
		if (!isFolder) throw new NexusError("process.not-found", `there is no folder ${cwd} to run in`);
		const file = await find(request.file, cwd);
		const wanted = request.sandbox;
		const id = randomUUID();
		const mark = outlives ? `stays:${id}` : markOf(id);
		const env = { ...childEnvironment(), ...request.env };
		const now = clock.now().getTime();
		if (wanted === undefined || !(await sandbox()).works) {
			// In a group of the kernel's where one can be made: who takes another session and environment is still found.
			const isContained = request.startsNothing === true;
			const group = isContained ? undefined : createProcessCap(id, "max", now);
			const [first = file, ...args] = [...(group?.prefix ?? []), file, ...request.args];
			return {
				plan: { file: first, args, cwd, env, mark, isContained, killRest: group?.kill },
				isSandboxed: false,
				guard: undefined,
				settle: () => "",
				notes: () => "",
				dispose: () => group?.remove(),
			};
		}

		const bwrap = await find("bwrap", cwd);
		const hidden = [await realpath(home).catch(() => home)];
		const plan = { ...wanted, network: wanted.network === true, cwd, hidden, userHome, outlives };
		// What goes on without nexus has nobody to ask, and nobody who would take its connections.
		const proxy =
			typeof wanted.network === "boolean" || outlives ? undefined : await openProxy(wanted.network, options.network);
		const command = proxy === undefined ? [file, ...request.args] : bridged([file, ...request.args]);
		const inner = await wrap(bwrap, plan, command, wanted.memoryMb ?? defaultMemoryMb);
		const cap = createProcessCap(id, maxProcesses, now);
		const guard = createSandboxGuard(writableRealRoots(plan), userHome, id);
		const descriptor = openSocketFilter();
		const [first = bwrap, ...args] = [...(cap?.prefix ?? []), ...inner];
		return {
			plan: {
				...{ file: first, args, cwd: "/", mark, isContained: true, descriptor },
				env: { ...withoutProxies(env), ...sandboxEnvironment, ...(proxy === undefined ? {} : proxyEnvironment) },
				takeChannel: proxy === undefined ? undefined : (child) => takeListener(child, proxy.serve),
			},
			isSandboxed: true,
			guard,
			settle: (isQuick) => {
				const { taken, keptIn } = settleGuard(guard, isQuick);
				return taken.length === 0
					? ""
					: `nexus: ${taken.join(", ")} is protected; what was made there was taken away (kept in ${keptIn})\n`;
			},
			notes: () => proxy?.notes() ?? "",
			dispose: () => {
				proxy?.close();
				if (descriptor !== undefined) closeSync(descriptor);
				cap?.remove();
			},
		};
	};

	return { which, sandbox, prepare };
}
