// What a call needs, and what answers it. The policy is code over this data; the model is never a guard.
import { z } from "zod";

export const permissionModes = ["ask", "edits", "auto", "plan", "yolo"] as const;
/**
 * ask: reads run, the rest asks. edits: writes inside the workspace run too. auto: sandboxed commands run too.
 * plan: only reads. yolo: everything but what a rule denies or asks about.
 */
export type PermissionMode = (typeof permissionModes)[number];

/** One thing that a call will touch, judged on its own; a call is allowed when all of them are. */
export type Access =
	| { readonly effect: "read"; readonly path: string }
	| { readonly effect: "write"; readonly path: string }
	| {
			readonly effect: "execute";
			readonly command: string;
			readonly language: "shell" | "javascript" | "python";
			/** Absolute; where it runs when that is not the working directory. */
			readonly cwd?: string;
			/** It goes on when nexus ends. A rule for the command says nothing about that. */
			readonly outlives?: boolean;
			/** It is given something to read besides. */
			readonly hasInput?: boolean;
	  }
	| { readonly effect: "network"; readonly url: string }
	/** Changes state of nexus itself (memory notes, settings). */
	| { readonly effect: "state"; readonly what: string };

export type RuleSource = "built-in" | "user" | "project" | "session" | "flag";
export const ruleActions = ["allow", "ask", "deny"] as const;
export type RuleAction = (typeof ruleActions)[number];

/** `tool(pattern)` or `tool`; `*` matches any run of characters, in paths not across `/` but with `**`. */
export interface Rule {
	readonly action: RuleAction;
	readonly text: string;
	readonly source: RuleSource;
}

export interface PermissionDecision {
	readonly decision: RuleAction;
	/** The rule or mode that decided, in words a person can act on, e.g. `allow run_command(git log *)`. */
	readonly reason: string;
	readonly source: RuleSource | "mode";
	/** Rules that would allow this call from now on and no more than it, narrowest first. Offered in approvals. */
	readonly offers: readonly { readonly scope: "session" | "project"; readonly rule: string }[];
	/** Said with the question, e.g. that no sandbox works here. */
	readonly warnings: readonly string[];
	/**
	 * Hosts that the call may reach from the sandbox once it is allowed: the question names them. Others are asked about
	 * when it wants to reach them. Absent: it reaches none, and nobody is asked.
	 */
	readonly hosts?: readonly string[];
}

/** One simple command, redirection or access of a call, with its own decision. */
export interface JudgedPart {
	readonly text: string;
	readonly decision: RuleAction;
	/** As PermissionDecision.reason. */
	readonly rule: string;
	readonly source: PermissionDecision["source"];
}

/** What would be decided about a call, and why. */
export interface PermissionTest extends Pick<PermissionDecision, "decision" | "source" | "warnings"> {
	/** In the words of the question that a person would get. */
	readonly rule: string;
	readonly parts: readonly JudgedPart[];
}

export const approvalAnswerSchema = z.object({
	answer: z.enum(["once", "session", "project", "deny"]),
	/** The rule that was shown and is now saved. */
	rule: z.string().optional(),
	/** Told to the model. */
	reason: z.string().optional(),
});
export type ApprovalAnswer = z.infer<typeof approvalAnswerSchema>;
