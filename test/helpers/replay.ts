// Replays a recording as fast as it goes.
import { systemClock } from "../../src/adapters/system-clock.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import type { ReplayOutcome } from "../../src/contracts/replay.js";
import { createUlids } from "../../src/lib/ulid.js";
import { createReplayedSession, type ReplayedSessionOptions } from "../../src/runtime/replay/replayed-session.js";

export const replayFast = async (
	events: readonly NexusEvent[],
	options: Partial<ReplayedSessionOptions> = {},
): Promise<{ readonly outcome: ReplayOutcome; readonly events: readonly NexusEvent[] }> => {
	const session = createReplayedSession({
		events,
		missing: [],
		damagedFrom: undefined,
		speed: Number.POSITIVE_INFINITY,
		isStepped: false,
		until: undefined,
		clock: systemClock,
		nextId: createUlids(() => Date.now()),
		...options,
	});
	const outcome = await session.play();
	return { outcome, events: session.log.read() };
};

/** With numbers from 1 on. */
export const numbered = (events: readonly NexusEvent[]): readonly NexusEvent[] =>
	events.map((event, index) => ({ ...event, seq: index + 1 }));
