// Requests that wait for their answer.
import type { BusMessage, RequestOptions } from "../../contracts/bus.js";
import { NexusError } from "../../contracts/errors.js";
import { abortError } from "../../lib/abort.js";

/** Requests whose time is up, remembered to tell a late reply from one that was never waited for. */
const maxLate = 1000;

export class Replies {
	readonly #waiting = new Map<string, (reply: BusMessage) => void>();
	readonly #late = new Set<string>();

	/** True: somebody here waits for it, and has it now. */
	settle(message: BusMessage): boolean {
		if (message.replyTo === undefined) return false;
		const settle = this.#waiting.get(message.replyTo);
		settle?.(message);
		return settle !== undefined;
	}

	isLate(message: BusMessage): boolean {
		return message.replyTo !== undefined && this.#late.has(message.replyTo);
	}

	/** Waits for the reply to a request. `sleep` ends with the time or rejects with the signal. */
	async wait(
		id: string,
		to: string,
		{ timeoutMs, signal }: RequestOptions,
		sleep: (ms: number, signal: AbortSignal) => Promise<void>,
	): Promise<BusMessage> {
		const over = new AbortController();
		const { promise, resolve, reject } = Promise.withResolvers<BusMessage>();
		this.#waiting.set(id, resolve);
		const onAbort = () => reject(abortError());
		if (signal?.aborted === true) onAbort();
		signal?.addEventListener("abort", onAbort, { once: true });
		sleep(timeoutMs, over.signal).then(
			() => reject(timeout(to, timeoutMs)),
			() => undefined,
		);
		try {
			return await promise;
		} catch (error) {
			this.#late.add(id);
			const [oldest] = this.#late;
			if (this.#late.size > maxLate && oldest !== undefined) this.#late.delete(oldest);
			throw error;
		} finally {
			this.#waiting.delete(id);
			signal?.removeEventListener("abort", onAbort);
			over.abort();
		}
	}
}

const timeout = (to: string, timeoutMs: number): NexusError =>
	new NexusError("bus.timeout", `${to} did not answer within ${timeoutMs / 1000} s`, {
		hint: "it may be busy: ask with more time, or send and look for the answer later",
		retryable: true,
	});
