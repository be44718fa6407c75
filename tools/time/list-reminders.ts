import { DateTime } from "luxon";
import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { untilText } from "../../src/lib/future-moment.js";
import { plural } from "../../src/lib/plural.js";

export const listRemindersTool = defineTool({
	name: "list_reminders",
	category: "time",
	description: "List the reminders and timers that are still to come.",
	keywords: ["timers", "alarms", "pending", "scheduled", "upcoming"],
	effects: ["read"],
	input: z.object({}),
	output: z.object({
		reminders: z.array(
			z.object({ id: z.string(), text: z.string(), dueAt: z.string(), local: z.string(), until: z.string() }),
		),
	}),
	title: () => "",
	async run(_, { clock, timeZone, reminders }) {
		const now = DateTime.fromJSDate(clock.now(), { zone: timeZone });
		const all = (await reminders.list()).map(({ id, text, dueAt }) => {
			const due = DateTime.fromISO(dueAt, { zone: timeZone });
			return { id, text, dueAt, local: due.toFormat("yyyy-MM-dd HH:mm"), until: untilText(now, due) };
		});
		const lines = all.map(({ id, text, local, until }) => `${id}\t${local}\t${until}\t${text}`);
		return {
			content: all.length === 0 ? "There are no reminders." : lines.join("\n"),
			details: { reminders: all },
			summary: plural(all.length, "reminder"),
			view: {
				kind: "table",
				columns: ["id", "when", "until", "text"],
				rows: all.map(({ id, local, until, text }) => [id, local, until, text]),
			},
		};
	},
});
