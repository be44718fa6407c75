// The noun `agents` of the client.
import type { AgentDefinition } from "./agent.js";
import type { AgentFailure, AgentFigures, AgentWish, WorkingAgent } from "./agent-records.js";
import type { AgentReceipt, AgentRequest, AgentStatus } from "./agent-run.js";
import type { RoutingDecision } from "./routing.js";

export interface AgentsClient {
	/** As they are on disk now. */
	list(): Promise<readonly AgentDefinition[]>;
	/** Throws NexusError `agent.not-found` with the nearest name. */
	get(name: string): Promise<AgentDefinition>;
	/** Files that are no agents: `path: line 3: …`. */
	problems(): Promise<readonly string[]>;
	/** Writes a Markdown file to start from; gives its path. Throws `agent.exists`, `agent.name`, `agent.untrusted`. */
	create(wish: { name: string; description?: string; type?: string; inProject?: boolean }): Promise<string>;
	/** The file to edit: of a built-in agent a copy among the person's own, which takes its place. */
	editable(name: string): Promise<string>;

	/** Puts an agent to work in the background of a session; its status, or what refused it. */
	start(sessionId: string, request: AgentRequest): Promise<AgentStatus>;
	/** A turn that goes on behind: it knows what was said so far. */
	background(sessionId: string, text: string): Promise<AgentStatus>;
	/** Of one that works in this process. */
	receipt(sessionId: string, id: string): Promise<AgentReceipt>;
	/** Those that were put to work in the session. */
	running(sessionId: string): Promise<readonly AgentStatus[]>;
	/** Tells an agent something; false: it has ended. */
	send(sessionId: string, id: string, text: string): Promise<boolean>;
	/**
	 * Stops, pauses, or lets go on, an agent of this session; `resume` also lets one go on that was stopped, failed, or was
	 * lost with its process. Throws `agent.not-found`, `agent.running`.
	 */
	tell(sessionId: string, id: string, wish: AgentWish): Promise<AgentStatus>;

	/** Those that work now, in all processes of this machine. */
	working(): Promise<readonly WorkingAgent[]>;
	/** The same as `tell`, wherever it works; resolves when its process has taken it. Throws `agent.not-found`. */
	tellAnywhere(id: string, wish: AgentWish): Promise<WorkingAgent>;
	/**
	 * Which agent a task is for, with the score of each. `instead`: the one that the person would take, which teaches the
	 * choice. Throws `agent.not-found`.
	 */
	select(task: string, instead?: string): Promise<RoutingDecision>;
	stats(): Promise<readonly AgentFigures[]>;
	failures(filter: { isResolved?: boolean; limit: number }): Promise<readonly AgentFailure[]>;
	/** Marks one failure, or all, as seen to; how many were. */
	resolveFailures(number?: number): Promise<number>;
}
