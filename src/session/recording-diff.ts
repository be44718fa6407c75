// Whether an event came again as it was recorded: all but its ids and times.
import type { EventDraft, NexusEvent } from "../contracts/event.js";
import type { JsonValue } from "../contracts/json.js";

/** Which id of the replay stands for which of the recording. Both ways, so that two never become one. */
export interface IdPairs {
	/** False where either is already paired with another. */
	pair(recorded: string, replayed: string): boolean;
	replayed(recorded: string): string | undefined;
}

export const createIdPairs = (): IdPairs => {
	const forward = new Map<string, string>();
	const back = new Map<string, string>();
	return {
		pair: (recorded, replayed) => {
			const isFree = !forward.has(recorded) && !back.has(replayed);
			if (isFree) {
				forward.set(recorded, replayed);
				back.set(replayed, recorded);
			}
			return forward.get(recorded) === replayed && back.get(replayed) === recorded;
		},
		replayed: (recorded) => forward.get(recorded),
	};
};

export interface Difference {
	/** `data.content`; empty: the kind of event itself. */
	readonly path: string;
	readonly recorded: JsonValue;
	readonly replayed: JsonValue;
}

const idFields: ReadonlySet<string> = new Set(["promptId", "messageId", "approvalId"]);
const timeFields: ReadonlySet<string> = new Set(["durationMs", "firstTokenMs"]);

export const differenceOf = (recorded: NexusEvent, draft: EventDraft, ids: IdPairs): Difference | undefined => {
	if (recorded.type !== draft.type) return { path: "", recorded: recorded.type, replayed: draft.type };
	for (const field of ["runId", "agentId"] as const) {
		const [one, other] = [recorded[field], draft[field]];
		const isSame =
			field === "agentId" || one === undefined || other === undefined ? one === other : ids.pair(one, other);
		if (!isSame) return { path: field, recorded: one ?? null, replayed: other ?? null };
	}
	return compare(plain(recorded.data), plain(draft.data), "data", ids);
};

/** As it is stored: fields that are undefined are not there. */
const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

const compare = (one: JsonValue, other: JsonValue, path: string, ids: IdPairs): Difference | undefined => {
	const field = path.slice(path.lastIndexOf(".") + 1);
	if (path === `data.${field}`) {
		if (timeFields.has(field)) return undefined;
		if (idFields.has(field) && typeof one === "string" && typeof other === "string" && ids.pair(one, other))
			return undefined;
	}
	if (isRecord(one) && isRecord(other)) {
		for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
			const inner = compare(fieldOf(one, key), fieldOf(other, key), `${path}.${key}`, ids);
			if (inner !== undefined) return inner;
		}
		return undefined;
	}
	if (Array.isArray(one) && Array.isArray(other)) {
		for (let index = 0; index < Math.max(one.length, other.length); index++) {
			const inner = compare(one[index] ?? null, other[index] ?? null, `${path}.${index}`, ids);
			if (inner !== undefined) return inner;
		}
		return undefined;
	}
	return one === other ? undefined : { path, recorded: one, replayed: other };
};

const isRecord = (value: JsonValue): value is { readonly [key: string]: JsonValue } =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const fieldOf = (record: { readonly [key: string]: JsonValue }, key: string): JsonValue =>
	Object.hasOwn(record, key) ? (record[key] ?? null) : null;
