// All permission rules of this run: from the configuration and flags, those kept under NEXUS_HOME, and the session's.
import type { Rule } from "../contracts/permission.js";
import type { RulesFile } from "../security/rules-file.js";

type NewRule = Pick<Rule, "action" | "text">;

export interface RuleBook {
	/** Reads the kept rules on first use. */
	all(): Promise<readonly Rule[]>;
	addForSession(rule: NewRule): void;
	addForProject(rule: NewRule): Promise<void>;
	/** From the session and what is kept; false when it is in neither. */
	remove(text: string): Promise<boolean>;
}

export const createRuleBook = (fixed: readonly Rule[], file: RulesFile, warn: (message: string) => void): RuleBook => {
	let session: readonly Rule[] = [];
	let kept: Promise<readonly Rule[]> | undefined;

	const load = async (): Promise<readonly Rule[]> => {
		const { rules, problems } = await file.read();
		for (const problem of problems) warn(problem.message);
		return rules;
	};

	return {
		all: async () => {
			kept ??= load();
			return [...fixed, ...(await kept), ...session];
		},
		addForSession: (rule) => {
			session = [...session, { ...rule, source: "session" }];
		},
		addForProject: async (rule) => {
			await file.add("project", rule);
			kept = undefined;
		},
		remove: async (text) => {
			const others = session.filter((rule) => rule.text !== text);
			const wasInSession = others.length < session.length;
			session = others;
			const wasKept = await file.remove(text);
			kept = undefined;
			return wasInSession || wasKept;
		},
	};
};
