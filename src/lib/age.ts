/** `12h`, `30d`, `8w`. */
export const agePattern = /^[1-9]\d{0,4}[hdw]$/;

const unitMs = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** Milliseconds of an age that fits the pattern. */
export const ageMs = (age: string): number =>
	Number.parseInt(age, 10) * unitMs[(age.at(-1) ?? "d") as keyof typeof unitMs];
