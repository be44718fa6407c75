// Working days: Monday to Friday, without the days that are said to be free.
import type { DateTime } from "luxon";
import { type HolidayCountry, holidaysOf } from "./country-holidays.js";

export interface WorkCalendar {
	/** Working days from one day to another, both counted, as NETWORKDAYS of spreadsheets does; negative backwards. */
	between(first: DateTime, last: DateTime): number;
	/** The day so many working days later; the first day itself is not counted. */
	after(first: DateTime, days: number): DateTime;
}

const key = (date: DateTime): string => date.toFormat("yyyy-MM-dd");

export function workCalendar(country: HolidayCountry | undefined): WorkCalendar {
	const years = new Map<number, ReadonlySet<string>>();
	const freeIn = (year: number): ReadonlySet<string> => {
		const known =
			years.get(year) ?? new Set(country === undefined ? [] : holidaysOf(country, year).map(({ date }) => date));
		years.set(year, known);
		return known;
	};
	const isFree = (date: DateTime): boolean => date.weekday > 5 || freeIn(date.year).has(key(date));

	const between = (first: DateTime, last: DateTime): number => {
		if (last < first) return -between(last, first);
		const total = Math.round(last.diff(first, "days").days) + 1;
		const rest = Array.from({ length: total % 7 }, (_, index) => ((first.weekday - 1 + index) % 7) + 1);
		const weekdays = Math.floor(total / 7) * 5 + rest.filter((weekday) => weekday <= 5).length;
		let free = 0;
		for (let year = first.year; country !== undefined && year <= last.year; year++) {
			for (const text of freeIn(year)) {
				const date = first.set({ year, month: Number(text.slice(5, 7)), day: Number(text.slice(8)) });
				if (date >= first && date <= last && date.weekday <= 5) free++;
			}
		}
		return weekdays - free;
	};

	return {
		between,
		after(first, days) {
			let date = first;
			for (let left = Math.abs(days); left > 0; ) {
				date = date.plus({ days: Math.sign(days) });
				if (!isFree(date)) left--;
			}
			return date;
		},
	};
}
