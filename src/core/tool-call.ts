// The life of one tool call: requested, judged, perhaps asked about, run, and its result; an event at each step.
import type { ErrorData } from "../contracts/errors.js";
import type { EventDraft, ToolStatus } from "../contracts/event.js";
import type { ToolCallPart, ToolResultPart } from "../contracts/message.js";
import type { ApprovalAnswer, PermissionDecision } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import type { AnyTool, ToolContext, ToolEntry, ToolView } from "../contracts/tool.js";
import { orAbort } from "../lib/abort.js";
import { canonicalJson, sha256 } from "../lib/canonical-json.js";
import { truncateMiddle } from "../lib/truncate.js";
import type { ApprovalGate } from "./approvals.js";
import { cancelled, failure, type Outcome, type PreparedCall, safeTitle } from "./prepare-call.js";
import type { ResultCache } from "./result-cache.js";
import { openMeanwhile, quietCall, type RunningCall } from "./running-call.js";

/** What the stack around tools gives to every call alike. */
export interface ToolCallEnvironment {
	readonly tools: ReadonlyMap<string, ToolEntry>;
	/** Finds the tool of a call and checks its arguments; see `prepareFrom`. */
	prepare(call: ToolCallPart, signal: AbortSignal): Promise<PreparedCall>;
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly approvals: ApprovalGate;
	/** Judges one validated call. */
	decide(tool: AnyTool, input: Record<string, unknown>): Promise<PermissionDecision>;
	/** Whether a person can answer; otherwise what would ask is denied. */
	readonly canAsk: boolean;
	/** Keeps the rule that a person chose with their answer. */
	saveRule(answer: ApprovalAnswer): Promise<void>;
	/** The ports for one call, cut down to what was judged. */
	contextFor(tool: AnyTool, input: Record<string, unknown>, call: RunningCall): Promise<ToolContext>;
	/** Called right before a call runs, to save what it may change; gives what to warn of. Never throws. */
	beforeEffect(tool: AnyTool, input: Record<string, unknown>): Promise<string | undefined>;
	/** Keeps a text that is too long for the model; gives the path, or nothing where nothing is kept. */
	keepArtifact(callId: string, text: string): Promise<string | undefined>;
	/** Characters of a result that the model may get. */
	readonly maxResultCharacters: number;
	/** What pure tools gave before. */
	readonly results: ResultCache;
	/** Called with every call that ran, e.g. to mark the turn as tainted. */
	onDone(tool: AnyTool, input: Record<string, unknown>): void;
	/** Called with the end of every call, for the figures of each tool. */
	onEnd(call: { readonly tool: string; readonly status: ToolStatus; readonly durationMs: number }): void;
}

const defaultTimeoutMs = 120_000;
/** Larger structured results (a whole file) are not stored a second time beside their text. */
const maxStoredDetails = 16_000;
/** A tool that does not stop when told to is left behind after this. */
const abortGraceMs = 700;

/** Runs one call. Never throws: whatever happens is the result. */
export async function* runToolCall(
	call: ToolCallPart,
	environment: ToolCallEnvironment,
	signal: AbortSignal,
	/** The log has the call already, of a run that goes on. */
	isRequested = false,
): AsyncGenerator<EventDraft, ToolResultPart> {
	const { clock } = environment;
	const prepared = await environment.prepare(call, signal);
	const { callId, name } = call;
	if (!isRequested) yield { type: "tool.request", data: { callId, name, title: prepared.title, input: call.input } };
	const startedMs = clock.monotonicMs();
	let outcome: Outcome;
	if (signal.aborted) outcome = cancelled;
	else if ("outcome" in prepared) outcome = prepared.outcome;
	else outcome = yield* judgeAndRun(prepared.tool, prepared.input, call, environment, signal);
	return yield* finish(call, outcome, environment, clock.monotonicMs() - startedMs);
}

async function* judgeAndRun(
	tool: AnyTool,
	input: Record<string, unknown>,
	call: ToolCallPart,
	environment: ToolCallEnvironment,
	signal: AbortSignal,
): AsyncGenerator<EventDraft, Outcome> {
	try {
		const decision = await orAbort(environment.decide(tool, input), signal);
		const permission = yield* permit(decision, tool, input, call, environment, signal);
		if ("denial" in permission) return permission.denial;
		yield { type: "tool.start", data: { callId: call.callId } };
		return yield* execute(tool, input, { callId: call.callId, ...permission }, environment, signal);
	} catch (error) {
		return failure(error, signal);
	}
}

type Permission = { readonly denial: Outcome } | Pick<RunningCall, "isApproved">;

async function* permit(
	decision: PermissionDecision,
	tool: AnyTool,
	input: Record<string, unknown>,
	call: ToolCallPart,
	environment: ToolCallEnvironment,
	signal: AbortSignal,
): AsyncGenerator<EventDraft, Permission> {
	if (decision.decision === "allow") return { isApproved: false };
	if (decision.decision === "deny") return { denial: denied(`Not allowed: ${decision.reason}.`, decision) };
	if (!environment.canAsk) {
		const why = `${tool.name} needs permission and nobody can be asked: ${decision.reason}.`;
		return { denial: denied(why, decision) };
	}
	const approvalId = environment.nextId();
	const view = await preview(tool, input, environment, signal);
	yield {
		type: "approval.request",
		data: {
			approvalId,
			callId: call.callId,
			tool: tool.name,
			title: safeTitle(tool, input),
			reason: decision.reason,
			warnings: [...decision.warnings],
			offers: [...decision.offers],
			...(view === undefined ? {} : { view: view as EventView }),
			inputHash: sha256(canonicalJson([call.name, call.input])),
		},
	};
	const answer = await environment.approvals.ask(approvalId, signal);
	yield { type: "approval.response", data: { approvalId, callId: call.callId, ...answer } };
	if (answer.by === "cancel") return { denial: cancelled };
	if (answer.answer === "deny") {
		const reason = answer.reason === undefined || answer.reason === "" ? "" : ` They said: ${answer.reason}`;
		const content = `The person did not allow this call.${reason}`;
		return { denial: { status: "denied", content, summary: "denied" } };
	}
	if (answer.answer !== "once") await environment.saveRule(answer);
	return { isApproved: true };
}

type EventView = NonNullable<Extract<EventDraft, { type: "tool.result" }>["data"]["view"]>;

async function* execute(
	tool: AnyTool,
	input: Record<string, unknown>,
	{ callId, isApproved }: { readonly callId: string; readonly isApproved: boolean },
	environment: ToolCallEnvironment,
	signal: AbortSignal,
): AsyncGenerator<EventDraft, Outcome> {
	// Before the tool's own time begins. A cancelled call has changed nothing yet.
	const warning = await orAbort(environment.beforeEffect(tool, input), signal);
	if (warning !== undefined) yield { type: "notice.show", data: { level: "warn", text: warning } };
	const timeoutMs = tool.timeoutMs ?? defaultTimeoutMs;
	const timeout = new AbortController();
	const timer = setTimeout(() => timeout.abort(), timeoutMs);
	const either = AbortSignal.any([signal, timeout.signal]);
	const meanwhile = openMeanwhile(callId, environment, either);
	const work = environment
		.contextFor(tool, input, { ...meanwhile.call, signal: either, isApproved })
		.then((context) =>
			environment.results.through(tool, input, () => orAbort(tool.run(input, context), either, abortGraceMs)),
		);
	const settled = work.then(
		(output) => ({ output }),
		(error: unknown) => ({ error }),
	);
	void settled.then(meanwhile.end);
	yield* meanwhile.events;
	const result = await settled;
	clearTimeout(timer);
	// A call that failed has read too: what it says may be what it was told.
	environment.onDone(tool, input);
	if ("output" in result) {
		return {
			status: result.output.isError === true ? "failed" : "done",
			content: result.output.content,
			output: result.output,
		};
	}
	if (timeout.signal.aborted && !signal.aborted) {
		return { status: "failed", content: `${tool.name} was ended after ${timeoutMs / 1000} s.`, summary: "timed out" };
	}
	return failure(result.error, signal);
}

async function* finish(
	call: ToolCallPart,
	outcome: Outcome,
	environment: ToolCallEnvironment,
	durationMs: number,
): AsyncGenerator<EventDraft, ToolResultPart> {
	const { callId, name } = call;
	const { output, status, error } = outcome;
	const isLong = outcome.content.length > environment.maxResultCharacters;
	const artifact = output?.artifact ?? (isLong ? await environment.keepArtifact(callId, outcome.content) : undefined);
	const content = truncateMiddle(outcome.content.toWellFormed(), environment.maxResultCharacters, artifact);
	const summary = output?.summary ?? outcome.summary ?? "";
	const images = output?.images === undefined ? {} : { images: [...output.images] };
	const details = output?.details === undefined ? {} : { details: output.details };
	environment.onEnd({ tool: name, status, durationMs });
	yield {
		type: "tool.result",
		data: {
			callId,
			name,
			status,
			content,
			summary,
			...images,
			...(JSON.stringify(details).length > maxStoredDetails ? {} : details),
			...(output?.view === undefined ? {} : { view: output.view as EventView }),
			...(error === undefined ? {} : { error }),
			...(artifact === undefined ? {} : { artifact }),
			durationMs: Math.max(0, Math.round(durationMs)),
		},
	};
	return {
		type: "tool-result",
		callId,
		name,
		content,
		...(status === "done" ? {} : { isError: true }),
		...images,
		...details,
	};
}

const preview = async (
	tool: AnyTool,
	input: Record<string, unknown>,
	environment: ToolCallEnvironment,
	signal: AbortSignal,
): Promise<ToolView | undefined> => {
	if (tool.preview === undefined) return undefined;
	try {
		return await tool.preview(input, await environment.contextFor(tool, input, quietCall(signal)));
	} catch {
		// What cannot be previewed is asked about by its arguments alone; running it will tell what is wrong.
		return undefined;
	}
};

const denied = (message: string, decision: PermissionDecision): Outcome => {
	const offer = decision.offers[0]?.rule;
	const hint = offer === undefined ? undefined : `allow it with --allow '${offer}'`;
	const error: ErrorData = { code: "permission.denied", message, hint, exitCode: 4 };
	return { status: "denied", content: hint === undefined ? message : `${message} (${hint})`, error, summary: "denied" };
};
