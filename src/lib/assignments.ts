// `key=value` words become an input object, each value by the type that the schema gives its key.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * `expression=2^64 digits=30 tags=a,b` with the schema's types: numbers, booleans (`true`, `false`, `yes`, `no`),
 * lists (JSON, or separated by commas), objects (JSON); anything else is text. A word without `=` goes to the only
 * required field that has no value yet.
 */
export const parseAssignments = (
	words: readonly string[],
	schema: Readonly<Record<string, unknown>>,
): Record<string, Json> => {
	const properties = isRecord(schema.properties) ? schema.properties : {};
	const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
	const input: Record<string, Json> = {};
	for (const word of words) {
		const match = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(word);
		const named = match?.[1]?.replaceAll("-", "_");
		const isKnown =
			named !== undefined &&
			(Object.hasOwn(properties, named) || !required.some((name) => !Object.hasOwn(input, name)));
		const key = isKnown ? named : required.find((name) => !Object.hasOwn(input, name));
		if (key === undefined) continue;
		const value = isKnown ? (match?.[2] ?? "") : word;
		Object.defineProperty(input, key, {
			value: parseValue(value, properties[key]),
			enumerable: true,
			writable: true,
			configurable: true,
		});
	}
	return input;
};

const parseValue = (text: string, schema: unknown): Json => {
	const type = typeOf(schema);
	if (type === "number" || type === "integer") return numberOr(text);
	if (type === "boolean")
		return { true: true, yes: true, "1": true, false: false, no: false, "0": false }[text.toLowerCase()] ?? text;
	if (type === "array") return listOf(text, isRecord(schema) ? schema.items : undefined);
	if (type === "object") return jsonOr(text);
	return text;
};

const numberOr = (text: string): Json => {
	const value = Number(text);
	return text.trim() === "" || Number.isNaN(value) ? text : value;
};

const jsonOr = (text: string): Json => {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
};

const listOf = (text: string, items: unknown): Json => {
	if (text.trim().startsWith("[")) return jsonOr(text);
	if (text.trim() === "") return [];
	return text.split(",").map((item) => parseValue(item.trim(), items));
};

const typeOf = (schema: unknown): string | undefined => {
	if (!isRecord(schema)) return undefined;
	if (typeof schema.type === "string") return schema.type;
	const options = schema.anyOf;
	return Array.isArray(options)
		? options.map(typeOf).find((type) => type !== undefined && type !== "string" && type !== "null")
		: undefined;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
