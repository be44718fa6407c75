// The agents of one session: started, told something, paused, stopped, and started again from the log.
import { createAgentFacts } from "../agents/facts.js";
import { createLifecycle } from "../agents/lifecycle.js";
import type { AgentHandle, AgentStatus } from "../contracts/agent-run.js";
import type { AgentReceipt, AgentTask } from "../contracts/agent-task.js";
import { type ErrorData, NexusError } from "../contracts/errors.js";
import { agentOf, type EventDraft, mainAgent, type NexusEvent } from "../contracts/event.js";
import type { AgentParent, AgentServices, AgentSession, SessionAgents } from "./agent-session.js";
import { failedReceipt, notFound, pastStatus, statusOf } from "./agent-status.js";
import { type AgentWork, workOn } from "./agent-work.js";

/** Agents of one session that have not ended. */
export const maxOpenAgents = 256;

/** @param past what the session's log held when it was opened */
export const createAgentRunner = (
	session: AgentSession,
	services: AgentServices,
	past: readonly NexusEvent[] = [],
): SessionAgents => {
	const works = new Map<string, AgentWork>();
	const counts = new Map<string, number>();
	const ended = endedAgents(past);
	for (const id of ended.keys()) countId(counts, id);
	let isClosed = false;

	const refuse = (task: AgentTask, error: ErrorData): AgentHandle => {
		const receipt = failedReceipt(task, error);
		const status: AgentStatus = { ...statusOf(task), state: "error", receipt, waitsFor: undefined };
		return {
			id: task.id,
			status,
			events: async function* () {},
			receipt: Promise.resolve(receipt),
			send: () => false,
			pause: () => {},
			resume: () => {},
			stop: async () => receipt,
		};
	};

	const begin = (task: AgentTask, signal: AbortSignal, restarted?: readonly NexusEvent[]): AgentHandle => {
		const parentId = task.parent?.agentId ?? mainAgent;
		const parent = parentId === mainAgent ? session.main : works.get(parentId)?.asParent;
		const error = isClosed
			? agentError("agent.closed", "this session is being closed")
			: refusalOf(task, parent, [...works.values()].filter((work) => !work.isOver).length);
		if (error !== undefined || parent === undefined) return refuse(task, error ?? lostParent(parentId));
		countId(counts, task.id);
		const facts = createAgentFacts(services.accessesOf, services.resolvePath);
		for (const event of restarted ?? []) facts.note(event as EventDraft);
		const work = workOn({
			...{ task, parent, session, services, facts, signal },
			runner: agents,
			past: restarted,
			lifecycle: (onChange) => createLifecycle(onChange, restarted === undefined ? "created" : "stopped"),
		});
		works.set(task.id, work);
		ended.delete(task.id);
		return work.handle;
	};

	const agents: SessionAgents = {
		start: (task, signal) => {
			if (works.has(task.id) || ended.has(task.id))
				return refuse(task, agentError("agent.running", `there is an agent ${task.id} already`));
			return begin(task, signal);
		},
		restart: (id, signal) => {
			const work = works.get(id);
			const task = work?.task ?? ended.get(id)?.task;
			if (task === undefined) throw notFound(id, [...works.keys(), ...ended.keys()]);
			if (work !== undefined && !work.isOver)
				throw new NexusError("agent.running", `${id} works already`, { exitCode: 2 });
			const events = session.log.read().filter((event) => agentOf(event) === id);
			// What was asked in front is in the background now: nobody waits for it.
			return begin({ ...task, isBackground: true }, signal, events);
		},
		get: (id) => works.get(id)?.handle,
		list: () => [
			...[...ended.values()].map(({ task, receipt }) => pastStatus(task, receipt)),
			...[...works.values()].map((work) => work.handle.status),
		],
		idle: async () => {
			for (;;) {
				const open = [...works.values()].filter((work) => !work.isOver);
				if (open.length === 0) return;
				await Promise.all(open.map((work) => work.handle.receipt));
			}
		},
		idFor: (name) => `${name}-${(counts.get(name) ?? 0) + 1}`,
		close: async () => {
			isClosed = true;
			await Promise.all(
				[...works.values()].map((work) => (work.isOver ? undefined : work.handle.stop("nexus was ended"))),
			);
		},
	};
	return agents;
};

/** The next number of a name follows from the ids that were given. */
const countId = (counts: Map<string, number>, id: string): void => {
	const [, name, number] = /^(.+)-(\d+)$/.exec(id) ?? [];
	if (name !== undefined) counts.set(name, Math.max(counts.get(name) ?? 0, Number(number)));
};

const endedAgents = (
	past: readonly NexusEvent[],
): Map<string, { readonly task: AgentTask; readonly receipt: AgentReceipt | undefined }> => {
	const found = new Map<string, { readonly task: AgentTask; readonly receipt: AgentReceipt | undefined }>();
	for (const event of past) {
		if (event.type === "agent.start") found.set(event.data.task.id, { task: event.data.task, receipt: undefined });
		const known = found.get(agentOf(event));
		if (event.type === "agent.end" && known !== undefined)
			found.set(agentOf(event), { task: known.task, receipt: event.data.receipt });
	}
	return found;
};

const agentError = (code: string, message: string, hint?: string): ErrorData => ({
	code,
	message,
	...(hint === undefined ? {} : { hint }),
});

const lostParent = (id: string): ErrorData => agentError("agent.not-found", `there is no agent ${id} to work for`);

const refusalOf = (task: AgentTask, parent: AgentParent | undefined, open: number): ErrorData | undefined => {
	if (parent === undefined) return lostParent(task.parent?.agentId ?? mainAgent);
	if (parent.depth < 1)
		return agentError(
			"limit.agents",
			`${parent.id} may put no further agent to work`,
			"do this part of the task yourself",
		);
	if (open >= maxOpenAgents)
		return agentError("limit.agents", `${open} agents are at work already`, "wait for some of them to end");
	return undefined;
};
