// The time in a place, and a time of one place in another, wherever their names stand.
import { datesIn, durationsIn, type Found, placesIn, plainMoments, timesIn } from "../language/moments.js";
import { type Scene, unexplained } from "./scene.js";

const known =
	/^(?:times?|clocks?|hours?|late|early|local|currently|zone|timezone|o'clock|oclock|morning|evening|night|afternoon|day|daytime|date|dark|awake|asleep|people|folks|guys|friends?|colleagues?|clients?|family|team|office|calling|call|show|showing|shows|city|country|town|difference|between|ahead|behind|weekday|be|over|tomorrow|yesterday|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|clock's|midnight|noon|reads?|present|moment|strikes?|hand)$/;

const isAway = /\b(?:there|over there|that place|that city)\b/i;

/** How far apart two stretches stand; a question word or the end of a sentence between them makes it more. */
function distance(text: string, a: Found, b: Found): number {
	const [left, right] = a.start < b.start ? [a, b] : [b, a];
	const between = text.slice(left.end, right.start);
	const breaks = (between.match(/[.;?!]|\b(?:what|when|which|how|to|into|is that|converted?)\b/gi) ?? []).length;
	const commas = (between.match(/,| - | – /g) ?? []).length;
	return between.length + 60 * breaks + 25 * commas;
}

/** "convert 3pm from Lisbon to Toronto", "what time is it in Munich". */
export function timeGist(scene: Scene): readonly string[] {
	if (scene.files.length > 0 || scene.urls.length > 0 || scene.text.length > 300 || !scene.isAsked) return [];
	const text = plainMoments(scene.text);
	const lower = text.toLowerCase();
	if (
		!/time|clock|hour|\blate\b|zone|noon|midnight|\d ?[ap]m\b|\d:\d|o'?clock|date|day\b|morning|evening|night|when/.test(
			lower,
		)
	)
		return [];
	const places = placesIn(text).filter(
		(place, index, all) => all.findIndex((other) => other.text.toLowerCase() === place.text.toLowerCase()) === index,
	);
	const times = timesIn(text);
	const [time] = times;
	if (time !== undefined && times.length === 1 && places.length === 2) {
		const [first, second] = places as [Found, Found];
		// What is asked for stands behind the question word when the time does not.
		const [from, to] = distance(text, time, first) <= distance(text, time, second) ? [first, second] : [second, first];
		const day = /\b(?:tomorrow|today|tonight|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/i.exec(text)?.[0] ?? "";
		return [
			`convert ${time.text} ${day === "tonight" ? "" : day} in ${from.text} to ${to.text}`.replace(/ {2,}/g, " "),
		];
	}
	if (time !== undefined && times.length === 1 && places.length === 1) {
		const [place] = places as [Found];
		const isTheirs = distance(text, time, place) < 12;
		if (/\b(?:here|my time|our time|local time|for me|for us|where i am|i am)\b/i.test(text))
			return [
				isTheirs ? `convert ${time.text} in ${place.text} to here` : `convert ${time.text} here to ${place.text}`,
			];
		return [];
	}
	if (times.length > 0 || places.length === 0 || places.length > 4) return [];
	if (places.length === 2 && /\b(?:differ\w*|ahead|behind|offset|gap|apart)\b/.test(lower))
		return [`time difference between ${places[0]?.text} and ${places[1]?.text}`];
	if (
		places.length === 1 &&
		/\b(?:hours? (?:ahead|behind)|ahead of us|behind us|time difference|hours? difference|difference (?:from|to) here)\b/.test(
			lower,
		)
	)
		return [`time difference between here and ${places[0]?.text}`];
	if (durationsIn(text).length > 0) return [];
	const rest = places.reduceRight((left, place) => left.slice(0, place.start) + left.slice(place.end), text);
	const left = unexplained(rest.toLowerCase(), known).filter((word) => word !== "today");
	if (
		left.length > 2 ||
		/\b(?:open|opens|close|closes|leave|leaves|arrive|arrives|flight to|train|bus|fly|travel|trip takes|sunrise|sunset|born|period|story|war|era)\b/.test(
			lower,
		)
	)
		return [];
	const names = places.map((place) => place.text).join(" and ");
	if (
		/\b(?:already|still|yet)\b.*\b(?:tomorrow|yesterday|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b(?:tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day) (?:already|still|yet)\b/.test(
			lower,
		)
	)
		return [`what is the date in ${names}`];
	if (
		/\bdate\b|\bwhat day\b|\bwhich day\b|\bweekday\b/.test(lower) &&
		datesIn(rest).every((date) => /today|tomorrow/i.test(date.text))
	)
		return [`what is the date in ${names}`];
	if (/\btime ?zone\b/.test(lower)) return [`what time zone is ${names} in`];
	return /\b(?:time|clock|o'?clock|hours?|late|early|morning|evening|night|dark|awake|asleep|midnight)\b/.test(lower) &&
		(left.length < 2 || isAway.test(text))
		? [`what time is it in ${names}`]
		: [];
}
