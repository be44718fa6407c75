import { z } from "zod";
import type { ProcessInfo } from "../../src/contracts/ports.js";
import { defineTool } from "../../src/contracts/tool.js";
import { orAbort } from "../../src/lib/abort.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

const orders: Readonly<Record<"cpu" | "memory" | "name" | "pid", (a: ProcessInfo, b: ProcessInfo) => number>> = {
	cpu: (a, b) => b.cpu - a.cpu || b.memoryBytes - a.memoryBytes,
	memory: (a, b) => b.memoryBytes - a.memoryBytes,
	name: (a, b) => a.name.localeCompare(b.name) || a.pid - b.pid,
	pid: (a, b) => a.pid - b.pid,
};

const maxCommand = 200;

export const listProcessesTool = defineTool({
	name: "list_processes",
	category: "system",
	description: "Running processes.",
	effects: ["read"],
	keywords: ["ps", "top", "task", "running", "program", "pid"],
	input: z.object({
		sort: z.enum(["cpu", "memory", "name", "pid"]).default("cpu").describe("Order"),
		limit: z.number().min(1).default(15).describe("Most rows"),
		filter: z.string().optional().describe("Part of name or command"),
	}),
	output: z.object({
		processes: z.array(
			z.object({
				pid: z.number(),
				name: z.string(),
				cpu: z.number(),
				memoryBytes: z.number(),
				command: z.string(),
				user: z.string(),
			}),
		),
		total: z.number(),
	}),
	title: ({ sort, filter }) => (filter === undefined ? `by ${sort}` : `${filter}, by ${sort}`),
	async run({ sort, limit, filter }, { system, signal }) {
		const wanted = filter?.toLowerCase() ?? "";
		const all = (await orAbort(system.processes(), signal)).filter(
			({ name, command }) => name.toLowerCase().includes(wanted) || command.toLowerCase().includes(wanted),
		);
		const processes = all
			.toSorted(orders[sort])
			.slice(0, limit)
			.map((entry) => ({ ...entry, command: entry.command.slice(0, maxCommand) }));
		const rows = processes.map(({ pid, name, cpu, memoryBytes, user }) => [
			String(pid),
			name,
			`${(cpu * 100).toFixed(1)} %`,
			formatBytes(memoryBytes),
			user,
		]);
		const more = all.length > processes.length ? `\n[${processes.length} of ${all.length} shown]` : "";
		return {
			content:
				all.length === 0
					? `No process ${filter === undefined ? "was found" : `has "${filter}" in its name or command`}.`
					: `pid name cpu memory user\n${rows.map((row) => row.join(" ")).join("\n")}${more}`,
			details: { processes, total: all.length },
			summary: plural(all.length, "process", "processes"),
			view: { kind: "table", columns: ["PID", "Name", "CPU", "Memory", "User"], rows },
		};
	},
});
