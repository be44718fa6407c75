// JSON Schemas cut down to what services accept. The answer is checked against the full schema elsewhere, so a narrower
// schema on the wire is always right and a wider one never harmful.
import type { JsonSchema } from "../contracts/json.js";

/** Keywords that the strict subsets know (OpenAI "Structured outputs", Anthropic "Structured outputs", 2026-11). */
const kept: readonly string[] = [
	"type",
	"properties",
	"required",
	"additionalProperties",
	"items",
	"enum",
	"const",
	"anyOf",
	"$ref",
	"$defs",
	"definitions",
	"description",
	"title",
];
/** Dropping these would change what the schema means. */
const essential: readonly string[] = [
	"allOf",
	"not",
	"if",
	"patternProperties",
	"propertyNames",
	"dependentRequired",
	"dependentSchemas",
	"prefixItems",
];

const isSchema = (value: unknown): value is JsonSchema =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The schema as strict modes want it: every object closed and all of its properties required (both only narrow it), limits
 * on values left out. Undefined when it cannot be said in the subset: a map with free keys, `allOf`, a root that is no object.
 */
export function strictSchema(schema: JsonSchema): JsonSchema | undefined {
	if (schema.type !== "object") return undefined;
	const strict = narrow(schema);
	return isSchema(strict) ? strict : undefined;
}

function narrow(schema: unknown): unknown {
	if (!isSchema(schema)) return undefined;
	if (essential.some((keyword) => keyword in schema)) return undefined;
	const entries: [string, unknown][] = [];
	for (const [keyword, value] of Object.entries(schema)) {
		const name = keyword === "oneOf" ? "anyOf" : keyword;
		if (!kept.includes(name) || name === "required" || name === "additionalProperties") continue;
		const inner = narrowKeyword(name, value);
		if (inner === undefined) return undefined;
		entries.push([name, inner]);
	}
	const isObject = schema.type === "object" || isSchema(schema.properties);
	if (isObject) {
		// A map from free keys to values has no strict form.
		if (!isSchema(schema.properties) && schema.additionalProperties !== false) return undefined;
		if (isSchema(schema.additionalProperties)) return undefined;
		entries.push(["required", Object.keys(isSchema(schema.properties) ? schema.properties : {})]);
		entries.push(["additionalProperties", false]);
	}
	return Object.fromEntries(entries);
}

function narrowKeyword(name: string, value: unknown): unknown {
	if (name === "items") return narrow(value);
	if (name === "anyOf") {
		const options = Array.isArray(value) ? value.map(narrow) : [];
		return options.includes(undefined) ? undefined : options;
	}
	if (name !== "properties" && name !== "$defs" && name !== "definitions") return value;
	if (!isSchema(value)) return undefined;
	const inner = Object.entries(value).map(([key, schema]) => [key, narrow(schema)] as const);
	return inner.some(([, schema]) => schema === undefined) ? undefined : Object.fromEntries(inner);
}

/** A name of the kind that services take, from the schema's title. */
export function schemaName(schema: JsonSchema): string {
	const title = typeof schema.title === "string" ? schema.title : "";
	return (
		title
			.replace(/[^A-Za-z0-9_-]+/g, "_")
			.replace(/^_+|_+$/g, "")
			.slice(0, 64) || "answer"
	);
}

/** What is added to the system prompt where the service takes no schema. */
export const schemaPrompt = (schema: JsonSchema): string =>
	`\n\nAnswer with JSON only, without a code fence, that fits this JSON Schema:\n${JSON.stringify(schema)}`;
