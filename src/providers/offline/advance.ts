// From a turn to what comes next: calls to make, or the answer.
import type { ToolCallPart, ToolResultPart } from "../../contracts/message.js";
import type { ToolSpec } from "../../contracts/model.js";
import type { Turn } from "./conversation.js";
import { codeAnswer, commandAnswer } from "./families/shell-steps.js";
import { interpret, type Part } from "./interpret.js";
import type { Context, Outcome, ToolRequest } from "./plan.js";

export type Advance =
	| { readonly type: "calls"; readonly calls: readonly ToolCallPart[] }
	| { readonly type: "answer"; readonly text: string };

/** Looks that change nothing and give the same when taken twice. */
const canShare: ReadonlySet<string> = new Set([
	"system_load",
	"list_processes",
	"calculate",
	"current_time",
	"date_math",
	"convert_units",
	"statistics",
]);

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

const outcomeOf = (request: ToolRequest, result: ToolResultPart): Outcome => ({
	...request,
	content: result.content,
	details: result.details,
	isError: result.isError === true,
});

/** What a call that failed or was denied says; a program that ended with an error still shows its output. */
function failure(outcome: Outcome): string {
	if (outcome.tool === "run_command" && outcome.details !== undefined) return commandAnswer(outcome);
	if (outcome.tool === "run_code" && outcome.details !== undefined) return codeAnswer(outcome);
	const reason = outcome.content.trim().split("\n").slice(0, 3).join(" ");
	return `${outcome.tool} did not work: ${reason === "" ? "no reason was given." : reason}`;
}

function answerOf(part: Part, outcomes: readonly Outcome[], context: Context): string {
	const failed = outcomes.filter((outcome) => outcome.isError);
	if (failed.length > 0) {
		const worked = outcomes.filter((outcome) => !outcome.isError);
		const told = failed.map(failure);
		return [...(worked.length > 0 && outcomes.length > 1 ? [part.step.answer(worked, context)] : []), ...told].join(
			" ",
		);
	}
	try {
		return part.step.answer(outcomes, context);
	} catch {
		// Details of an unexpected shape: what the tool said itself is right in any case.
		return outcomes.map((outcome) => firstLine(outcome.content)).join(" ");
	}
}

/**
 * Deterministic: the same conversation gives the same calls with the same ids, so nothing has to be remembered between
 * two requests. Steps that do not look back are called together; one that does waits for those before it.
 */
export function advance(
	turn: Turn,
	tools: readonly ToolSpec[],
	interpreted: Map<string, readonly Part[]> = new Map(),
): Advance {
	const prefix = turn.agent === undefined ? "offline" : `offline-${turn.agent}`;
	const key = `${turn.attachment === undefined ? "" : "+"}${turn.request}`;
	const parts = interpreted.get(key) ?? interpret(turn.request, turn.attachment !== undefined);
	if (!interpreted.has(key) && interpreted.size >= 8) interpreted.clear();
	interpreted.set(key, parts);
	const offered = new Set(tools.map((tool) => tool.name));
	const answers: string[] = [];
	const pending: ToolCallPart[] = [];
	const shared = new Map<string, string>();
	let earlier: readonly Outcome[] = turn.earlier;
	for (const [stepIndex, part] of parts.entries()) {
		if (part.step.refersBack === true && pending.length > 0) break;
		const context: Context = { earlier, attachment: turn.attachment };
		const planned = part.step.plan(context);
		if (typeof planned === "string") {
			answers.push(planned);
			continue;
		}
		const missing = planned.find((request) => offered.size > 0 && !offered.has(request.tool));
		if (missing !== undefined) {
			answers.push(`The tool ${missing.tool} is not available here.`);
			continue;
		}
		const outcomes: Outcome[] = [];
		for (const [callIndex, request] of planned.entries()) {
			const own = `${prefix}-${turn.index}-${stepIndex + 1}-${callIndex + 1}`;
			// Two questions about the machine are answered by one look at it.
			const key = canShare.has(request.tool) ? `${request.tool}${JSON.stringify(request.input)}` : own;
			const callId = shared.get(key) ?? own;
			shared.set(key, callId);
			if (callId !== own && !turn.results.has(callId)) continue;
			const result = turn.results.get(callId);
			if (result === undefined) pending.push({ type: "tool-call", callId, name: request.tool, input: request.input });
			else outcomes.push(outcomeOf(request, result));
		}
		if (outcomes.length < planned.length) continue;
		answers.push(answerOf(part, outcomes, context));
		earlier = [...earlier, ...outcomes];
	}
	if (pending.length > 0) return { type: "calls", calls: pending };
	const isLong = answers.some((answer) => answer.includes("\n"));
	return { type: "answer", text: [...new Set(answers)].join(isLong ? "\n\n" : " ") };
}
