// Messages of the bus as lines for people. What is in them comes from agents and from outside: controls are shown.
import { messageText } from "./message-text.js";
import { showHidden } from "./show-hidden.js";

interface Record {
	readonly message: {
		readonly id: string;
		readonly traceId: string;
		readonly parentId?: string | undefined;
		readonly from: string;
		readonly to?: string | undefined;
		readonly topic?: string | undefined;
		readonly kind: string;
		readonly priority: string;
		readonly time: string;
		readonly ttlMs?: number | undefined;
		readonly payload: unknown;
		readonly key?: string | undefined;
		readonly replyTo?: string | undefined;
		readonly space?: string | undefined;
		readonly taintedBy?: string | undefined;
	};
	readonly deliveries: readonly {
		readonly address: string;
		readonly state: string;
		readonly attempts: number;
		readonly reason?: string | undefined;
		readonly detail?: string | undefined;
	}[];
}

/** Characters by which a message is known among the last ones. */
const idLength = 8;

export const shortId = (id: string): string => id.slice(-idLength);

/** One line, whatever is in the text. */
const oneLine = (text: string): string => showHidden(text).replaceAll("\n", "⏎").replaceAll("\t", " ");

/** Where a message goes: `tests`, `everybody`, `#build.failed`. */
export const targetOf = ({ to, topic }: Pick<Record["message"], "to" | "topic">): string =>
	topic === undefined ? (to === "*" || to === undefined ? "everybody" : oneLine(to)) : `#${oneLine(topic)}`;

/** What became of it, where that is not simply waiting or done. */
const outcome = (deliveries: Record["deliveries"]): string => {
	const dead = deliveries.filter(({ state }) => state === "dead");
	if (dead.length === 0) return deliveries.length === 0 ? " (nobody)" : "";
	return ` (dead: ${[...new Set(dead.map(({ reason }) => reason?.replaceAll("-", " ")))].join(", ")})`;
};

/** `12:03:04 9QK3D2AB lead -> tests  task  Run the tests`; times in UTC. */
export const busLine = ({ message, deliveries }: Record): string => {
	const { id, time, from, kind, priority, taintedBy } = message;
	const about = [
		kind,
		...(priority === "normal" ? [] : [priority]),
		...(taintedBy === undefined ? [] : ["from outside"]),
	];
	const head = `${time.slice(11, 19)} ${shortId(id)} ${oneLine(from)} → ${targetOf(message)}`;
	return `${head}  ${oneLine(about.join(", "))}  ${oneLine(messageText(message))}${outcome(deliveries)}`;
};

/** Everything that is known of a message. */
export const busDetails = ({ message, deliveries }: Record): string => {
	const fields: readonly (readonly [string, string | undefined])[] = [
		["id", message.id],
		["time", message.time],
		["from", message.from],
		["to", targetOf(message)],
		["kind", message.kind],
		["priority", message.priority],
		["trace", message.traceId],
		["parent", message.parentId],
		["reply to", message.replyTo],
		["key", message.key],
		["lives", message.ttlMs === undefined ? undefined : `${message.ttlMs / 1000} s`],
		["space", message.space],
		["outside", message.taintedBy],
	];
	const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(9)}${oneLine(value)}`]));
	const states = deliveries.map(({ address, state, attempts, reason, detail }) => {
		const why = [reason?.replaceAll("-", " "), detail].filter((each) => each !== undefined).join(": ");
		return `  ${oneLine(address)}: ${state}${why === "" ? "" : ` (${oneLine(why)})`}, taken ${attempts} ×`;
	});
	const got = states.length === 0 ? ["nobody got it"] : ["deliveries", ...states];
	return [...lines, ...got, "", showHidden(messageText(message))].join("\n");
};
