import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";

/** Throws NexusError `time.no-reminder` with the ones there are. */
export const cancelReminderTool = defineTool({
	name: "cancel_reminder",
	category: "time",
	description: "Cancel a reminder or timer by its id.",
	keywords: ["timer", "alarm", "delete", "remove", "stop"],
	effects: ["state"],
	input: z.object({ id: z.string().min(1).max(40).describe("As list_reminders says") }),
	output: z.object({ id: z.string(), cancelled: z.boolean() }),
	access: () => [{ effect: "state", what: "reminders" }],
	title: ({ id }) => id,
	async run({ id }, { reminders }) {
		const wanted = id.trim().replace(/^#/, "");
		if (await reminders.cancel(wanted)) {
			return {
				content: `Reminder ${wanted} is cancelled.`,
				details: { id: wanted, cancelled: true },
				summary: `${wanted} cancelled`,
			};
		}
		const left = await reminders.list();
		throw new NexusError("time.no-reminder", `There is no reminder ${wanted}`, {
			hint:
				left.length === 0
					? "There are none."
					: `There are: ${left.map((one) => `${one.id} (${one.text.slice(0, 40)})`).join(", ")}.`,
		});
	},
});
