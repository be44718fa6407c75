import { resolve } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { jobSchema } from "../../src/contracts/job-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { jobHint, jobState } from "../../src/lib/job-text.js";
import { shellEnvironment } from "../../src/lib/shell-call.js";

/** Long enough for a command that cannot even start to have said so. */
const firstLookMs = 400;
const maxFirstBytes = 2000;

/** A shell command that goes on while the conversation does: a server, a watcher, a long build. */
export const startJobTool = defineTool({
	name: "start_job",
	category: "shell",
	description: "Start a bash command in the background, e.g. a server; ends with nexus. Sandboxed as run_command.",
	effects: ["execute"],
	keywords: ["background", "daemon", "server", "watch", "long running", "detach", "nohup", "async"],
	input: z.object({
		command: z.string().min(1).describe("Command line"),
		cwd: z.string().optional().describe("Folder"),
		stays: z.boolean().default(false).describe("Go on when nexus ends"),
	}),
	output: jobSchema,
	access: ({ command, cwd, stays }, { cwd: here }) => [
		{
			effect: "execute",
			command,
			language: "shell",
			...(cwd === undefined ? {} : { cwd: resolve(here, cwd) }),
			...(stays ? { outlives: true } : {}),
		},
	],
	title: ({ command, cwd, stays }) =>
		`${command}${cwd === undefined ? "" : ` (in ${cwd})`}${stays ? " (goes on when nexus ends)" : ""}`,
	async run({ command, cwd, stays }, { jobs, fs, roots, signal, cwd: here }) {
		if (command.includes("\0")) throw new NexusError("tool.bad-input", "The command contains a NUL character");
		if (cwd !== undefined && (await fs.stat(cwd)).kind !== "directory") {
			throw new NexusError("tool.bad-input", `${cwd} is not a folder`);
		}
		const folder = cwd === undefined ? here : await fs.realPath(cwd);
		const sandbox = { network: false, writableRoots: roots };
		const { id } = await jobs.start({ command, cwd: folder, stays, env: shellEnvironment, sandbox });
		const { job } = await jobs.wait(id, { timeoutMs: firstLookMs, signal }).catch(async (error: unknown) => {
			// Cancelled as it began: what was asked for is not wanted any more.
			await jobs.kill(id);
			throw error;
		});
		const { text } = await jobs.read(id, { maxBytes: maxFirstBytes });
		const hint = jobHint(job);
		const next = job.state === "running" ? "; read_job, wait_for_job or kill_job go on from here" : "";
		return {
			content: `${text === "" ? "" : `${text.replace(/\n$/, "")}\n`}[${id} ${jobState(job)}${hint === undefined ? next : `; ${hint}`}]`,
			details: { ...job },
			summary: `${id}, ${jobState(job)}`,
			...(job.state === "exited" && job.exitCode !== 0 ? { isError: true } : {}),
		};
	},
});
