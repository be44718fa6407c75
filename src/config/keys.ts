// The settings as a flat list of dotted keys, read off the schema.
import { z } from "zod";
import { configSchema } from "./schema.js";

export interface ConfigKey {
	/** e.g. `permissions.mode`. */
	readonly key: string;
	readonly description: string;
	readonly schema: z.ZodType;
}

export const configKeys = (): readonly ConfigKey[] => keysOf(configSchema, "");

const keysOf = (object: z.ZodObject, prefix: string): readonly ConfigKey[] =>
	Object.entries(object.shape).flatMap(([name, field]) => {
		const inner = unwrap(field as z.ZodType);
		if (inner instanceof z.ZodObject) return keysOf(inner, `${prefix}${name}.`);
		return [{ key: prefix + name, description: (field as z.ZodType).description ?? "", schema: field as z.ZodType }];
	});

const unwrap = (schema: z.ZodType): z.ZodType =>
	schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
		? unwrap(schema.unwrap() as z.ZodType)
		: schema;
