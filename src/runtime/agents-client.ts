import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentNamePattern } from "../contracts/agent.js";
import type { AgentRecords, WorkingAgent } from "../contracts/agent-records.js";
import type { AgentHandle } from "../contracts/agent-run.js";
import type { AgentsClient } from "../contracts/agents-client.js";
import { NexusError } from "../contracts/errors.js";
import type { Router } from "../contracts/routing.js";
import { notFound } from "./agent-status.js";
import { type AgentCatalogue, findAgent } from "./agents.js";
import type { SessionRunner } from "./session-runner.js";

export interface AgentsClientOptions {
	readonly catalogue: AgentCatalogue;
	/** Of the session's own agent. */
	readonly agentName: string;
	readonly folders: { readonly user: string; readonly project: string };
	readonly isTrusted: boolean;
	runner(sessionId: string): SessionRunner;
	records(): Promise<AgentRecords>;
	/** Takes secrets out of a text that is kept. */
	redact(text: string): string;
	/** Reads a file of an agent. */
	read(path: string): Promise<string>;
}

/** Another process looks twice a second. */
const takenMs = 3000;

export const createAgentsClient = (options: AgentsClientOptions): AgentsClient => {
	const { catalogue, folders } = options;
	const never = new AbortController().signal;
	const handleOf = (sessionId: string, id: string): AgentHandle => {
		const { runner } = options.runner(sessionId);
		const handle = runner.get(id);
		if (handle !== undefined) return handle;
		throw notFound(
			id,
			runner.list().map((status) => status.id),
		);
	};
	let router: Promise<Router> | undefined;
	const routerOf = (): Promise<Router> => {
		router ??= options.records().then(async ({ outcomes }) => {
			const { createRouter } = await import("../agents/router/router.js");
			return createRouter(outcomes);
		});
		return router;
	};
	const get = async (name: string) => findAgent(await catalogue.all(), name);
	const write = (folder: string, name: string, text: string): string => {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const path = join(folder, `${name}.md`);
		if (existsSync(path))
			throw new NexusError("agent.exists", `${path} is there already`, {
				hint: `nexus agents edit ${name}`,
				exitCode: 2,
			});
		writeFileSync(path, text, { mode: 0o600, flag: "wx" });
		return path;
	};

	return {
		list: catalogue.all,
		get,
		problems: async () => {
			await catalogue.all();
			return catalogue.problems();
		},
		create: async ({ name, description, type, inProject }) => {
			if (!agentNamePattern.test(name)) {
				const hint = "lower-case letters, digits and -, at most 48, e.g. release-notes";
				throw new NexusError("agent.name", `${name.slice(0, 60)} is no name for an agent`, { hint, exitCode: 2 });
			}
			if (inProject === true && !options.isTrusted) {
				const hint = "/permissions trust, then again";
				throw new NexusError("agent.untrusted", "this folder is not trusted: its agents are not read", {
					hint,
					exitCode: 2,
				});
			}
			return write(inProject === true ? folders.project : folders.user, name, template(name, description, type));
		},
		editable: async (name) => {
			const { path, source } = await get(name);
			if (path === undefined) throw new NexusError("agent.no-file", `${name} has no file`);
			if (source !== "built-in") return path;
			const own = join(folders.user, basename(path));
			return existsSync(own) ? own : write(folders.user, basename(path, ".md"), await options.read(path));
		},
		start: async (sessionId, request) => {
			const { agents } = options.runner(sessionId);
			return agents.start({ ...request, isBackground: true }, never).status;
		},
		background: async (sessionId, text) => {
			const runner = options.runner(sessionId);
			const { agents, log } = runner;
			const last = log.read().at(-1)?.seq;
			const request = { agent: options.agentName, task: text, isBackground: true };
			return agents.start({ ...request, ...(last === undefined ? {} : { knowsUpTo: last }) }, never).status;
		},
		receipt: (sessionId, id) => handleOf(sessionId, id).receipt,
		running: async (sessionId) => options.runner(sessionId).runner.list(),
		send: async (sessionId, id, text) => handleOf(sessionId, id).send(text),
		tell: async (sessionId, id, wish) => {
			const { runner } = options.runner(sessionId);
			const status = runner.list().find((each) => each.id === id);
			if (wish === "resume" && status?.receipt?.status === "done") {
				const hint = `/agents open ${id}, and tell it what to do next`;
				throw new NexusError("agent.done", `${id} has ended its work`, { hint, exitCode: 2 });
			}
			if (wish === "resume" && status?.receipt !== undefined) return runner.restart(id, never).status;
			if (wish === "resume" && runner.get(id) === undefined) return runner.restart(id, never).status;
			const handle = handleOf(sessionId, id);
			if (wish === "stop") await handle.stop("stopped by the person");
			else handle[wish]();
			return handle.status;
		},
		select: async (task, instead) => {
			const [{ choose, learn }, all, working] = await Promise.all([
				routerOf(),
				catalogue.all(),
				options.records().then((records) => records.working()),
			]);
			const candidates = all
				.filter(({ name }) => name !== options.agentName)
				.map((agent) => ({ ...agent, load: working.filter((each) => each.agent === agent.name).length }));
			if (instead !== undefined) findAgent(candidates, instead);
			const decision = await choose(task, candidates);
			if (instead === undefined) return decision;
			const { agent } = decision;
			const said = instead === agent ? ({ result: "verified" } as const) : ({ result: "corrected", instead } as const);
			learn({ task: options.redact(task), agent, ...said }, decision);
			return choose(task, candidates);
		},
		working: async () => (await options.records()).working(),
		tellAnywhere: async (id, wish) => {
			const records = await options.records();
			const agent = await find(records, id);
			await records.wish(agent, wish);
			for (const end = Date.now() + takenMs; Date.now() < end; await sleep(50)) {
				const open = (await records.working()).some(
					(each) => each.id === agent.id && each.sessionId === agent.sessionId,
				);
				if (!open || !(await records.isWanted(agent))) return agent;
			}
			throw new NexusError("agent.busy", `${id} has not answered`, { hint: "its process is there but does not look" });
		},
		stats: async () => (await options.records()).stats(),
		failures: async (filter) => (await options.records()).failures(filter),
		resolveFailures: async (number) => (await options.records()).resolve(number),
	};
};

/** By its id; where several sessions have one of that id, by `session/id` or the beginning of the session's. */
const find = async (records: AgentRecords, text: string): Promise<WorkingAgent> => {
	const working = await records.working();
	const [id = "", session] = text.split("/").toReversed();
	const found = working.filter((agent) => agent.id === id && agent.sessionId.startsWith(session ?? ""));
	const [only, another] = found;
	if (only === undefined)
		throw notFound(
			text,
			working.map((agent) => agent.id),
		);
	if (another === undefined) return only;
	throw new NexusError("agent.ambiguous", `there are ${found.length} agents ${id}`, {
		hint: found.map((agent) => `${agent.sessionId}/${agent.id}`).join(", "),
		exitCode: 2,
	});
};

const template = (name: string, description: string | undefined, type: string | undefined): string => `---
name: ${name}
type: ${type ?? "worker"}
description: ${JSON.stringify(description ?? "Say in one sentence when to choose this agent.")}
capabilities: [do one thing, do another]
tools: "*"
limits: {turns: 40, minutes: 20, depth: 0}
---
You are ${name}. Say here who the agent is and what it is for.

- What it looks at first.
- How it works, and what it never does.
- What its report contains.
`;
