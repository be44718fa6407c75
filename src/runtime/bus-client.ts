// The bus as the person sees it.
import type { BusClient } from "../contracts/agent-mail.js";
import type { Bus, MessageRecord } from "../contracts/bus.js";
import { NexusError } from "../contracts/errors.js";
import { nearestName } from "../lib/nearest.js";

/** Messages among which the end of an id is looked for. */
const maxLooked = 5000;
const leastOfId = 4;

export const createBusClient = (open: () => Promise<Bus>, redact: (text: string) => string): BusClient => {
	const show = async (id: string): Promise<MessageRecord> => {
		const bus = await open();
		const [exact] = bus.history({ id, limit: 1 });
		if (exact !== undefined) return exact;
		const wanted = id.toUpperCase();
		const fitting =
			id.length < leastOfId
				? []
				: bus.history({ limit: maxLooked }).filter(({ message }) => message.id.toUpperCase().endsWith(wanted));
		const [only, another] = fitting;
		if (only !== undefined && another === undefined) return only;
		throw new NexusError(
			"bus.no-message",
			only === undefined ? `there is no message ${id.slice(0, 40)}` : `several messages end with ${id}`,
			{ hint: "`nexus bus tail` shows the last ones", exitCode: 2 },
		);
	};
	/** Says who is meant where nobody is. */
	const known = async (address: string): Promise<string> => {
		const addresses = (await open()).addresses();
		if (addresses.includes(address)) return address;
		const near = nearestName(address, addresses);
		throw new NexusError(
			"bus.unknown",
			`nobody has the address ${address.slice(0, 80)}${near === undefined ? "" : `; did you mean ${near}?`}`,
			{ hint: "`nexus bus stats` shows all addresses", exitCode: 2 },
		);
	};
	return {
		show,
		send: async ({ text, to, topic, ...rest }) => {
			const bus = await open();
			const target = to === undefined || to === "*" ? to : await known(to);
			return bus.send({ ...rest, from: "person", to: target, topic, payload: { text: redact(text) } });
		},
		history: async (filter) => (await open()).history(filter),
		tail: (filter, signal) => tail(open, filter, signal),
		setPaused: async (address, isPaused) => {
			const bus = await open();
			if (isPaused) bus.pause(await known(address));
			else bus.resume(await known(address));
		},
		redeliver: async (id, options) => {
			const { message } = await show(id);
			return (await open()).redeliver(message.id, options);
		},
		stats: async () => (await open()).stats(),
	};
};

async function* tail(
	open: () => Promise<Bus>,
	filter: Parameters<BusClient["tail"]>[0],
	signal: AbortSignal,
): AsyncGenerator<MessageRecord> {
	yield* (await open()).tail(filter, signal);
}
