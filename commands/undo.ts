import { z } from "zod";
import { type CommandContext, type CommandResult, defineCommand } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { toJson } from "../src/contracts/json.js";
import type { RestorePlan } from "../src/contracts/snapshots.js";
import { fileLines, notCoveredText, planText, shownPath, totalText } from "../src/lib/restore-text.js";

export const undoCommand = defineCommand({
	name: "undo",
	description: "Take back what the last turn changed in files; shows it first",
	surfaces: ["cli", "slash"],
	args: z.object({
		list: z.boolean().default(false).describe("list the turns that changed files, newest first"),
		to: z.coerce.number().int().min(1).optional().describe("this turn and all later ones, by its number in --list"),
		session: z.string().optional().describe("turns of this session only; default: all of this folder"),
		yes: z.boolean().default(false).describe("do not ask"),
		force: z.boolean().default(false).describe("also where somebody else has changed a file since; keeps a copy"),
	}),
	examples: ["nexus undo", "nexus undo --list", "nexus undo --to 12 --yes"],
	async run({ list, ...args }, context) {
		if (!list) return runRestore("undo", args, context);
		const { client } = context;
		const sessionId = args.session ?? context.sessionId;
		const steps = await client.undo.list(sessionId === undefined ? {} : { sessionId });
		return {
			type: "table",
			columns: [
				{ name: "turn", align: "right" },
				{ name: "time" },
				{ name: "paths", align: "right" },
				{ name: "state" },
				{ name: "asked" },
				{ name: "not covered" },
			],
			rows: steps.map((step) => [
				String(step.id),
				step.time.slice(0, 16).replace("T", " "),
				String(step.files),
				step.isInterrupted ? `${step.state}, cut off` : step.state,
				step.title.split("\n")[0]?.slice(0, 60) ?? "",
				notCoveredText(step.notCovered, client.info.cwd),
			]),
			empty: "no turn has changed files here",
			json: toJson(steps),
		};
	},
});

interface RestoreArguments {
	readonly to?: number | undefined;
	readonly session?: string | undefined;
	readonly yes: boolean;
	readonly force: boolean;
}

/** What `undo` and `redo` have in common: show, ask, do. */
export const runRestore = async (
	direction: "undo" | "redo",
	args: RestoreArguments,
	context: CommandContext,
): Promise<CommandResult> => {
	const { client } = context;
	const { cwd } = client.info;
	const sessionId = args.session ?? context.sessionId;
	const of = {
		...(sessionId === undefined ? {} : { sessionId }),
		...(args.to === undefined ? {} : { to: args.to }),
	};
	const plan = await client.undo.preview({ direction, ...of });
	const [first] = plan.steps;
	if (first === undefined) {
		const text = `nothing to ${direction}: no turn ${sessionId === undefined ? "here" : "of this session"} has changed files${direction === "redo" ? " that were undone" : ""}`;
		return { type: "message", text, json: toJson(plan) };
	}
	if (plan.conflicts.length > 0 && !args.force) throw conflictOf(plan, cwd);
	if (!args.yes) {
		const question = `${planText(plan, cwd)}\n${direction} ${totalText(plan.files)}?`;
		if (context.approve !== undefined) {
			if (!(await context.approve(question))) return { type: "message", text: "everything stays as it is" };
		} else if (context.surface === "slash") return choiceOf(direction, args, plan, cwd);
		else throw unasked(direction, plan);
	}
	const act = direction === "undo" ? client.undo.apply : client.undo.redo;
	const done = await act({ ...of, force: args.force });
	const head = `${direction === "undo" ? "undone" : "redone"}: ${totalText(done.files)}`;
	// The transcript shows the rest.
	if (context.surface === "slash") return { type: "display", text: head };
	const lines = [
		head,
		...fileLines(done.files, cwd),
		...(done.lost.length > 0 ? [`stays as it is: ${notCoveredText(done.lost, cwd)}`] : []),
		...(done.keptIn === undefined ? [] : [`copies of what was overwritten: ${done.keptIn}`]),
	];
	return { type: "message", text: lines.join("\n"), json: toJson(done) };
};

const conflictOf = (plan: RestorePlan, cwd: string): NexusError => {
	const shown = plan.conflicts.slice(0, 10).map(({ path }) => shownPath(path, cwd));
	const more = plan.conflicts.length - shown.length;
	return new NexusError(
		"undo.conflict",
		`changed since by somebody else: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}; nothing was touched`,
		{
			hint: "--force overwrites them, after a copy of each is kept",
			data: plan.conflicts.map(({ path, why }) => ({ path, why })),
		},
	);
};

const unasked = (direction: string, plan: RestorePlan): NexusError =>
	new NexusError("undo.unconfirmed", `${direction} would change ${totalText(plan.files)}, and nobody can be asked`, {
		hint: `--yes does it without asking; nothing was touched`,
		exitCode: 4,
	});

const choiceOf = (
	direction: "undo" | "redo",
	args: RestoreArguments,
	plan: RestorePlan,
	cwd: string,
): CommandResult => {
	const oldest = plan.steps.at(-1);
	const given = [
		...(direction === "undo" && oldest !== undefined ? ["--to", String(oldest.id)] : []),
		...(args.session === undefined ? [] : ["--session", args.session]),
		...(args.force ? ["--force"] : []),
	];
	return {
		type: "choose",
		title: `${direction} ${totalText(plan.files)}? esc leaves all`,
		above: planText(plan, cwd),
		items: [{ value: "--yes", label: `yes, ${direction}`, detail: totalText(plan.files) }],
		command: direction,
		given: given.join(" "),
		json: toJson(plan),
	};
};
