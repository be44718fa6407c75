// What a provider needs of HTTP. `node-transport.ts` is the real one.
import type { Clock } from "../contracts/ports.js";

/** A JSON object as it is sent. */
export type WireObject = Readonly<Record<string, unknown>>;

export interface WireRequest {
	readonly url: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly signal: AbortSignal;
}

export interface TransportOptions {
	readonly clock: Clock;
	/** Until the response's headers have come. */
	readonly headerTimeoutMs: number;
	/** Between any two bytes of the body. */
	readonly idleTimeoutMs: number;
	/** Proxy variables (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) and their values; loopback is never proxied. */
	readonly proxyEnv?: Readonly<Record<string, string>>;
}

/** An open answer of any status. Its body is read once, by `chunks` or by `text`. */
export interface WireResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: ReadonlyMap<string, string>;
	/**
	 * The body as it comes. Throws NexusError `provider.network` when the connection breaks, `provider.timeout` when
	 * nothing came for the idle time, and an AbortError when the request's signal aborts.
	 */
	chunks(): AsyncIterable<Uint8Array>;
	/** At most `maxBytes` of the body as text; what is over is cut off. */
	text(maxBytes: number): Promise<string>;
	/** From now on silence may last only this long. */
	shortenIdle(ms: number): void;
	/** Gives the connection back when the rest is short, else closes it. Never keeps the process alive. Safe to repeat. */
	release(): void;
	/** Closes the connection at once, unless the answer has been read or released. Safe to repeat. */
	close(): void;
}

export interface Transport {
	/**
	 * Sends one request. No redirect is followed: a 3xx comes back like any other status (SECURITY R23). Throws
	 * NexusError `provider.network` (`data.cause` holds the system's code, e.g. `ECONNREFUSED`) or `provider.timeout`,
	 * and an AbortError when the signal aborts.
	 */
	send(request: WireRequest): Promise<WireResponse>;
}
