// Which messages somebody wants to see.
import type { DeliveryRecord, MessageFilter, MessageRecord } from "../../contracts/bus.js";
import type { JsonValue } from "../../contracts/json.js";
import { matchTopic } from "./topic.js";

export const fitsFilter = ({ seq, message, deliveries }: MessageRecord, filter: MessageFilter): boolean =>
	(filter.afterSeq === undefined || seq > filter.afterSeq) &&
	(filter.id === undefined || message.id === filter.id) &&
	(filter.kind === undefined || message.kind === filter.kind) &&
	(filter.traceId === undefined || message.traceId === filter.traceId) &&
	(filter.space === undefined || message.space === filter.space) &&
	(filter.topic === undefined || (message.topic !== undefined && matchTopic(filter.topic, message.topic))) &&
	(filter.agent === undefined || isOf(filter.agent, message.from, message.to, deliveries)) &&
	(filter.state === undefined || deliveries.some(({ state }) => state === filter.state)) &&
	(filter.text === undefined || hasText(message.payload, filter.text));

const isOf = (agent: string, from: string, to: string | undefined, deliveries: readonly DeliveryRecord[]): boolean =>
	from === agent || to === agent || deliveries.some(({ address }) => address === agent);

/** In what is said, not in the names of fields. */
const hasText = (payload: JsonValue, text: string): boolean => {
	const wanted = text.toLowerCase();
	const isIn = (value: JsonValue): boolean =>
		typeof value === "object" && value !== null
			? Object.values(value).some(isIn)
			: String(value).toLowerCase().includes(wanted);
	return isIn(payload);
};
