// What the model is sent of a session: always sendable, whatever the log went through (SECURITY Q3).
import type { AgentTask } from "../contracts/agent-task.js";
import { agentOf, mainAgent, type NexusEvent } from "../contracts/event.js";
import type {
	AssistantPart,
	ImagePart,
	Message,
	TextPart,
	ToolCallPart,
	ToolResultPart,
} from "../contracts/message.js";

/**
 * The conversation that the events of a session tell, of the main agent or of another one. Each tool call is answered in
 * the message right after it: a call
 * without a result gets one that says it was interrupted; results without a call and repeated ids are left out; text
 * is well-formed; empty messages are gone.
 */
export const conversation = (events: readonly NexusEvent[], agentId = mainAgent): readonly Message[] => {
	const own = events.filter((event) => agentOf(event) === agentId);
	const knows = own.find((event) => event.type === "agent.start")?.data.task.knowsUpTo;
	if (knows === undefined) return told(own);
	return [...conversation(events.filter((event) => (event.seq ?? 0) <= knows)), ...told(own)];
};

const told = (events: readonly NexusEvent[]): readonly Message[] => {
	const results = new Map<string, ToolResultPart>();
	for (const event of events) {
		if (event.type === "tool.result" && !results.has(event.data.callId))
			results.set(event.data.callId, toResultPart(event.data));
	}
	const prompts = new Map<string, (TextPart | ImagePart)[]>();
	const messages: Message[] = [];
	const answered = new Set<string>();
	let context: TextPart[] = [];
	for (const event of events) {
		if (event.type === "prompt.submit") prompts.set(event.data.promptId, promptParts(event.data));
		if (event.type === "context.add") context.push(contextPart(event.data));
		if (event.type === "prompt.start") {
			const parts = prompts.get(event.data.promptId) ?? [];
			if (parts.length > 0) messages.push({ role: "user", parts: [...parts, ...context] });
			context = [];
		}
		if (event.type === "agent.start") messages.push({ role: "user", parts: taskParts(event.data.task) });
		if (event.type === "agent.message") prompts.set(event.data.messageId, messageParts(event.data));
		if (event.type === "agent.read") {
			const parts = prompts.get(event.data.messageId) ?? [];
			if (parts.length > 0) messages.push({ role: "user", parts });
		}
		if (event.type === "message.end") {
			const parts = usableParts(event.data.parts, answered);
			if (parts.length === 0) continue;
			messages.push({ role: "assistant", parts, model: event.data.model });
			const calls = parts.filter((part) => part.type === "tool-call");
			for (const call of calls) answered.add(call.callId);
			if (calls.length > 0)
				messages.push({ role: "tool", parts: calls.map((call) => results.get(call.callId) ?? interrupted(call)) });
		}
	}
	if (context.length > 0) messages.push({ role: "user", parts: context });
	return messages;
};

/** The task first and by itself, then each thing that was handed over. */
export const taskParts = ({ task, inputs = [] }: Pick<AgentTask, "task" | "inputs">): TextPart[] => [
	{ type: "text", text: task.toWellFormed() },
	...inputs.map(contextPart),
];

export const messageParts = ({ text }: { readonly text: string }): TextPart[] => [
	{ type: "text", text: text.toWellFormed() },
];

const promptParts = (data: { text: string; images?: ImagePart[] | undefined }): (TextPart | ImagePart)[] => [
	...(data.text === "" ? [] : [{ type: "text" as const, text: data.text.toWellFormed() }]),
	...(data.images ?? []),
];

const contextPart = (data: { title: string; text: string }): TextPart => ({
	type: "text",
	text: `[${data.title}]\n${data.text.toWellFormed()}`,
});

const usableParts = (parts: readonly AssistantPart[], answered: ReadonlySet<string>): readonly AssistantPart[] => {
	const seen = new Set<string>();
	return parts.filter((part) => {
		if (part.type !== "tool-call") return part.text !== "" || part.residue !== undefined;
		if (seen.has(part.callId) || answered.has(part.callId)) return false;
		seen.add(part.callId);
		return true;
	});
};

const toResultPart = (data: Extract<NexusEvent, { type: "tool.result" }>["data"]): ToolResultPart => ({
	type: "tool-result",
	callId: data.callId,
	name: data.name,
	content: data.content.toWellFormed(),
	...(data.status === "done" ? {} : { isError: true }),
	...(data.details === undefined ? {} : { details: data.details }),
	...(data.images === undefined ? {} : { images: data.images }),
});

/** The answer to a call whose outcome nobody knows. */
export const interruptedText =
	"This call was interrupted; whether it took effect is not known. Check before doing it again.";

const interrupted = (call: ToolCallPart): ToolResultPart => ({
	type: "tool-result",
	callId: call.callId,
	name: call.name,
	content: interruptedText,
	isError: true,
});
