// The network of one call: sandboxed commands reach hosts through a gate, everything else in the sandbox reaches none.
import type { Jobs } from "../contracts/jobs.js";
import type { PermissionDecision, PermissionMode } from "../contracts/permission.js";
import type { Clock, NetworkGate, Processes, ProcessRequest } from "../contracts/ports.js";
import type { AnyTool } from "../contracts/tool.js";
import type { RunningCall } from "../core/running-call.js";
import { decideHost } from "../security/judge-host.js";
import { createNetworkGate } from "./network-gate.js";
import type { RuleBook } from "./rule-book.js";
import type { Settings } from "./settings.js";

export interface CallNetworkOptions {
	readonly rules: RuleBook;
	readonly settings: Pick<Settings, "config">;
	readonly clock: Clock;
	/** Whether there is a person at all. */
	readonly canAsk: boolean;
}

export interface NetworkedCall {
	readonly tool: AnyTool;
	readonly input: Record<string, unknown>;
	/** What was decided about it; one that has no `hosts` gets no network. */
	readonly decision: PermissionDecision | undefined;
	readonly running: RunningCall;
	readonly mode: PermissionMode;
	readonly isTainted: boolean;
	readonly taintedBy?: string | undefined;
	/** A host was let through, for the first time in this call. */
	onReached(host: string, reason: string): void;
}

type Ports = { readonly processes: Processes; readonly jobs: Jobs };

/** The same ports; what they start in the sandbox may reach what its gate lets through. */
export const networkOf = (call: NetworkedCall, ports: Ports, options: CallNetworkOptions): Ports => {
	const hosts = call.decision?.hosts;
	if (hosts === undefined) return ports;
	const { tool, input, running, mode, isTainted, taintedBy, onReached } = call;
	const { rules, settings, clock } = options;
	// What a command brings in marks the turn, and is no reason to ask again about what it was started for.
	const gate = (canAsk: boolean): NetworkGate =>
		createNetworkGate({
			decide: async (target) =>
				decideHost({
					...{ target, mode, isTainted, taintedBy, named: hosts, isApproved: running.isApproved },
					rules: await rules.all(),
					settings: settings.config.sandbox.network,
				}),
			ask: canAsk ? running.ask : undefined,
			title: tool.title(input).replaceAll(/\s+/g, " ").slice(0, 200),
			onReached,
			clock,
		});
	const opened = <R extends { readonly sandbox?: ProcessRequest["sandbox"] }>(request: R, canAsk: boolean): R =>
		request.sandbox?.network === false
			? { ...request, sandbox: { ...request.sandbox, network: gate(canAsk) } }
			: request;
	return {
		processes: { ...ports.processes, run: (request) => ports.processes.run(opened(request, options.canAsk)) },
		// A job goes on when its call is over, and then nobody is there to be asked.
		jobs: { ...ports.jobs, start: (request) => ports.jobs.start(opened(request, false)) },
	};
};
