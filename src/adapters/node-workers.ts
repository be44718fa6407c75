// The `Workers` port over one worker thread: started on first use, kept, replaced when it hangs or runs out of memory.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import type { Workers } from "../contracts/ports.js";

/** How long the thread may take to load its library before any request counts its own time. */
const startTimeoutMs = 20_000;

type Limits = Parameters<Workers["run"]>[2];
type Reply = { readonly value: JsonValue } | { readonly error: string };

/** Beside this file or one folder up in the bundle; the source itself when run from source. */
const workerUrl = (): URL => {
	const places = ["./math.worker.js", "../math.worker.js", "./math.worker.ts"].map(
		(name) => new URL(name, import.meta.url),
	);
	const found = places.find((url) => existsSync(fileURLToPath(url)));
	if (found === undefined)
		throw new NexusError("worker.failed", "The maths worker is not installed", { hint: "Run npm run build." });
	return found;
};

const abortError = () => new DOMException("aborted", "AbortError");

/** One thread with one request at a time. Any failure but an answered error leaves it ended. */
class MathThread {
	readonly memoryMb: number;
	private readonly worker: Worker;
	private isReady = false;

	constructor(memoryMb: number) {
		this.memoryMb = memoryMb;
		this.worker = new Worker(workerUrl(), {
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

	async run(input: JsonValue, limits: Limits): Promise<JsonValue> {
		if (!this.isReady) {
			await this.next(startTimeoutMs, limits.signal);
			this.isReady = true;
		}
		this.worker.postMessage(input);
		const reply = (await this.next(limits.timeoutMs, limits.signal)) as Reply;
		if ("error" in reply) throw new NexusError("worker.failed", reply.error);
		return reply.value;
	}

	/** The thread's next message. While somebody waits, it keeps the process alive. */
	private next(timeoutMs: number, signal: AbortSignal | undefined): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const settle = (finish: () => void) => {
				clearTimeout(timer);
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
				settle(() => reject(new NexusError("worker.failed", "The maths worker ended", { cause: "exit" })));
			const onAbort = () => settle(() => reject(abortError()));
			const timer = setTimeout(
				() => settle(() => reject(new NexusError("worker.timeout", `It took longer than ${timeoutMs / 1000} s`))),
				timeoutMs,
			);
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

const workerError = (error: Error): NexusError =>
	"code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
		? new NexusError("worker.memory", "It needs more memory than it is given", { cause: error })
		: new NexusError("worker.failed", error.message, { cause: error });

/**
 * Requests run one after another. A request that times out, is aborted or breaks the thread costs only itself: the
 * next one gets a fresh thread. `close` ends the thread; a request after `close` starts a new one.
 */
export function createNodeWorkers(): Workers {
	let thread: MathThread | undefined;
	let queue: Promise<unknown> = Promise.resolve();

	const runNow = async (input: JsonValue, limits: Limits): Promise<JsonValue> => {
		if (limits.signal?.aborted) throw abortError();
		if (thread !== undefined && thread.memoryMb !== limits.memoryMb) {
			await thread.end();
			thread = undefined;
		}
		thread ??= new MathThread(limits.memoryMb);
		const current = thread;
		try {
			return await current.run(input, limits);
		} catch (error) {
			const isAnswered = error instanceof NexusError && error.code === "worker.failed" && error.cause === undefined;
			if (!isAnswered) {
				thread = undefined;
				// Not awaited: a thread in the middle of one huge multiplication takes its time to stop.
				current.end().catch(() => {});
			}
			throw error;
		}
	};

	return {
		run(_worker, input, limits) {
			const result = queue.then(() => runNow(input, limits));
			queue = result.catch(() => {});
			return result;
		},
		async close() {
			const current = thread;
			thread = undefined;
			await current?.end();
		},
	};
}
