// One door for what is dialled on behalf of models, pages and commands: a name is resolved, every address of it is
// checked, and a checked address is what is connected to (SECURITY R21).
import type { LookupAddress } from "node:dns";
import type { Socket } from "node:net";
import { NexusError } from "../contracts/errors.js";
import type { Dial } from "./pinned-dial.js";

export interface CheckedDialOptions {
	/** All addresses of a name; default the system's resolver. */
	readonly resolve?: (host: string) => Promise<readonly string[]>;
	/** Opens a connection to a checked address. */
	readonly connect?: Dial;
	/** `http://[user:password@]host:port`, from the person's own settings. */
	readonly proxy?: string;
}

export interface CheckedDial {
	/**
	 * What may be dialled for a name or an address (without brackets), IPv4 first. All that it resolves to must be public
	 * or excepted, so that none is left to chance. Throws NexusError `network.failed`, or what `blocked` makes of why.
	 */
	addresses(
		host: string,
		signal: AbortSignal,
		options: { isExcepted?(range: string): boolean; blocked(why: string): NexusError },
	): Promise<readonly string[]>;
	/** The first of the addresses that answers; throws what the last one did. */
	dial(
		target: { readonly host: string; readonly port: number; readonly secure: boolean },
		addresses: readonly string[],
		signal: AbortSignal,
	): Promise<Socket>;
}

/** Of one name that are tried in turn. */
const maxAddresses = 4;

async function resolveAll(host: string): Promise<readonly string[]> {
	const { lookup } = await import("node:dns/promises");
	const found: readonly LookupAddress[] = await lookup(host, { all: true });
	return found.map((entry) => entry.address);
}

/** Rejects as soon as the signal aborts, whatever the promise does. */
export const orAbort = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
	new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) return abort();
		signal.addEventListener("abort", abort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});

export function createCheckedDial(options: CheckedDialOptions): CheckedDial {
	const resolve = options.resolve ?? resolveAll;
	/** Loaded with the first request: one-shot calls without the network do not pay for TLS and zlib. */
	const dialler = async (): Promise<Dial> => {
		if (options.connect !== undefined) return options.connect;
		const { dialDirectly, dialThrough } = await import("./pinned-dial.js");
		return options.proxy === undefined ? dialDirectly : dialThrough(new URL(options.proxy));
	};
	return {
		addresses: async (host, signal, { isExcepted, blocked }) => {
			const { isIP } = await import("node:net");
			const found = isIP(host) === 0 ? await orAbort(resolve(host), signal) : [host];
			const addresses = [...new Set(found)].sort((a, b) => isIP(a) - isIP(b)).slice(0, maxAddresses);
			if (addresses.length === 0) {
				throw new NexusError("network.failed", `${host} has no address`, { retryable: true });
			}
			const { blockedRange } = await import("../lib/public-address.js");
			for (const address of found) {
				const range = blockedRange(address);
				if (range === undefined || isExcepted?.(range) === true) continue;
				throw blocked(host === address ? `${address} is ${range}` : `${host} is ${address}, which is ${range}`);
			}
			return addresses;
		},
		dial: async (target, addresses, signal) => {
			const dial = await dialler();
			let last: unknown;
			for (const address of addresses) {
				try {
					return await dial({ ...target, address }, signal);
				} catch (error) {
					last = error;
					if (signal.aborted) break;
				}
			}
			throw last;
		},
	};
}
