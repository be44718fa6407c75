// A step's task with everything filled in, and its hash: what a decision about it is bound to.
import type { AgentTask } from "../../contracts/agent-task.js";
import type { ErrorData } from "../../contracts/errors.js";
import type { WorkflowStep } from "../../contracts/workflow.js";
import { canonicalJson, sha256 } from "../../lib/canonical-json.js";
import type { Flow, Values } from "./flow.js";
import { fillIn } from "./template.js";

export interface Call {
	readonly task: Omit<AgentTask, "id">;
	/** SHA-256 of all that makes the call what it is. */
	readonly hash: string;
	/** What a person is asked first. */
	readonly approval: string | undefined;
	/** The same for each attempt at the same step: who gets it twice need not do the work twice. */
	readonly idempotencyKey: string;
}

/** @returns the call, or why there is none: a value that is not there */
export const callOf = (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	values: Values,
): Call | { readonly error: ErrorData } => {
	const generation = flow.journal.row(key)?.generation ?? 1;
	const idempotencyKey = `${flow.runId}/${key}/${generation}`;
	const all: Values = { ...values, step: { id: step.id, key: idempotencyKey } };
	const texts = [step.task ?? "", ...Object.values(step.with ?? {})].map((text) => fillIn(text, all));
	const approval = typeof step.approval === "string" ? fillIn(step.approval, all) : undefined;
	for (const filled of [...texts, ...(approval === undefined ? [] : [approval])])
		if (!filled.ok) return { error: missingValue(key, filled.missing) };
	const [task = "", ...handed] = texts.map((filled) => (filled.ok ? filled.text : ""));
	const inputs = Object.keys(step.with ?? {}).map((title, index) => ({ title, text: handed[index] ?? "" }));
	if (step.idempotent === true) inputs.push({ title: "idempotency key", text: idempotencyKey });
	const agent = step.agent ?? flow.defaultAgent;
	const what = {
		agent,
		task,
		...(inputs.length === 0 ? {} : { inputs }),
		...(step.model === undefined ? {} : { model: step.model }),
		...(step.output === undefined ? {} : { outputSchema: step.output }),
	};
	const question =
		approval?.ok === true ? approval.text : step.approval === true ? `May ${key} begin? ${task}` : undefined;
	const hash = sha256(canonicalJson(question === undefined ? what : { ...what, question }));
	return { task: what, hash, approval: question, idempotencyKey };
};

const missingValue = (key: string, place: string): ErrorData => ({
	code: "workflow.value",
	message: `${key}: there is nothing in ${place}`,
	hint: "a step that was skipped has no output; use when:, or its text",
	exitCode: 2,
});
