import type { AgentDefinition } from "../contracts/agent.js";

export interface PromptFacts {
	readonly agent: AgentDefinition;
	readonly cwd: string;
	readonly platform: string;
	/** The day the session began, `2026-11-20`: it must not change within a session, or no prompt cache ever hits. */
	readonly day: string;
	readonly timeZone: string;
	readonly isReadOnly: boolean;
	/** Another agent asks, and gets its last message. */
	readonly isBelow?: boolean;
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
	return [
		facts.override ?? facts.agent.prompt.trim(),
		facts.isBelow === true ? forAgents : undefined,
		place,
		plan,
		facts.append,
	]
		.filter((part) => part !== undefined && part !== "")
		.join("\n\n");
};

const forAgents = `Another agent gave you this task. It sees nothing of your work but your last message, and a list of the files that you wrote and the commands that you ran, which is made from the log.

- The task and what was handed over with it are all that is known. Nobody answers questions: decide, and say what you assumed.
- Your last message is your result. It stands alone: findings with file and line, figures with where they come from, what is left undone and why.
- If you did something that can be checked, end with a line "Claims:" and under it one short item a line, each beginning with "- ".
- If you cannot do it, say so plainly in the first line. A failure told early is worth more than a guess.`;
