// The line in which agents wait, fed by what the machine and the services tell.
import { availableParallelism } from "node:os";
import { slotsFor } from "../agents/slots.js";
import { createWaitingLine, type WaitingLine } from "../agents/waiting-line.js";
import type { Clock, System } from "../contracts/ports.js";

/** What a service told of its limits counts for so long. */
const limitsAgeMs = 60_000;

export interface AgentLine {
	readonly line: WaitingLine;
	onLimits(limits: readonly { readonly limit: number; readonly remaining: number }[]): void;
}

export const createAgentLine = (system: System, clock: Clock): AgentLine => {
	let told: { readonly left: number; readonly atMs: number } | undefined;
	const cpus = availableParallelism();
	const line = createWaitingLine({
		clock,
		slots: slotsFor,
		headroom: async (working) => {
			// Below this the machine's state does not matter: somebody has to work.
			const sample = working < 2 ? undefined : await system.sample();
			const isFresh = told !== undefined && clock.monotonicMs() - told.atMs < limitsAgeMs;
			return {
				cpus,
				cpuBusy: sample?.cpu ?? 0,
				memoryFreeBytes:
					sample === undefined ? Number.MAX_SAFE_INTEGER : sample.memoryTotalBytes - sample.memoryUsedBytes,
				memoryTotalBytes: sample?.memoryTotalBytes ?? 0,
				rateLimitLeft: isFresh ? told?.left : undefined,
				working,
			};
		},
	});
	return {
		line,
		onLimits: (limits) => {
			const shares = limits.filter(({ limit }) => limit > 0).map(({ limit, remaining }) => remaining / limit);
			if (shares.length > 0) told = { left: Math.min(...shares), atMs: clock.monotonicMs() };
		},
	};
};
