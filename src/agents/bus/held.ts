// One message on its way to one recipient.
import {
	type BusMessage,
	type DeadReason,
	type Delivery,
	type DeliveryRecord,
	type DeliveryState,
	messagePriorities,
} from "../../contracts/bus.js";

/** What a delivery needs of the mailbox that holds it. */
export interface Holder {
	acked(held: Held): void;
	returned(held: Held): void;
	refused(held: Held, why: string): void;
}

export class Held implements Delivery {
	readonly message: BusMessage;
	/** Number in the shared log; 0 where there is none. */
	readonly number: number;
	readonly address: string;
	readonly acceptedMs: number;
	/** Monotonic; infinite without a time to live. */
	expiresMs: number;
	/** 0 is the lowest priority. */
	readonly lane: number;
	state: DeliveryState = "queued";
	attempt = 0;
	/** Taken: when it is given out again. */
	dueMs = 0;
	/** When it was given to the queue, among others. */
	order = 0;
	reason: DeadReason | undefined = undefined;
	detail: string | undefined = undefined;
	holder: Holder | undefined = undefined;

	constructor(message: BusMessage, address: string, acceptedMs: number, expiresMs: number, number = 0) {
		this.message = message;
		this.address = address;
		this.acceptedMs = acceptedMs;
		this.expiresMs = expiresMs;
		this.number = number;
		this.lane = messagePriorities.indexOf(message.priority);
	}

	ack(): void {
		if (this.state === "taken") this.holder?.acked(this);
	}

	retry(): void {
		if (this.state === "taken") this.holder?.returned(this);
	}

	refuse(why: string): void {
		if (this.state === "taken") this.holder?.refused(this, why);
	}

	record(): DeliveryRecord {
		return {
			address: this.address,
			state: this.state,
			attempts: this.attempt,
			...(this.reason === undefined ? {} : { reason: this.reason }),
			...(this.detail === undefined ? {} : { detail: this.detail }),
		};
	}
}
