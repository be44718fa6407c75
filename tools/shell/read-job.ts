import { z } from "zod";
import { jobSchema } from "../../src/contracts/job-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { jobNote, jobState } from "../../src/lib/job-text.js";

export const readJobTool = defineTool({
	name: "read_job",
	category: "shell",
	description: "Output of a job: its end, or what is new from an offset on.",
	effects: ["read"],
	keywords: ["background", "log", "logs", "output", "tail"],
	input: z.object({
		id: z.string().describe("e.g. job-3"),
		offset: z.int().default(-8000).describe("In bytes; negative: from the end"),
		max_bytes: z.int().min(1).max(1_000_000).default(30_000).describe("Most"),
	}),
	output: z.object({ job: jobSchema, text: z.string(), offset: z.number(), nextOffset: z.number() }),
	title: ({ id, offset }) => (offset < 0 ? id : `${id} from ${offset}`),
	async run({ id, offset, max_bytes }, { jobs }) {
		const { job, text, offset: from, nextOffset } = await jobs.read(id, { offset, maxBytes: max_bytes });
		const before = offset < 0 && from > 0 ? `[… ${from} bytes before]\n` : "";
		const more = nextOffset < job.outputBytes ? [`${job.outputBytes - nextOffset} bytes more`] : [];
		const body = text === "" ? "(nothing new)\n" : `${text.replace(/\n$/, "")}\n`;
		return {
			content: `${before}${body}${jobNote(job, [...more, `next offset ${nextOffset}`])}`,
			details: { job: { ...job }, text, offset: from, nextOffset },
			summary: jobState(job),
			view: { kind: "text", text },
		};
	},
});
