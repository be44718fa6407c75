// Drives one model call: opens it, reads the bytes, and turns whatever happens into events. It never throws.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ModelEvent, Usage } from "../contracts/model.js";
import { SseDecoder, type SseEvent } from "../lib/sse.js";
import { cancelledError, type ErrorContext, httpError, malformedError, thrownError } from "./provider-error.js";
import { readRateLimits } from "./rate-limits.js";
import type { WireObject, WireResponse } from "./transport.js";

/** Turns the wire's events of one answer into model events. One object for each answer; it does no I/O. */
export interface WireDecoder {
	/** Gives `finish` or `error` once, as its last event. */
	push(event: SseEvent): readonly ModelEvent[];
	/** The bytes ended without a closing event: the rest of the answer, or an error when it is cut off. */
	end(): readonly ModelEvent[];
	/** A whole JSON document came instead of a stream. */
	whole(value: unknown): readonly ModelEvent[];
	/** The answer is complete; only bookkeeping (usage, `[DONE]`) may still come. */
	readonly isComplete: boolean;
}

export interface ModelCall {
	/** What is sent. Called once; it may throw. */
	body(): WireObject;
	open(body: WireObject, signal: AbortSignal): Promise<WireResponse>;
	readonly decoder: WireDecoder;
	readonly context: ErrorContext;
}

const maxErrorBytes = 64 * 1024;
const maxWholeBytes = 16 * 1024 * 1024;
/** A server that has said everything but never closes is waited for this long. */
const settleMs = 1500;

/** See `Provider.stream`. Each call yields at most one `usage`; it is an estimate when the service reported none. */
export async function* streamModel(call: ModelCall, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
	const meter = new Meter();
	try {
		for await (const event of readEvents(call, meter, signal)) {
			if (event.type === "finish" || event.type === "error") {
				yield* meter.missing();
				yield event;
				return;
			}
			meter.see(event);
			yield event;
		}
		yield* meter.missing();
		yield { type: "error", error: malformedError("an answer without an end", call.context) };
	} catch (error) {
		yield* meter.missing();
		// A reset or a timeout that our own abort caused is a cancel, whatever it looks like.
		const cause = signal.aborted ? { error: cancelledError } : { error: thrownError(error, call.context) };
		yield { type: "error", ...cause };
	}
}

async function* readEvents(
	call: ModelCall,
	meter: Meter,
	signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
	signal.throwIfAborted();
	const body = call.body();
	meter.sent = body;
	const response = await call.open(body, signal);
	const { decoder, context } = call;
	try {
		const limits = readRateLimits(response.headers, context.now());
		if (limits.length > 0) yield { type: "limits", limits };
		if (response.status < 200 || response.status > 299) {
			// The status alone still says what happened when the body breaks off.
			const text = await response.text(maxErrorBytes).catch(() => "");
			signal.throwIfAborted();
			const answer = { status: response.status, headers: response.headers, body: text };
			yield { type: "error", error: httpError(answer, context) };
			return;
		}
		for await (const event of readBody(response, call)) {
			signal.throwIfAborted();
			const isLast = event.type === "finish" || event.type === "error";
			if (isLast) response.release();
			yield event;
			if (isLast) return;
			signal.throwIfAborted();
			if (decoder.isComplete) response.shortenIdle(settleMs);
		}
	} finally {
		response.close();
	}
}

async function* readBody(response: WireResponse, call: ModelCall): AsyncGenerator<ModelEvent, void, undefined> {
	const { decoder, context } = call;
	const sse = new SseDecoder();
	const kept: Uint8Array[] = [];
	let keptBytes = 0;
	let kind: BodyKind | undefined;
	try {
		for await (const chunk of response.chunks()) {
			kind ??= sniff(chunk);
			if (kind === "events") {
				for (const event of sse.push(chunk)) yield* decoder.push(event);
				// Keys and timers get their turn however fast the server is.
				await nextTurn();
				continue;
			}
			kept.push(chunk);
			keptBytes += chunk.length;
			if (keptBytes > maxWholeBytes) break;
		}
	} catch (error) {
		// Whoever has said everything may hang or break off afterwards.
		if (!decoder.isComplete) throw error;
	}
	if (kind === "events") {
		for (const event of sse.end()) yield* decoder.push(event);
		yield* decoder.end();
		return;
	}
	if (kind === undefined) {
		yield* decoder.end();
		return;
	}
	const text = Buffer.concat(kept)
		.toString("utf8")
		.replace(/^\uFEFF/, "");
	if (kind === "page") {
		const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim();
		yield {
			type: "error",
			error: malformedError(`a web page instead of an answer${title ? ` (${title})` : ""}`, context),
		};
		return;
	}
	yield* decoder.whole(parse(text));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

type BodyKind = "events" | "json" | "page";

/** By its first byte, since content types lie: no line of an event stream begins with a bracket. Undefined: only blanks so far. */
function sniff(chunk: Uint8Array): BodyKind | undefined {
	const first = chunk.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
	if (first === undefined) return undefined;
	if (first === 0x7b || first === 0x5b) return "json";
	return first === 0x3c ? "page" : "events";
}

/** Counts characters, for services that report no usage (about 4 characters a token). */
class Meter {
	/** What was sent; measured only when an estimate is needed. */
	sent: WireObject = {};
	private outputChars = 0;
	private reasoningChars = 0;
	private isReported = false;

	see(event: ModelEvent): void {
		if (event.type === "usage") this.isReported = true;
		if (event.type === "text.delta" || event.type === "tool-call.delta") this.outputChars += event.text.length;
		if (event.type === "reasoning.delta") this.reasoningChars += event.text.length;
	}

	/** The estimate when an answer had begun and no usage was reported; a refused request costs nothing. */
	missing(): readonly ModelEvent[] {
		const chars = this.outputChars + this.reasoningChars;
		if (this.isReported || chars === 0) return [];
		const usage: Usage = {
			inputTokens: Math.ceil(JSON.stringify(this.sent).length / 4),
			outputTokens: Math.ceil(chars / 4),
			cacheReadTokens: 0,
			cacheWriteTokens: 0,
			reasoningTokens: Math.ceil(this.reasoningChars / 4),
			isEstimated: true,
		};
		return [{ type: "usage", usage }];
	}
}
