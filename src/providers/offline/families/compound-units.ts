// Amounts of two units: 5 feet 10 inches, 1 hour 45 minutes.
import { convertUnits, findUnitPair } from "../../../lib/units.js";
import { call, detailsOf, type Step, step, textOf } from "../plan.js";
import { amount, conversion, unitFrom } from "./unit-steps.js";

/** 5'10" and "5 feet 10 inches" as inches. */
export function feetAndInches(text: string): Step | undefined {
	const match =
		/^(?:.*?\b)?(\d+)\s*(?:'|ft|feet|foot)\s*(?:and\s*)?(\d+(?:\.\d+)?)\s*(?:"|''|in|inch|inches)?\s+(?:tall )?(?:in|to|into|as)\s+([a-z]+)$/i.exec(
			text,
		);
	const to = match === null ? undefined : unitFrom(match[3] ?? "");
	return match === null || to === undefined
		? undefined
		: conversion(String(Number(match[1]) * 12 + Number(match[2])), "in", to);
}

/** "1 hour 45 minutes", "8 lb 6 oz" in the smaller of their units, to be told in a third. */
export function twoParts(text: string): Step | undefined {
	const found =
		/^(?:(?:convert|express|what is|how much is|change|turn) )?(\d+(?:\.\d+)?) ?([a-z]+),? (?:and )?(\d+(?:\.\d+)?) ?([a-z]+) (?:to|in|into|as|is how many|are how many|equals how many) ([a-z ]+)$/i.exec(
			text,
		) ??
		/^how many ([a-z ]+?) (?:is|are|are in|in|make|does|do) (\d+(?:\.\d+)?) ?([a-z]+),? (?:and )?(\d+(?:\.\d+)?) ?([a-z]+)(?: make)?$/i.exec(
			text,
		);
	if (found === null) return undefined;
	const [, a = "", b = "", c = "", d = "", e = ""] = found;
	const [value, big, rest, small, wanted] = /^\d/.test(a) ? [a, b, c, d, e] : [b, c, d, e, a];
	const [pair, to] = [findUnitPair(big ?? "", small ?? ""), unitFrom(wanted ?? "")];
	if (pair === undefined || to === undefined || pair[0].dimension === "temperature") return undefined;
	const whole = Number(convertUnits(value ?? "", pair[0], pair[1]).text);
	if (!Number.isFinite(whole)) return undefined;
	const total = String(Number((whole + Number(rest)).toPrecision(12)));
	return step(call("convert_units", { value: total, from: small ?? "", to }), ([outcome]) => {
		const details = detailsOf(outcome);
		return `${value} ${big} ${rest} ${small} is ${amount(textOf(details.result), textOf(details.to))}.`;
	});
}
