// Reading and writing files (SECURITY R15, R17, R18).
import type { Access } from "../contracts/permission.js";
import { isWithin } from "../lib/env-allow.js";
import { protectedPart } from "../lib/protected-paths.js";
import {
	byEffect,
	byMode,
	byRule,
	type Judgement,
	type PolicyContext,
	planDenies,
	untrustedRead,
	yoloAllows,
} from "./judgement.js";
import { coversPath, exactRule, isExactly, type ParsedRule } from "./rule.js";
import { isSecretFile } from "./secret-files.js";

type PathAccess = Extract<Access, { effect: "read" | "write" }>;

/** Devices, and what the kernel tells about processes, environment and memory included. */
export const isSpecialPath = (path: string): boolean =>
	/^\/dev(?:\/|$)/.test(path) ||
	/^\/proc\/(?:\d+|self|thread-self)(?:\/|$)/.test(path) ||
	/^\/sys\/kernel\/security/.test(path);

export const isInRoots = (path: string, roots: readonly string[]): boolean =>
	roots.some((root) => isWithin(path, root));

/** Below NEXUS_HOME, and not in a folder of it that was opened by naming it as a root (the outputs that are kept). */
export const isOwn = (path: string, home: string, roots: readonly string[]): boolean =>
	isWithin(path, home) && !roots.some((root) => root !== home && isWithin(root, home) && isWithin(path, root));

/** Why writing there needs a person every time; undefined when it does not. */
export function writeGuard(path: string, home: string): string | undefined {
	if (isWithin(path, home)) return `${path} belongs to nexus itself`;
	const part = protectedPart(path);
	return part === undefined ? undefined : `${path} is protected: what is in ${part} can run programs or give rights`;
}

/** Files that agents and build services read as instructions. */
const instructs =
	/\/(?:AGENTS?|CLAUDE|GEMINI|SKILL|QWEN)(?:\.\w+)?\.md$|\/\.(?:cursor|windsurf|cline|roo)rules$|\/\.github\/|\/\.gitlab-ci\.yml$|\/\.ci\//i;

const find = (rules: readonly ParsedRule[], path: string, cwd: string, isWide: boolean): ParsedRule | undefined =>
	rules.find((rule) => rule.pattern === undefined || coversPath(rule.pattern, path, cwd, isWide));

/** As people would write it: relative below the working directory. */
const spelled = (path: string, cwd: string): string =>
	isWithin(path, cwd) && path !== cwd ? path.slice(cwd.length + 1) : path;

export function judgePath({ effect, path }: PathAccess, context: PolicyContext): Judgement {
	const { cwd, mode, roots } = context;
	if (isSpecialPath(path)) return byEffect("deny", `${path} is a device or belongs to a process; it is never opened`);
	const denied = find(context.deny, path, cwd, true);
	if (denied !== undefined) return byRule(denied);
	if (effect === "write" && mode === "plan") return planDenies("write");
	const asked = find(context.ask, path, cwd, true);
	if (mode === "yolo") return asked === undefined ? yoloAllows() : byRule(asked);

	const guard = effect === "write" ? writeGuard(path, context.home) : undefined;
	if (guard !== undefined) return byEffect("ask", guard);
	if (asked !== undefined) return byRule(asked);

	const name = spelled(path, cwd);
	const exact = context.allow.find((rule) => isExactly(rule, name) || isExactly(rule, path));
	if (exact !== undefined) return byRule(exact);
	const offer = exactRule(context.tool.name, name);
	if (isSecretFile(path) || (effect === "read" && isOwn(path, context.home, roots))) {
		return byEffect("ask", `${path} is known to hold secrets`, offer);
	}
	if (effect === "write" && context.isTainted && instructs.test(path)) {
		return byEffect("ask", `${path} instructs agents, and ${untrustedRead(context)}`, offer);
	}
	const isInside = isInRoots(path, roots);
	if (effect === "read" && isInside) return byEffect("allow", "reads inside the workspace run");
	const allowed = find(context.allow, path, cwd, false);
	if (allowed !== undefined) return byRule(allowed);
	if (!isInside) return byEffect("ask", `${path} is outside the workspace`, offer);
	if (mode === "edits" || mode === "auto") return byMode("allow", `${mode} mode writes inside the workspace`);
	return byMode("ask", `it writes ${name}`, offer);
}
