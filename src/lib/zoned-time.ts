// A moment in a place, as data.
import { DateTime } from "luxon";
import { type Moment, parseMoment } from "./natural-date.js";
import { nearestPlaces, type Place, resolvePlace } from "./places.js";

export interface ZonedTime {
	readonly place: string;
	/** IANA zone or fixed offset. */
	readonly zone: string;
	/** `2026-11-20 14:05`. */
	readonly local: string;
	readonly weekday: string;
	/** `+09:00`. */
	readonly offset: string;
}

export const zonedTime = (date: DateTime, place: Place): ZonedTime => {
	const local = date.setZone(place.zone).setLocale("en");
	return {
		place: place.name,
		zone: place.zone,
		local: local.toFormat("yyyy-MM-dd HH:mm"),
		weekday: local.toFormat("cccc"),
		offset: local.toFormat("ZZ"),
	};
};

/** The place by name; no name, "here" and the like are the person's own zone. A problem is told as text. */
export function placeFor(
	name: string | undefined,
	ownZone: string,
): Place | { readonly problem: string; readonly hint: string } {
	const text = name?.trim() ?? "";
	if (/^(?:|here|local|local time|my time|my time zone|my zone|home)$/i.test(text)) {
		return { name: (ownZone.split("/").at(-1) ?? ownZone).replaceAll("_", " "), zone: ownZone, isGuess: false };
	}
	const found = resolvePlace(text);
	if (found !== undefined) return found;
	const near = nearestPlaces(text);
	const hint =
		near.length > 0 ? `Did you mean ${near.join(", ")}?` : "Name a city, a country or a zone such as Asia/Tokyo.";
	return { problem: `No time zone is known for "${text.slice(0, 60)}"`, hint };
}

/** The moment that `text` means for somebody in that zone; chrono-node is asked last, since it guesses. */
export async function readMoment(text: string, now: DateTime): Promise<Moment | undefined> {
	const own = parseMoment(text, now);
	if (own !== undefined) return own;
	const { parse } = await import("chrono-node");
	const [found, ...others] = parse(text, { instant: now.toJSDate(), timezone: now.offset }, { forwardDate: true });
	// A match of a part of the text only is a guess about the rest.
	if (found === undefined || others.length > 0 || found.text.length < text.trim().length - 4) return undefined;
	const date = DateTime.fromJSDate(found.start.date()).setZone(now.zone);
	const hasTime = found.start.isCertain("hour");
	return { date: hasTime ? date : date.startOf("day"), hasTime };
}
