import { z } from "zod";

/** Front matter of an agent's Markdown file in `agents/`; the body is its prompt. */
export const agentFrontMatterSchema = z.object({
	name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
	type: z.string().default("worker"),
	description: z.string(),
	model: z.string().optional(),
	/** Names of tools, or `*`. */
	tools: z.union([z.literal("*"), z.array(z.string())]).default("*"),
});

export interface AgentDefinition extends z.output<typeof agentFrontMatterSchema> {
	readonly prompt: string;
	readonly source: "built-in" | "user" | "project";
}
