// Outgoing requests (SECURITY R21, R25). What may be dialled at all is the business of the HTTP adapter.
import type { HostAndPort } from "../lib/host-pattern.js";
import { meansHost, networkTool } from "./judge-host.js";
import {
	byEffect,
	byRule,
	type Judgement,
	type PolicyContext,
	planDenies,
	untrustedRead,
	yoloAllows,
} from "./judgement.js";
import { coversUrl, exactRule, isExactly, type ParsedRule } from "./rule.js";

const targetOf = ({ hostname, port, protocol }: URL): HostAndPort => ({
	host: hostname.replace(/^\[|\]$/g, "").replace(/\.$/, ""),
	port: Number(port) || (protocol === "https:" ? 443 : 80),
});

const find = (rules: readonly ParsedRule[], url: URL, isWide: boolean): ParsedRule | undefined =>
	rules.find((rule) => {
		if (rule.pattern === undefined) return true;
		return rule.tool === networkTool ? meansHost(rule, targetOf(url), isWide) : coversUrl(rule.pattern, url, isWide);
	});

export function judgeNetwork(address: string, context: PolicyContext): Judgement {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url === undefined) return byEffect("deny", `${address.slice(0, 200)} is not a URL`);
	if (url.protocol !== "http:" && url.protocol !== "https:") {
		return byEffect("deny", `${url.protocol} is not fetched, only http and https are`);
	}
	const denied = find(context.deny, url, true);
	if (denied !== undefined) return byRule(denied);
	if (context.mode === "plan") return planDenies("use the network");
	const asked = find(context.ask, url, true);
	if (asked !== undefined) return byRule(asked);
	if (context.mode === "yolo") return yoloAllows();
	const offer = exactRule(context.tool.name, address);
	const exact = context.allow.find((rule) => isExactly(rule, address) || isExactly(rule, url.href));
	if (exact !== undefined) return byRule(exact);
	if (context.isTainted) {
		return byEffect("ask", `${url.host} could be told what was read; ${untrustedRead(context)}`, offer);
	}
	const allowed = find(context.allow, url, false);
	if (allowed !== undefined) return byRule(allowed);
	const host = context.network.allow.find((pattern) => coversUrl(pattern, url, false));
	if (host !== undefined) return { decision: "allow", reason: `network.allow has ${host}`, source: "user" };
	return byEffect("ask", `${url.host} is not among the allowed hosts`, offer);
}
