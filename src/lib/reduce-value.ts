type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type ValueReducer = "replace" | "append" | "merge" | "max" | "min" | "sum" | "set-union";

/**
 * What comes of putting `next` to `present` (undefined: there is nothing yet).
 * @throws TypeError where they are not of the kind that the reducer takes
 */
export const reduceValue = (reducer: ValueReducer, present: JsonValue | undefined, next: JsonValue): JsonValue => {
	switch (reducer) {
		case "replace":
			return next;
		case "append":
			return [...listOf(present), ...(Array.isArray(next) ? next : [next])];
		case "set-union": {
			const list = [...listOf(present)];
			const known = new Set(list.map(textOf));
			for (const item of Array.isArray(next) ? (next as readonly JsonValue[]) : [next]) {
				if (known.has(textOf(item))) continue;
				known.add(textOf(item));
				list.push(item);
			}
			return list;
		}
		case "merge":
			return present === undefined ? objectOf(next) : mergeObjects(objectOf(present), objectOf(next), 0);
		case "max":
			return present === undefined ? numberOf(next) : Math.max(numberOf(present), numberOf(next));
		case "min":
			return present === undefined ? numberOf(next) : Math.min(numberOf(present), numberOf(next));
		case "sum":
			return numberOf(present ?? 0) + numberOf(next);
	}
};

type JsonObject = { readonly [key: string]: JsonValue };

const maxDepth = 50;

const mergeObjects = (present: JsonObject, next: JsonObject, depth: number): JsonObject => {
	const merged = new Map<string, JsonValue>(Object.entries(present));
	for (const [key, value] of Object.entries(next)) {
		const before = merged.get(key);
		const isBoth = isObject(before) && isObject(value) && depth < maxDepth;
		merged.set(key, isBoth ? mergeObjects(before, value, depth + 1) : value);
	}
	return Object.fromEntries(merged);
};

const isObject = (value: JsonValue | undefined): value is JsonObject =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => {
	if (value === undefined) return [];
	if (!Array.isArray(value)) throw new TypeError("what is there is no list");
	return value as readonly JsonValue[];
};

const objectOf = (value: JsonValue): JsonObject => {
	if (!isObject(value)) throw new TypeError("it is no object");
	return value;
};

const numberOf = (value: JsonValue): number => {
	if (typeof value !== "number") throw new TypeError("it is no number");
	return value;
};

/** Equal values have the same text, whatever the order of their fields. */
const textOf = (value: JsonValue): string =>
	JSON.stringify(value, (_, inner: JsonValue) =>
		isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
	);
