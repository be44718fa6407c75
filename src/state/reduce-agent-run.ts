// The run of an agent below the session's own, when its transcript is the one that is shown.
import type { EventOf } from "../contracts/event.js";
import type { Block, SessionState } from "./state.js";

type AgentRunEvent = EventOf<"agent.start" | "agent.message" | "agent.read" | "agent.end">;

export const reduceAgentRun = (state: SessionState, event: AgentRunEvent): SessionState => {
	switch (event.type) {
		case "agent.start": {
			const { task, model } = event.data;
			const given = (task.inputs ?? []).map(
				({ title, text }, index): Block => ({ kind: "context", id: `${event.id}:${index}`, title, text }),
			);
			return {
				...state,
				model,
				title: task.task,
				run: { runId: event.runId ?? event.id, model, startedAt: event.time },
				blocks: [...state.blocks, { kind: "prompt", id: event.id, text: task.task, images: 0 }, ...given],
			};
		}
		case "agent.message": {
			const { messageId, text } = event.data;
			return { ...state, queue: [...state.queue, { promptId: messageId, text, images: 0 }] };
		}
		case "agent.read": {
			const message = state.queue.find((queued) => queued.promptId === event.data.messageId);
			if (message === undefined) return state;
			return {
				...state,
				run: state.run ?? { runId: event.runId ?? event.id, model: state.model, startedAt: event.time },
				queue: state.queue.filter((queued) => queued !== message),
				blocks: [...state.blocks, { kind: "prompt", id: message.promptId, text: message.text, images: 0 }],
			};
		}
		case "agent.end": {
			const { status, error, durationMs } = event.data.receipt;
			const stopReason = status === "limited" ? "max-turns" : status;
			const notice: Block = {
				kind: "notice",
				id: event.id,
				level: status === "cancelled" ? "info" : "error",
				text: error?.message ?? status,
				hint: error?.hint,
			};
			return {
				...state,
				run: undefined,
				lastRun: { stopReason, error, durationMs },
				blocks: status === "done" ? state.blocks : [...state.blocks, notice],
			};
		}
	}
};
