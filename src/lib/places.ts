// Names of places, as people write them, to IANA time zones.
import { editDistance } from "./edit-distance.js";
import { allowedEdits, nearest } from "./nearest.js";
import { citiesByZone } from "./places-cities.js";
import { abbreviations, countriesByZone, statesByZone } from "./places-regions.js";

export interface Place {
	/** As it is called, e.g. `New York City`. */
	readonly name: string;
	/** IANA zone, or `UTC+05:30`. */
	readonly zone: string;
	/** The name was mistyped and this is the nearest one. */
	readonly isGuess: boolean;
}

type Index = ReadonlyMap<string, { readonly name: string; readonly zone: string }>;

/** Lower case, no accents, no full stops, hyphens as blanks. */
const fold = (text: string): string =>
	text
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/ł/g, "l")
		.replace(/ø/g, "o")
		.replace(/[.’']/g, "")
		.replace(/[_-]/g, " ")
		.replace(/\s+/g, " ")
		.trim();

function buildIndex(): Index {
	const index = new Map<string, { name: string; zone: string }>();
	const put = (name: string, zone: string) => {
		const key = fold(name);
		if (!index.has(key)) index.set(key, { name, zone });
	};
	for (const [name, zone] of Object.entries(abbreviations)) put(name, zone);
	for (const table of [citiesByZone, countriesByZone, statesByZone]) {
		for (const [zone, names] of Object.entries(table)) for (const name of names.split(",")) put(name, zone);
	}
	for (const zone of [
		...Intl.supportedValuesOf("timeZone"),
		...Object.keys(citiesByZone),
		...Object.keys(countriesByZone),
	]) {
		put((zone.split("/").at(-1) ?? zone).replaceAll("_", " "), zone);
	}
	return index;
}

const createIndex = (): (() => Index) => {
	let index: Index | undefined;
	return () => {
		index ??= buildIndex();
		return index;
	};
};
const places = createIndex();

const isZone = (zone: string): boolean => {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
	} catch {
		return false;
	}
};

/** `UTC+5:30`, `GMT-3`, `+02:00` as a fixed offset. */
function fixedOffset(text: string): Place | undefined {
	const match = /^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?$/i.exec(text.trim().replace("−", "-"));
	if (match === null) return undefined;
	const [, sign = "+", hours = "0", minutes = "00"] = match;
	if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
	const zone = `UTC${sign}${Number(hours)}${minutes === "00" ? "" : `:${minutes}`}`;
	return { name: zone, zone, isGuess: false };
}

const fillers =
	/^(?:the )?(?:city of |country of |state of )|^the (?=\S)|^(?:downtown|central|greater) |(?: standard| daylight| summer)? time(?: ?zone)?$|(?: standard| daylight)$| (?:zone|city|area|office|right now|now|currently|today)$/g;

/** Exactly this place by name, without guessing at typos. */
export function findPlace(text: string): Place | undefined {
	const trimmed = text.trim().replace(/[?!.,]+$/, "");
	if (trimmed === "" || trimmed.length > 60) return undefined;
	const offset = fixedOffset(trimmed);
	if (offset !== undefined) return offset;
	if (/^[A-Za-z]+(?:\/[A-Za-z_+-]+\d*)+$/.test(trimmed) && isZone(trimmed)) {
		return { name: (trimmed.split("/").at(-1) ?? trimmed).replaceAll("_", " "), zone: trimmed, isGuess: false };
	}
	const key = fold(trimmed);
	const shorter = key.replace(fillers, "").replace(fillers, "");
	// "Paris, France": the first part names the place when the whole does not.
	const [first = "", ...rest] = trimmed.split(",");
	const candidates = [key, shorter, ...(rest.length > 0 ? [fold(trimmed.replaceAll(",", " ")), fold(first)] : [])];
	for (const candidate of candidates) {
		const found = places().get(candidate);
		if (found !== undefined) return { ...found, isGuess: false };
	}
	// "Paris France", "London UK": a city followed by its country.
	const words = key.split(" ");
	for (let cut = words.length - 1; cut > 0; cut--) {
		const [city, region] = [places().get(words.slice(0, cut).join(" ")), places().get(words.slice(cut).join(" "))];
		if (city !== undefined && region !== undefined) return { ...city, isGuess: false };
	}
	return undefined;
}

/** Of two equally near names: the one with the same first letter, then the longer one, since letters are rather left out. */
const isLikelier = (name: string, other: string, typed: string): boolean => {
	const [hit, otherHit] = [name[0] === typed[0], other[0] === typed[0]];
	return hit === otherHit ? name.length > other.length : hit;
};

/** Words that no name of a place has. */
const notInNames =
	/\b(?:what|when|which|where|how|time|is|it|its|my|that|this|i|at|would|will|be|for|in|to|if|a|an|you|we|he|she|they)\b/;

/** The place meant, forgiving one or two typos in longer names. */
export function resolvePlace(text: string): Place | undefined {
	const exact = findPlace(text);
	if (exact !== undefined) return exact;
	const key = fold(text.replace(/[?!.,]+$/, ""))
		.replace(fillers, "")
		.replace(fillers, "");
	const limit = key.length < 4 ? 0 : key.length < 6 ? 1 : 2;
	// A whole clause is no mistyped name; looking all names through for it is what would cost.
	if (limit === 0 || key.length > 40 || notInNames.test(key) || key.split(" ").length > 4) return undefined;
	let best: { key: string; distance: number } | undefined;
	for (const name of places().keys()) {
		// Short names are too easily hit by accident.
		if (name.length < 4 || (allowedEdits(name) === 0 && key.length > 4)) continue;
		const distance = editDistance(key, name, limit);
		if (distance > limit) continue;
		const isBetter =
			best === undefined || distance < best.distance || (distance === best.distance && isLikelier(name, best.key, key));
		if (isBetter) best = { key: name, distance };
	}
	const found = best === undefined ? undefined : places().get(best.key);
	return found === undefined ? undefined : { ...found, isGuess: true };
}

/** Names near to one that nobody knows. */
export const nearestPlaces = (text: string): readonly string[] =>
	nearest(fold(text), places().keys(), 3).map((key) => places().get(key)?.name ?? key);
