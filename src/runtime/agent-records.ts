// Keeps what comes of agents, and does what other processes want of those that work here.
import type { AgentRecords } from "../contracts/agent-records.js";
import type { Clock } from "../contracts/ports.js";
import { processOwner } from "../lib/process-owner.js";
import type { AgentEnd } from "./agent-session.js";

export interface KeptAgents {
	/** Opened with its first use. */
	records(): Promise<AgentRecords>;
	onBegin(agent: {
		readonly sessionId: string;
		readonly id: string;
		readonly name: string;
		readonly task: string;
	}): void;
	onEnd(end: AgentEnd): void;
	close(): Promise<void>;
}

export interface KeptAgentsOptions {
	/** Undefined: kept in memory. */
	readonly path: string | undefined;
	readonly clock: Clock;
	readonly cwd: string;
	onWish(wish: { readonly id: string; readonly sessionId: string; readonly wish: "stop" | "pause" | "resume" }): void;
	warn(message: string): void;
}

const lookEveryMs = 500;

export const createKeptAgents = ({ path, clock, cwd, onWish, warn }: KeptAgentsOptions): KeptAgents => {
	let opened: Promise<AgentRecords> | undefined;
	let working = 0;
	let looking: NodeJS.Timeout | undefined;
	/** One after the other: an end is written after its beginning. */
	let writing: Promise<void> = Promise.resolve();

	const records = (): Promise<AgentRecords> => {
		opened ??= import("../adapters/sqlite-agent-records.js").then(({ createSqliteAgentRecords }) =>
			createSqliteAgentRecords(path ?? ":memory:", clock, processOwner()),
		);
		return opened;
	};
	/** What is kept is beside the work: that it cannot be kept does not stop it. */
	const write = (work: (records: AgentRecords) => Promise<unknown>): void => {
		writing = writing
			.then(async () => void (await work(await records())))
			.catch((error: unknown) => warn(error instanceof Error ? error.message : String(error)));
	};
	const look = (): void => write(async (kept) => (await kept.takeWishes()).forEach(onWish));

	return {
		records,
		onBegin: ({ sessionId, id, name, task }) => {
			const startedAt = clock.now().toISOString();
			write((kept) => kept.begin({ id, sessionId, agent: name, task, cwd, startedAt }));
			working++;
			looking ??= setInterval(look, lookEveryMs).unref();
		},
		onEnd: ({ sessionId, task, receipt }) => {
			write((kept) => kept.end({ id: receipt.taskId, sessionId, task }, receipt));
			working--;
			if (working > 0) return;
			clearInterval(looking);
			looking = undefined;
		},
		close: async () => {
			clearInterval(looking);
			await writing;
			if (opened !== undefined) await opened.then((kept) => kept.close()).catch(() => {});
		},
	};
};
