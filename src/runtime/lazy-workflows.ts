// Workflows are loaded, and their store is opened, with their first use.
import type { WorkflowStore } from "../contracts/workflow-run.js";
import type { WorkflowsClient } from "../contracts/workflows-client.js";
import { processOwner } from "../lib/process-owner.js";
import type { WorkflowsClientOptions } from "./workflows-client.js";

export interface LazyWorkflows {
	readonly client: WorkflowsClient;
	close(): Promise<void>;
}

/** @param path undefined: kept in memory only */
export const lazyWorkflows = (
	path: string | undefined,
	options: Omit<WorkflowsClientOptions, "store">,
): LazyWorkflows => {
	let opened: Promise<WorkflowStore> | undefined;
	const store = (): Promise<WorkflowStore> => {
		opened ??= import("../adapters/sqlite-workflow-runs.js").then(({ createSqliteWorkflowRuns }) =>
			createSqliteWorkflowRuns(path ?? ":memory:", { clock: options.clock, owner: processOwner() }),
		);
		return opened;
	};
	let made: Promise<WorkflowsClient> | undefined;
	const client = (): Promise<WorkflowsClient> => {
		made ??= import("./workflows-client.js").then(({ createWorkflowsClient }) =>
			createWorkflowsClient({ ...options, store }),
		);
		return made;
	};
	return {
		client: {
			schema: async () => (await client()).schema(),
			read: async (file) => (await client()).read(file),
			parse: async (text, name) => (await client()).parse(text, name),
			text: async (workflow) => (await client()).text(workflow),
			forTask: async (request) => (await client()).forTask(request),
			inputs: async (workflow, given) => (await client()).inputs(workflow, given),
			plan: async (workflow) => (await client()).plan(workflow),
			start: async (request, watch) => (await client()).start(request, watch),
			resume: async (id, watch) => (await client()).resume(id, watch),
			retry: async (id, from, watch) => (await client()).retry(id, from, watch),
			cancel: async (id) => (await client()).cancel(id),
			list: async (limit) => (await client()).list(limit),
			get: async (id) => (await client()).get(id),
			steps: async (id) => (await client()).steps(id),
			decide: async (id, key, answer) => (await client()).decide(id, key, answer),
		},
		close: async () => void (await opened?.then((kept) => kept.close()).catch(() => {})),
	};
};
