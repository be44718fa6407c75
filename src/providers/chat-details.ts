import type { JsonValue } from "../contracts/json.js";
import { type Fields, isFields } from "./fields.js";

/** Fields that are streamed in pieces; all others are whole. */
const streamed: readonly string[] = ["text", "summary", "data"];

/**
 * OpenRouter's `reasoning_details`, put together from deltas: pieces of the same type and index are one block, whose texts
 * are joined and whose other fields (signature, format, id) are taken from whichever piece has them. Blocks keep their
 * order, since the sequence must go back unchanged.
 */
export function mergeDetails(merged: readonly JsonValue[], deltas: readonly unknown[]): JsonValue[] {
	const result: JsonValue[] = [...merged];
	for (const delta of deltas) {
		if (!isFields(delta)) continue;
		const last = result.at(-1);
		if (
			isFields(last) &&
			last.type === delta.type &&
			last.index === delta.index &&
			delta.type !== "reasoning.encrypted"
		) {
			result[result.length - 1] = join(last, delta);
		} else result.push(toJson(delta));
	}
	return result;
}

function join(block: Fields, delta: Fields): JsonValue {
	const joined: Record<string, unknown> = { ...block };
	for (const [key, value] of Object.entries(delta)) {
		const before = joined[key];
		if (streamed.includes(key) && typeof before === "string" && typeof value === "string") joined[key] = before + value;
		else if (value !== null && value !== undefined) joined[key] = value;
	}
	return toJson(joined);
}

const toJson = (value: Fields): JsonValue => JSON.parse(JSON.stringify(value));
