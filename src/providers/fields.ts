// Reading JSON of unknown shape without trusting it.
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The value when it is an object, else an empty one. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {});

/** The value when it is an array, else an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A count of tokens; anything that is no finite number of 0 or more is 0. */
export const count = (value: unknown): number =>
	typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;

/** The string, or an empty one. */
export const string = (value: unknown): string => (typeof value === "string" ? value : "");
