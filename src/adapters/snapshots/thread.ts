// Snapshots as the rest of nexus has them: a thread that starts with the first call.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type ErrorData, NexusError } from "../../contracts/errors.js";
import type { Snapshots } from "../../contracts/snapshots.js";
import type { SnapshotOptions } from "./engine.js";

type CallOf<Name extends keyof Snapshots> = Name extends keyof Snapshots
	? { readonly method: Name; readonly args: Parameters<Snapshots[Name]> }
	: never;

export interface Call {
	readonly id: number;
	readonly call: CallOf<keyof Snapshots>;
}

type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: ErrorData };

/** In the bundle only: from source, where Node cannot load it, the same runs in this thread. */
const workerUrl = (): URL | undefined =>
	["./snapshots.worker.js", "../snapshots.worker.js"]
		.map((name) => new URL(name, import.meta.url))
		.find((url) => existsSync(fileURLToPath(url)));

/** Throws NexusError `undo.*` and `store.*`. */
export const openSnapshotThread = async (options: SnapshotOptions): Promise<Snapshots> => {
	const url = workerUrl();
	return url === undefined ? (await import("./engine.js")).openSnapshots(options) : overThread(url, options);
};

const overThread = (url: URL, options: SnapshotOptions): Snapshots => {
	const worker = new Worker(url, { workerData: options, env: {}, execArgv: [], stdout: true, stderr: true });
	const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
	let ids = 0;
	let failure: NexusError | undefined;
	const fail = (message: string, cause?: unknown): void => {
		failure ??= new NexusError("undo.unavailable", `snapshots cannot be taken: ${message}`, { cause });
		for (const { reject } of waiting.values()) reject(failure);
		waiting.clear();
	};
	worker.on("error", (error) => fail(error instanceof Error ? error.message : String(error), error));
	worker.on("exit", () => fail("their thread has ended"));
	worker.on("message", (reply: Reply) => {
		const waiter = waiting.get(reply.id);
		waiting.delete(reply.id);
		if ("error" in reply) waiter?.reject(new NexusError(reply.error.code, reply.error.message, reply.error));
		else waiter?.resolve(reply.value);
		if (waiting.size === 0) worker.unref();
	});
	worker.unref();

	const ask = <Name extends keyof Snapshots>(method: Name, ...args: Parameters<Snapshots[Name]>) =>
		new Promise((resolve, reject) => {
			if (failure !== undefined) return reject(failure);
			const id = ++ids;
			waiting.set(id, { resolve, reject });
			worker.ref();
			worker.postMessage({ id, call: { method, args } });
		}) as ReturnType<Snapshots[Name]>;

	return {
		save: (...args) => ask("save", ...args),
		saveAll: (...args) => ask("saveAll", ...args),
		finish: (...args) => ask("finish", ...args),
		list: (...args) => ask("list", ...args),
		preview: (...args) => ask("preview", ...args),
		apply: (...args) => ask("apply", ...args),
		forget: (...args) => ask("forget", ...args),
		forgetAll: (...args) => ask("forgetAll", ...args),
		close: async () => {
			if (failure === undefined) await ask("close");
			await worker.terminate();
		},
	};
};
