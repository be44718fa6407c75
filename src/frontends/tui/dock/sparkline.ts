// Small charts made of text.
import type { Glyphs } from "../glyphs.js";

/** The last `width` values, from 0 to `max` (default: their greatest). */
export const sparkline = (values: readonly number[], width: number, glyphs: Glyphs, max?: number): string => {
	const shown = values.slice(-Math.max(0, width));
	const top = max ?? Math.max(...shown, 0);
	const levels = glyphs.spark.length - 1;
	return shown
		.map((value) => glyphs.spark[top <= 0 ? 0 : Math.round(Math.min(1, Math.max(0, value / top)) * levels)] ?? "")
		.join("");
};

/** A share from 0 to 1 as a bar of `width` columns. */
export const bar = (share: number, width: number, glyphs: Glyphs): string => {
	const full = Math.round(Math.min(1, Math.max(0, share)) * width);
	return glyphs.barFull.repeat(full) + glyphs.barEmpty.repeat(width - full);
};
