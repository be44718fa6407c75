// Looking into a bus that is kept on disk: what was, and what comes.
import type { MessageFilter, MessageRecord } from "../../contracts/bus.js";
import type { BusStore } from "../../contracts/bus-store.js";
import { fitsFilter } from "./filter.js";

const pageSize = 500;
const defaultLimit = 100;
const aliveMs = 60_000;

/** Oldest first. */
export const readHistory = (store: BusStore, filter: MessageFilter): readonly MessageRecord[] => {
	const limit = filter.limit ?? defaultLimit;
	const found: MessageRecord[] = [];
	for (let beforeSeq = Number.MAX_SAFE_INTEGER; found.length < limit; ) {
		const page = store.page(filter, { beforeSeq }, pageSize);
		for (const record of page) {
			if (filter.afterSeq !== undefined && record.seq <= filter.afterSeq) return found.reverse();
			if (fitsFilter(record, filter)) found.push(record);
			if (found.length === limit) break;
		}
		const last = page.at(-1);
		if (last === undefined || page.length < pageSize) break;
		beforeSeq = last.seq;
	}
	return found.reverse();
};

/** `onChange` is told how to wake it, and gives how to stop that. */
export async function* tailStore(
	store: BusStore,
	filter: MessageFilter,
	signal: AbortSignal,
	onChange: (wake: () => void) => () => void,
): AsyncGenerator<MessageRecord> {
	const turn: { wake: (() => void) | undefined; isWoken: boolean } = { wake: undefined, isWoken: true };
	const wake = () => {
		turn.isWoken = true;
		turn.wake?.();
	};
	const stop = onChange(wake);
	// What wakes it keeps no process alive, and a program may have nothing else to do.
	const alive = setInterval(wake, aliveMs);
	signal.addEventListener("abort", wake, { once: true });
	let seq = filter.afterSeq ?? store.lastSeq();
	try {
		while (!signal.aborted) {
			if (!turn.isWoken) {
				await new Promise<void>((resolve) => {
					turn.wake = resolve;
				});
			}
			turn.isWoken = false;
			turn.wake = undefined;
			for (let page = store.page(filter, { afterSeq: seq }, pageSize); page.length > 0 && !signal.aborted; ) {
				for (const record of page) {
					seq = record.seq;
					if (fitsFilter(record, filter)) yield record;
					if (signal.aborted) return;
				}
				page = page.length < pageSize ? [] : store.page(filter, { afterSeq: seq }, pageSize);
			}
		}
	} finally {
		stop();
		clearInterval(alive);
		signal.removeEventListener("abort", wake);
	}
}
