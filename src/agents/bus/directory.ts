// Who gets a message: addresses, and what each has subscribed to.
import type { BusMessage, Subscription } from "../../contracts/bus.js";
import { fitsCondition } from "./condition.js";
import { matchTopic } from "./topic.js";

export interface Listed {
	readonly address: string;
	readonly space: string | undefined;
	readonly subscriptions: readonly Subscription[];
}

/** Topics whose subscribers are remembered. */
const maxRemembered = 1024;

export class Directory<Entry extends Listed> {
	readonly #entries = new Map<string, Entry>();
	/** Topic → those with a subscription whose filter fits it. */
	readonly #subscribers = new Map<string, readonly Entry[]>();

	get(address: string): Entry | undefined {
		return this.#entries.get(address);
	}

	set(entry: Entry): void {
		this.#entries.set(entry.address, entry);
		this.#subscribers.clear();
	}

	delete(address: string): void {
		this.#entries.delete(address);
		this.#subscribers.clear();
	}

	values(): IterableIterator<Entry> {
		return this.#entries.values();
	}

	/** Those that get a message which is not for one address: never its sender, each once. */
	audience(message: BusMessage): readonly Entry[] {
		const { topic } = message;
		const found = topic === undefined ? [...this.#entries.values()] : this.#subscribersOf(topic);
		return found.filter(
			(entry) =>
				entry.address !== message.from &&
				(message.space === undefined || entry.space === message.space) &&
				(topic === undefined || wants(entry, topic, message)),
		);
	}

	#subscribersOf(topic: string): readonly Entry[] {
		const known = this.#subscribers.get(topic);
		if (known !== undefined) return known;
		const found = [...this.#entries.values()].filter((entry) =>
			entry.subscriptions.some((subscription) => matchTopic(subscription.topic, topic)),
		);
		if (this.#subscribers.size >= maxRemembered) this.#subscribers.clear();
		this.#subscribers.set(topic, found);
		return found;
	}
}

const wants = ({ subscriptions }: Listed, topic: string, message: BusMessage): boolean =>
	subscriptions.some(
		({ where, topic: filter }) => matchTopic(filter, topic) && (where === undefined || fitsCondition(where, message)),
	);
