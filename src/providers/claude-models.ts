// How Claude models differ on the wire (platform.claude.com, "Models overview" and "Extended thinking", 2026-11).

/** `budget`: thinking with a number of tokens. `adaptive`: the model decides, steered by an effort. */
export type Thinking = "none" | "budget" | "adaptive";

export interface ClaudeTraits {
	readonly thinking: Thinking;
	/** Sent when the person sets no limit, since the API requires one. */
	readonly maxOutputTokens: number;
}

/** Facts by the model's name; a name that is not known counts as a current model. */
export function claudeTraits(model: string): ClaudeTraits {
	if (/claude-(2|v1|instant)/.test(model)) return { thinking: "none", maxOutputTokens: 4096 };
	if (/claude-3-(haiku|opus|sonnet)/.test(model)) return { thinking: "none", maxOutputTokens: 4096 };
	if (/claude-3-5/.test(model)) return { thinking: "none", maxOutputTokens: 8192 };
	if (/claude-3-7|claude-[a-z]+-4(-[0-5])?(-(\d{8}|latest))?$/.test(model))
		return { thinking: "budget", maxOutputTokens: 32_000 };
	return { thinking: "adaptive", maxOutputTokens: 32_000 };
}
