// JSON Schemas of tool arguments as services take them. Arguments are checked against the full schema when a call comes back.
import type { JsonSchema } from "../contracts/json.js";

/** The schema without the name of its dialect, which no service reads. */
export function plainToolSchema(schema: JsonSchema): JsonSchema {
	const { $schema: _dialect, ...rest } = schema;
	return rest;
}

/** What Gemini's function declarations know (ai.google.dev, "Function calling", a subset of OpenAPI 3.0). */
const geminiKeywords: readonly string[] = [
	"type",
	"description",
	"properties",
	"required",
	"items",
	"enum",
	"anyOf",
	"minimum",
	"maximum",
	"minItems",
	"maxItems",
	"nullable",
	"title",
];

/** The schema with only what Gemini knows: `oneOf` becomes `anyOf`, `const` an enum of one, and the rest is left out. */
export function geminiToolSchema(schema: JsonSchema): JsonSchema {
	const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
		if (keyword === "const" && typeof value === "string") return [["enum", [value]]];
		const name = keyword === "oneOf" ? "anyOf" : keyword;
		if (!geminiKeywords.includes(name)) return [];
		if (name === "items") return [[name, isSchema(value) ? geminiToolSchema(value) : {}]];
		if (name === "anyOf") return [[name, Array.isArray(value) ? value.filter(isSchema).map(geminiToolSchema) : []]];
		if (name !== "properties") return [[name, value]];
		const inner = Object.entries(isSchema(value) ? value : {});
		return [
			[name, Object.fromEntries(inner.map(([key, item]) => [key, isSchema(item) ? geminiToolSchema(item) : {}]))],
		];
	});
	return Object.fromEntries(entries);
}

const isSchema = (value: unknown): value is JsonSchema =>
	typeof value === "object" && value !== null && !Array.isArray(value);
