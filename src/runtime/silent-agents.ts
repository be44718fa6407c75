// For a session in which no agent is put to work: what there were is in what is replayed.
import { createWaitingLine } from "../agents/waiting-line.js";
import { NexusError } from "../contracts/errors.js";
import type { AgentServices } from "./agent-session.js";

export const silentAgents = ({ clock, nextId }: Pick<AgentServices, "clock" | "nextId">): AgentServices => {
	const refuse = (): never => {
		throw new NexusError("agent.not-here", "no agent is put to work here");
	};
	return {
		clock,
		nextId,
		models: { open: async () => refuse() },
		fallbackModels: [],
		line: createWaitingLine({ clock, headroom: async () => refuse(), slots: refuse }),
		definitions: async () => [],
		system: () => "",
		environment: refuse,
		accessesOf: async () => [],
		resolvePath: (path) => path,
		finishTurn: () => {},
		logFailure: () => {},
		onLimits: () => {},
		onBegin: () => {},
		onEnd: () => {},
	};
};
