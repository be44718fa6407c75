// Rules as people write them: `tool` or `tool(pattern)`.
import { homedir } from "node:os";
import { resolve } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { Rule } from "../contracts/permission.js";
import { isWithin } from "../lib/env-allow.js";
import { parseHostPattern } from "../lib/host-pattern.js";
import { hasHidden } from "../lib/show-hidden.js";
import { escapeWildcard, literalOf, matchPathPattern, matchWildcard } from "../lib/wildcard.js";

export interface ParsedRule extends Rule {
	/** May hold `*`. */
	readonly tool: string;
	/** undefined: every call of the tool. */
	readonly pattern: string | undefined;
}

/** Throws NexusError `permission.bad-rule` (exit 2) that shows the rule. */
export function parseRule(rule: Rule): ParsedRule {
	const match = /^\s*([A-Za-z_*][\w*.-]*)\s*(?:\(([\s\S]*)\))?\s*$/.exec(rule.text);
	const [, tool, pattern] = match ?? [];
	if (tool === undefined || pattern?.trim() === "") {
		throw new NexusError("permission.bad-rule", `"${rule.text}" is not a rule`, {
			hint: "Write a tool, or a tool and a pattern: run_command(git log *), edit_file(src/**), fetch_url(example.com).",
			exitCode: 2,
		});
	}
	if (tool === "network" && pattern !== undefined && parseHostPattern(pattern) === undefined) {
		throw new NexusError("permission.bad-rule", `"${rule.text}" is not a rule: ${pattern.trim()} is no host`, {
			hint: "Write network(example.com), network(*.example.com) or network(example.com:8443).",
			exitCode: 2,
		});
	}
	const isAll = pattern === undefined || /^\s*\*{1,2}\s*$/.test(pattern);
	return { ...rule, tool, pattern: isAll ? undefined : pattern.trim() };
}

export const isForTool = (rule: ParsedRule, tool: string): boolean => matchWildcard(rule.tool, tool);

/** The rule in words: `allow run_command(git log *)`. */
export const ruleInWords = (rule: Rule): string => `${rule.action} ${rule.text}`;

/**
 * The rule that covers this text alone; undefined when it could not be shown whole on one line, so that nobody saves
 * what was not seen (SECURITY R5).
 */
export function exactRule(tool: string, text: string): string | undefined {
	if (text === "" || text.length > 300 || text !== text.trim() || text.includes("\n") || hasHidden(text))
		return undefined;
	return `${tool}(${escapeWildcard(text)})`;
}

/** Whether the rule names exactly this text. */
export const isExactly = (rule: ParsedRule, text: string): boolean =>
	rule.pattern !== undefined && literalOf(rule.pattern) === text;

/**
 * Whether a pattern covers an absolute path. Relative patterns count from `cwd`, `~/` from the home folder. What is
 * denied (`isWide`) is also what lies below, and a bare name at any depth.
 */
export function coversPath(pattern: string, path: string, cwd: string, isWide: boolean): boolean {
	const spelled = pattern.replace(/^~(?=\/|$)/, escapeWildcard(homedir())).replace(/\/$/, "/**");
	const wide = isWide ? [spelled, `${spelled}/**`] : [spelled];
	if (spelled.startsWith("/")) return wide.some((candidate) => matchPathPattern(candidate, path));
	const relativePath = isWithin(path, cwd) ? path.slice(cwd === "/" ? 1 : cwd.length + 1) || "." : undefined;
	const bare = spelled.replace(/^(?:\.\/)+/, "");
	const literal = literalOf(bare);
	// `../x` leaves the working directory.
	if (literal?.startsWith("..")) return resolve(cwd, literal) === path;
	const anywhere = isWide && !bare.includes("/") ? [`/**/${bare}`, `/**/${bare}/**`] : [];
	if (anywhere.some((candidate) => matchPathPattern(candidate, path))) return true;
	if (relativePath === undefined) return false;
	return (isWide ? [bare, `${bare}/**`] : [bare]).some((candidate) => matchPathPattern(candidate, relativePath));
}

/**
 * The same rule for where its pattern really leads: paths are judged with their links resolved, and a rule for a link
 * means what is behind it. undefined when there is no link in it.
 */
export async function behindLinks(
	rule: ParsedRule,
	cwd: string,
	realPath: (path: string) => Promise<string>,
): Promise<ParsedRule | undefined> {
	const pattern = rule.pattern?.replace(/^~(?=\/|$)/, escapeWildcard(homedir()));
	if (pattern === undefined) return undefined;
	const star = /(?<!\\)(?:\\\\)*\*/.exec(pattern)?.index;
	const fixed = star === undefined ? pattern : pattern.slice(0, pattern.lastIndexOf("/", star) + 1);
	const path = resolve(cwd, literalOf(fixed) ?? "");
	const real = await realPath(path);
	if (fixed === "" || real === path) return undefined;
	const rest = pattern.slice(fixed.length);
	return { ...rule, pattern: rest === "" ? escapeWildcard(real) : `${escapeWildcard(real)}/${rest}` };
}

/** `*` in a host stands for labels, never for a path. */
function coversHost(pattern: string, url: URL, isWide: boolean): boolean {
	const wanted = pattern.toLowerCase();
	const port = url.port || (url.protocol === "https:" ? "443" : "80");
	const hosts = [url.hostname, `${url.hostname}:${port}`];
	if (hosts.some((host) => matchWildcard(wanted, host))) return true;
	return isWide && hosts.some((host) => matchWildcard(`*.${wanted}`, host));
}

/** Whether a pattern covers a URL: a host (`*.example.com`, `host:port`) or a URL, part by part. */
export function coversUrl(pattern: string, url: URL, isWide: boolean): boolean {
	const [, scheme, host = "", path] = /^(?:([a-z*]+):\/\/)?([^/]*)(\/[\s\S]*)?$/i.exec(pattern) ?? [];
	if (scheme !== undefined && scheme !== "*" && `${scheme.toLowerCase()}:` !== url.protocol) return false;
	if (!coversHost(host, url, isWide)) return false;
	const target = url.pathname + url.search;
	if (path === undefined) return isWide || scheme === undefined || target === "/";
	return matchWildcard(path, target) || (isWide && matchWildcard(`${path}*`, target));
}
