import type { z } from "zod";

/** What a JSON text holds, where it fits the schema; undefined where it is no JSON or does not fit. */
export const readJson = <S extends z.ZodType>(schema: S, text: string): z.output<S> | undefined => {
	try {
		return schema.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
};
