import { z } from "zod";
import type { BusClient } from "../../src/contracts/agent-mail.js";
import type { MessageFilter } from "../../src/contracts/bus.js";
import { busFilter, busFilterShape } from "../../src/contracts/bus-arguments.js";
import { type CommandChoice, defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";
import { AsyncQueue } from "../../src/lib/async-queue.js";
import { busLine } from "../../src/lib/bus-lines.js";

/** Messages that a list on screen holds. */
const onScreen = 200;
const refreshMs = 100;

export const busTailCommand = defineCommand({
	name: "bus tail",
	aliases: ["bus"],
	description: "Follow the messages between agents, of all processes; ctrl+c ends it",
	surfaces: ["cli", "slash"],
	args: z.object({
		...busFilterShape,
		last: z.coerce.number().int().min(0).max(10_000).default(20).describe("begin with so many that were"),
		once: z.boolean().default(false).describe("end after those"),
	}),
	examples: [
		"nexus bus tail --agent tests --kind request",
		"nexus bus tail --topic 'build.**' --json",
		"nexus bus tail --state dead --once",
	],
	async run({ last, once, ...given }, { client, surface, signal }) {
		const filter = busFilter(given);
		if (surface === "slash") {
			const items = await choices(client.bus, filter);
			return {
				type: "choose",
				title: "Messages",
				items,
				command: "bus show",
				json: null,
				live: (until) => refreshed(client.bus, filter, until),
			};
		}
		return { type: "follow", lines: lines(client.bus, filter, { last, once, signal }) };
	},
});

async function* lines(
	bus: BusClient,
	filter: MessageFilter,
	{ last, once, signal }: { readonly last: number; readonly once: boolean; readonly signal: AbortSignal },
) {
	const [newest] = await bus.history({ limit: 1 });
	let afterSeq = newest?.seq ?? 0;
	for (const record of last === 0 ? [] : await bus.history({ ...filter, limit: last })) {
		afterSeq = Math.max(afterSeq, record.seq);
		yield { text: busLine(record), json: toJson(record) };
	}
	if (once) return;
	for await (const record of bus.tail({ ...filter, afterSeq }, signal))
		yield { text: busLine(record), json: toJson(record) };
}

/** Newest first. */
const choices = async (bus: BusClient, filter: MessageFilter): Promise<readonly CommandChoice[]> =>
	(await bus.history({ ...filter, limit: onScreen }))
		.map((record) => ({ value: record.message.id, label: busLine(record) }))
		.reverse();

/** However many messages come, a list that a person reads changes a few times a second. */
async function* refreshed(bus: BusClient, filter: MessageFilter, signal: AbortSignal) {
	const changes = new AsyncQueue<true>(() => true);
	const watching = (async () => {
		for await (const _ of bus.tail(filter, signal)) changes.push(true);
	})().finally(() => changes.close());
	watching.catch(() => undefined);
	for await (const _ of changes) {
		yield await choices(bus, filter);
		await new Promise((resolve) => setTimeout(resolve, refreshMs));
	}
	await watching;
}
