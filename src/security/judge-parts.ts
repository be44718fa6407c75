// A command line part by part, for those who want to know why: each simple command and redirection with its own decision.
import type { Access, JudgedPart } from "../contracts/permission.js";
import { judgeCommand } from "./judge-execute.js";
import type { Judgement, PolicyContext } from "./judgement.js";
import type { ShellAnalysis, SimpleCommand } from "./shell-grammar.js";

type ExecuteAccess = Extract<Access, { effect: "execute" }>;

const nothing: ShellAnalysis = { isUnderstood: true, reasons: [], commands: [], writes: [], reads: [] };

const written = ({ words }: SimpleCommand): string => words.map(({ raw }) => raw).join(" ");

const asPart = (text: string, { decision, reason, source }: Judgement): JudgedPart => ({
	text,
	decision,
	rule: reason,
	source,
});

/**
 * Commands behind one that counts itself (`sudo`) are only named when they are denied. What is not understood is a part
 * of its own, with the whole line as its text.
 */
export async function judgeParts(
	access: ExecuteAccess,
	context: PolicyContext,
	analysis: ShellAnalysis,
): Promise<readonly JudgedPart[]> {
	const judge = async (text: string, part: Partial<ShellAnalysis>): Promise<JudgedPart> =>
		asPart(text, await judgeCommand({ ...access, command: text }, context, { ...nothing, ...part }, analysis));
	const commands = await Promise.all(
		analysis.commands
			.filter(({ role }) => role !== "wrapper")
			.map(async (command) => ({ role: command.role, part: await judge(written(command), { commands: [command] }) })),
	);
	const shown = commands
		.filter(({ role, part }) => role === "runs" || part.decision === "deny")
		.map(({ part }) => part);
	const files = await Promise.all([
		...analysis.writes.map((word) => judge(`> ${word?.raw ?? "…"}`, { writes: [word] })),
		...analysis.reads.map((word) => judge(`< ${word.raw}`, { reads: [word], commands: [] })),
	]);
	const { reasons } = analysis;
	const unclear = analysis.isUnderstood
		? []
		: [await judge(access.command, { isUnderstood: false, reasons, commands: [] })];
	return [...new Map([...shown, ...files, ...unclear].map((part) => [JSON.stringify(part), part])).values()];
}
