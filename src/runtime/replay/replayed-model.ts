// A model that says what a recording says it said.
import { NexusError } from "../../contracts/errors.js";
import type { EventOf } from "../../contracts/event.js";
import type { AssistantPart } from "../../contracts/message.js";
import type { FinishReason, ModelEvent, Usage } from "../../contracts/model.js";
import type { RecordedTurn } from "../../session/recording.js";
import type { ModelAccess, OpenModel } from "../model-access.js";
import type { Conductor } from "./conductor.js";

/** @param isAlive false once the runner that asks has been abandoned: the recording is not for it any more */
export const createReplayedModels = (conductor: Conductor, isAlive: () => boolean): ModelAccess => {
	let turn: RecordedTurn | undefined;

	const usage = () => {
		const event = turn?.usage === undefined ? undefined : conductor.recording.entries[turn.usage]?.event;
		return event?.type === "usage.record" ? event.data : undefined;
	};

	const opened: OpenModel = {
		name: "",
		takesAllTools: true,
		outputSchema: undefined,
		stream: async function* (_, signal) {
			if (!isAlive()) return yield cancelled;
			turn = conductor.nextTurn();
			if (turn === undefined) {
				conductor.diverge("answer of a model");
				yield cancelled;
				return;
			}
			yield* play(turn, conductor, signal);
		},
		image: undefined,
		contextWindow: () => usage()?.contextWindow,
		price: async () => {
			const record = usage();
			const source = record?.priceSource;
			return {
				costMicroUsd: record?.costMicroUsd ?? null,
				...(source === undefined ? {} : { priceSource: source }),
			};
		},
	};

	return {
		open: async (model) => {
			if (!isAlive()) throw new NexusError("provider.cancelled", "The request was cancelled");
			const { failure } = conductor;
			if (failure === undefined) return { ...opened, name: model };
			if (failure !== "cancelled") throw new NexusError(failure.code, failure.message, failure);
			conductor.cancel();
			throw new NexusError("provider.cancelled", "The request was cancelled");
		},
	};
};

const cancelled: ModelEvent = {
	type: "error",
	error: { code: "provider.cancelled", message: "The request was cancelled", exitCode: 130 },
};

async function* play(turn: RecordedTurn, conductor: Conductor, signal: AbortSignal): AsyncGenerator<ModelEvent> {
	const { entries } = conductor.recording;
	for (const place of turn.retries) {
		if (!(await conductor.due(place, "work", signal))) return yield cancelled;
		const event = entries[place]?.event;
		if (event?.type !== "model.retry") continue;
		const { attempt, delayMs, error } = event.data;
		yield { type: "retry", attempt, delayMs, error };
	}
	const message = turn.message === undefined ? undefined : entries[turn.message]?.event;
	if (turn.message !== undefined && message?.type === "message.end") {
		if (!(await conductor.reached(turn.message, signal))) return yield cancelled;
		yield* say(message, turn.message, conductor, signal);
		if (signal.aborted) return yield cancelled;
	} else if (!(await conductor.due(conductor.first, "work", signal))) return yield cancelled;
	if (turn.end === "died") {
		conductor.die();
		return yield cancelled;
	}
	const record = turn.usage === undefined ? undefined : entries[turn.usage]?.event;
	if (record?.type === "usage.record") yield { type: "usage", usage: record.data.usage as Usage };
	const reason = message?.type === "message.end" ? message.data.finishReason : "interrupted";
	if (reason !== "interrupted") yield { type: "finish", reason: reason as FinishReason };
	if (turn.end === "cancelled") {
		conductor.cancel();
		yield cancelled;
	} else if (turn.end !== undefined) yield { type: "error", error: turn.end };
}

/** The parts, their text in pieces that take as long together as the answer took. */
async function* say(
	message: EventOf<"message.end">,
	place: number,
	conductor: Conductor,
	signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
	const { pace } = conductor;
	const { parts } = message.data;
	const characters = parts.reduce((sum, part) => sum + textOf(part).length, 0);
	const gapMs = conductor.gapBefore(place);
	const { count, eachMs } = pace.pieces(characters, gapMs);
	if (characters === 0 || eachMs === 0) await pace.wait(gapMs, "work", signal);
	const size = Math.max(1, Math.ceil(characters / count));
	for (const part of parts) {
		const text = textOf(part);
		for (let at = 0; at < text.length; at += size) {
			if (eachMs > 0) await pace.wait(gapMs / count, "work", signal);
			if (signal.aborted || conductor.isOver) return;
			const piece = text.slice(at, at + size);
			yield part.type === "reasoning" ? { type: "reasoning.delta", text: piece } : { type: "text.delta", text: piece };
		}
		if (part.type === "tool-call") yield { type: "tool-call.start", callId: part.callId, name: part.name };
		yield { type: "part", part };
	}
}

const textOf = (part: AssistantPart): string => (part.type === "tool-call" ? "" : part.text);
