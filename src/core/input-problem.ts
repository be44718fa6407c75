// What is wrong with one field of a call: which one, what it must be, what it is, and the nearest value that fits.
import type { z } from "zod";
import { didYouMean } from "../lib/nearest.js";

const maxShown = 60;

/** @param input the whole input, in which the issue's path leads to the value */
export const describeProblem = (issue: z.core.$ZodIssue, input: unknown): string => {
	const field = issue.path.length === 0 ? "the input" : issue.path.map(String).join(".");
	const value = issue.path.reduce<unknown>(at, input);
	if (value === undefined) return `${field} is missing`;
	switch (issue.code) {
		case "invalid_type":
			return `${field} must be ${withArticle(issue.expected)}; it is ${shown(value)}`;
		case "invalid_value": {
			const known = issue.values.map(String);
			const meant = typeof value === "string" ? didYouMean(value, known) : "";
			return `${field} must be ${known.length === 1 ? "" : "one of "}${known.join(", ")}; it is ${shown(value)}${meant}`;
		}
		case "too_small":
			return `${field} must ${amount(issue.origin, issue.minimum, "at least", issue.inclusive === false)}; it is ${shown(value)}`;
		case "too_big":
			return `${field} must ${amount(issue.origin, issue.maximum, "at most", issue.inclusive === false)}; it is ${shown(value)}`;
		case "unrecognized_keys":
			return `${field} has no ${issue.keys.join(", ")}`;
		case "invalid_union": {
			const first = issue.errors.flat()[0];
			return first === undefined || first.code === "invalid_type"
				? `${field} is of no type that fits; it is ${shown(value)}`
				: describeProblem({ ...first, path: [...issue.path, ...first.path] }, input);
		}
		default:
			return `${field}: ${issue.message}; it is ${shown(value)}`;
	}
};

const at = (value: unknown, key: PropertyKey): unknown =>
	typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

const withArticle = (type: string): string => {
	const name = { array: "list", record: "object", int: "whole number" }[type] ?? type;
	return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
};

const amount = (origin: string, limit: number | bigint, most: string, isExclusive: boolean): string => {
	if (isExclusive) return `be ${most === "at least" ? "more" : "less"} than ${limit}`;
	if (origin === "string") return `have ${most} ${limit} character${limit === 1 ? "" : "s"}`;
	if (origin === "array") return `have ${most} ${limit} item${limit === 1 ? "" : "s"}`;
	return `be ${most} ${limit}`;
};

const shown = (value: unknown): string => {
	if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
	if (typeof value === "string" && value === "") return "empty";
	const text = JSON.stringify(value) ?? String(value);
	return text.length > maxShown ? `${text.slice(0, maxShown).toWellFormed()}…` : text;
};
