// One shot: a prompt in, the answer on stdout, everything else on stderr.

import type { NexusClient } from "../../contracts/client.js";
import { type ErrorData, NexusError, toErrorData } from "../../contracts/errors.js";
import { agentOf } from "../../contracts/event.js";
import { defineFrontend } from "../../contracts/frontend.js";
import { checkAnswer } from "../../lib/answer-schema.js";
import type { PrintOptions } from "./options.js";
import { emptyOutcome, exitCodeOf, foldOutcome, type PrintOutcome } from "./outcome.js";
import { createPrinter, type Printer } from "./printer.js";
import { type Prompt, readPrompts } from "./prompts.js";

export const printFrontend = defineFrontend<PrintOptions>({
	name: "print",
	async start({ client, options, io, signal }) {
		const printer = createPrinter(options, io, client.info);
		for (const warning of client.info.warnings) printer.progress(warning);
		const session = options.sessionId ?? (await client.sessions.create({})).id;
		const deadline =
			options.timeoutMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
		// Opening a session closes what a run that died left open; that is not this run's.
		await client.runs.idle(session);
		const before = await client.sessions.read(session);
		let outcome: PrintOutcome = { ...emptyOutcome(session), seq: before.at(-1)?.seq ?? 0 };
		try {
			if (options.resumes === true) outcome = await ask(client, session, undefined, deadline, outcome, printer);
			for await (const prompt of readPrompts(options, io)) {
				if (outcome.error !== undefined) break;
				outcome = await ask(client, session, prompt, deadline, outcome, printer);
				if (outcome.error !== undefined) break;
			}
			if (options.outputSchema !== undefined && outcome.error === undefined) {
				outcome = await fitSchema(client, session, options.outputSchema, deadline, outcome, printer);
			}
		} catch (error) {
			outcome = { ...outcome, error: toErrorData(error) };
		}
		if (deadline.aborted && !signal.aborted) outcome = { ...outcome, error: timedOut(options.timeoutMs ?? 0) };
		if (signal.aborted) outcome = { ...outcome, signalCode: signal.reason === 143 ? 143 : 130 };
		return exitCodeOf(await printer.end(outcome));
	},
});

/** One prompt until nothing runs any more; without one, the run that was under way. */
const ask = async (
	client: NexusClient,
	session: string,
	prompt: Prompt | undefined,
	signal: AbortSignal,
	before: PrintOutcome,
	printer: Printer,
): Promise<PrintOutcome> => {
	let outcome: PrintOutcome = { ...before, answer: "" };
	const watching = new AbortController();
	const lastSeq = outcome.seq;
	const onAbort = () => void client.runs.cancel(session);
	signal.addEventListener("abort", onAbort, { once: true });
	try {
		const events = client.events({ sessionId: session, after: lastSeq, signal: watching.signal });
		const promptId = prompt === undefined ? undefined : (await client.prompt(session, prompt)).promptId;
		if (promptId === undefined && !(await client.runs.resume(session))) return outcome;
		if (signal.aborted) onAbort();
		let run: "before" | "ours" | "over" = promptId === undefined ? "ours" : "before";
		/** Agents that it put to work in the background: what they do is part of what was asked. */
		const open = new Set<string>();
		for await (const event of events) {
			outcome = foldOutcome(outcome, event);
			printer.event(event);
			if (event.type === "run.start" && event.data.promptId === promptId) run = "ours";
			if (event.type === "run.end" && run === "ours") run = "over";
			if (event.type === "agent.start") open.add(agentOf(event));
			if (event.type === "agent.end") open.delete(agentOf(event));
			if (run === "over" && open.size === 0) break;
		}
		return outcome;
	} finally {
		watching.abort();
		signal.removeEventListener("abort", onAbort);
	}
};

/** The answer must fit the schema: one more try with the validator's words, then it is an error. */
const fitSchema = async (
	client: NexusClient,
	session: string,
	schema: NonNullable<PrintOptions["outputSchema"]>,
	signal: AbortSignal,
	before: PrintOutcome,
	printer: Printer,
): Promise<PrintOutcome> => {
	const first = await checkAnswer(before.answer, schema);
	if (first.ok) return { ...before, answer: first.json, structured: first.value };
	const repair = `Your answer must be JSON that fits this schema, and nothing else: ${JSON.stringify(schema)}\nIt does not: ${first.problem}\nAnswer again.`;
	const repaired = await ask(client, session, { text: repair, typed: "" }, signal, before, printer);
	if (repaired.error !== undefined) return repaired;
	const second = await checkAnswer(repaired.answer, schema);
	if (second.ok) return { ...repaired, answer: second.json, structured: second.value };
	const error: ErrorData = {
		code: "answer.schema",
		message: `the answer does not fit the schema: ${second.problem}`,
		hint: "loosen the schema, or use a model with structured output",
		exitCode: 7,
	};
	return { ...repaired, error };
};

const timedOut = (ms: number): ErrorData =>
	toErrorData(
		new NexusError("limit.timeout", `stopped after ${ms / 1000} s`, {
			hint: "raise --timeout; `nexus -c` goes on from here",
			exitCode: 5,
		}),
	);
