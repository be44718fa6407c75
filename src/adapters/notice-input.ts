// Looks now and then whether a child waits for input that nobody gives, and lets it go on or ends it.
import type { Clock, ProcessResult } from "../contracts/ports.js";
import { sanitizeText } from "../lib/sanitize.js";
import { inputWait, standardLinks } from "./input-wait.js";

export interface NoticeInputOptions {
	readonly leader: number;
	readonly clock: Clock;
	/** Aborts when the child has ended. */
	readonly signal: AbortSignal;
	/** Nothing will come: end of input. */
	endInput(): void;
	end(): void;
}

export interface InputNotice {
	/** Tells of its output. */
	said(text: string): void;
	wanted(): ProcessResult["wantedInput"];
}

/** The time between two looks; longer the longer it is quiet, and so long that looking takes at most a twentieth of it. */
const firstLookMs = 60;
const everyMs = 100;
const atMostEveryMs = 500;
const slowing = 1.15;
const settleMs = 10;
const costShare = 20;
/** Somebody in the tree who made the terminal may write to it. */
const terminalPatienceMs = 2000;
const maxPrompt = 200;

export function noticeInput({ leader, clock, signal, endInput, end }: NoticeInputOptions): InputNotice {
	let line = "";
	let isQuiet = true;
	let wanted: ProcessResult["wantedInput"];

	/** What it asked, without what only moves a cursor. */
	const prompt = (): string => sanitizeText(line).slice(-maxPrompt).toWellFormed();

	const watch = async (): Promise<void> => {
		let standard = standardLinks(leader);
		let terminalSinceMs: number | undefined;
		let everySoMs = everyMs;
		for (let pauseMs = firstLookMs; ; ) {
			await clock.sleep(pauseMs, signal);
			const wasQuiet = isQuiet;
			isQuiet = true;
			everySoMs = wasQuiet ? Math.min(atMostEveryMs, everySoMs * slowing) : everyMs;
			pauseMs = everySoMs;
			if (!wasQuiet) continue;
			const startedMs = clock.monotonicMs();
			// One may have been elsewhere for a moment, as while a control group is entered.
			standard = { ...standard, outputs: [...new Set([...standard.outputs, ...standardLinks(leader).outputs])] };
			const wait = inputWait(leader, standard);
			const nowMs = clock.monotonicMs();
			pauseMs = Math.max(everySoMs, (nowMs - startedMs) * costShare);
			if (wait !== "terminal") terminalSinceMs = undefined;
			if (wait !== undefined) {
				// What it wrote before it waited may still be on its way here, and is what it asked.
				await clock.sleep(settleMs, signal);
				if (!isQuiet) continue;
			}
			if (wait === "input") {
				wanted = { from: "input", prompt: prompt() };
				endInput();
				// From now on whoever reads it gets its end.
				standard = { ...standard, input: "none" };
			} else if (wait === "terminal") {
				terminalSinceMs ??= nowMs;
				if (nowMs - terminalSinceMs < terminalPatienceMs) continue;
				wanted = { from: "terminal", prompt: prompt() };
				return end();
			}
		}
	};
	// It only ends by the signal, or with the child.
	void watch().catch(() => undefined);

	return {
		said: (text) => {
			isQuiet = false;
			line = (line + text).slice(-4 * maxPrompt);
			line = line.slice(line.lastIndexOf("\n") + 1);
		},
		wanted: () => wanted,
	};
}
