import type { IncomingMessage } from "node:http";
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import { abortReason, brokenError } from "./network-error.js";
import type { WireResponse } from "./transport.js";

interface BodyOptions {
	readonly clock: Clock;
	readonly idleTimeoutMs: number;
	readonly url: URL;
	readonly signal: AbortSignal;
	/** Called once, when nothing of the request is left to watch. */
	stop(): void;
}

/** How long the rest of a finished answer may take before its connection is closed instead of kept. */
const drainMs = 500;

/** The answer around a node response: idle deadline, abort, and release of the connection. */
export function openBody(incoming: IncomingMessage, options: BodyOptions): WireResponse {
	const done = new AbortController();
	let idleMs = options.idleTimeoutMs;
	/** True while a byte is waited for: a reader that takes its time is no silence of the server. */
	let isReading = true;
	let lastByteMs = options.clock.monotonicMs();
	let released = false;
	let idleError: NexusError | undefined;

	// One sleeper that looks at the time of the last byte, instead of a timer for every byte.
	const watch = async () => {
		for (;;) {
			const leftMs = lastByteMs + idleMs - options.clock.monotonicMs();
			if (isReading && leftMs <= 0) break;
			await options.clock.sleep(isReading ? leftMs : idleMs, done.signal);
		}
		idleError = new NexusError("provider.timeout", `${options.url.host} sent nothing for ${idleMs / 1000} s`, {
			hint: "The service may be busy; try again, or choose another model",
			retryable: true,
			exitCode: 6,
		});
		incoming.destroy(idleError);
	};
	const startWatch = () => watch().catch(() => {});

	const release = () => {
		if (released) return;
		released = true;
		done.abort();
		options.stop();
		if (incoming.complete || incoming.destroyed) return void incoming.resume();
		// Whatever still comes is thrown away, so that the connection can be used again.
		incoming.on("error", () => {});
		incoming.socket?.unref();
		incoming.resume();
		setTimeout(() => {
			if (!incoming.complete) incoming.destroy();
		}, drainMs).unref();
	};

	const close = () => {
		if (!released && !incoming.complete) incoming.destroy();
		release();
	};

	async function* chunks(): AsyncGenerator<Uint8Array> {
		void startWatch();
		try {
			for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
				isReading = false;
				yield chunk;
				isReading = true;
				lastByteMs = options.clock.monotonicMs();
			}
		} catch (error) {
			if (options.signal.aborted) throw abortReason(options.signal);
			throw idleError ?? brokenError(options.url, error);
		} finally {
			// A reader that turns away in the middle does not want the rest; the connection goes.
			close();
		}
		if (!incoming.complete) throw brokenError(options.url, new Error("cut off"));
	}

	return {
		close,
		status: incoming.statusCode ?? 0,
		headers: lowerCaseHeaders(incoming),
		chunks,
		release,
		shortenIdle(ms) {
			if (ms >= idleMs) return;
			idleMs = ms;
			// The sleeper that is under way waits for the longer time; a second one ends earlier.
			void startWatch();
		},
		async text(maxBytes) {
			const parts: Uint8Array[] = [];
			let size = 0;
			for await (const chunk of chunks()) {
				parts.push(chunk.subarray(0, maxBytes - size));
				size += chunk.length;
				if (size >= maxBytes) break;
			}
			return Buffer.concat(parts).toString("utf8");
		},
	};
}

function lowerCaseHeaders(incoming: IncomingMessage): ReadonlyMap<string, string> {
	const headers = new Map<string, string>();
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
	}
	return headers;
}
