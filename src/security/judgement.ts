import type { Access, PermissionDecision, PermissionMode, Rule } from "../contracts/permission.js";
import type { SandboxStatus } from "../contracts/ports.js";
import type { AnyTool } from "../contracts/tool.js";
import { behindLinks, isForTool, type ParsedRule, ruleInWords } from "./rule.js";

export interface PolicyRequest {
	readonly tool: AnyTool;
	readonly input: unknown;
	/** What the call will touch; paths absolute, all links resolved. */
	readonly accesses: readonly Access[];
	readonly mode: PermissionMode;
	readonly rules: readonly Rule[];
	/** Folders in which tools may read, and with `edits` write. */
	readonly roots: readonly string[];
	/** Where relative patterns and commands start; default the first root. */
	readonly cwd?: string;
	/** NEXUS_HOME. */
	readonly home: string;
	readonly sandbox: SandboxStatus;
	/** Hosts (`example.com`, `*.example.com`, `host:port`) from the person's own settings. */
	readonly network: { readonly allow: readonly string[] };
	/** Untrusted content has been read in this turn (SECURITY R25). */
	readonly isTainted: boolean;
	/** The call that read it, to be shown. */
	readonly taintedBy?: string | undefined;
	/** The folder is trusted. Absent: not, so that nothing runs git in it unasked (SECURITY R1). */
	readonly isTrusted?: boolean;
}

/** What is thought of one access. The call gets the strictest. */
export interface Judgement {
	readonly decision: PermissionDecision["decision"];
	readonly reason: string;
	readonly source: PermissionDecision["source"];
	/** The rule that would allow this access and no more; absent where no rule may. */
	readonly offer?: string | undefined;
	readonly warnings?: readonly string[];
	/** As PermissionDecision.hosts. */
	readonly hosts?: readonly string[];
}

/** A request with its rules sorted out. */
export interface PolicyContext extends PolicyRequest {
	readonly cwd: string;
	readonly deny: readonly ParsedRule[];
	readonly ask: readonly ParsedRule[];
	readonly allow: readonly ParsedRule[];
	/** The path with all links resolved, or of its nearest existing parent and the rest. */
	realPath(path: string): Promise<string>;
}

/** The tools whose rules people write when they mean a shell command, or a host whoever asks it. */
const [shellTool, networkTool] = ["run_command", "network"] as const;

export async function createContext(
	request: PolicyRequest,
	realPath: (path: string) => Promise<string>,
	{ parse, folder }: { parse(rule: Rule): ParsedRule; folder(path: string): Promise<string> },
): Promise<PolicyContext> {
	const { accesses, tool } = request;
	const roots = await Promise.all(request.roots.map(folder));
	const cwd = await folder(request.cwd ?? request.roots[0] ?? "/");
	const home = await folder(request.home);
	const rules = request.rules.map(parse);
	const isShell = accesses.some((access) => access.effect === "execute" && access.language === "shell");
	const isAboutHosts = accesses.some(({ effect }) => effect === "network");
	const isAboutFiles = accesses.some(({ effect }) => effect === "read" || effect === "write");
	const isMeant = (rule: ParsedRule): boolean =>
		isForTool(rule, tool.name) ||
		(isShell && isForTool(rule, shellTool)) ||
		(isAboutHosts && isForTool(rule, networkTool));
	/**
	 * Rules that hold back: those about commands count for every tool that runs a shell, those about hosts for every tool
	 * that asks one, and they follow links like paths do.
	 */
	const holding = async (action: "deny" | "ask"): Promise<readonly ParsedRule[]> => {
		const meant = rules.filter((rule) => rule.action === action && isMeant(rule));
		const linked = isAboutFiles ? await Promise.all(meant.map((rule) => behindLinks(rule, cwd, realPath))) : [];
		return [...meant, ...linked.filter((rule) => rule !== undefined)];
	};
	const allow = rules.filter((rule) => rule.action === "allow" && isForTool(rule, tool.name));
	return { ...request, roots, cwd, home, deny: await holding("deny"), ask: await holding("ask"), allow, realPath };
}

export const byRule = (rule: ParsedRule): Judgement => ({
	decision: rule.action,
	reason: ruleInWords(rule),
	source: rule.source,
});

export const byMode = (decision: Judgement["decision"], reason: string, offer?: string): Judgement => ({
	decision,
	reason,
	source: "mode",
	offer,
});

export const byEffect = (decision: Judgement["decision"], reason: string, offer?: string): Judgement => ({
	decision,
	reason,
	source: "built-in",
	offer,
});

/** Why a call asks again (SECURITY R25). */
export const untrustedRead = ({ taintedBy }: Pick<PolicyContext, "taintedBy">): string =>
	`untrusted content has been read in this turn${taintedBy === undefined ? "" : `: ${taintedBy}`}`;

export const planDenies = (what: string): Judgement => byMode("deny", `plan mode only reads; it does not ${what}`);
export const yoloAllows = (): Judgement =>
	byMode("allow", "yolo mode allows everything that no rule denies or asks about");
