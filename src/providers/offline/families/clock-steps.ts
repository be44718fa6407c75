// The time in places: names, calls and sentences.
import type { JsonObject } from "../../../contracts/json.js";
import { findPlace, resolvePlace } from "../../../lib/places.js";
import { call, detailsOf, type Step, step, textOf } from "../plan.js";

/** `+09:00` as `UTC+9`, `+05:30` as `UTC+5:30`. */
export const utc = (offset: string): string => {
	const match = /^([+-])0?(\d+):(\d\d)$/.exec(offset);
	if (match === null) return offset;
	return match[2] === "0" && match[3] === "00"
		? "UTC"
		: `UTC${match[1]}${match[2]}${match[3] === "00" ? "" : `:${match[3]}`}`;
};

export const parts = (details: JsonObject): { readonly date: string; readonly time: string } => {
	const [date = "", time = ""] = textOf(details.local).split(" ");
	return { date, time };
};

export const trimPlace = (text: string): string =>
	text
		.trim()
		.replace(/^(?:in|at|for|over in|out in|of|the) /i, "")
		.replace(/(?<=\w),? (?:compared|relative|as opposed|in comparison|versus|vs) (?:to|with).*$/i, "")
		.replace(/(?<=\w) (?:is|please)$/i, "")
		.replace(/[,]? (?:right now|rn|now|currently|at the moment|at present|today|these days|there)$/i, "")
		.replace(/^(?:right now|now|currently) (?:in|at) /i, "")
		.replace(/(?<=\S) time$/i, "")
		.replace(/\s*(?:'s|')$/i, "");

export const isHere = (text: string): boolean =>
	/^(?:here|my (?:city|town|area|location|time ?zone|place)|where i am|this (?:machine|place|computer)|local(?:ly)?)$/i.test(
		text,
	);

/** "Tokyo, London and Paris" as three places; undefined when any of it is none. */
export function placesIn(text: string): readonly string[] | undefined {
	const [head = "", ...rest] = trimPlace(text).split(/,\s+/);
	// Behind "Rome, " stands a country or something that is no part of the name.
	const isTalk =
		rest.length > 0 &&
		/\b(?:my|our|i|we|he|she|they|it|is|are|lives?|because|so|please|thanks|if|when)\b/i.test(rest.join(" "));
	const whole = isTalk ? head : trimPlace(text);
	const isSeveral = /\s(?:and|&|vs\.?|versus)\s/i.test(whole);
	if (findPlace(whole) !== undefined && !(isSeveral && whole.includes(","))) return [whole];
	const members = whole
		.split(/\s*(?:,\s*(?:and |in )*|\s+(?:and|&|vs\.?|versus|or)(?: also)?(?: in)?\s+)/i)
		.map(trimPlace);
	if (members.length > 1 && members.length < 12 && members.every((member) => resolvePlace(member) !== undefined))
		return members;
	return resolvePlace(whole) === undefined ? undefined : [whole];
}

export const nowIn = (places: readonly (string | undefined)[], wants: "time" | "date" | "zone"): Step =>
	step(
		places.map((place) => call("current_time", place === undefined || isHere(place) ? {} : { place })),
		(outcomes) =>
			outcomes
				.map((outcome, index) => {
					const details = detailsOf(outcome);
					const { date, time } = parts(details);
					const [weekday, name, offset] = [textOf(details.weekday), textOf(details.place), utc(textOf(details.offset))];
					const isOwn = places[index] === undefined || isHere(places[index] ?? "");
					const guess = /\(taking .*\)$/.exec(outcome.content)?.[0] ?? "";
					const note = guess === "" ? "" : ` ${guess}`;
					if (wants === "zone")
						return `${isOwn ? "The time zone here" : `${name}`} is ${isOwn ? "" : "in "}${textOf(details.zone)} (${offset})${note}.`;
					if (wants === "date")
						return isOwn
							? `Today is ${weekday}, ${date}.`
							: `In ${name} it is ${weekday}, ${date} (${time}, ${offset})${note}.`;
					return isOwn
						? `It is ${time} on ${weekday}, ${date} (${offset}).`
						: `In ${name} it is ${time} on ${weekday}, ${date} (${offset})${note}.`;
				})
				.join(" "),
	);
