// Writes a one-shot run: the answer alone to stdout, what goes on to stderr.
import { writeFile } from "node:fs/promises";
import type { NexusClient } from "../../contracts/client.js";
import type { ErrorData } from "../../contracts/errors.js";
import { agentOf, mainAgent, type NexusEvent } from "../../contracts/event.js";
import type { FrontendIo } from "../../contracts/frontend.js";
import { receiptCost } from "../../contracts/receipt-text.js";
import { errorLine } from "../../lib/error-line.js";
import { sanitizeText } from "../../lib/sanitize.js";
import type { PrintOptions } from "./options.js";
import { emptyOutcome, exitCodeOf, type PrintOutcome } from "./outcome.js";

export type PrinterOptions = Pick<PrintOptions, "outputFormat" | "outputFile" | "isQuiet" | "isVerbose">;

export interface Printer {
	event(event: NexusEvent): void;
	progress(line: string): void;
	/** @returns the outcome, with an error when the answer could not be written to its file */
	end(outcome: PrintOutcome): Promise<PrintOutcome>;
}

export const createPrinter = (options: PrinterOptions, io: FrontendIo, info: NexusClient["info"]): Printer => {
	const toStderr = (line: string): void => {
		io.stderr.write(`${sanitizeText(line).replaceAll("\n", " ")}\n`);
	};
	const progress = (line: string): void => {
		if (!options.isQuiet) toStderr(line);
	};
	/** Waits until a slow reader has taken it, so that memory does not grow. */
	const toStdout = (text: string): Promise<void> => new Promise((resolve) => io.stdout.write(text, () => resolve()));

	const event = (event: NexusEvent): void => {
		if (options.outputFormat === "stream-json") void toStdout(`${JSON.stringify(event)}\n`);
		const line = progressLine(event, options.isVerbose);
		const whose = agentOf(event) === mainAgent ? "" : `${agentOf(event)} `;
		if (line !== undefined) progress(`${whose}${line}`);
	};

	const end = async (ended: PrintOutcome): Promise<PrintOutcome> => {
		const outcome = await keepAnswer(ended, options.outputFile);
		const text = textOf(outcome, options);
		if (text !== "") await toStdout(text);
		const error = outcome.error ?? outcome.denied;
		if (error !== undefined) toStderr(errorLine(error));
		if (options.isVerbose) toStderr(`session ${outcome.sessionId} · log ${info.home}/nexus.log`);
		return outcome;
	};
	return { event, progress, end };
};

/** Written before the result is printed, so that the result can say that it was not. */
const keepAnswer = async (outcome: PrintOutcome, path: string | undefined): Promise<PrintOutcome> => {
	if (path === undefined) return outcome;
	try {
		await writeFile(path, outcome.answer.endsWith("\n") ? outcome.answer : `${outcome.answer}\n`);
		return outcome;
	} catch {
		const message = `cannot write the answer to ${path}`;
		return {
			...outcome,
			error: outcome.error ?? { code: "output.unwritable", message, hint: "check --output-file", exitCode: 1 },
		};
	}
};

/** What `json` and `stream-json` print for a run that could not start. */
export const failureText = (error: ErrorData, outputFormat: "json" | "stream-json"): string =>
	textOf({ ...emptyOutcome(""), error }, { outputFormat });

const textOf = (outcome: PrintOutcome, options: Pick<PrintOptions, "outputFormat">): string => {
	if (options.outputFormat === "json") return `${JSON.stringify(resultObject(outcome))}\n`;
	if (options.outputFormat === "stream-json")
		return `${JSON.stringify({ type: "result", ...resultObject(outcome) })}\n`;
	const answer = sanitizeText(outcome.answer);
	return answer === "" || answer.endsWith("\n") ? answer : `${answer}\n`;
};

/** The one object of `--output-format json`, the same on success and failure. */
export const resultObject = (outcome: PrintOutcome) => {
	const exitCode = exitCodeOf(outcome);
	return {
		result: outcome.answer,
		...(outcome.structured === undefined ? {} : { structured: outcome.structured }),
		isError: exitCode !== 0,
		exitCode,
		stopReason: outcome.stopReason ?? "failed",
		sessionId: outcome.sessionId,
		model: outcome.model,
		usage: outcome.usage,
		costUsd: outcome.costMicroUsd === null ? null : outcome.costMicroUsd / 1e6,
		durationMs: outcome.durationMs,
		turns: outcome.turns,
		toolCalls: outcome.toolCalls,
		...(outcome.error === undefined && outcome.denied === undefined ? {} : { error: outcome.error ?? outcome.denied }),
	};
};

const progressLine = (event: NexusEvent, isVerbose: boolean): string | undefined => {
	switch (event.type) {
		case "tool.request":
			return `○ ${event.data.name}  ${event.data.title.slice(0, 200)}`;
		case "tool.result": {
			const glyph = { done: "●", failed: "✗", denied: "⊘", cancelled: "⊘", interrupted: "✗" }[event.data.status];
			return `${glyph} ${event.data.name}  ${event.data.summary}  ${(event.data.durationMs / 1000).toFixed(1)} s`;
		}
		case "agent.start":
			return `works: ${event.data.task.task.slice(0, 200)}`;
		case "agent.update":
			return event.data.detail === undefined ? undefined : `${event.data.state}: ${event.data.detail}`;
		case "agent.end": {
			const { receipt } = event.data;
			return [receipt.status, `${(receipt.durationMs / 1000).toFixed(1)} s`, receiptCost(receipt)]
				.filter((part) => part !== "")
				.join(", ");
		}
		case "model.retry":
			return `${event.data.error.message}; try ${event.data.attempt + 1} in ${(event.data.delayMs / 1000).toFixed(1)} s`;
		case "notice.show":
			return event.data.hint === undefined ? event.data.text : `${event.data.text} (${event.data.hint})`;
		case "usage.record": {
			const { usage, costMicroUsd } = event.data;
			const cost = costMicroUsd === null ? "price unknown" : `$${(costMicroUsd / 1e6).toFixed(4)}`;
			return isVerbose ? `${event.data.model}: ${usage.inputTokens} in, ${usage.outputTokens} out, ${cost}` : undefined;
		}
		default:
			return undefined;
	}
};
