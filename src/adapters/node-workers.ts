// The `Workers` port over one thread of each kind: started on first use, kept, replaced when it hangs or runs out of
// memory.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import type { WorkerKind, Workers } from "../contracts/ports.js";

/** How long the thread may take to load its library before any request counts its own time. */
const startTimeoutMs = 20_000;

type Limits = Parameters<Workers["run"]>[2];
type Reply = { readonly value: JsonValue } | { readonly error: string };

/** Beside this file or one folder up in the bundle; the source itself when run from source. */
const workerUrl = (kind: WorkerKind): URL => {
	const places = [`./${kind}.worker.js`, `../${kind}.worker.js`, `./${kind}.worker.ts`].map(
		(name) => new URL(name, import.meta.url),
	);
	const found = places.find((url) => existsSync(fileURLToPath(url)));
	if (found === undefined)
		throw new NexusError("worker.failed", `The ${kind} worker is not installed`, { hint: "Run npm run build." });
	return found;
};

const abortError = () => new DOMException("aborted", "AbortError");

/** How often the memory of a running request is looked at. */
const watchMs = 50;

/** One thread with one request at a time. Any failure but an answered error leaves it ended. */
class Thread {
	readonly memoryMb: number;
	private readonly kind: WorkerKind;
	private readonly worker: Worker;
	private isReady = false;

	constructor(create: typeof Worker, kind: WorkerKind, memoryMb: number) {
		this.kind = kind;
		this.memoryMb = memoryMb;
		this.worker = new create(workerUrl(kind), {
			env: {},
			execArgv: [],
			stdout: true,
			stderr: true,
			resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
		});
		// A late error of an ended thread has nobody to hear it.
		this.worker.on("error", () => {});
		this.worker.unref();
	}

	async run(input: JsonValue, limits: Limits, bytes: Uint8Array | undefined): Promise<JsonValue> {
		if (!this.isReady) {
			await this.next(startTimeoutMs, limits.signal);
			this.isReady = true;
		}
		if (bytes === undefined) this.worker.postMessage(input);
		else {
			// Small buffers are parts of a pool that others use too: those are copied.
			const isWhole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
			this.worker.postMessage({ input, bytes }, isWhole ? [bytes.buffer as ArrayBuffer] : []);
		}
		const reply = (await this.next(limits.timeoutMs, limits.signal)) as Reply;
		if ("error" in reply) throw new NexusError("worker.failed", reply.error);
		return reply.value;
	}

	/** The thread's next message. While somebody waits, it keeps the process alive. */
	private next(timeoutMs: number, signal: AbortSignal | undefined): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const settle = (finish: () => void) => {
				clearTimeout(timer);
				clearInterval(watch);
				signal?.removeEventListener("abort", onAbort);
				this.worker.off("message", onMessage);
				this.worker.off("error", onError);
				this.worker.off("exit", onExit);
				this.worker.unref();
				finish();
			};
			const onMessage = (message: unknown) => settle(() => resolve(message));
			const onError = (error: Error) => settle(() => reject(workerError(error)));
			const onExit = () =>
				settle(() => reject(new NexusError("worker.failed", `The ${this.kind} worker ended`, { cause: "exit" })));
			const onAbort = () => settle(() => reject(abortError()));
			const timer = setTimeout(
				() => settle(() => reject(new NexusError("worker.timeout", `It took longer than ${timeoutMs / 1000} s`))),
				timeoutMs,
			);
			// The thread's own limit counts what JavaScript holds, but no buffers: those show in the process alone.
			const startBytes = process.memoryUsage.rss();
			const watch = setInterval(() => {
				if (process.memoryUsage.rss() - startBytes > 2 * this.memoryMb * 1024 ** 2) settle(() => reject(outOfMemory()));
			}, watchMs);
			watch.unref();
			this.worker.ref();
			this.worker.on("message", onMessage);
			this.worker.on("error", onError);
			this.worker.on("exit", onExit);
			if (signal?.aborted) return onAbort();
			signal?.addEventListener("abort", onAbort, { once: true });
		});
	}

	async end(): Promise<void> {
		await this.worker.terminate();
	}
}

const outOfMemory = (cause?: Error): NexusError =>
	new NexusError("worker.memory", "It needs more memory than it is given", { cause });

const workerError = (error: Error): NexusError =>
	"code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
		? outOfMemory(error)
		: new NexusError("worker.failed", error.message, { cause: error });

/** Requests of one kind, one after the other. */
class Lane {
	private readonly kind: WorkerKind;
	private thread: Thread | undefined;
	private queue: Promise<unknown> = Promise.resolve();

	constructor(kind: WorkerKind) {
		this.kind = kind;
	}

	run(input: JsonValue, limits: Limits, bytes: Uint8Array | undefined): Promise<JsonValue> {
		const result = this.queue.then(() => this.runNow(input, limits, bytes));
		this.queue = result.catch(() => {});
		return result;
	}

	private async runNow(input: JsonValue, limits: Limits, bytes: Uint8Array | undefined): Promise<JsonValue> {
		const { Worker: create } = await import("node:worker_threads");
		if (limits.signal?.aborted) throw abortError();
		if (this.thread !== undefined && this.thread.memoryMb !== limits.memoryMb) await this.close();
		this.thread ??= new Thread(create, this.kind, limits.memoryMb);
		const current = this.thread;
		try {
			return await current.run(input, limits, bytes);
		} catch (error) {
			const isAnswered = error instanceof NexusError && error.code === "worker.failed" && error.cause === undefined;
			if (!isAnswered) {
				this.thread = undefined;
				// Not awaited: a thread in the middle of one huge multiplication takes its time to stop.
				current.end().catch(() => {});
			}
			throw error;
		}
	}

	async close(): Promise<void> {
		const current = this.thread;
		this.thread = undefined;
		await current?.end();
	}
}

/**
 * Requests of one kind run one after another. A request that times out, is aborted or breaks the thread costs only
 * itself: the next one gets a fresh thread. `close` ends the threads; a request after `close` starts a new one.
 */
export function createNodeWorkers(): Workers {
	const lanes: Readonly<Record<WorkerKind, Lane>> = {
		math: new Lane("math"),
		document: new Lane("document"),
		page: new Lane("page"),
		sweep: new Lane("sweep"),
	};
	return {
		run: (worker, input, limits, bytes) => lanes[worker].run(input, limits, bytes),
		overData: async (input, limits, source) => (await import("./data-thread.js")).runOverData(input, limits, source),
		close: async () => {
			await Promise.all(Object.values(lanes).map((lane) => lane.close()));
		},
	};
}
