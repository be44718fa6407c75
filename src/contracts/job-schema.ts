// A job as tools give it out.
import { z } from "zod";

export const jobSchema = z.object({
	id: z.string(),
	command: z.string(),
	cwd: z.string(),
	pid: z.number(),
	startedAt: z.string(),
	endedAt: z.string().optional(),
	state: z.enum(["running", "exited", "killed", "lost"]),
	exitCode: z.number().nullable().optional(),
	outputBytes: z.number(),
	outputPath: z.string(),
	stays: z.boolean(),
	sandboxed: z.boolean(),
	waitsForInput: z.boolean().optional(),
});
