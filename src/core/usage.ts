// What an answer took, as the event that keeps it.
import type { EventDraft } from "../contracts/event.js";
import type { Usage } from "../contracts/model.js";

export interface Used {
	readonly usage: Usage;
	readonly durationMs: number;
	readonly firstTokenMs: number | undefined;
	/** The event has been taken: what was held for the request is free. */
	readonly onRecorded?: () => void;
}

/** The model that was asked; see `LoopInput`. */
interface Asked {
	readonly model: string;
	contextWindow(): number | undefined;
	price(usage: Usage): Promise<{ costMicroUsd: number | null; priceSource?: string }>;
}

/**
 * Yields one `usage.record`, or nothing when nothing came that would have to be paid for. Never throws: a price that
 * cannot be found out is not known, and ends no run.
 */
export async function* recordUsage(used: Used | undefined, asked: Asked): AsyncGenerator<EventDraft, undefined> {
	if (used === undefined) return;
	const { usage, durationMs, firstTokenMs } = used;
	const price = await asked.price(usage).catch(() => ({ costMicroUsd: null }));
	const contextWindow = asked.contextWindow();
	yield {
		type: "usage.record",
		data: {
			model: asked.model,
			purpose: "turn",
			usage,
			...price,
			...(contextWindow === undefined ? {} : { contextWindow }),
			durationMs: Math.round(durationMs),
			...(firstTokenMs === undefined ? {} : { firstTokenMs: Math.round(firstTokenMs) }),
		},
	};
	used.onRecorded?.();
}
