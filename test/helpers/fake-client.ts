// A NexusClient whose session is a list of events that a test (or a trial by hand) sends.
import type { NexusClient } from "../../src/contracts/client.js";
import { type EventDraft, isDurable, type NexusEvent } from "../../src/contracts/event.js";
import type { ApprovalAnswer, PermissionMode } from "../../src/contracts/permission.js";
import type { SessionRow } from "../../src/contracts/store.js";

export interface FakeClient extends NexusClient {
	/** Stores and sends an event. */
	emit(draft: EventDraft, time?: string): void;
	readonly calls: {
		readonly prompts: string[];
		readonly shell: string[];
		readonly answers: { approvalId: string; answer: ApprovalAnswer }[];
		readonly modes: PermissionMode[];
		cancels: number;
	};
}

export interface FakeOptions {
	readonly sessionId?: string;
	readonly past?: readonly EventDraft[];
	readonly history?: readonly string[];
	readonly files?: readonly string[];
	readonly isOffline?: boolean;
	readonly model?: string;
	readonly warnings?: readonly string[];
	readonly found?: readonly { provider: string; baseUrl: string }[];
	/** Called for each prompt, after it is stored. */
	onPrompt?(client: FakeClient, text: string, promptId: string): void;
	onCancel?(client: FakeClient): void;
	onAnswer?(client: FakeClient, approvalId: string, answer: ApprovalAnswer): void;
	backups?(): AsyncIterable<Extract<NexusEvent, { type: "notice.show" }>>;
	reminders?(): AsyncIterable<Extract<NexusEvent, { type: "reminder.due" }>>;
	load?(): AsyncIterable<Extract<NexusEvent, { type: "load.sample" }>>;
	now?(): string;
}

const unused = (): never => {
	throw new Error("the fake client has no such call");
};

export const createFakeClient = (options: FakeOptions = {}): FakeClient => {
	const sessionId = options.sessionId ?? "01SESSION";
	const stored: NexusEvent[] = [];
	const listeners = new Set<(event: NexusEvent) => void>();
	let count = 0;
	const now = options.now ?? (() => new Date().toISOString());
	const emit = (draft: EventDraft, time = now()) => {
		count++;
		const seq = isDurable(draft.type) ? { seq: stored.length + 1 } : {};
		const event = { ...draft, ...seq, id: `E${count}`, time, sessionId, v: 1 } as NexusEvent;
		if (isDurable(draft.type)) stored.push(event);
		for (const listener of listeners) listener(event);
	};
	const row = { id: sessionId, model: "fake/model" } as SessionRow;
	const calls: FakeClient["calls"] = { prompts: [], shell: [], answers: [], modes: [], cancels: 0 };
	for (const draft of options.past ?? []) emit(draft);

	const client: FakeClient = {
		emit,
		calls,
		info: {
			version: "0.0.0",
			home: "/home/nobody/.nexus",
			cwd: "/work",
			model: options.model ?? "offline",
			isOffline: options.isOffline ?? true,
			agent: "lead",
			warnings: options.warnings ?? [],
		},
		sessions: {
			create: async () => row,
			get: async () => row,
			list: async () => [row],
			read: async () => [...stored],
			setModel: async (_, model) => model,
			setMode: async (_, mode) => {
				calls.modes.push(mode);
				emit({ type: "session.update", data: { mode } });
			},
			messages: unused,
			fork: unused,
			rename: unused,
			remove: unused,
			search: unused,
			stats: unused,
			recap: async () => ({ goal: "", done: "", open: [], prompts: 0, calls: 0, cost: undefined, files: [] }),
			export: unused,
			import: unused,
			addContext: unused,
		},
		runs: {
			cancel: async () => {
				calls.cancels++;
				options.onCancel?.(client);
			},
			idle: async () => undefined,
			resume: async () => false,
		},
		replays: { open: unused, change: unused },
		approvals: {
			respond: async (approvalId, answer) => {
				calls.answers.push({ approvalId, answer });
				options.onAnswer?.(client, approvalId, answer);
				return true;
			},
		},
		tools: { list: async () => [], get: unused, run: unused, stats: unused },
		keys: { list: unused, providers: () => [], check: unused, set: unused, remove: unused },
		disk: { use: unused, free: unused },
		models: { list: async () => [], resolve: unused, info: unused, discover: async () => options.found ?? [] },
		undo: { list: async () => [], preview: unused, apply: unused, redo: unused },
		backup: {
			create: unused,
			createIfDue: unused,
			list: async () => ({ backups: [], unreadable: [] }),
			get: unused,
			verify: unused,
			restore: unused,
			prune: unused,
			watch: () => options.backups?.() ?? none(),
		},
		permissions: {
			mode: async () => "ask",
			rules: async () => [],
			add: unused,
			remove: unused,
			test: unused,
			trust: unused,
			setTrust: unused,
		},
		config: {
			atStart: () => undefined,
			list: async () => [],
			get: unused,
			set: unused,
			unset: unused,
			validate: unused,
		},
		agents: {
			list: async () => [],
			problems: async () => [],
			running: async () => [],
			working: async () => [],
			stats: async () => [],
			failures: async () => [],
			...{ get: unused, create: unused, editable: unused, start: unused, background: unused, receipt: unused },
			...{ send: unused, tell: unused, tellAnywhere: unused, resolveFailures: unused, select: unused },
		},
		workflows: {
			...{ schema: unused, read: unused, parse: unused, text: unused, forTask: unused, inputs: unused, plan: unused },
			...{ start: unused, resume: unused, retry: unused, cancel: unused, get: unused, steps: unused, decide: unused },
			list: async () => [],
		},
		bus: {
			send: unused,
			show: unused,
			history: async () => [],
			tail: none,
			setPaused: unused,
			redeliver: unused,
			stats: unused,
		},
		history: { list: async () => options.history ?? [] },
		files: {
			read: unused,
			write: unused,
			complete: async (query, limit) => (options.files ?? []).filter((path) => path.includes(query)).slice(0, limit),
		},
		health: { checks: async () => [], sandbox: unused },
		prompt: async (_, { text }) => {
			const promptId = `P${calls.prompts.length + 1}`;
			calls.prompts.push(text);
			emit({ type: "prompt.submit", data: { promptId, text } });
			options.onPrompt?.(client, text, promptId);
			return { promptId };
		},
		withdraw: async (_, promptId) => {
			emit({ type: "prompt.withdraw", data: { promptId } });
			return true;
		},
		shell: async (_, command) => {
			calls.shell.push(command);
			emit({ type: "context.add", data: { title: `! ${command}`, text: `output of ${command}\n` } });
		},
		async *events({ after = 0, signal }) {
			const queue: NexusEvent[] = stored.slice(after);
			let wake: (() => void) | undefined;
			const listener = (event: NexusEvent) => {
				queue.push(event);
				wake?.();
			};
			listeners.add(listener);
			signal.addEventListener("abort", () => wake?.());
			try {
				let at = 0;
				while (!signal.aborted) {
					while (at < queue.length) yield queue[at++]!;
					queue.length = 0;
					at = 0;
					if (signal.aborted) return;
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
			} finally {
				listeners.delete(listener);
			}
		},
		watchLoad: () => options.load?.() ?? none(),
		watchReminders: () => options.reminders?.() ?? none(),
		close: async () => undefined,
	};
	return client;
};

async function* none(): AsyncGenerator<never> {}
