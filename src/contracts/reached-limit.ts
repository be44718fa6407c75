// A limit that a command ran into.
import { z } from "zod";

export const reachedLimitSchema = z.object({
	/** `file`: the size of one that it wrote. */
	what: z.enum(["memory", "processes", "output", "file"]),
	/** What is allowed: MB (1024² bytes), or processes. */
	most: z.number(),
});
export type ReachedLimit = Readonly<z.output<typeof reachedLimitSchema>>;
