// A whole nexus in a folder of its own, with agents that say what a script tells them to.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { catalogues } from "../../bin/builtins.js";
import type { NexusClient } from "../../src/contracts/client.js";
import { agentOf, type EventOf, type EventType, type NexusEvent } from "../../src/contracts/event.js";
import type { Script } from "../../src/providers/scripted.js";
import { createRuntime } from "../../src/runtime/create-runtime.js";
import type { RuntimeOptions } from "../../src/runtime/options.js";

export interface AgentWorld {
	readonly client: NexusClient;
	readonly cwd: string;
	readonly home: string;
	/** One prompt until nothing runs, agents in the background included; all stored events of the session. */
	run(prompt: string, onEvent?: (event: NexusEvent) => void): Promise<readonly NexusEvent[]>;
	readonly sessionId: string;
	/** The same folders, as a new process would open them. */
	again(script?: Script, options?: Partial<RuntimeOptions>): Promise<AgentWorld>;
	file(name: string, text: string): string;
}

/** An agent that answers so when it is asked that. */
export const call = (name: string, input: Record<string, unknown>, id?: string) => ({
	name,
	input: input as never,
	...(id === undefined ? {} : { id }),
});
export const delegate = (agent: string, task: string, more: Record<string, unknown> = {}) =>
	call("delegate_task", { agent, task, ...more });

export const agentWorld = async (script: Script, options: Partial<RuntimeOptions> = {}): Promise<AgentWorld> => {
	const root = realpathSync(mkdtempSync(join(tmpdir(), "nexus-test-agents-")));
	for (const folder of ["home", "work"]) mkdirSync(join(root, folder));
	onTestFinished(() => rmSync(root, { recursive: true, force: true }));
	return open(root, script, options);
};

const open = async (
	root: string,
	script: Script,
	options: Partial<RuntimeOptions>,
	resumed?: string,
): Promise<AgentWorld> => {
	const [home, cwd] = [join(root, "home"), join(root, "work")];
	const file = (name: string, text: string): string => {
		const path = join(cwd, name);
		mkdirSync(join(path, ".."), { recursive: true });
		writeFileSync(path, text);
		return path;
	};
	const scriptPath = join(root, "script.json");
	writeFileSync(scriptPath, JSON.stringify(script));
	const client = await createRuntime(catalogues("0.0.0"), {
		env: { NEXUS_HOME: home, HOME: root, PATH: process.env.PATH },
		cwd,
		model: `scripted/${scriptPath}`,
		mode: "yolo",
		canAsk: false,
		...options,
	});
	let isClosed = false;
	const close = async () => {
		if (!isClosed) await client.close();
		isClosed = true;
	};
	onTestFinished(close);
	const sessionId = resumed ?? (await client.sessions.create({})).id;
	return {
		client,
		cwd,
		home,
		sessionId,
		file,
		run: async (prompt, onEvent) => {
			const watching = new AbortController();
			const before = resumed === undefined ? [] : await client.sessions.read(sessionId);
			const events = client.events({ sessionId, after: before.at(-1)?.seq ?? 0, signal: watching.signal });
			const { promptId } = await client.prompt(sessionId, { text: prompt });
			const working = new Set<string>();
			let run: "before" | "ours" | "over" = "before";
			for await (const event of events) {
				onEvent?.(event);
				if (event.type === "agent.start") working.add(agentOf(event));
				if (event.type === "agent.end") working.delete(agentOf(event));
				if (event.type === "run.start" && event.data.promptId === promptId) run = "ours";
				if (event.type === "run.end" && run === "ours") run = "over";
				if (run === "over" && working.size === 0) break;
			}
			watching.abort();
			return client.sessions.read(sessionId);
		},
		again: async (nextScript = script, nextOptions = options) => {
			await close();
			return open(root, nextScript, nextOptions, sessionId);
		},
	};
};

export const eventsOf = <T extends EventType>(events: readonly NexusEvent[], type: T): readonly EventOf<T>[] =>
	events.filter((event): event is EventOf<T> => event.type === type);

export const receiptsOf = (events: readonly NexusEvent[]) =>
	eventsOf(events, "agent.end").map((event) => event.data.receipt);
