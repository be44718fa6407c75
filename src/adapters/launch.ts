// What stands before a child can be started: the program, its environment, the sandbox around it.
import { randomUUID } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { Clock, NetworkGate, ProcessRequest, SandboxStatus } from "../contracts/ports.js";
import type { ReachedLimit } from "../contracts/reached-limit.js";
import { allowedEnvironment } from "../lib/env-allow.js";
import { type SandboxPlan, writableRealRoots } from "./bubblewrap.js";
import { type ControlGroups, createControlGroups } from "./cgroup.js";
import type { CheckedDialOptions } from "./checked-dial.js";
import type { ChildOutcome, ChildPlan } from "./child-run.js";
import { gitFolders } from "./git-folders.js";
import { isProgram } from "./look-at.js";
import { markOf } from "./process-tree.js";
import {
	defaultLimits,
	groupCaps,
	type LimitTrace,
	limitPrefix,
	limitsInWords,
	megabyte,
	type ResourceLimits,
	reachedLimits,
} from "./resource-limits.js";
import { bridged, proxyEnvironment, takeListener, withoutProxies } from "./sandbox-bridge.js";
import { createSandboxGuard, type GuardRecord, settleGuard } from "./sandbox-guard.js";
import { findLanes, type SandboxLane } from "./sandbox-lanes.js";
import type { SandboxProxy } from "./sandbox-proxy.js";

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
	/** Of sandboxed commands and code; what is not given is as `defaultLimits`. */
	readonly limits?: Partial<ResourceLimits>;
	/** Default those of the kernel, where they may be used. */
	readonly groups?: ControlGroups;
	/** How the hosts are reached that sandboxed children may reach; default directly. */
	readonly network?: CheckedDialOptions;
}

type SandboxWish = NonNullable<ProcessRequest["sandbox"]>;

export interface Launch {
	readonly plan: ChildPlan;
	readonly isSandboxed: boolean;
	/** What the sandbox could not keep away; undefined without one. Plain data, so that another nexus can settle it. */
	readonly guard: GuardRecord | undefined;
	/** After the last process is gone: protected paths are as they were. A line that says what was taken away, or nothing. */
	settle(isQuick?: boolean): string;
	/** Limits that it ran into. Before `dispose`. */
	reached(trace: LimitTrace): readonly ReachedLimit[];
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

/** Runtimes reserve so much that below this some do not start; what is used is kept by other means. */
const leastDataMb = 4096;
const proofTimeoutMs = 5000;

const noSandbox = (reason: string): SandboxStatus => ({ works: false, kind: "none", reason });

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
	const ownLimits = { ...defaultLimits(), ...options.limits };
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

	const groups = options.groups ?? createControlGroups({ id: randomUUID(), now: () => clock.now().getTime() });

	/** A command with limits, in the sandbox where there is a lane. */
	const limit = async (
		id: string,
		{ wanted, lane, plan }: { wanted: SandboxWish; lane: SandboxLane | undefined; plan: SandboxPlan },
		command: readonly string[],
	) => {
		const limits = { ...ownLimits, ...(wanted.memoryMb === undefined ? {} : { memoryMb: wanted.memoryMb }) };
		const group = await groups.create(id, groupCaps(limits));
		const kept = group?.controls ?? [];
		const limited = [
			...limitPrefix(limits, {
				reservedMb: wanted.reservedMb ?? Math.max(0, leastDataMb - limits.memoryMb),
				// Outside, all that this user runs would count.
				processes: lane?.isContained === true ? limits.processes : undefined,
			}),
			...command,
		];
		const caps = groupCaps(limits);
		const wrapped = lane?.wrap({ ...plan, scratchMb: limits.memoryMb }, limited);
		return {
			limits,
			group,
			line: [...(group?.prefix ?? []), ...(wrapped?.line ?? limited)],
			env: wrapped?.env,
			descriptor: wrapped?.descriptor,
			watch:
				kept.length === 2
					? undefined
					: {
							memoryBytes: kept.includes("memory") ? Number.POSITIVE_INFINITY : caps.memoryBytes,
							processes: kept.includes("pids") ? Number.POSITIVE_INFINITY : caps.processes,
							isContained: lane?.isContained ?? false,
						},
			dispose: () => {
				wrapped?.dispose();
				group?.remove();
			},
		};
	};

	let lane: SandboxLane | undefined;
	const proveLane = async (candidate: SandboxLane, bash: string): Promise<SandboxStatus> => {
		const { tryEscape } = await import("./sandbox-proof.js");
		return tryEscape(candidate.kind, home, async (script, proof) => {
			const id = randomUUID();
			const plan = { ...proof, network: false, userHome };
			const made = await limit(id, { wanted: plan, lane: candidate, plan }, [bash, "-c", script]);
			const [file = bash, ...args] = made.line;
			const env = { ...childEnvironment(), ...made.env };
			const { isContained } = candidate;
			try {
				return await runProof(
					{ file, args, cwd: "/", env, mark: id, isContained, descriptor: made.descriptor },
					proofTimeoutMs,
				);
			} finally {
				made.dispose();
			}
		});
	};

	const prove = async (): Promise<SandboxStatus> => {
		if (options.sandbox === "off") return noSandbox("the sandbox is switched off");
		const [lanes, bash] = [await findLanes(which), await which("bash")];
		if (typeof lanes === "string") return noSandbox(lanes);
		if (bash === undefined) return noSandbox("bash is not installed, so the sandbox cannot be tried");
		let status = noSandbox("there is none");
		for (const candidate of lanes) {
			status = await proveLane(candidate, bash);
			if (!status.works) continue;
			lane = candidate;
			break;
		}
		return status;
	};

	const sandbox = (): Promise<SandboxStatus> => {
		status ??= prove().then(async (proven) => ({ ...proven, limits: limitsInWords(await groups.controls()) }));
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
		if (wanted === undefined) {
			// In a group of the kernel's where one can be made: who takes another session and environment is still found.
			const { startsNothing = false } = request;
			const group = startsNothing ? undefined : await groups.create(id, undefined);
			const [first = file, ...args] = [...(group?.prefix ?? []), file, ...request.args];
			return {
				plan: { file: first, args, cwd, env, mark, isContained: false, startsNothing, killRest: group?.kill },
				isSandboxed: false,
				guard: undefined,
				settle: () => "",
				notes: () => "",
				reached: () => [],
				dispose: () => group?.remove(),
			};
		}

		const inside = (await sandbox()).works ? lane : undefined;
		const hidden = [await realpath(home).catch(() => home)];
		const roots = writableRealRoots(wanted);
		const git = inside === undefined ? undefined : new Map(roots.map((root) => [root, gitFolders(root)]));
		const plan = { ...wanted, network: wanted.network === true, cwd, hidden, userHome, outlives, git };
		// What goes on without nexus has nobody to ask, and nobody who would take its connections.
		const hasOwnNetwork = inside?.isContained === true && !outlives;
		const gate = hasOwnNetwork && typeof wanted.network !== "boolean" ? wanted.network : undefined;
		const proxy = gate === undefined ? undefined : await openProxy(gate, options.network);
		const command = [file, ...request.args];
		const made = await limit(id, { wanted, lane: inside, plan }, proxy === undefined ? command : bridged(command));
		const guard = git === undefined ? undefined : createSandboxGuard(git, userHome, id);
		const [first = file, ...args] = made.line;
		const isContained = inside?.isContained ?? false;
		return {
			plan: {
				...{
					file: first,
					args,
					cwd: inside === undefined ? cwd : "/",
					env: {
						...(inside === undefined ? env : withoutProxies(env)),
						...made.env,
						...(proxy === undefined ? {} : proxyEnvironment),
					},
					mark,
					isContained,
				},
				...{ descriptor: made.descriptor, watch: made.watch, maxPrintedBytes: made.limits.outputMb * megabyte },
				killRest: made.group?.kill,
				takeChannel: proxy === undefined ? undefined : (child) => takeListener(child, proxy.serve),
			},
			isSandboxed: inside !== undefined,
			guard,
			settle: (isQuick) => {
				if (guard === undefined) return "";
				const { taken, keptIn } = settleGuard(guard, isQuick);
				return taken.length === 0
					? ""
					: `nexus: ${taken.join(", ")} is protected; what was made there was taken away (kept in ${keptIn})\n`;
			},
			reached: ({ seen, ...ended }) => {
				const byKernel = (made.group?.reached() ?? []).map((name) => (name === "pids" ? "processes" : name));
				return reachedLimits({ ...ended, seen: [...seen, ...byKernel] }, made.limits);
			},
			notes: () => proxy?.notes() ?? "",
			dispose: () => {
				proxy?.close();
				made.dispose();
			},
		};
	};

	return { which, sandbox, prepare };
}
