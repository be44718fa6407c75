import type { EventOf } from "../contracts/event.js";
import type { SessionState, ToolBlock } from "./state.js";

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
		case "approval.request":
			return updateTool(state, callId, (block) => ({ ...block, status: "waiting" }));
		case "approval.response":
			// A question that came up while it ran: then it goes on.
			return updateTool(state, callId, (block) =>
				block.status === "waiting" && block.startedAt !== undefined ? { ...block, status: "running" } : block,
			);
		case "tool.start":
			return updateTool(state, callId, (block) => ({ ...block, status: "running", startedAt: event.time }));
		case "tool.progress":
			return updateTool(state, callId, (block) => ({
				...block,
				tail: (block.tail + event.data.text).slice(-tailCharacters),
			}));
		case "tool.result": {
			const { status, content, summary, view, error, artifact, durationMs } = event.data;
			return updateTool(state, callId, (block) => ({
				...block,
				status,
				tail: "",
				result: { content, summary, view, error, artifact, durationMs },
			}));
		}
	}
};

const updateTool = (state: SessionState, callId: string, change: (block: ToolBlock) => ToolBlock): SessionState => ({
	...state,
	blocks: state.blocks.map((block) => (block.kind === "tool" && block.id === callId ? change(block) : block)),
});
