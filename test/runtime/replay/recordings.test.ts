// The recordings that are kept: each comes again through the loop as it is now, and can be sent to a model.
import { describe, expect, test } from "vitest";
import { readRecordingFile } from "../../../src/session/archive.js";
import { conversation } from "../../../src/session/history.js";
import { recordingEvents, recordingNames, recordingText } from "../../helpers/recordings.js";
import { replayFast } from "../../helpers/replay.js";

test("there are some", () => {
	expect(recordingNames).toEqual(expect.arrayContaining(["changed-result", "failed-calls", "two-prompts"]));
});

describe.each(recordingNames)("%s", (name) => {
	const events = recordingEvents(name);

	test("comes again as it was recorded", async () => {
		const { outcome } = await replayFast(events);
		expect(outcome).toMatchObject({ events: events.length, missing: [], isUnfinished: false });
		expect(outcome.divergence).toBeUndefined();
	});

	test("each call is answered in the message after it", () => {
		const messages = conversation(events);
		for (const [index, message] of messages.entries()) {
			const calls = message.role === "assistant" ? message.parts.filter((part) => part.type === "tool-call") : [];
			if (calls.length === 0) continue;
			expect(messages[index + 1]?.parts.map((part) => "callId" in part && part.callId)).toEqual(
				calls.map(({ callId }) => callId),
			);
		}
		expect(messages.length).toBeGreaterThan(1);
	});

	test.each(events.slice(1, -1).map(({ seq = 0 }) => seq))("without event %i it is damaged there", async (seq) => {
		const lines = recordingText(name).split("\n");
		const file = readRecordingFile(lines.toSpliced(seq, 1).join("\n"));
		expect(file).toMatchObject({ missing: [`event ${seq} is missing`], damagedFrom: seq });
		const { outcome } = await replayFast(file.events, file);
		expect(outcome).toMatchObject({ stoppedAt: seq - 1, missing: file.missing });
		expect(outcome.divergence).toBeUndefined();
	});
});

test("an answer that a run does not come to is named", async () => {
	const events = recordingEvents("two-prompts").map((event) =>
		event.type === "run.end" ? { ...event, data: { ...event.data, turns: 3 } } : event,
	);
	const { outcome } = await replayFast(events);
	expect(outcome.divergence).toMatchObject({ what: expect.any(String), seq: expect.any(Number) });
});
