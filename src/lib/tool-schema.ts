// A tool's input as JSON Schema: whole, for people and scripts; slim, for models.
import { z } from "zod";

type MutableSchema = Record<string, unknown>;

/** All that the tool checks. */
export const fullSchema = (schema: z.ZodType, io: "input" | "output" = "input"): Readonly<Record<string, unknown>> =>
	schemaOf(schema, io, () => {});

/**
 * What a model is sent of an input. Every byte goes with every request, so bounds that the tool checks anyway, and whose
 * breach it explains, are left out.
 */
export const slimSchema = (schema: z.ZodType): Readonly<Record<string, unknown>> => schemaOf(schema, "input", slim);

const schemaOf = (
	schema: z.ZodType,
	io: "input" | "output",
	change: (schema: MutableSchema) => void,
): Readonly<Record<string, unknown>> => {
	const { $schema: _, ...plain } = z.toJSONSchema(schema, {
		io,
		unrepresentable: "any",
		override: ({ jsonSchema }) => {
			if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
			if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
			change(jsonSchema);
		},
	});
	return plain;
};

const slim = (schema: MutableSchema): void => {
	for (const bound of ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern"])
		delete schema[bound];
	if (schema.default === false) delete schema.default;
};
