// Objects in a row as columns with dotted names, and back.
import { DataError, type DataValue } from "./data-values.js";

export type DataRow = { readonly [key: string]: DataValue };

export const isRow = (value: DataValue): value is DataRow =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** A key with a dot in it, at any depth of objects: then dotted names would mean two things. */
export const hasDottedKey = (row: DataRow): boolean =>
	Object.entries(row).some(([key, value]) => key.includes(".") || key === "" || (isRow(value) && hasDottedKey(value)));

/** `{ a: { b: 1 } }` as `{ "a.b": 1 }`; lists and empty objects stay as they are. */
export function flattenRow(row: DataRow, prefix = ""): DataRow {
	const flat: [string, DataValue][] = [];
	for (const [key, value] of Object.entries(row)) {
		if (isRow(value) && Object.keys(value).length > 0)
			flat.push(...Object.entries(flattenRow(value, `${prefix}${key}.`)));
		else flat.push([prefix + key, value]);
	}
	return Object.fromEntries(flat);
}

/** The reverse: an empty cell beside a column of which it is a part, or that is a part of it, is no value. */
export function nestRow(row: DataRow): DataRow {
	const result: Record<string, DataValue> = {};
	const names = Object.keys(row);
	for (const [name, value] of Object.entries(row)) {
		const isAlsoObject = value === "" && names.some((other) => other.startsWith(`${name}.`) && row[other] !== "");
		if (!isAlsoObject) put(result, name.split("."), value);
	}
	return result;
}

function put(target: Record<string, DataValue>, path: readonly string[], value: DataValue): void {
	const [first = "", ...rest] = path;
	if (first === "__proto__") throw new DataError("it has a column named __proto__, which is refused");
	if (rest.length === 0) {
		target[first] = value;
		return;
	}
	const inner = Object.hasOwn(target, first) ? target[first] : undefined;
	if (inner !== undefined && !isRow(inner)) {
		if (value === "") return;
		if (inner !== "") throw new DataError(`the column ${path.join(".")} would be a part of ${first}, which is a value`);
	}
	const object: Record<string, DataValue> = inner !== undefined && isRow(inner) ? { ...inner } : {};
	put(object, rest, value);
	target[first] = object;
}
