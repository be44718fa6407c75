// What a dead process left open is closed when its session is opened again.
import type { AgentReceipt } from "../contracts/agent-task.js";
import { agentOf, type EventDraft, type EventOf, mainAgent, type NexusEvent } from "../contracts/event.js";
import type { AssistantPart } from "../contracts/message.js";
import type { Partial } from "../contracts/store.js";
import { interruptedText } from "./history.js";

/**
 * Events that make the log whole again: text that had been shown becomes an interrupted message, calls without a
 * result get one, the run ends. Empty when the session ended well. A run that goes on is left open, with the calls that
 * had not begun and the prompts that wait for its end.
 */
export const recovery = (
	events: readonly NexusEvent[],
	partials: readonly Partial[],
	goesOn = false,
): readonly EventDraft[] => {
	const ended = new Set(events.flatMap((event) => (event.type === "message.end" ? [event.data.messageId] : [])));
	const run = openRun(events);
	const context = run === undefined ? {} : { runId: run.runId, agentId: mainAgent };
	const drafts: EventDraft[] = [];
	for (const [messageId, parts] of partsByMessage(partials)) {
		if (ended.has(messageId)) continue;
		const model = run?.model ?? "";
		drafts.push({
			type: "message.end",
			data: { messageId, model, parts, finishReason: "interrupted", interrupted: true },
			...context,
		});
	}
	const results = new Set(events.flatMap((event) => (event.type === "tool.result" ? [event.data.callId] : [])));
	const begun = new Set(events.flatMap((event) => (event.type === "tool.start" ? [event.data.callId] : [])));
	for (const event of events) {
		if (event.type !== "tool.request" || results.has(event.data.callId)) continue;
		const { callId, name } = event.data;
		if (goesOn && agentOf(event) === mainAgent && !begun.has(callId)) continue;
		const { agentId } = event;
		drafts.push({
			type: "tool.result",
			data: { callId, name, status: "interrupted", content: interruptedText, summary: "interrupted", durationMs: 0 },
			...(agentId === undefined || agentId === mainAgent ? context : whose(event)),
		});
	}
	if (goesOn) drafts.push(...takenBack(events, begun));
	drafts.push(...lostAgents(events));
	for (const prompt of goesOn ? [] : waitingPrompts(events)) {
		drafts.push({ type: "prompt.withdraw", data: { promptId: prompt.promptId } });
		drafts.push({
			type: "notice.show",
			data: { level: "warn", text: `this waited and was not sent: ${prompt.text}`, hint: "send it again" },
		});
	}
	if (run !== undefined && !goesOn) {
		const error = { code: "run.interrupted", message: "nexus was ended while this ran", hint: "ask again to go on" };
		drafts.push({ type: "run.end", data: { stopReason: "failed", error, turns: 0, durationMs: 0 }, ...context });
	}
	return drafts;
};

/** Questions that nobody can answer any more: the run asks them anew. They are of no run, as nobody has answered them. */
const takenBack = (events: readonly NexusEvent[], begun: ReadonlySet<string>): readonly EventDraft[] => {
	const answered = new Set(
		events.flatMap((event) => (event.type === "approval.response" ? [event.data.approvalId] : [])),
	);
	return events.flatMap((event): readonly EventDraft[] => {
		if (event.type !== "approval.request") return [];
		const { approvalId, callId } = event.data;
		if (answered.has(approvalId) || begun.has(callId)) return [];
		const reason = "nexus was ended while it waited";
		return [{ type: "approval.response", data: { approvalId, callId, answer: "deny", reason, by: "cancel" } }];
	});
};

const whose = ({ runId, agentId }: NexusEvent): Pick<NexusEvent, "runId" | "agentId"> => ({
	...(runId === undefined ? {} : { runId }),
	...(agentId === undefined ? {} : { agentId }),
});

/** Agents that worked: they are stopped, and can go on from where the log stands. */
const lostAgents = (events: readonly NexusEvent[]): readonly EventDraft[] => {
	const open = new Map<string, EventOf<"agent.start">>();
	for (const event of events) {
		const id = agentOf(event);
		if (event.type === "agent.start") open.set(id, event);
		if (event.type === "agent.end") open.delete(id);
	}
	const error = {
		code: "agent.interrupted",
		message: "nexus was ended while it worked",
		hint: "`/agents resume` lets it go on from there",
	};
	return [...open].flatMap(([id, start]): EventDraft[] => {
		const { task, agentType } = start.data;
		const own = events.filter((event) => agentOf(event) === id);
		const texts = own.flatMap((event) =>
			event.type === "message.end" ? event.data.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])) : [],
		);
		const usage = own.flatMap((event) => (event.type === "usage.record" ? [event.data] : []));
		const receipt: AgentReceipt = {
			...{ taskId: id, agent: task.agent, status: "failed", text: texts.at(-1) ?? "", error },
			...{ claims: [], files: [], commands: [], calls: [], durationMs: 0, turns: usage.length },
			tokens: {
				input: usage.reduce(
					(sum, { usage: each }) => sum + each.inputTokens + each.cacheReadTokens + each.cacheWriteTokens,
					0,
				),
				output: usage.reduce((sum, { usage: each }) => sum + each.outputTokens, 0),
			},
			costMicroUsd: usage.some((each) => each.costMicroUsd === null)
				? null
				: usage.reduce((sum, each) => sum + (each.costMicroUsd ?? 0), 0),
		};
		const by = whose(start);
		const data = {
			name: task.agent,
			agentType,
			state: "stopped" as const,
			task: task.task.slice(0, 200),
			detail: error.message,
		};
		return [
			{ type: "agent.update", data, ...by },
			{ type: "agent.end", data: { receipt }, ...by },
		];
	});
};

/** Prompts that no run has taken up, in their order. */
export const waitingPrompts = (
	events: readonly NexusEvent[],
): readonly { readonly promptId: string; readonly text: string }[] => {
	const waiting = new Map<string, { promptId: string; text: string }>();
	for (const event of events) {
		if (event.type === "prompt.submit") waiting.set(event.data.promptId, event.data);
		if (event.type === "prompt.start" || event.type === "prompt.withdraw") waiting.delete(event.data.promptId);
	}
	return [...waiting.values()];
};

const openRun = (events: readonly NexusEvent[]): { runId: string; model: string } | undefined => {
	let open: { runId: string; model: string } | undefined;
	for (const event of events) {
		if (event.type === "run.start") open = { runId: event.runId ?? event.id, model: event.data.model };
		if (event.type === "run.end") open = undefined;
	}
	return open;
};

const partsByMessage = (partials: readonly Partial[]): ReadonlyMap<string, AssistantPart[]> => {
	const messages = new Map<string, AssistantPart[]>();
	for (const { messageId, channel, text } of partials) {
		const parts = messages.get(messageId) ?? [];
		parts.push({ type: channel, text });
		messages.set(messageId, parts);
	}
	return messages;
};
