// What a call may do: judged by the policy, and the files cut down to what was judged.
import type { Access, PermissionDecision, PermissionMode } from "../contracts/permission.js";
import type { FileSystem, SandboxStatus } from "../contracts/ports.js";
import type { AccessContext, AnyTool } from "../contracts/tool.js";
import { isWithin } from "../lib/env-allow.js";
import { createGuardedFs } from "../security/guarded-fs.js";
import { createPolicy } from "../security/policy.js";
import { accessesOf } from "./accesses.js";
import type { RuleBook } from "./rule-book.js";
import type { Settings } from "./settings.js";

/** Who asks, as far as it counts for what is allowed. */
export interface Judged {
	mode(): PermissionMode;
	isTainted(): boolean;
	readonly access: AccessContext;
}

export interface CallJudge {
	decide(tool: AnyTool, input: Record<string, unknown>, caller: Judged): Promise<PermissionDecision>;
	/** The files of one call: what was judged, and what lies in the roots. */
	filesFor(tool: AnyTool, input: Record<string, unknown>, caller: Judged): Promise<FileSystem>;
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

const notNeeded: SandboxStatus = { works: false, kind: "none", reason: "nothing is executed" };

export const createCallJudge = (options: CallJudgeOptions): CallJudge => {
	const { cwd, readable, home, disk, rules, settings } = options;
	const policy = createPolicy();
	/** What was judged for an input is what is granted to it, whatever its links lead to by then (SECURITY R17). */
	const judged = new WeakMap<object, readonly Access[]>();

	return {
		decide: async (tool, input, caller) => {
			const accesses = await accessesOf(tool, input, caller.access, disk);
			judged.set(input, accesses);
			const isExecuting = accesses.some((access) => access.effect === "execute");
			return policy.decide({
				tool,
				input,
				accesses,
				mode: caller.mode(),
				rules: await rules.all(),
				roots: readable,
				cwd,
				home,
				sandbox: isExecuting ? await options.sandbox() : notNeeded,
				network: settings.config.network,
				isTainted: caller.isTainted(),
				isTrusted: settings.trust.isTrusted,
			});
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
			(judged.get(input) ?? []).some(
				(access) => access.effect === "read" && !readable.some((root) => isWithin(access.path, root)),
			),
	};
};
