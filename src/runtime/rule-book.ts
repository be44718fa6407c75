import type { Rule } from "../contracts/permission.js";
export interface RuleBook {
	all(): readonly Rule[];
	addForSession(rule: { action: Rule["action"]; text: string }): void;
	addForProject(rule: { action: Rule["action"]; text: string }): Promise<void>;
	remove(text: string): Promise<boolean>;
}
export const createRuleBook = (initial: readonly Rule[]): RuleBook => {
	let rules = [...initial];
	return {
		all: () => rules,
		addForSession: (rule) => void rules.push({ ...rule, source: "session" }),
		addForProject: async (rule) => void rules.push({ ...rule, source: "project" }),
		remove: async (text) => {
			const before = rules.length;
			rules = rules.filter((rule) => rule.text !== text);
			return rules.length < before;
		},
	};
};
