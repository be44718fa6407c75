import { z } from "zod";
import { type CommandContext, type CommandResult, defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { toJson } from "../src/contracts/json.js";
import { strategies } from "../src/contracts/strategy.js";
import type { Workflow } from "../src/contracts/workflow.js";
import { pairs, runResult, watchOf } from "../src/contracts/workflow-command.js";
import { planText } from "../src/contracts/workflow-text.js";

export const runCommand = defineCommand({
	name: "run",
	description: "Run a workflow file, or a task with several agents; the run survives a crash",
	surfaces: ["cli"],
	args: z.object({
		what: z.string().optional().describe("a .yaml, .json or .ts file, or a task"),
		agents: z.string().optional().describe("who does the task: a,b"),
		strategy: z.enum(strategies).optional().describe("how several agents do it; sequential where nothing is said"),
		input: z.array(z.string()).default([]).describe("a value for the workflow, key=value; may be repeated"),
		budget: z.coerce.number().positive().optional().describe("most US dollars that the run may cost"),
		plan: z.boolean().default(false).describe("print the plan and stop"),
		yes: z.boolean().default(false).describe("start without asking about the plan"),
		schema: z.boolean().default(false).describe("print the JSON Schema of a workflow file"),
	}),
	positional: ["what"],
	values: { what: "path" },
	rest: "words",
	examples: [
		"nexus run flow.yaml --input version=1.2 --budget 0.50",
		"nexus run 'which parts of this are not tested?' --agents analyzer,code-reviewer --strategy parallel",
		"nexus run flow.yaml --plan",
	],
	async run(args, context) {
		const { workflows } = context.client;
		if (args.schema) {
			const schema = await workflows.schema();
			return { type: "message", text: JSON.stringify(schema, undefined, 2), json: toJson(schema) };
		}
		const read = await workflowOf(args, context);
		const given: Workflow =
			args.budget === undefined ? read : { ...read, budget: { ...read.budget, usd: args.budget } };
		const workflow = args.plan ? given : await agreed(given, args.yes, context);
		if (workflow === undefined) return { type: "message", text: "nothing was started" };
		if (args.plan) {
			const plan = await workflows.plan(workflow);
			return outputOf(planText(plan), toJson(plan), context);
		}
		const inputs = await workflows.inputs(workflow, pairs(args.input));
		const run = await workflows.start({ workflow, inputs }, watchOf(context));
		return runResult(run, await workflows.steps(run.id), context);
	},
});

const outputOf = (text: string, json: ReturnType<typeof toJson>, { outputFormat }: CommandContext): CommandResult => ({
	type: "message",
	text: outputFormat === "text" || outputFormat === undefined ? text : JSON.stringify(json),
	json,
});

const workflowOf = async (
	{
		what = "",
		agents,
		strategy,
	}: { what?: string | undefined; agents?: string | undefined; strategy?: (typeof strategies)[number] | undefined },
	{ client, rest }: CommandContext,
): Promise<Workflow> => {
	const isFile = /\.(ya?ml|json|[cm]?[jt]s)$/.test(what) && rest.length === 0;
	if (isFile && (agents !== undefined || strategy !== undefined))
		throw new NexusError("usage.option", "--agents and --strategy are for a task; a file says who does what", {
			hint: "nexus run 'the task' --agents a,b",
			exitCode: 2,
		});
	if (isFile) return client.workflows.read(what);
	const task = [what, ...rest].join(" ").trim();
	if (task === "")
		throw new NexusError("usage.task", "there is nothing to run", {
			hint: "nexus run flow.yaml, or nexus run 'a task' --agents a,b",
			exitCode: 2,
		});
	const names = (agents ?? client.info.agent)
		.split(",")
		.map((name) => name.trim())
		.filter((name) => name !== "");
	return client.workflows.forTask({ task, agents: names, strategy: strategy ?? "sequential" });
};

/** The plan is shown before anything starts; whoever is there may change it or leave it. Undefined: it is left. */
const agreed = async (
	workflow: Workflow,
	isAgreed: boolean,
	{ client, say, askLine, editText }: CommandContext,
): Promise<Workflow | undefined> => {
	let current = workflow;
	for (;;) {
		say?.(planText(await client.workflows.plan(current)));
		if (isAgreed || askLine === undefined) return current;
		const answer = (await askLine("start? [Y]es, [n]o, [e]dit ")).trim().toLowerCase();
		if (answer === "" || answer === "y" || answer === "yes") return current;
		if (!answer.startsWith("e") || editText === undefined) return undefined;
		const text = await editText(await client.workflows.text(current), "yaml");
		try {
			current = await client.workflows.parse(text, "plan.yaml");
		} catch (error) {
			if (!(error instanceof NexusError)) throw error;
			say?.(`${error.message}\nThe plan is as it was.`);
		}
	}
};
