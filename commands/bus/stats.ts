import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { plural } from "../../src/lib/plural.js";
import { showHidden } from "../../src/lib/show-hidden.js";
import { textTable } from "../../src/lib/text-table.js";

export const busStatsCommand = defineCommand({
	name: "bus stats",
	description: "Show the mailboxes of agents, and how many messages went where",
	surfaces: ["cli", "slash"],
	args: z.object({}),
	async run(_, { client }) {
		const stats = await client.bus.stats();
		const { messages, deliveries, dead } = stats;
		const reasons = Object.entries(dead).map(([reason, count]) => `${count} ${reason.replaceAll("-", " ")}`);
		const sum = `${plural(messages, "message")}: ${deliveries.queued} waiting, ${deliveries.taken} taken, ${deliveries.acked} done, ${deliveries.dead} dead${reasons.length === 0 ? "" : ` (${reasons.join(", ")})`}`;
		const table = textTable(
			[
				{ name: "agent" },
				{ name: "state" },
				{ name: "waiting", align: "right" },
				{ name: "taken", align: "right" },
				{ name: "room", align: "right" },
				{ name: "when full" },
				{ name: "topics" },
				{ name: "session" },
			],
			stats.mailboxes.map((mailbox) => [
				showHidden(mailbox.address),
				mailbox.isPaused ? "paused" : mailbox.isOpen ? "open" : "nobody there",
				String(mailbox.queued),
				String(mailbox.taken),
				String(mailbox.capacity),
				mailbox.overflow,
				mailbox.subscriptions.map(({ topic }) => topic).join(" "),
				showHidden(mailbox.space ?? ""),
			]),
		);
		const boxes = stats.mailboxes.length === 0 ? "no agent has a mailbox" : table;
		return { type: "message", text: `${sum}\n\n${boxes}`, json: toJson(stats) };
	},
});
