// One agent's way to the others of its space.
import type { AgentIdentity, AgentMail, OutgoingText } from "../contracts/agent-mail.js";
import type { Bus, BusMessage, Mailbox, MessageDraft } from "../contracts/bus.js";
import { isAbortError, NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { SharedContext } from "../contracts/shared-context.js";

/** Who uses the bus, and what is known of what it has read. */
export interface MailUser {
	readonly identity: AgentIdentity;
	/** The call that read content from outside; undefined where nothing did (SECURITY R25). */
	taintedBy(): string | undefined;
	/** What it received came from outside. */
	taint(by: string): void;
}

export interface MailOptions {
	readonly user: MailUser;
	readonly clock: Clock;
	readonly bus: () => Promise<Bus>;
	/** Where it is noted what it was given. */
	readonly context: () => Promise<Pick<SharedContext, "give">>;
	/** Takes out secrets. */
	readonly redact: (text: string) => string;
}

/** Received messages that can be answered. */
const maxRemembered = 200;

export const createAgentMail = ({ user, clock, bus, context, redact }: MailOptions): AgentMail => {
	const { identity } = user;
	const { address, space } = identity;
	const received = new Map<string, BusMessage>();
	let opening: Promise<Mailbox> | undefined;

	const mailbox = (): Promise<Mailbox> => {
		opening ??= bus().then((opened) => opened.open(address, { space, overflow: "drop-lowest" }));
		opening.catch(() => {
			opening = undefined;
		});
		return opening;
	};
	const draft = ({ text, kind, priority, key }: OutgoingText): Omit<MessageDraft, "to" | "topic"> => ({
		...{ from: address, space, kind, priority, key, taintedBy: user.taintedBy() },
		payload: { text: redact(text) },
	});
	const send = async (where: Pick<MessageDraft, "to" | "topic">, message: OutgoingText) => {
		await mailbox();
		return (await bus()).send({ ...draft(message), ...where });
	};
	const addresses = async (): Promise<readonly string[]> => {
		await mailbox();
		return (await bus()).addresses(space).filter((other) => other !== address);
	};
	/** An address, or the name of the only one of that name. */
	const resolve = async (to: string): Promise<string> => {
		const known = await addresses();
		if (known.includes(to)) return to;
		const named = known.filter((other) => other.startsWith(`${to}-`));
		const [only, another] = named;
		if (only !== undefined && another === undefined) return only;
		const why = only === undefined ? `there is no agent ${to.slice(0, 80)} here` : `there are several called ${to}`;
		const list = (only === undefined ? known : named).slice(0, 20).join(", ");
		throw new NexusError("bus.unknown", why, {
			hint: list === "" ? "no other agent has a mailbox" : `there are ${list}`,
		});
	};
	const receive = async (messages: readonly BusMessage[]): Promise<void> => {
		for (const message of messages) {
			if (message.taintedBy !== undefined) user.taint(`message of ${message.from}: ${message.taintedBy}`.slice(0, 200));
			received.set(message.id, message);
			const [oldest] = received.keys();
			if (received.size > maxRemembered && oldest !== undefined) received.delete(oldest);
		}
		const items = messages.map(({ id }) => ({ kind: "message" as const, name: id, version: undefined }));
		(await context()).give(address, items);
	};

	return {
		identity,
		addresses,
		send: async (to, message) => send({ to: await resolve(to) }, message),
		publish: (topic, message) => send({ topic }, message),
		broadcast: (message) => send({ to: "*" }, message),
		ask: async (to, text, options) => {
			await mailbox();
			const target = await resolve(to);
			const reply = await (await bus()).request({ ...draft({ text, kind: "request" }), to: target }, options);
			await receive([reply]);
			return reply;
		},
		reply: async (id, message) => {
			const to = received.get(id);
			if (to === undefined)
				throw new NexusError("bus.unknown", `there is no message ${id.slice(0, 40)} to answer`, {
					hint: "take the id as it was given with the message",
				});
			await mailbox();
			return (await bus()).reply(to, { kind: "reply", ...defined(draft(message)) });
		},
		wait: async ({ timeoutMs, limit, signal }) => {
			const box = await mailbox();
			const messages: BusMessage[] = [];
			for (let next = await first(box, clock, timeoutMs, signal); next !== undefined; next = box.tryTake()) {
				messages.push(next.message);
				next.ack();
				if (messages.length >= limit) break;
			}
			await receive(messages);
			return messages;
		},
		subscribe: async (topics) => (await mailbox()).subscribe(topics),
	};
};

/** Without fields that are undefined, so that defaults stand. */
const defined = <T extends object>(value: T): T =>
	Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

const first = async (box: Mailbox, clock: Clock, timeoutMs: number, signal: AbortSignal) => {
	const now = box.tryTake();
	if (now !== undefined || timeoutMs <= 0) return now;
	const over = new AbortController();
	const asleep = new AbortController();
	clock.sleep(timeoutMs, asleep.signal).then(
		() => over.abort(),
		() => undefined,
	);
	try {
		return await box.take(AbortSignal.any([signal, over.signal]));
	} catch (error) {
		if (over.signal.aborted && !signal.aborted && isAbortError(error)) return undefined;
		throw error;
	} finally {
		asleep.abort();
	}
};
