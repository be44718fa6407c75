// Subscriptions by content: conditions are data, and nothing in them is run.
import type { BusMessage, Condition } from "../../contracts/bus.js";
import type { JsonValue } from "../../contracts/json.js";
import { canonicalJson } from "../../lib/canonical-json.js";

/** Deeper ones fit nothing. */
const maxDepth = 20;

/** Whether a message fits. What is compared with something of another kind does not. */
export const fitsCondition = (condition: Condition, message: BusMessage, depth = 0): boolean => {
	if (depth > maxDepth) return false;
	if ("all" in condition) return condition.all.every((each) => fitsCondition(each, message, depth + 1));
	if ("any" in condition) return condition.any.some((each) => fitsCondition(each, message, depth + 1));
	if ("not" in condition) return depth < maxDepth && !fitsCondition(condition.not, message, depth + 1);
	const found = valueAt(message as unknown as JsonValue, condition.path);
	switch (condition.is) {
		case "present":
			return found !== undefined;
		case "absent":
			return found === undefined;
		case "in":
			return condition.value.some((value) => isEqual(found, value));
		case "eq":
			return isEqual(found, condition.value);
		case "ne":
			return !isEqual(found, condition.value);
		case "contains":
			return contains(found, condition.value);
		case "starts-with":
			return typeof found === "string" && typeof condition.value === "string" && found.startsWith(condition.value);
		default:
			return isOrdered(condition.is, found, condition.value);
	}
};

const valueAt = (value: JsonValue, path: string): JsonValue | undefined => {
	let at: JsonValue | undefined = value;
	for (const word of path.split(".")) {
		if (typeof at !== "object" || at === null || !Object.hasOwn(at, word)) return undefined;
		at = (at as Readonly<Record<string, JsonValue>>)[word];
	}
	return at;
};

const isEqual = (found: JsonValue | undefined, value: JsonValue): boolean => {
	if (found === value) return true;
	if (typeof found !== "object" || typeof value !== "object" || found === null || value === null) return false;
	return canonicalJson(found) === canonicalJson(value);
};

const contains = (found: JsonValue | undefined, value: JsonValue): boolean => {
	if (typeof found === "string") return typeof value === "string" && found.includes(value);
	return Array.isArray(found) && found.some((item) => isEqual(item as JsonValue, value));
};

const isOrdered = (is: "lt" | "lte" | "gt" | "gte", found: JsonValue | undefined, value: JsonValue): boolean => {
	const isComparable =
		(typeof found === "number" && typeof value === "number") ||
		(typeof found === "string" && typeof value === "string");
	if (!isComparable) return false;
	if (is === "lt") return found < value;
	if (is === "lte") return found <= value;
	return is === "gt" ? found > value : found >= value;
};
