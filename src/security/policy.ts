// Whether a call runs, asks or is denied: code over rules that are data. Deny beats ask beats allow, in every mode.
import type { Access, PermissionDecision } from "../contracts/permission.js";
import type { Effect } from "../contracts/tool.js";
import { judgeCode, judgeCommand } from "./judge-execute.js";
import { judgeNetwork } from "./judge-network.js";
import { judgePath } from "./judge-path.js";
import {
	byEffect,
	byMode,
	byRule,
	createContext,
	type Judgement,
	type PolicyContext,
	type PolicyRequest,
	planDenies,
	yoloAllows,
} from "./judgement.js";
import { nearestRealPath } from "./real-path.js";
import { loadShellParser, type ParseShell } from "./shell-parser.js";

export type { PolicyRequest } from "./judgement.js";

export interface Policy {
	/** Throws NexusError `permission.bad-rule` for a rule that cannot be read; nothing is decided then. */
	decide(request: PolicyRequest): Promise<PermissionDecision>;
}

export interface PolicyOptions {
	/** As FileSystem.realPath; default the machine's. */
	readonly realPath?: (path: string) => Promise<string>;
}

/** nexus's own state: notes, settings. */
function judgeState(what: string, context: PolicyContext): Judgement {
	const meant = (rule: { pattern: string | undefined }) => rule.pattern === undefined || rule.pattern === what;
	const denied = context.deny.find(meant);
	if (denied !== undefined) return byRule(denied);
	if (context.mode === "yolo") return yoloAllows();
	if (context.mode === "plan") return planDenies("change anything");
	const asked = context.ask.find(meant);
	if (asked !== undefined) return byRule(asked);
	if (context.isTainted) return byEffect("ask", `it changes ${what}, and untrusted content has been read in this turn`);
	return byEffect("allow", `${what} may change`);
}

/** A tool that does not say what a call touches is judged by the worst of what it may do. */
function judgeUnspecified(effect: Effect, context: PolicyContext): Judgement {
	if (effect === "state") return judgeState(context.tool.name, context);
	const rule = [...context.deny, ...context.ask, ...context.allow].find((candidate) => candidate.pattern === undefined);
	if (rule?.action === "deny") return byRule(rule);
	if (context.mode === "yolo") return yoloAllows();
	if (effect === "read") return rule === undefined ? byEffect("allow", "it only reads") : byRule(rule);
	if (context.mode === "plan") return planDenies(effect);
	if (rule?.action === "ask") return byRule(rule);
	if (context.isTainted) return byEffect("ask", `it may ${effect}, and untrusted content has been read in this turn`);
	return rule === undefined
		? byEffect("ask", `it may ${effect}, and does not say what`, context.tool.name)
		: byRule(rule);
}

/** Calls that touch nothing: only rules can stop them. */
function judgePure(context: PolicyContext): Judgement {
	const rule = [...context.deny, ...context.ask].find((candidate) => candidate.pattern === undefined);
	if (rule === undefined || (rule.action === "ask" && context.mode === "yolo"))
		return byEffect("allow", "it touches nothing");
	return byRule(rule);
}

/** The strictest of all; a rule is offered only when it alone would allow the whole call. */
function combine(judgements: readonly Judgement[], tool: string): PermissionDecision {
	const worst = (["deny", "ask", "allow"] as const).find((action) =>
		judgements.some(({ decision }) => decision === action),
	);
	const deciding = judgements.filter(({ decision }) => decision === worst);
	const first = deciding[0] ?? byMode("deny", `nothing is known about ${tool}`);
	const reasons = [...new Set(deciding.map(({ reason }) => reason))];
	const offered = [...new Set(deciding.map(({ offer }) => offer))];
	const rule = first.decision === "ask" && offered.length === 1 ? offered[0] : undefined;
	return {
		decision: first.decision,
		reason: first.decision === "allow" ? first.reason : reasons.join("; "),
		source: first.source,
		offers: rule === undefined ? [] : (["session", "project"] as const).map((scope) => ({ scope, rule })),
		warnings: [...new Set(deciding.flatMap(({ warnings }) => warnings ?? []))],
	};
}

export function createPolicy({ realPath = nearestRealPath }: PolicyOptions = {}): Policy {
	let parser: Promise<ParseShell> | undefined;

	const judge = async (access: Access, context: PolicyContext): Promise<Judgement> => {
		switch (access.effect) {
			case "read":
			case "write":
				return judgePath(access, context);
			case "network":
				return judgeNetwork(access.url, context);
			case "state":
				return judgeState(access.what, context);
			case "execute": {
				if (access.language !== "shell") return judgeCode(access, context);
				parser ??= loadShellParser();
				return judgeCommand(access, context, await parser);
			}
		}
	};

	const decide = async (request: PolicyRequest): Promise<PermissionDecision> => {
		const context = await createContext(request, realPath);
		const { tool, accesses } = request;
		const isSilent = tool.access === undefined && accesses.length === 0;
		const judgements =
			isSilent && tool.effects.length > 0
				? tool.effects.map((effect) => judgeUnspecified(effect, context))
				: await Promise.all(accesses.map((access) => judge(access, context)));
		return combine(judgements.length === 0 ? [judgePure(context)] : judgements, tool.name);
	};

	return { decide };
}
