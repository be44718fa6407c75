import { z } from "zod";
import type { JsonValue } from "./json.js";

/** `ErrorData` where it is stored. */
export const errorDataSchema = z.object({
	code: z.string(),
	message: z.string(),
	hint: z.string().optional(),
	retryable: z.boolean().optional(),
	retryAfterMs: z.number().optional(),
	exitCode: z.custom<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 130 | 143>((value) => typeof value === "number").optional(),
	data: z.custom<JsonValue>((value) => value !== undefined).optional(),
});
