import type { EventOf } from "../contracts/event.js";
import type { Clock, System } from "../contracts/ports.js";

/** A sample at once, then one every `everyMs`, until the signal aborts. Nothing is measured when nobody watches. */
export async function* watchLoad(
	system: System,
	clock: Clock,
	nextId: () => string,
	signal: AbortSignal,
	everyMs: number,
): AsyncGenerator<EventOf<"load.sample">> {
	try {
		while (!signal.aborted) {
			const data = await system.sample();
			if (signal.aborted) return;
			yield { id: nextId(), time: clock.now().toISOString(), sessionId: "", v: 1, type: "load.sample", data };
			try {
				await clock.sleep(everyMs, signal);
			} catch {
				return;
			}
		}
	} finally {
		// What measures between two samples would wake an idle process for some seconds more.
		system.close();
	}
}
