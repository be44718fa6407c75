// Who works, on what, since when, at what cost: of all agents of a session, whichever one is looked at.
import { type AgentState, agentOf, type EventData, mainAgent, type NexusEvent } from "../contracts/event.js";
import type { AgentView, Approval } from "./state.js";

export const reduceAgents = (agents: readonly AgentView[], event: NexusEvent): readonly AgentView[] => {
	const id = agentOf(event);
	const known = agents.find((agent) => agent.id === id);
	if (event.type === "agent.start" || (event.type === "agent.update" && known === undefined)) {
		const started = newAgent(event);
		if (started === undefined) return agents;
		return known === undefined
			? [...agents, started]
			: agents.map((agent) =>
					agent === known ? { ...started, tokens: known.tokens, costMicroUsd: known.costMicroUsd } : agent,
				);
	}
	if (known === undefined) return agents;
	const next = nextAgent(known, event);
	return next === known ? agents : agents.map((agent) => (agent === known ? next : agent));
};

const newAgent = (event: NexusEvent): AgentView | undefined => {
	const base = {
		id: agentOf(event),
		tokens: 0,
		costMicroUsd: 0,
		calls: [],
		asks: 0,
		lastAt: event.time,
		detail: undefined,
		said: undefined,
	};
	if (event.type === "agent.update") {
		const { name, agentType, state, task, detail } = event.data;
		const startedAt = state === "processing" ? event.time : undefined;
		return { ...base, name, type: agentType, state, task, startedAt, parentId: undefined, isBackground: false, detail };
	}
	if (event.type !== "agent.start") return undefined;
	const { task, agentType } = event.data;
	return {
		...base,
		name: task.agent,
		type: agentType,
		state: "created",
		task: task.task,
		startedAt: event.time,
		parentId: task.parent?.agentId ?? mainAgent,
		isBackground: task.isBackground === true,
	};
};

const nextAgent = (agent: AgentView, event: NexusEvent): AgentView => {
	switch (event.type) {
		case "agent.update": {
			const { name, agentType, state, task, detail } = event.data;
			const isNew = state === "processing" && agent.state !== "paused" && agent.id === mainAgent;
			const isOver = state === "idle" || state === "stopped" || state === "error";
			return {
				...at(agent, event.time),
				name,
				type: agentType,
				state,
				task,
				detail,
				startedAt: isNew ? event.time : agent.startedAt,
				...(isOver ? { calls: [], asks: 0 } : {}),
			};
		}
		case "agent.end":
			return { ...at(agent, event.time), calls: [], asks: 0, said: event.data.receipt.text };
		case "usage.record":
			return addUsage(at(agent, event.time), event.data);
		case "tool.request": {
			const { callId, name, title } = event.data;
			return { ...at(agent, event.time), calls: [...agent.calls, { callId, tool: name, title, startedAt: undefined }] };
		}
		case "tool.start": {
			const calls = agent.calls.map((call) =>
				call.callId === event.data.callId ? { ...call, startedAt: event.time } : call,
			);
			return withState({ ...at(agent, event.time), calls });
		}
		case "tool.result":
			return withState({
				...at(agent, event.time),
				calls: agent.calls.filter((call) => call.callId !== event.data.callId),
			});
		case "approval.request":
			return withState({ ...at(agent, event.time), asks: agent.asks + 1 });
		case "approval.response":
			return withState({ ...at(agent, event.time), asks: Math.max(0, agent.asks - 1) });
		case "message.end":
		case "message.delta":
		case "model.request":
		case "tool.progress":
			return at(agent, event.time);
		default:
			return agent;
	}
};

/** To the second: what streams does not make a new state each time. */
const at = (agent: AgentView, time: string): AgentView =>
	agent.lastAt.slice(0, 19) === time.slice(0, 19) ? agent : { ...agent, lastAt: time };

/** What an agent does follows from its calls; only a working one changes this way. */
const withState = (agent: AgentView): AgentView => {
	const working: readonly AgentState[] = ["processing", "waiting-for-tool", "waiting-for-approval"];
	if (!working.includes(agent.state)) return agent;
	const isRunning = agent.calls.some((call) => call.startedAt !== undefined);
	return { ...agent, state: agent.asks > 0 ? "waiting-for-approval" : isRunning ? "waiting-for-tool" : "processing" };
};

const addUsage = (agent: AgentView, { usage, costMicroUsd }: EventData<"usage.record">): AgentView => ({
	...agent,
	tokens: agent.tokens + usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens,
	costMicroUsd: agent.costMicroUsd === null || costMicroUsd === null ? null : agent.costMicroUsd + costMicroUsd,
});

/** One inbox for all agents (SPEC 18.14). */
export const reduceApprovals = (approvals: readonly Approval[], event: NexusEvent): readonly Approval[] => {
	switch (event.type) {
		case "approval.request": {
			const { inputHash: _, view, ...shown } = event.data;
			return [...approvals, { ...shown, view, agentId: agentOf(event), requestedAt: event.time }];
		}
		case "approval.response":
			return approvals.filter((approval) => approval.approvalId !== event.data.approvalId);
		case "tool.result":
			return approvals.some((approval) => approval.callId === event.data.callId)
				? approvals.filter((approval) => approval.callId !== event.data.callId)
				: approvals;
		case "run.end":
		case "agent.end":
			return approvals.filter((approval) => approval.agentId !== agentOf(event));
		default:
			return approvals;
	}
};
