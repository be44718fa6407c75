import { connect, type Socket } from "node:net";
import type { CheckedDialOptions } from "../../src/adapters/checked-dial.js";
import type { DialTarget } from "../../src/adapters/pinned-dial.js";
import type { NetworkGate } from "../../src/contracts/ports.js";
import { hostText } from "../../src/lib/host-pattern.js";

export interface RecordingGate extends NetworkGate {
	/** Hosts that were asked for, in order. */
	readonly asked: readonly string[];
}

/** Lets those hosts through, in the words of the settings. */
export function gateFor(hosts: readonly string[]): RecordingGate {
	const asked: string[] = [];
	return {
		asked,
		admit: async (target) => {
			const host = hostText(target);
			asked.push(host);
			return hosts.includes(host) ? { isAllowed: true } : { isAllowed: false, reason: `${host} is not allowed here` };
		},
		waitedMs: () => 0,
	};
}

export interface PublicNames {
	readonly options: CheckedDialOptions;
	/** Names that were resolved. */
	readonly resolved: readonly string[];
	/** Addresses that would have been dialled. */
	readonly dialled: readonly string[];
}

/**
 * Names as of the public network, each with its addresses (default a public one); whatever is dialled ends at `port` of
 * this machine.
 */
export function publicNames(port: number, addresses: Readonly<Record<string, readonly string[]>> = {}): PublicNames {
	const resolved: string[] = [];
	const dialled: string[] = [];
	return {
		resolved,
		dialled,
		options: {
			resolve: async (host) => {
				resolved.push(host);
				return addresses[host] ?? ["93.184.215.14"];
			},
			connect: ({ address, port: wanted }: DialTarget): Promise<Socket> => {
				dialled.push(`${address}:${wanted}`);
				return new Promise((resolve, reject) => {
					const socket = connect(port, "127.0.0.1", () => resolve(socket));
					socket.once("error", reject);
				});
			},
		},
	};
}
