import { DateTime } from "luxon";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { readFuture, untilText } from "../../src/lib/future-moment.js";

/**
 * Kept in NEXUS_HOME; told on the screen of whichever nexus is open when it is due, or at the next start as missed.
 * Throws NexusError `time.not-understood` or `time.past`.
 */
export const setReminderTool = defineTool({
	name: "set_reminder",
	category: "time",
	description: "Set a reminder or timer: shown on the screen when it is due, or at the next start.",
	keywords: ["timer", "alarm", "alert", "notify", "remind", "schedule", "later", "wake"],
	effects: ["state"],
	input: z.object({
		text: z.string().trim().min(1).max(1000).describe("What to say"),
		when: z.string().min(1).max(200).describe('e.g. "in 10 minutes", "17:00", "tomorrow 9am"'),
	}),
	output: z.object({ id: z.string(), text: z.string(), dueAt: z.string(), local: z.string(), until: z.string() }),
	access: () => [{ effect: "state", what: "reminders" }],
	title: ({ text, when }) => `${when}: ${text}`,
	async run({ text, when }, { clock, timeZone, reminders }) {
		const now = DateTime.fromJSDate(clock.now(), { zone: timeZone });
		const found = await readFuture(when, now);
		if ("problem" in found) {
			const isPast = found.problem === "past";
			throw new NexusError(
				isPast ? "time.past" : "time.not-understood",
				isPast ? `"${when}" is over already` : `"${when}" is not understood as a time`,
				{ hint: 'Write it as "in 10 minutes", "17:00" or "2026-12-24 09:00".' },
			);
		}
		const reminder = await reminders.add({ text, dueAt: found.date.toJSDate() });
		const local = found.date.toFormat("yyyy-MM-dd HH:mm");
		const until = untilText(now, found.date);
		return {
			content: `Reminder ${reminder.id} at ${local} (${until}): ${text}`,
			details: { id: reminder.id, text, dueAt: reminder.dueAt, local, until },
			summary: `${local}, ${until}`,
		};
	},
});
