// The run as it is stored: read when it goes on, and written before anything counts.
import type { Clock } from "../../contracts/ports.js";
import type { Answer, Question, StepResult, StepRow, WorkflowStore } from "../../contracts/workflow-run.js";

export interface Intent {
	readonly key: string;
	readonly agent: string | undefined;
	readonly agentId: string;
	readonly task: string;
	readonly hash: string;
}

export interface Journal {
	row(key: string): StepRow | undefined;
	/** Of a step that has ended, and is not to be done again. */
	result(key: string): StepResult | undefined;
	/** Resolves when the intent is on disk. Rejects, as `flush` does, with what the store throws; nothing may be begun then. */
	begin(intent: Intent): Promise<void>;
	/** On disk before whatever `begin`s or `flush`es after it. */
	end(key: string, result: StepResult): void;
	/** Why it does not go on; written with what comes next. Undefined: it goes on. */
	wait(key: string, reason: string | undefined): void;
	ask(question: Question): void;
	/** What was decided about this call with these arguments. */
	decision(question: Pick<Question, "callId" | "hash">): Answer | undefined;
	/** Stores what a person has just decided; gives what holds: the first decision about a call stands. */
	decide(question: Question, answer: Answer): Answer;
	/** Resolves when all of it is on disk. */
	flush(): Promise<void>;
}

export interface JournalOptions {
	readonly store: Pick<WorkflowStore, "write" | "steps" | "decisions" | "decide">;
	readonly runId: string;
	readonly fence: number;
	readonly clock: Pick<Clock, "now">;
}

export const createJournal = ({ store, runId, fence, clock }: JournalOptions): Journal => {
	const rows = new Map<string, StepRow>(store.steps(runId).map((row) => [row.key, row]));
	const decisions = new Map(store.decisions(runId).map((each) => [`${each.callId} ${each.hash}`, each.answer]));
	let changed = new Set<string>();
	let writing: Promise<void> | undefined;

	/** What is said within one turn of the event loop is one write: steps that run at once, an end and the next beginning. */
	const flush = (): Promise<void> => {
		writing ??= new Promise<void>((resolve, reject) => {
			setImmediate(() => {
				writing = undefined;
				const batch = changed;
				changed = new Set();
				try {
					if (batch.size > 0)
						store.write(
							runId,
							fence,
							[...batch].flatMap((key) => rows.get(key) ?? []),
						);
					resolve();
				} catch (error) {
					for (const key of batch) changed.add(key);
					reject(error);
				}
			});
		});
		return writing;
	};
	const put = (key: string, change: Partial<StepRow>): void => {
		const before = rows.get(key) ?? { key, generation: 1, attempt: 0, state: "waiting" as const };
		rows.set(key, { ...before, ...change });
		changed.add(key);
	};
	const now = (): string => clock.now().toISOString();

	return {
		row: (key) => rows.get(key),
		result: (key) => {
			const row = rows.get(key);
			return row?.state === "ended" ? row.result : undefined;
		},
		begin: ({ key, agent, agentId, task, hash }) => {
			const attempt = (rows.get(key)?.attempt ?? 0) + 1;
			const facts = { agent, agentId, task, hash, waitsFor: undefined, question: undefined, result: undefined };
			put(key, { ...facts, attempt, state: "begun", beganAt: now() });
			return flush();
		},
		end: (key, result) =>
			put(key, { state: "ended", result, waitsFor: undefined, question: undefined, endedAt: now() }),
		wait: (key, waitsFor) => put(key, { waitsFor }),
		// That it had begun stays to be known: who answers "again" is asked once, who ends nexus now is asked again.
		ask: (question) => put(question.key, { state: question.kind === "unknown" ? "begun" : "asking", question }),
		decision: ({ callId, hash }) => decisions.get(`${callId} ${hash}`),
		decide: ({ key, callId, hash }, answer) => {
			const known = decisions.get(`${callId} ${hash}`);
			if (known !== undefined) return known;
			store.decide(runId, { key, callId, hash, answer, at: now() });
			decisions.set(`${callId} ${hash}`, answer);
			return answer;
		},
		flush,
	};
};

/** The same for a run that is not kept. */
export const memoryJournal = (clock: Pick<Clock, "now">): Journal =>
	createJournal({
		store: { write: () => {}, steps: () => [], decisions: () => [], decide: () => {} },
		runId: "",
		fence: 0,
		clock,
	});
