// Agents as tools have them: those below the one that calls.
import { agentNamePattern } from "../contracts/agent.js";
import type { AgentStatus, Agents } from "../contracts/agent-run.js";
import { mainAgent } from "../contracts/event.js";
import { orAbort } from "../lib/abort.js";
import type { AgentParent, AgentServices, AgentSession, SessionAgents } from "./agent-session.js";
import { notFound } from "./agent-status.js";

export interface AgentsOptions {
	parent(): AgentParent;
	readonly runner: SessionAgents;
	readonly session: Pick<AgentSession, "taintedBy" | "isTainted">;
	readonly services: Pick<AgentServices, "definitions">;
}

export const createAgents = ({ parent, runner, session, services }: AgentsOptions): Agents => {
	const below = (): readonly AgentStatus[] => {
		const all = runner.list();
		const own = parent().id;
		if (own === mainAgent) return all;
		const byId = new Map(all.map((status) => [status.id, status]));
		const isBelow = ({ parentId }: AgentStatus): boolean => {
			for (let id = parentId; id !== undefined; id = byId.get(id)?.parentId) if (id === own) return true;
			return false;
		};
		return all.filter(isBelow);
	};
	/** What goes on in the background ends with the session alone. */
	const never = new AbortController().signal;
	return {
		available: async () =>
			(await services.definitions()).map(({ name, type, description, capabilities }) => ({
				...{ name, type, description, capabilities },
			})),
		start: (request, signal) => {
			const { id, runId } = parent();
			return runner.start(
				{
					...request,
					id: runner.idFor(agentNamePattern.test(request.agent) ? request.agent : "agent"),
					parent: { agentId: id, ...(runId === undefined ? {} : { runId }) },
					...(session.isTainted ? { taintedBy: session.taintedBy ?? "the session" } : {}),
				},
				request.isBackground === true ? never : signal,
			);
		},
		list: below,
		get: (id) => {
			const known = below();
			const handle = known.some((status) => status.id === id) ? runner.get(id) : undefined;
			if (handle !== undefined) return handle;
			throw notFound(
				id,
				known.map((status) => status.id),
			);
		},
		wait: (work, signal) => {
			const waiting = orAbort(work, signal);
			return parent().place?.lend(waiting, signal) ?? waiting;
		},
	};
};
