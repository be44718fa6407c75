import { expect, test } from "vitest";
import type { NexusEvent } from "../../src/contracts/event.js";
import { sessionLimit } from "../../src/session/limits.js";

const start = "2026-11-20T12:00:00.000Z";
const prompts = (count: number): readonly NexusEvent[] =>
	Array.from({ length: count }, (_, index): readonly NexusEvent[] => {
		const envelope = { id: `e${index}`, time: start, sessionId: "s", v: 1 } as const;
		const promptId = `p${index}`;
		return [
			{ ...envelope, seq: 2 * index + 1, type: "prompt.submit", data: { promptId, text: "hi" } },
			{ ...envelope, seq: 2 * index + 2, type: "prompt.start", data: { promptId } },
		];
	}).flat();
const after = (hours: number): Date => new Date(Date.parse(start) + hours * 3_600_000);

test.each([
	["no limits", {}, 500, 10_000, undefined],
	["as many messages as there may be", { maxMessages: 3 }, 3, 0, undefined],
	["one more", { maxMessages: 3 }, 4, 0, /3 messages/],
	["just before the time", { maxHours: 2 }, 1, 1.999, undefined],
	["at the time", { maxHours: 2 }, 1, 2, /2 hours/],
	["half an hour", { maxHours: 0.5 }, 1, 0.5, /0.5 hours/],
	["a clock that went back", { maxHours: 2 }, 1, -50, undefined],
	["nothing yet", { maxHours: 2, maxMessages: 1 }, 0, 50, undefined],
] as const)("%s", (_, limits, messages, hours, said) => {
	const error = sessionLimit(limits, () => prompts(messages), after(hours));
	if (said === undefined) expect(error).toBeUndefined();
	else expect(error).toMatchObject({ code: "limit.session", exitCode: 5, message: expect.stringMatching(said) });
});
