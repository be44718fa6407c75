// When a reminder is due, as people say it.
import type { DateTime } from "luxon";
import { readMoment } from "./zoned-time.js";

/** The hour of a reminder for a day without a time. */
const morningHour = 9;

export type FutureMoment = { readonly date: DateTime } | { readonly problem: "not-understood" | "past" };

/**
 * `in 10 minutes`, `10 minutes`, `at 17:00` (tomorrow's when it is over), `tomorrow 9am`, `friday` (at nine). Never before
 * `now`.
 */
export async function readFuture(text: string, now: DateTime): Promise<FutureMoment> {
	const trimmed = text.trim();
	const moment = (await readMoment(trimmed, now)) ?? (await readMoment(`in ${trimmed}`, now));
	if (moment === undefined) return { problem: "not-understood" };
	const morning = moment.date.set({ hour: morningHour });
	// A whole day is meant: its morning, or this very evening when the morning is over.
	const date = moment.hasTime ? moment.date : morning > now ? morning : morning.plus({ hours: 9 });
	if (date > now) return { date };
	// A bare time of today that is over is meant for tomorrow; a date that is over is a mistake.
	const isBareTime =
		moment.hasTime && date.hasSame(now, "day") && !/\d{4}|today|ago|yesterday|now|before/i.test(trimmed);
	return isBareTime ? { date: date.plus({ days: 1 }) } : { problem: "past" };
}

/** `in 2 days 3 hours`, `in 10 minutes`, `in 5 seconds`: the two largest parts. */
export function untilText(from: DateTime, to: DateTime): string {
	const seconds = Math.round(to.diff(from, "seconds").seconds);
	const rounded = [
		["day", Math.floor(seconds / 86_400)],
		["hour", Math.floor(seconds / 3600) % 24],
		["minute", Math.floor(seconds / 60) % 60],
		["second", seconds % 60],
	] as const;
	const shown = rounded.filter(([, count]) => count > 0).slice(0, 2);
	if (shown.length === 0) return "now";
	return `in ${shown.map(([unit, count]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ")}`;
}
