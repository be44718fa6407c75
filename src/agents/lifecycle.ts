// What state an agent is in, and what can follow (SPEC section 7). An illegal step is an error of ours and throws.
import { NexusError } from "../contracts/errors.js";
import type { AgentState, EventDraft } from "../contracts/event.js";

/** `error` leads back by recovery, `stopped` by a restart. */
export const nextStates: Readonly<Record<AgentState, readonly AgentState[]>> = {
	created: ["initializing", "error", "stopped"],
	initializing: ["idle", "error", "stopped"],
	idle: ["processing", "initializing", "paused", "error", "stopped"],
	processing: ["waiting-for-tool", "waiting-for-approval", "paused", "idle", "error", "stopped"],
	"waiting-for-tool": ["processing", "waiting-for-approval", "error", "stopped"],
	"waiting-for-approval": ["processing", "waiting-for-tool", "error", "stopped"],
	paused: ["processing", "idle", "error", "stopped"],
	error: ["initializing", "stopped"],
	stopped: ["initializing"],
};

export interface Lifecycle {
	readonly state: AgentState;
	/** To the same state: nothing happens. Throws NexusError `agent.transition`. */
	to(next: AgentState, detail?: string): void;
	/** Calls that begin and end change the state too; they are events of their own. */
	follow(draft: EventDraft): void;
}

/** `onChange` gets each change but those that `follow` makes, for which the event is there already. */
export const createLifecycle = (
	onChange: (state: AgentState, detail: string | undefined) => void,
	start: AgentState = "created",
): Lifecycle => {
	let state = start;
	const running = new Set<string>();
	/** Questions by id, each with its call. */
	const asking = new Map<string, string>();

	const go = (next: AgentState): boolean => {
		if (next === state) return false;
		if (!nextStates[state].includes(next))
			throw new NexusError("agent.transition", `an agent that is ${state} cannot become ${next}`);
		state = next;
		return true;
	};

	const settle = (): void => {
		if (state !== "processing" && state !== "waiting-for-tool" && state !== "waiting-for-approval") return;
		if (asking.size > 0) go("waiting-for-approval");
		else go(running.size > 0 ? "waiting-for-tool" : "processing");
	};

	return {
		get state() {
			return state;
		},
		to: (next, detail) => {
			if (next !== "processing") {
				running.clear();
				asking.clear();
			}
			if (go(next)) onChange(next, detail);
		},
		follow: ({ type, data }) => {
			if (type === "tool.start") running.add(data.callId);
			else if (type === "approval.request") asking.set(data.approvalId, data.callId);
			else if (type === "approval.response") asking.delete(data.approvalId);
			else if (type === "tool.result") {
				running.delete(data.callId);
				for (const [approvalId, callId] of asking) if (callId === data.callId) asking.delete(approvalId);
			} else return;
			settle();
		},
	};
};
