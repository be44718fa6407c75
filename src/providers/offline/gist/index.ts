// The last way to read a request: not by its form but by what stands in it. What is found is said again as a plain
// request, which the families then read as any other, so that a new shape of words is understood in one place.

import { datesIn, placesIn } from "../language/moments.js";
import { dateGist } from "./dates.js";
import { listGist } from "./figures.js";
import { fileGist } from "./files.js";
import { machineGist } from "./machine.js";
import { noteGist } from "./notes.js";
import { numberGist } from "./numbers.js";
import { problemGist } from "./problems.js";
import { needsThought, sceneOf } from "./scene.js";
import { timeGist } from "./times.js";
import { unitGist } from "./units.js";

const readers = [fileGist, unitGist, timeGist, dateGist, problemGist, numberGist, machineGist, noteGist];

/** "that date" and "that day" as the one date that was named before; undefined when there is no such thing to fill in. */
export function withDate(text: string): string | undefined {
	const back = /\b(?:that|this|the same|said) (?:date|day)\b/i;
	if (!back.test(text)) return undefined;
	const dates = datesIn(text);
	const [date] = dates;
	return dates.length !== 1 || date === undefined || date.start > text.search(back)
		? undefined
		: text.replace(back, () => date.text);
}

/** "what is in notes.txt? just the first 5 lines" as one request. */
export function withRange(text: string): string {
	if (!/\b(?:just|only|no more than)\b/i.test(text)) return text;
	const found =
		/^[^?.;,]*\s(\S+\.\w{1,5})[?.;,]+ (?:but )?(?:just|only|no more than) (?:show )?(?:me )?(?:the )?((?:first|last|top|bottom) (?:\w+ )?(?:lines?|rows?))[.!?]*$/i.exec(
			text,
		);
	return found === null ? text : `show the ${found[2]} of ${found[1]}`;
}

/** "what is the time there" with the place that was named before. */
export function withPlace(text: string): string {
	const back = /\b(?:over |out |up |down )?there(?= now| right now|[?.!,;]|$)/i;
	if (
		!back.test(text) ||
		text.length > 300 ||
		!/\b(?:time|clock|late|hour|date|day|morning|night)\b[^,.;?!]*\bthere\b/i.test(text)
	)
		return text;
	const places = placesIn(text.slice(0, text.search(back)));
	return places.length === 1 ? text.replace(back, () => `in ${places[0]?.text}`) : text;
}

/** Readings that a sentence before the request belongs to: a time and two places, a list of figures, a date. */
export const sureGistsOf = (text: string): readonly string[] => {
	if (text.length > 300 || text.includes("\n")) return [];
	const scene = sceneOf(text, false);
	if (needsThought.test(scene.words)) return [];
	return [
		...timeGist(scene).filter((gist) => gist.startsWith("convert ")),
		...listGist(scene),
		...problemGist(scene),
		...(/\b(?:and|also|then|plus),? (?:also |then )?(?:what|how|which|when|is|tell|show|give|divide|multiply|add|subtract|double|halve|square|round|save|write|convert|turn|count|list|read|remember|create|put|copy|move)\b/.test(
			scene.words,
		)
			? []
			: [...dateGist(scene), ...unitGist(scene)]),
	];
};

/** Plain requests that may say the same as `text`, likeliest first; none when it takes thought or asks for nothing. */
export function gistsOf(text: string, isLater: boolean): readonly string[] {
	if (text.length > 400 || text.includes("\n")) return [];
	const scene = sceneOf(text, isLater);
	if (
		needsThought.test(scene.words) ||
		/\b(?:do not|don't|dont|never)\b(?! (?:forget|know|remember|have|get|understand|mind))/.test(scene.words)
	)
		return [];
	if (
		/\bwhat (?:all )?(?:this|it|you|u|nexus|the)(?: \w+)?(?: all)? (?:can|could|is able to|are able to|does)\b(?!.*\d)|\bwhat (?:all )?(?:(?:kinds?|sorts?) of )?(?:things |stuff |questions |requests )?(?:can|could) (?:you|u|i|this|it|nexus)\b(?!.*<)/.test(
			scene.words,
		)
	)
		return ["help"];
	return readers.flatMap((reader) => reader(scene));
}
