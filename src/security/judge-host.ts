// Whether a sandboxed command may reach a host (SECURITY R14, R21, R25). Which addresses may be dialled at all is the
// business of the proxy.
import type { PermissionDecision, PermissionMode, Rule } from "../contracts/permission.js";
import { coversHost, type HostAndPort, hostText, parseHostPattern } from "../lib/host-pattern.js";
import { byEffect, byMode, byRule, type Judgement, untrustedRead } from "./judgement.js";
import { isForTool, type ParsedRule, parseRule } from "./rule.js";

/** What rules about hosts are written with: `network(registry.npmjs.org)`. */
export const networkTool = "network";

export interface HostRequest {
	readonly target: HostAndPort;
	readonly mode: PermissionMode;
	readonly rules: readonly Rule[];
	/** Patterns from the person's own settings. */
	readonly settings: readonly string[];
	/** Patterns that came with the permission for the command (`PermissionDecision.hosts`). */
	readonly named: readonly string[];
	/** A person has just allowed this very call. */
	readonly isApproved: boolean;
	/** Untrusted content has been read in this turn. */
	readonly isTainted: boolean;
	readonly taintedBy?: string | undefined;
}

/** Whether a rule means that host. One that says `*` for the tool and no pattern means every one. */
export const meansHost = ({ pattern }: ParsedRule, target: HostAndPort, isWide: boolean): boolean => {
	if (pattern === undefined) return true;
	const parsed = parseHostPattern(pattern);
	return parsed !== undefined && coversHost(parsed, target, isWide);
};

function judge(request: HostRequest): Judgement {
	const { target, mode, isApproved } = request;
	const rules = request.rules.map(parseRule).filter((rule) => isForTool(rule, networkTool));
	const find = (action: Rule["action"]) =>
		rules.find((rule) => rule.action === action && meansHost(rule, target, action !== "allow"));
	const isAmong = (patterns: readonly string[]) =>
		patterns.find((text) => {
			const pattern = parseHostPattern(text);
			return pattern !== undefined && coversHost(pattern, target, false);
		});
	const host = hostText(target);
	const offer = `${networkTool}(${host})`;
	const held = find("deny") ?? find("ask");
	if (held !== undefined) return byRule(held);
	if (mode === "plan") return byMode("deny", "plan mode does not use the network");
	if (mode === "yolo") return byMode("allow", "yolo mode allows every public host that no rule denies or asks about");
	if (request.isTainted && !isApproved) {
		return byEffect("ask", `${host} could be told what was read; ${untrustedRead(request)}`, offer);
	}
	if (isAmong(request.named) !== undefined) return byEffect("allow", "the command that was allowed names it");
	const rule = find("allow");
	if (rule !== undefined) return byRule(rule);
	const setting = isAmong(request.settings);
	if (setting !== undefined) return { decision: "allow", reason: `sandbox.network has ${setting}`, source: "user" };
	return byEffect("ask", `${host} is not among the hosts that sandboxed commands may reach`, offer);
}

/** Deny beats ask beats allow, in every mode. Throws NexusError `permission.bad-rule`. */
export function decideHost(request: HostRequest): PermissionDecision {
	const { decision, reason, source, offer } = judge(request);
	const scopes = decision === "ask" && offer !== undefined ? (["session", "project"] as const) : [];
	return {
		...{ decision, reason, source, warnings: [] },
		offers: scopes.map((scope) => ({ scope, rule: offer ?? "" })),
	};
}
