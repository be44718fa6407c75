// Turns what a model wrote into a tool's input, or into an error that says which field, what was expected and what fits.
import type { JsonValue } from "../contracts/json.js";
import type { AnyTool } from "../contracts/tool.js";
import { nearestName } from "../lib/nearest.js";
import { fieldsHelp } from "../lib/schema-help.js";
import { slimSchema } from "../lib/tool-schema.js";
import { describeProblem } from "./input-problem.js";

export type ToolInput =
	| { readonly ok: true; readonly value: Record<string, unknown> }
	| { readonly ok: false; readonly message: string };

export const parseToolInput = (tool: AnyTool, input: JsonValue): ToolInput => {
	const unknownKeys = isRecord(input) ? Object.keys(input).filter((key) => !Object.hasOwn(tool.input.shape, key)) : [];
	const parsed = tool.input.safeParse(input);
	if (parsed.success && unknownKeys.length === 0) return { ok: true, value: parsed.data };
	const problems = parsed.success ? [] : parsed.error.issues.map((issue) => describeProblem(issue, input));
	const unknown = unknownKeys.map((key) => unknownField(key, Object.keys(tool.input.shape)));
	return {
		ok: false,
		message: `${tool.name} was called wrong: ${[...unknown, ...problems].join("; ")}. ${usage(tool)}`,
	};
};

const unknownField = (key: string, known: readonly string[]): string => {
	const name = nearestName(key, known);
	return `there is no field ${key}${name === undefined ? "" : ` (did you mean ${name}?)`}`;
};

const usage = (tool: AnyTool): string => {
	const fields = fieldsHelp(slimSchema(tool.input)).map(({ name, type }) => {
		const [first, ...rest] = type.split(", ");
		return first === "required" ? `${name}: ${rest.join(", ")}` : `${name}?: ${type}`;
	});
	return `It takes { ${fields.join("; ")} }.`;
};

const isRecord = (value: JsonValue): value is { readonly [key: string]: JsonValue } =>
	typeof value === "object" && value !== null && !Array.isArray(value);
