import { z } from "zod";
import type { Access, PermissionMode, Rule } from "../../src/contracts/permission.js";
import type { SandboxStatus } from "../../src/contracts/ports.js";
import { type AnyTool, defineTool, type Effect } from "../../src/contracts/tool.js";
import type { PolicyRequest } from "../../src/security/policy.js";

export const works: SandboxStatus = { works: true, kind: "bubblewrap", reason: "proven" };
export const noSandbox: SandboxStatus = { works: false, kind: "none", reason: "bubblewrap is not installed" };

/** A tool of which the policy sees only name, effects and whether it says what it touches. */
export const toolNamed = (name: string, effects: readonly Effect[], isSilent = false): AnyTool =>
	defineTool({
		name,
		category: "data",
		description: "",
		effects,
		input: z.object({}),
		...(isSilent ? {} : { access: () => [] }),
		title: () => "",
		run: async () => ({ content: "" }),
	});

export interface Situation {
	readonly mode?: PermissionMode;
	/** `allow x(y)`, in the words that people use. */
	readonly rules?: readonly string[];
	readonly sandbox?: SandboxStatus;
	readonly network?: readonly string[];
	readonly isTainted?: boolean;
	readonly isTrusted?: boolean;
	readonly root?: string;
	readonly home?: string;
}

const asRule = (text: string): Rule => {
	const [action = "", ...rest] = text.split(" ");
	return { action: action as Rule["action"], text: rest.join(" "), source: "user" };
};

export const request = (tool: AnyTool, accesses: readonly Access[], situation: Situation = {}): PolicyRequest => ({
	tool,
	input: {},
	accesses,
	mode: situation.mode ?? "ask",
	rules: (situation.rules ?? []).map(asRule),
	roots: [situation.root ?? "/p/app"],
	home: situation.home ?? "/home/ann/.nexus",
	sandbox: situation.sandbox ?? noSandbox,
	network: { allow: situation.network ?? [] },
	isTainted: situation.isTainted ?? false,
	isTrusted: situation.isTrusted ?? true,
});

const shell = toolNamed("run_command", ["execute"]);
export const command = (text: string, situation?: Situation): PolicyRequest =>
	request(shell, [{ effect: "execute", command: text, language: "shell" }], situation);
