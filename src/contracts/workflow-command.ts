// What the commands that run workflows have in common: who is asked, what is written, how they end.
import type { CommandContext, CommandResult } from "./command.js";
import type { ExitCode } from "./errors.js";
import { toJson } from "./json.js";
import type { Answer, Question, StepRow, WorkflowRun } from "./workflow-run.js";
import { openQuestions, runText, workflowLine } from "./workflow-text.js";
import type { WorkflowWatch } from "./workflows-client.js";

/** Questions come one at a time, whoever asks. */
export const watchOf = (context: CommandContext): WorkflowWatch => {
	const { signal, outputFormat, writeLine, say, askLine, approve } = context;
	let asking: Promise<unknown> = Promise.resolve();
	const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
		const asked = asking.then(ask, ask);
		asking = asked.catch(() => {});
		return asked;
	};
	return {
		signal,
		onEvent: (event) => {
			if (outputFormat === "stream-json") writeLine?.(JSON.stringify(event));
			const line = workflowLine(event);
			if (line !== undefined) say?.(line);
		},
		...(askLine === undefined ? {} : { ask: (question) => inTurn(() => askPerson(question, askLine)) }),
		...(approve === undefined ? {} : { allow: (question) => inTurn(() => approve(question)) }),
	};
};

const askPerson = async (
	question: Question,
	askLine: (text: string) => Promise<string>,
): Promise<Answer | undefined> => {
	// Whoever stops nexus instead of answering has decided nothing.
	const asked = askLine(`${question.text}\n[${question.answers.join(", ")}; nothing: later] `);
	const typed = (await asked.catch(() => "")).trim().toLowerCase();
	const meant = typed === "y" || typed === "yes" ? "approve" : typed === "n" || typed === "no" ? "deny" : typed;
	return question.answers.find((answer) => meant !== "" && answer.startsWith(meant));
};

/** How a run ended, or what it waits for and how that is decided. */
export const runResult = (run: WorkflowRun, rows: readonly StepRow[], context: CommandContext): CommandResult => {
	const { text = "", error } = run.result ?? {};
	const exitCode = exitCodeOf(run);
	const questions = openQuestions(rows);
	const { workflow, ...facts } = run;
	const json = toJson({ type: "result", ...facts, steps: rows, questions });
	if (context.outputFormat === "stream-json") return { type: "message", text: JSON.stringify(json), json, exitCode };
	if (context.outputFormat === "json") return { type: "message", text: JSON.stringify(json), json, exitCode };
	if (run.state === "done") return { type: "message", text: text === "" ? "done" : text, json, exitCode };
	if (error !== undefined)
		context.say?.(`nexus: ${error.message}${error.hint === undefined ? "" : ` (${error.hint})`}`);
	return { type: "message", text: runText({ ...run, result: undefined }, rows), json, exitCode };
};

const exitCodeOf = ({ state, result }: WorkflowRun): ExitCode => {
	if (state === "done") return 0;
	// A decision is a permission that nobody there could give.
	if (state === "waiting") return 4;
	return result?.error?.exitCode ?? (state === "limited" ? 5 : 1);
};

/** `key=value` texts as a record; of two the last one holds. */
export const pairs = (texts: readonly string[]): Readonly<Record<string, string>> =>
	Object.fromEntries(
		texts.map((text) => {
			const at = text.indexOf("=");
			return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
		}),
	);
