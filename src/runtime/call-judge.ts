// What a call may do: judged by the policy, and the files and addresses cut down to what was judged.
import { NexusError } from "../contracts/errors.js";
import type { Access, PermissionDecision, PermissionMode, PermissionTest } from "../contracts/permission.js";
import type { FileSystem, Http, SandboxStatus } from "../contracts/ports.js";
import type { AccessContext, AnyTool } from "../contracts/tool.js";
import { isWithin } from "../lib/env-allow.js";
import { createGuardedFs } from "../security/guarded-fs.js";
import { namesOutside } from "../security/outside-names.js";
import { createPolicy, type PolicyRequest } from "../security/policy.js";
import { accessesOf } from "./accesses.js";
import type { RuleBook } from "./rule-book.js";
import type { Settings } from "./settings.js";

/** Who asks, as far as it counts for what is allowed. */
export interface Judged {
	mode(): PermissionMode;
	isTainted(): boolean;
	taintedBy?(): string | undefined;
	readonly access: AccessContext;
}

export interface CallJudge {
	decide(tool: AnyTool, input: Record<string, unknown>, caller: Judged): Promise<PermissionDecision>;
	/** What was decided about a call that has been judged. */
	decided(input: Record<string, unknown>): PermissionDecision | undefined;
	/** A command has reached a host: what it printed is not all of this machine. */
	reached(input: Record<string, unknown>): void;
	/** The same, part by part, for somebody who wants to know. */
	explain(tool: AnyTool, input: Record<string, unknown>, caller: Judged): Promise<PermissionTest>;
	/** The files of one call: what was judged, and what lies in the roots. */
	filesFor(tool: AnyTool, input: Record<string, unknown>, caller: Judged): Promise<FileSystem>;
	/** The web of one call: without the addresses that a rule denies to the tool, which it may come upon as it goes or be sent on to (SECURITY R21). */
	httpFor(tool: AnyTool, input: Record<string, unknown>, http: Http): Http;
	/** Whether a judged call read something that nobody here vouches for (SECURITY R25). */
	readFromOutside(tool: AnyTool, input: Record<string, unknown>): boolean;
}

export interface CallJudgeOptions {
	readonly cwd: string;
	/** Folders whose files may be read unasked: those of the person, and where long results are kept. */
	readonly readable: readonly string[];
	/** NEXUS_HOME. */
	readonly home: string;
	/** Not guarded. */
	readonly disk: FileSystem;
	readonly rules: RuleBook;
	readonly settings: Pick<Settings, "config" | "trust">;
	readonly sandbox: () => Promise<SandboxStatus>;
}

/** Who is stopped by nothing but rules that deny. */
const allowed: Pick<Judged, "mode" | "isTainted"> = { mode: () => "yolo", isTainted: () => false };
const notNeeded: SandboxStatus = { works: false, kind: "none", reason: "nothing is executed" };

export const createCallJudge = (options: CallJudgeOptions): CallJudge => {
	const { cwd, readable, home, disk, rules, settings } = options;
	const policy = createPolicy();
	/** What was judged for an input is what is granted to it, whatever its links lead to by then (SECURITY R17). */
	const judged = new WeakMap<object, readonly Access[]>();
	const decisions = new WeakMap<object, PermissionDecision>();
	/** Calls that run in the sandbox, and so reach no network but by its gate. */
	const sandboxed = new WeakSet<object>();
	const networked = new WeakSet<object>();

	const requestFor = async (
		call: { readonly tool: AnyTool; readonly input: Record<string, unknown>; readonly accesses: readonly Access[] },
		caller: Pick<Judged, "mode" | "isTainted" | "taintedBy">,
	): Promise<PolicyRequest> => ({
		...call,
		mode: caller.mode(),
		rules: await rules.all(),
		roots: readable,
		cwd,
		home,
		sandbox: call.accesses.some((access) => access.effect === "execute") ? await options.sandbox() : notNeeded,
		network: settings.config.network,
		isTainted: caller.isTainted(),
		taintedBy: caller.taintedBy?.(),
		isTrusted: settings.trust.isTrusted,
	});

	return {
		decide: async (tool, input, caller) => {
			const accesses = await accessesOf(tool, input, caller.access, disk);
			judged.set(input, accesses);
			const request = await requestFor({ tool, input, accesses }, caller);
			if (request.sandbox.works) sandboxed.add(input);
			const decision = await policy.decide(request);
			decisions.set(input, decision);
			return decision;
		},
		decided: (input) => decisions.get(input),
		reached: (input) => void networked.add(input),
		explain: async (tool, input, caller) => {
			const accesses = await accessesOf(tool, input, caller.access, disk);
			return policy.explain(await requestFor({ tool, input, accesses }, caller));
		},
		httpFor: (tool, input, http) => {
			const admit = async (url: string): Promise<void> => {
				const accesses = [{ effect: "network" as const, url }];
				// The call itself has been allowed; what is left to find is a rule that denies, which no mode passes over.
				const { decision, reason } = await policy.decide(await requestFor({ tool, input, accesses }, allowed));
				if (decision !== "deny") return;
				throw new NexusError("network.blocked", `${url} is not fetched: ${reason}`, {
					hint: "A rule of yours denies it to this tool.",
				});
			};
			return {
				request: async (request) => {
					// Here too, since what was kept earlier is dialled no more.
					await admit(request.url);
					return http.request({ ...request, admit });
				},
			};
		},
		filesFor: async (tool, input, caller) => {
			const accesses = judged.get(input) ?? (await accessesOf(tool, input, caller.access, disk));
			const pathsOf = (effect: "read" | "write") =>
				accesses.flatMap((access) => (access.effect === effect ? [access.path] : []));
			return createGuardedFs({
				fs: disk,
				roots: await Promise.all(readable.map((root) => disk.realPath(root))),
				home: await disk.realPath(home),
				reads: pathsOf("read"),
				writes: pathsOf("write"),
				readsSecrets: caller.mode() === "yolo",
			});
		},
		readFromOutside: (tool, input) =>
			tool.effects.includes("network") ||
			networked.has(input) ||
			(judged.get(input) ?? []).some((access) => {
				if (access.effect === "read") return !readable.some((root) => isWithin(access.path, root));
				if (access.effect !== "execute" || access.language !== "shell") return false;
				const where = { cwd: access.cwd ?? cwd, folders: readable, hasNetwork: !sandboxed.has(input) };
				return namesOutside(access.command, where) !== undefined;
			}),
	};
};
