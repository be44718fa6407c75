// A recording played in a pipe: what was said on stdout, what was done on stderr, and how it ended.
import type { NexusClient } from "../../contracts/client.js";
import type { NexusEvent } from "../../contracts/event.js";
import type { FrontendIo } from "../../contracts/frontend.js";
import { outcomeText, type ReplayRequest } from "../../contracts/replay.js";
import { errorLine } from "../../lib/error-line.js";
import { sanitizeText } from "../../lib/sanitize.js";
import type { OutputFormat } from "./options.js";
import { emptyOutcome, foldOutcome } from "./outcome.js";
import { createPrinter, resultObject } from "./printer.js";

export interface PrintReplay {
	readonly client: NexusClient;
	readonly io: FrontendIo;
	readonly signal: AbortSignal;
	readonly request: ReplayRequest;
	readonly options: { readonly outputFormat: OutputFormat; readonly isQuiet: boolean; readonly isVerbose: boolean };
}

/** @returns the exit code: 1 where it came otherwise than recorded, or where something is missing */
export const printReplay = async ({ client, io, signal, request, options }: PrintReplay): Promise<number> => {
	const replay = await client.replays.open(request);
	const printer = createPrinter({ ...options, outputFile: undefined }, io, client.info);
	const write = (text: string): Promise<void> => new Promise((resolve) => io.stdout.write(text, () => resolve()));
	const watching = new AbortController();
	const onAbort = () => replay.stop();
	signal.addEventListener("abort", onAbort, { once: true });
	const events = client.events({ sessionId: replay.sessionId, signal: watching.signal });
	const played = replay.play().finally(() => watching.abort());
	let outcome = emptyOutcome(replay.sessionId);
	for await (const event of events) {
		outcome = foldOutcome(outcome, event);
		printer.event(event);
		if (options.outputFormat === "text") await write(said(event));
	}
	const ended = await played;
	signal.removeEventListener("abort", onAbort);
	const isFaithful = ended.divergence === undefined && ended.missing.length === 0;
	const exitCode = isFaithful ? 0 : 1;
	if (options.outputFormat !== "text") {
		const result = { ...resultObject(outcome), isError: !isFaithful, exitCode, replay: ended };
		const line = options.outputFormat === "json" ? result : { type: "result", ...result };
		await write(`${JSON.stringify(line)}\n`);
	}
	if (!isFaithful) io.stderr.write(`${errorLine({ message: outcomeText(ended) })}\n`);
	else printer.progress(outcomeText(ended));
	return exitCode;
};

const said = (event: NexusEvent): string => {
	if (event.type === "prompt.submit") return `> ${sanitizeText(event.data.text).replaceAll("\n", "\n> ")}\n`;
	if (event.type !== "message.end") return "";
	const text = event.data.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
	return text.trim() === "" ? "" : `${sanitizeText(text).trimEnd()}\n`;
};
