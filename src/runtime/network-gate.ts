// Which hosts one sandboxed command may reach: by rules, by what was allowed with it, or by asking a person once.
import type { ApprovalAnswer, PermissionDecision } from "../contracts/permission.js";
import type { Clock, HostAdmission, NetworkGate } from "../contracts/ports.js";
import type { Question } from "../core/running-call.js";
import { type HostAndPort, hostText } from "../lib/host-pattern.js";
import { networkTool } from "../security/judge-host.js";

export interface NetworkGateOptions {
	/** By the rules as they are now. */
	decide(target: HostAndPort): Promise<PermissionDecision>;
	/** Absent: nobody can be asked. */
	ask?: ((question: Question, signal: AbortSignal) => Promise<ApprovalAnswer>) | undefined;
	/** What wants to reach it, for the question. */
	readonly title: string;
	/** Called with each host that is let through, the first time. */
	onReached(host: string, reason: string): void;
	readonly clock: Clock;
}

/** A command that wants more is not asked about any more, so that nobody is worn down. */
const maxQuestions = 20;
const maxHosts = 1000;

const allowed: HostAdmission = { isAllowed: true };

/** Each host is decided about once for the command; questions come one after the other. */
export function createNetworkGate({ decide, ask, title, onReached, clock }: NetworkGateOptions): NetworkGate {
	const known = new Map<string, Promise<HostAdmission>>();
	let questions: Promise<unknown> = Promise.resolve();
	let asked = 0;
	let waitedMs = 0;
	let waitingSince: number | undefined;

	const refuse = (host: string, why: string): HostAdmission => ({
		isAllowed: false,
		reason: why.startsWith(host) ? why : `${host} is not reached: ${why}`,
	});

	const reach = (host: string, reason: string): HostAdmission => {
		onReached(host, reason);
		return allowed;
	};

	const put = async (host: string, decision: PermissionDecision, target: HostAndPort, signal: AbortSignal) => {
		if (ask === undefined) return undefined;
		waitingSince = clock.monotonicMs();
		try {
			const { reason, warnings, offers } = decision;
			const subject = { host: target.host, port: target.port };
			const question = { tool: networkTool, title: `${host}, for ${title}`, reason, warnings, offers, subject };
			return await ask(question, signal);
		} finally {
			waitedMs += clock.monotonicMs() - waitingSince;
			waitingSince = undefined;
		}
	};

	/** After the questions before it: what was answered to those may have decided this one. */
	const askInTurn = async (target: HostAndPort, signal: AbortSignal): Promise<HostAdmission> => {
		const host = hostText(target);
		const decision = await decide(target);
		if (decision.decision === "allow") return reach(host, decision.reason);
		if (decision.decision === "deny") return refuse(host, decision.reason);
		if (ask !== undefined && asked >= maxQuestions) {
			return refuse(host, `${decision.reason}, and there were ${maxQuestions} questions about this command already`);
		}
		asked++;
		const answer = await put(host, decision, target, signal);
		if (answer === undefined) {
			const rule = decision.offers[0]?.rule;
			const hint = rule === undefined ? "" : ` (allow it with --allow '${rule}' or in sandbox.network)`;
			return refuse(host, `${decision.reason}, and nobody can be asked${hint}`);
		}
		if (answer.answer !== "deny") return reach(host, "a person allowed it");
		const said = answer.reason === undefined || answer.reason === "" ? "" : `: ${answer.reason}`;
		return refuse(host, `it was not allowed${said}`);
	};

	const judge = async (target: HostAndPort, signal: AbortSignal): Promise<HostAdmission> => {
		const host = hostText(target);
		try {
			const decision = await decide(target);
			if (decision.decision === "allow") return reach(host, decision.reason);
			if (decision.decision === "deny") return refuse(host, decision.reason);
			const turn = questions.then(() => askInTurn(target, signal));
			questions = turn.catch(() => undefined);
			return await turn;
		} catch (error) {
			return refuse(host, error instanceof Error ? error.message : String(error));
		}
	};

	return {
		admit: (target, signal) => {
			const key = `${target.host} ${target.port}`;
			const found = known.get(key);
			if (found !== undefined) return found;
			if (known.size >= maxHosts) return Promise.resolve(refuse(hostText(target), "the command wants too many hosts"));
			const judged = judge(target, signal);
			known.set(key, judged);
			return judged;
		},
		waitedMs: () => waitedMs + (waitingSince === undefined ? 0 : clock.monotonicMs() - waitingSince),
	};
}
