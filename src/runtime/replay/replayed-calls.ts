// Tools that give what a recording says they gave. Nothing of a real tool is loaded: no file, process or address is touched.
import { z } from "zod";
import { type ErrorData, NexusError } from "../../contracts/errors.js";
import type { EventOf } from "../../contracts/event.js";
import type { ToolCallPart } from "../../contracts/message.js";
import type { PermissionDecision } from "../../contracts/permission.js";
import type { Clock } from "../../contracts/ports.js";
import {
	type AnyTool,
	defineTool,
	type Effect,
	type ToolContext,
	type ToolEntry,
	type ToolOutput,
} from "../../contracts/tool.js";
import type { ApprovalGate } from "../../core/approvals.js";
import type { PreparedCall } from "../../core/prepare-call.js";
import type { ToolCallEnvironment } from "../../core/tool-call.js";
import { abortError } from "../../lib/abort.js";
import type { RecordedCall, Recording } from "../../session/recording.js";
import type { Conductor } from "./conductor.js";

type Approval = RecordedCall["approvals"][number];

/** A recorded call takes as long as it took. */
const anyTimeMs = 2 ** 31 - 1;

export const createReplayedCalls = (
	conductor: Conductor,
	services: { readonly clock: Clock; readonly nextId: () => string },
): ToolCallEnvironment => {
	const { recording } = conductor;
	/** By the input that was made for it: the rest of the stack hands that on. */
	const callOf = new WeakMap<object, RecordedCall>();
	/** Calls that are about to be asked about, in this order, and those that are, by the id of the question. */
	const asking: Approval[] = [];
	const asked = new Map<string, Approval>();

	const event = <T extends EventOf<"tool.request">["type"] | "tool.result" | "approval.request" | "approval.response">(
		place: number | undefined,
		type: T,
	): EventOf<T> | undefined => {
		const found = place === undefined ? undefined : recording.entries[place]?.event;
		return found?.type === type ? (found as EventOf<T>) : undefined;
	};

	/** The question that this call comes to next. */
	const approvalOf = (recorded: RecordedCall | undefined): Approval | undefined =>
		recorded?.approvals.find(({ request }) => !conductor.isDone(request));

	const prepare = async (call: ToolCallPart): Promise<PreparedCall> => {
		const recorded = recording.calls.get(call.callId);
		if (recorded === undefined) {
			// Where a run broke off, some of its calls had not been asked for.
			if (conductor.run?.brokenAfter === undefined) conductor.diverge(`call of ${call.name}`);
			return conductor.never();
		}
		if (!conductor.isDone(recorded.request)) await conductor.due(recorded.request);
		const title = event(recorded.request, "tool.request")?.data.title ?? "";
		const result = event(recorded.result, "tool.result")?.data;
		const ran = recorded.start !== undefined || recorded.approvals.length > 0;
		// What could not run, or was not allowed to, is answered without being judged.
		if (!ran && result !== undefined && result.status !== "cancelled") {
			const { status, content, summary, error } = result;
			return { title, outcome: { status, content, summary, ...(error === undefined ? {} : { error }) } };
		}
		const input = {};
		callOf.set(input, recorded);
		return { title, tool: toolOf(call.name, recorded), input };
	};

	const toolOf = (name: string, recorded: RecordedCall): AnyTool =>
		defineTool({
			name,
			category: "tools",
			description: "",
			effects: [],
			input: z.object({}),
			title: () => event(recorded.approvals[0]?.request, "approval.request")?.data.title ?? "",
			timeoutMs: anyTimeMs,
			preview: async () => event(approvalOf(recorded)?.request, "approval.request")?.data.view,
			run: (_, { signal }) => resultOf(recorded, signal),
		});

	const resultOf = async (recorded: RecordedCall, signal: AbortSignal): Promise<ToolOutput> => {
		const result = event(recorded.result, "tool.result")?.data;
		if (recorded.result === undefined || result === undefined) return conductor.never(signal);
		if (result.status === "cancelled") return cancelAt(recorded.result, signal);
		await conductor.due(recorded.result);
		const { content, summary, details, view, images, artifact, status, error } = result;
		if (error !== undefined) throw asError(error);
		return {
			content,
			summary,
			...(details === undefined ? {} : { details }),
			...(view === undefined ? {} : { view }),
			...(images === undefined ? {} : { images }),
			...(artifact === undefined ? {} : { artifact }),
			...(status === "failed" ? { isError: true } : {}),
		};
	};

	const cancelAt = async (place: number, signal?: AbortSignal): Promise<never> => {
		if (await conductor.due(place, "person", signal)) conductor.cancel();
		throw abortError();
	};

	const decide = async (_: AnyTool, input: Record<string, unknown>): Promise<PermissionDecision> => {
		const recorded = callOf.get(input);
		const approval = approvalOf(recorded);
		const request = event(approval?.request, "approval.request");
		const place = approval?.request ?? recorded?.start;
		if (recorded === undefined || place === undefined) {
			const result = event(recorded?.result, "tool.result");
			if (recorded?.result === undefined || result?.data.status !== "cancelled") return conductor.never();
			return cancelAt(recorded.result);
		}
		await conductor.due(place);
		if (approval === undefined || request === undefined)
			return { decision: "allow", reason: "", source: "mode", offers: [], warnings: [] };
		asking.push(approval);
		const { reason, offers, warnings } = request.data;
		return { decision: "ask", reason, source: "mode", offers, warnings };
	};

	const approvals: ApprovalGate = {
		ask: async (approvalId, signal) => {
			const approval = asked.get(approvalId);
			const response = event(approval?.response, "approval.response")?.data;
			if (approval?.response === undefined || response === undefined) return conductor.never(signal);
			if (response.by === "cancel") {
				if (await conductor.due(approval.response, "person", signal)) conductor.cancel();
				return { answer: "deny", reason: "cancelled", by: "cancel" };
			}
			await conductor.due(approval.response, "person");
			const { answer, rule, reason } = response;
			return {
				answer,
				...(rule === undefined ? {} : { rule }),
				...(reason === undefined ? {} : { reason }),
				by: "person",
			};
		},
		respond: () => false,
	};

	/** What was warned of before the call's effect. */
	const warningOf = (recorded: RecordedCall | undefined): string | undefined => {
		const next = recorded?.start === undefined ? undefined : recording.entries[recorded.start + 1];
		return next?.kind === "made" && next.event.type === "notice.show" ? next.event.data.text : undefined;
	};

	return {
		tools: shownTools(recording),
		prepare,
		clock: services.clock,
		// Only questions get an id of it.
		nextId: () => {
			const id = services.nextId();
			const approval = asking.shift();
			if (approval !== undefined) asked.set(id, approval);
			return id;
		},
		approvals,
		decide,
		canAsk: true,
		saveRule: async () => {},
		contextFor: async (_tool, _input, { signal }) => ({ signal }) as ToolContext,
		beforeEffect: async (_, input) => warningOf(callOf.get(input)),
		keepArtifact: async () => undefined,
		maxResultCharacters: Number.POSITIVE_INFINITY,
		results: { through: (_tool, _input, work) => work() },
		onDone: () => {},
		onEnd: () => {},
	};
};

/** The loop asks these for one thing: whether calls of them run at once. */
const shownTools = ({ entries, sharedTools }: Recording): ReadonlyMap<string, ToolEntry> => {
	const names = entries.flatMap(({ event }) => (event.type === "tool.request" ? [event.data.name] : []));
	return new Map(names.map((name) => [name, shownTool(name, sharedTools.has(name) ? [] : ["execute"])]));
};

const shownTool = (name: string, effects: readonly Effect[]): ToolEntry => ({
	name,
	category: "tools",
	description: "",
	effects,
	source: "user",
	inputSchema: {},
	load: () => Promise.reject(new NexusError("replay.tool", `${name} is not run in a replay`)),
});

const asError = ({ code, message, ...rest }: ErrorData): NexusError => new NexusError(code, message, rest);
