/** A value that survives JSON: what may be stored, sent or shown. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

/** A JSON Schema document (2020-12), as sent to models and printed by `nexus tools show`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A plain value as it comes back from JSON: fields that are undefined are gone.
 * @throws TypeError for a value that refers to itself, and for one that holds a bigint
 */
export const toJson = (value: object): JsonValue => JSON.parse(JSON.stringify(value));
