// Whether a call runs, asks or is denied: code over rules that are data. Deny beats ask beats allow, in every mode.
import type { Access, JudgedPart, PermissionDecision, PermissionTest, Rule } from "../contracts/permission.js";
import type { Effect } from "../contracts/tool.js";
import { judgeCode, judgeCommand } from "./judge-execute.js";
import { judgeNetwork } from "./judge-network.js";
import { judgeParts } from "./judge-parts.js";
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
	untrustedRead,
	yoloAllows,
} from "./judgement.js";
import { nearestRealPath } from "./real-path.js";
import { type ParsedRule, parseRule } from "./rule.js";
import { analyzeShell, maxCommandCharacters, type ShellAnalysis } from "./shell-grammar.js";
import { loadShellParser, type ParseShell } from "./shell-parser.js";

export type { PolicyRequest } from "./judgement.js";

export interface Policy {
	/** Throws NexusError `permission.bad-rule` for a rule that cannot be read; nothing is decided then. */
	decide(request: PolicyRequest): Promise<PermissionDecision>;
	/** The same decision with those about its parts. */
	explain(request: PolicyRequest): Promise<PermissionTest>;
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
	if (context.mode === "plan") return planDenies("change anything");
	const asked = context.ask.find(meant);
	if (asked !== undefined) return byRule(asked);
	if (context.mode === "yolo") return yoloAllows();
	if (context.isTainted) return byEffect("ask", `it changes ${what}, and ${untrustedRead(context)}`);
	return byEffect("allow", `${what} may change`);
}

/** A tool that does not say what a call touches is judged by the worst of what it may do. */
function judgeUnspecified(effect: Effect, context: PolicyContext): Judgement {
	if (effect === "state") return judgeState(context.tool.name, context);
	const rule = [...context.deny, ...context.ask, ...context.allow].find((candidate) => candidate.pattern === undefined);
	if (rule?.action === "deny") return byRule(rule);
	if (context.mode === "yolo") return rule?.action === "ask" ? byRule(rule) : yoloAllows();
	if (effect === "read") return rule === undefined ? byEffect("allow", "it only reads") : byRule(rule);
	if (context.mode === "plan") return planDenies(effect);
	if (rule?.action === "ask") return byRule(rule);
	if (context.isTainted) return byEffect("ask", `it may ${effect}, and ${untrustedRead(context)}`);
	return rule === undefined
		? byEffect("ask", `it may ${effect}, and does not say what`, context.tool.name)
		: byRule(rule);
}

/** Calls that touch nothing: only rules can stop them. */
function judgePure(context: PolicyContext): Judgement {
	const rule = [...context.deny, ...context.ask].find((candidate) => candidate.pattern === undefined);
	return rule === undefined ? byEffect("allow", "it touches nothing") : byRule(rule);
}

const hostsOf = (judgements: readonly Judgement[]): readonly string[] => [
	...new Set(judgements.flatMap((judgement) => judgement.hosts ?? [])),
];

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
		...(deciding.some(({ hosts }) => hosts !== undefined) ? { hosts: hostsOf(deciding) } : {}),
	};
}

/** An access in the words of the person. */
const inWords = (access: Access): string => {
	switch (access.effect) {
		case "read":
		case "write":
			return `${access.effect} ${access.path}`;
		case "network":
			return access.url;
		case "state":
			return access.what;
		case "execute":
			return access.command;
	}
};

/** Command lines whose analysis is kept; a session repeats itself. */
const maxKept = 500;

export function createPolicy({ realPath = nearestRealPath }: PolicyOptions = {}): Policy {
	let parser: Promise<ParseShell> | undefined;
	const analyses = new Map<string, ShellAnalysis>();
	const rules = new WeakMap<Rule, ParsedRule>();

	const folders = new Map<string, Promise<string>>();

	const known = {
		parse: (rule: Rule): ParsedRule => {
			const parsed = rules.get(rule) ?? parseRule(rule);
			rules.set(rule, parsed);
			return parsed;
		},
		/** Where a folder that is open to tools was at first: a link that takes its place later opens nothing. */
		folder: (path: string): Promise<string> => {
			const found = folders.get(path) ?? realPath(path);
			folders.set(path, found);
			return found;
		},
	};

	/** What a text means never changes. */
	const analyze = async (command: string): Promise<ShellAnalysis> => {
		const known = analyses.get(command);
		if (known !== undefined) return known;
		parser ??= loadShellParser();
		// What is too long is refused unread.
		const analysis = analyzeShell(command.length > maxCommandCharacters ? "" : command, await parser);
		const oldest = analyses.size < maxKept ? undefined : analyses.keys().next().value;
		if (oldest !== undefined) analyses.delete(oldest);
		analyses.set(command, analysis);
		return analysis;
	};

	const judge = async (access: Access, context: PolicyContext): Promise<Judgement> => {
		switch (access.effect) {
			case "read":
			case "write":
				return judgePath(access, context);
			case "network":
				return judgeNetwork(access.url, context);
			case "state":
				return judgeState(access.what, context);
			case "execute":
				return access.language === "shell"
					? judgeCommand(access, context, await analyze(access.command))
					: judgeCode(access, context);
		}
	};

	const judgements = async (
		{ tool, accesses }: PolicyRequest,
		context: PolicyContext,
	): Promise<readonly Judgement[]> => {
		const isSilent = tool.access === undefined && accesses.length === 0;
		const found =
			isSilent && tool.effects.length > 0
				? tool.effects.map((effect) => judgeUnspecified(effect, context))
				: await Promise.all(accesses.map((access) => judge(access, context)));
		return found.length === 0 ? [judgePure(context)] : found;
	};

	const partsOf = async (access: Access, context: PolicyContext): Promise<readonly JudgedPart[]> => {
		if (access.effect === "execute" && access.language === "shell")
			return judgeParts(access, context, await analyze(access.command));
		const { decision, reason, source } = await judge(access, context);
		return [{ text: inWords(access), decision, rule: reason, source }];
	};

	return {
		decide: async (request) =>
			combine(await judgements(request, await createContext(request, realPath, known)), request.tool.name),
		explain: async (request) => {
			const context = await createContext(request, realPath, known);
			const { decision, reason, source, warnings } = combine(await judgements(request, context), request.tool.name);
			const parts = await Promise.all(request.accesses.map((access) => partsOf(access, context)));
			return { decision, rule: reason, source, parts: parts.flat(), warnings };
		},
	};
}
