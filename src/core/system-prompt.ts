import type { AgentDefinition } from "../contracts/agent.js";

export interface PromptFacts {
	readonly agent: AgentDefinition;
	readonly cwd: string;
	readonly platform: string;
	/** The day the session began, `2026-11-20`: it must not change within a session, or no prompt cache ever hits. */
	readonly day: string;
	readonly timeZone: string;
	readonly isReadOnly: boolean;
	/** Given by the person instead of the agent's own prompt. */
	readonly override: string | undefined;
	readonly append: string | undefined;
}

/** The same for every request of a session, byte for byte, so that providers can cache it. */
export const systemPrompt = (facts: PromptFacts): string => {
	const plan = facts.isReadOnly
		? "Plan mode: only look; change nothing. End with a plan the person can approve."
		: undefined;
	const place = `Working directory: ${facts.cwd}\nPlatform: ${facts.platform}\nThe session began on ${facts.day} (${facts.timeZone}).`;
	return [facts.override ?? facts.agent.prompt.trim(), place, plan, facts.append]
		.filter((part) => part !== undefined && part !== "")
		.join("\n\n");
};
