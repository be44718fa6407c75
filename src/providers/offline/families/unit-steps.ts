// Units by name, also mistyped, and the sentence about a conversion.
import { nearest } from "../../../lib/nearest.js";
import { findUnits, unitNames } from "../../../lib/units.js";
import { call, detailsOf, type Step, step, textOf } from "../plan.js";

/** A unit by its name, or by the nearest one when it was mistyped. */
export function unitFrom(text: string): string | undefined {
	const name = text
		.trim()
		.replace(/^(?:the|a|an|in|of) /i, "")
		.replace(/^(?:us |metric |full |whole )(?=\w)/i, (word) => (findUnits(text).length > 0 ? word : ""));
	if (findUnits(name).length > 0) return name;
	if (name.length < 5 || !/^[a-z ]+$/i.test(name)) return undefined;
	return nearest(name.toLowerCase(), unitNames(), 1).find(
		(found) => Math.abs(found.length - name.length) < 3 && found.length > 3 && found[0] === name[0]?.toLowerCase(),
	);
}

const spoken: Readonly<Record<string, string>> = {
	s: "seconds",
	min: "minutes",
	h: "hours",
	d: "days",
	day: "days",
	week: "weeks",
	month: "months",
	year: "years",
};

/** Units of time are words in a sentence, the others are known by their signs. */
export const amount = (value: string, unit: string): string => {
	const word = spoken[unit];
	return `${value} ${word === undefined ? unit : value === "1" ? word.slice(0, -1) : word}`;
};

export const converted = (details: ReturnType<typeof detailsOf>): string =>
	`${amount(textOf(details.value), textOf(details.from))} is ${amount(textOf(details.result), textOf(details.to))}.`;

export const conversion = (value: string, from: string, to: string): Step =>
	step(call("convert_units", { value: value.replace(/[,\s]/g, "").replace("−", "-"), from, to }), ([outcome]) => {
		const details = detailsOf(outcome);
		return converted(details);
	});
