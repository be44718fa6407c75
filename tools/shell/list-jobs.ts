import { z } from "zod";
import { jobSchema } from "../../src/contracts/job-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { jobAge, jobCount, jobState } from "../../src/lib/job-text.js";
import { formatBytes } from "../../src/lib/plural.js";

export const listJobsTool = defineTool({
	name: "list_jobs",
	category: "shell",
	description: "Background jobs, newest first.",
	effects: ["read"],
	keywords: ["background", "running", "servers", "status"],
	input: z.object({ state: z.enum(["all", "running"]).default("all").describe("Which") }),
	output: z.object({ jobs: z.array(jobSchema) }),
	title: ({ state }) => state,
	async run({ state }, { jobs, clock, cwd }) {
		const found = (await jobs.list()).filter((job) => state === "all" || job.state === "running");
		const nowMs = clock.now().getTime();
		const rows = found.map((job) => [
			job.id,
			jobState(job),
			jobAge(job, nowMs),
			formatBytes(job.outputBytes),
			job.stays ? "stays" : "",
			job.cwd === cwd ? job.command : `${job.command} (in ${job.cwd})`,
		]);
		return {
			content: found.length === 0 ? "There are no jobs." : rows.map((row) => row.filter(Boolean).join("  ")).join("\n"),
			details: { jobs: found.map((job) => ({ ...job })) },
			summary: found.length === 0 ? "none" : jobCount(found),
			view: { kind: "table", columns: ["Job", "State", "Time", "Output", "", "Command"], rows },
		};
	},
});
