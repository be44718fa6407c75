import type { AgentState, EventOf } from "../contracts/event.js";
import type { AgentView, SessionState, ToolBlock } from "./state.js";

type ToolEvent = EventOf<
	"tool.request" | "tool.start" | "tool.progress" | "tool.result" | "approval.request" | "approval.response"
>;

const tailCharacters = 4000;

export const reduceTool = (state: SessionState, event: ToolEvent): SessionState => {
	const { callId } = event.data;
	switch (event.type) {
		case "tool.request":
			return {
				...state,
				blocks: [
					...state.blocks,
					{
						kind: "tool",
						id: callId,
						name: event.data.name,
						title: event.data.title,
						input: event.data.input,
						status: "requested",
						startedAt: undefined,
						tail: "",
						result: undefined,
					},
				],
			};
		case "approval.request": {
			const { inputHash: _, view, ...shown } = event.data;
			const approval = { ...shown, view, agentId: event.agentId ?? "main", requestedAt: event.time };
			const waiting = updateTool(state, callId, (block) => ({ ...block, status: "waiting" }));
			return agentState(
				{ ...waiting, approvals: [...state.approvals, approval] },
				event.agentId,
				"waiting-for-approval",
			);
		}
		case "approval.response": {
			const approvals = state.approvals.filter((approval) => approval.approvalId !== event.data.approvalId);
			// A question that came up while it ran: then it goes on.
			const going = updateTool(state, callId, (block) =>
				block.status === "waiting" && block.startedAt !== undefined ? { ...block, status: "running" } : block,
			);
			return agentState({ ...going, approvals }, event.agentId, "processing");
		}
		case "tool.start": {
			const running = updateTool(state, callId, (block) => ({ ...block, status: "running", startedAt: event.time }));
			return agentState(running, event.agentId, "waiting-for-tool");
		}
		case "tool.progress":
			return updateTool(state, callId, (block) => ({
				...block,
				tail: (block.tail + event.data.text).slice(-tailCharacters),
			}));
		case "tool.result": {
			const { status, content, summary, view, error, artifact, durationMs } = event.data;
			const finished = updateTool(state, callId, (block) => ({
				...block,
				status,
				tail: "",
				result: { content, summary, view, error, artifact, durationMs },
			}));
			const approvals = finished.approvals.filter((approval) => approval.callId !== callId);
			return agentState({ ...finished, approvals }, event.agentId, "processing");
		}
	}
};

const updateTool = (state: SessionState, callId: string, change: (block: ToolBlock) => ToolBlock): SessionState => ({
	...state,
	blocks: state.blocks.map((block) => (block.kind === "tool" && block.id === callId ? change(block) : block)),
});

/** What an agent does follows from its calls; only a working agent changes this way. */
const agentState = (state: SessionState, agentId: string | undefined, to: AgentState): SessionState => {
	const change = (agent: AgentView): AgentView =>
		agent.id === agentId && agent.state !== "idle" && agent.state !== "stopped" && agent.state !== "error"
			? { ...agent, state: to }
			: agent;
	return { ...state, agents: state.agents.map(change) };
};
