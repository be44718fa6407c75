// What an agent is: one Markdown file (front matter and prompt) or one TypeScript file in a folder of agents.
import { z } from "zod";
import { permissionModes } from "./permission.js";

/** The kinds that nexus brings (SPEC section 7); a person's own agents may be of any other. */
export const agentTypes = [
	"domain",
	"orchestrator",
	"supervisor",
	"worker",
	"analyzer",
	"decision-support",
	"code-review",
	"email-intelligence",
] as const;

export const agentNamePattern = /^[a-z0-9][a-z0-9-]{0,47}$/;

const words = z.array(z.string().min(1));

/** Front matter of an agent's Markdown file in `agents/`; the body is its prompt. */
export const agentFrontMatterSchema = z.strictObject({
	name: z.string().regex(agentNamePattern, "lower-case letters, digits and -, at most 48"),
	type: z.string().min(1).default("worker"),
	/** When to choose it, in one sentence: other agents and the router read it. */
	description: z.string().min(1),
	/** What it can do, in a few words each; the router matches tasks with them. */
	capabilities: words.default([]),
	/** The field that it knows, e.g. `law`. */
	domain: z.string().optional(),
	/** `provider/model`; absent: that of whoever asks it. */
	model: z.string().optional(),
	/** Names of tools, or `*`. */
	tools: z.union([z.literal("*"), z.array(z.string())]).default("*"),
	/** No more than that mode allows, whatever the mode of who asks it. */
	mode: z.enum(permissionModes).optional(),
	/** The most that one task may use. */
	budget: z.strictObject({ usd: z.number().positive().optional(), tokens: z.int().positive().optional() }).default({}),
	limits: z
		.strictObject({
			/** Requests to its model. */
			turns: z.int().min(1).optional(),
			minutes: z.number().positive().optional(),
			/** Agents that it may have below it, one below another. */
			depth: z.int().min(0).max(8).optional(),
			/** Times that it tries again by itself after a failure that may pass. */
			recoveries: z.int().min(0).max(10).optional(),
		})
		.default({}),
});

export type AgentSource = "built-in" | "user" | "project";

export interface AgentDefinition extends z.output<typeof agentFrontMatterSchema> {
	readonly prompt: string;
	readonly source: AgentSource;
	/** The file that it is read from. */
	readonly path?: string;
}

/** What a TypeScript file of an agent exports. */
export type AgentInput = z.input<typeof agentFrontMatterSchema> & { readonly prompt: string };

export const defineAgent = (definition: AgentInput): AgentInput => definition;
