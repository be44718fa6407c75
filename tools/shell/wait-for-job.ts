import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { jobSchema } from "../../src/contracts/job-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { jobNote, jobState } from "../../src/lib/job-text.js";
import { compilePattern } from "../../src/lib/line-matcher.js";

const maxSeconds = 3600;
const endBytes = -4000;

export const waitForJobTool = defineTool({
	name: "wait_for_job",
	category: "shell",
	description: "Wait until a job ends or a line of its output matches.",
	effects: ["read"],
	keywords: ["background", "until", "ready", "finish", "poll"],
	input: z.object({
		id: z.string().describe("e.g. job-3"),
		pattern: z.string().optional().describe("Regex"),
		offset: z.int().default(0).describe("Look from this byte on"),
		timeout_s: z.number().min(0).max(maxSeconds).default(60).describe("Seconds"),
	}),
	output: z.object({ job: jobSchema, match: z.string().optional(), timedOut: z.boolean(), nextOffset: z.number() }),
	title: ({ id, pattern }) => (pattern === undefined ? id : `${id} for ${pattern}`),
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ id, pattern, offset, timeout_s }, { jobs, signal }) {
		const wanted = pattern === undefined ? {} : { pattern: compile(pattern) };
		const until = { ...wanted, offset, timeoutMs: timeout_s * 1000, signal };
		const { job, match, timedOut } = await jobs.wait(id, until);
		const { text, nextOffset } = await jobs.read(id, { offset: endBytes });
		const end = match !== undefined ? "matched" : timedOut ? `still running after ${timeout_s} s` : jobState(job);
		const isMissed = pattern !== undefined && match === undefined;
		const note = jobNote(job, [...(isMissed ? ["no line matched"] : []), `next offset ${nextOffset}`]);
		const body = match ?? (text === "" ? "(no output)" : text.replace(/\n$/, ""));
		return {
			content: `${body}\n${note}`,
			details: { job: { ...job }, ...(match === undefined ? {} : { match }), timedOut, nextOffset },
			summary: end,
			view: { kind: "text", text },
			...(isMissed || (job.state === "exited" && job.exitCode !== 0) ? { isError: true } : {}),
		};
	},
});

function compile(pattern: string): RegExp {
	try {
		return compilePattern(pattern, true);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new NexusError("tool.bad-input", `pattern: ${why}`, { hint: "Escape what is meant literally with \\." });
	}
}
