import { z } from "zod";
import { jobSchema } from "../../src/contracts/job-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { jobNote, jobState } from "../../src/lib/job-text.js";

export const killJobTool = defineTool({
	name: "kill_job",
	category: "shell",
	description: "End a job with all that it started.",
	effects: ["state"],
	keywords: ["background", "stop", "terminate", "end", "cancel"],
	input: z.object({ id: z.string().describe("e.g. job-3") }),
	output: jobSchema,
	access: ({ id }) => [{ effect: "state", what: id }],
	title: ({ id }) => id,
	async run({ id }, { jobs }) {
		const job = await jobs.kill(id);
		return { content: jobNote(job), details: { ...job }, summary: jobState(job) };
	},
});
