// Public holidays of whole countries, by rule. Sources: United States, 5 U.S.C. 6103; England and Wales, Banking and
// Financial Dealings Act 1971, schedule 1, and royal proclamations; Germany, those that all states have; France, Code du
// travail L3133-1; Canada, Holidays Act and Canada Labour Code; Netherlands, Algemene termijnenwet. Days that were moved
// or added once (a coronation) are not in it.
import { easter, type MonthDay, nthWeekday, shifted } from "./holidays.js";

export const holidayCountries = ["US", "GB", "DE", "FR", "CA", "NL"] as const;
export type HolidayCountry = (typeof holidayCountries)[number];

export interface Holiday {
	/** `2026-12-25`: the day on which it is kept. */
	readonly date: string;
	readonly name: string;
}

type Rule = readonly [name: string, day: (year: number) => MonthDay];

const fixed = (month: number, day: number) => () => ({ month, day });
const fromEaster = (days: number) => (year: number) => shifted(year, easter(year), days);
const nth = (month: number, weekday: number, count: number) => (year: number) =>
	nthWeekday(year, month, weekday, count);
/** The Monday before a day of May. */
const mondayBefore = (month: number, day: number) => (year: number) => {
	const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
	return shifted(year, { month, day }, -((weekday + 6) % 7 || 7));
};

const rules: Readonly<Record<HolidayCountry, readonly Rule[]>> = {
	US: [
		["New Year's Day", fixed(1, 1)],
		["Martin Luther King Jr. Day", nth(1, 1, 3)],
		["Washington's Birthday", nth(2, 1, 3)],
		["Memorial Day", nth(5, 1, -1)],
		["Juneteenth", fixed(6, 19)],
		["Independence Day", fixed(7, 4)],
		["Labor Day", nth(9, 1, 1)],
		["Columbus Day", nth(10, 1, 2)],
		["Veterans Day", fixed(11, 11)],
		["Thanksgiving", nth(11, 4, 4)],
		["Christmas Day", fixed(12, 25)],
	],
	GB: [
		["New Year's Day", fixed(1, 1)],
		["Good Friday", fromEaster(-2)],
		["Easter Monday", fromEaster(1)],
		["Early May bank holiday", nth(5, 1, 1)],
		["Spring bank holiday", nth(5, 1, -1)],
		["Summer bank holiday", nth(8, 1, -1)],
		["Christmas Day", fixed(12, 25)],
		["Boxing Day", fixed(12, 26)],
	],
	DE: [
		["Neujahr", fixed(1, 1)],
		["Karfreitag", fromEaster(-2)],
		["Ostermontag", fromEaster(1)],
		["Tag der Arbeit", fixed(5, 1)],
		["Christi Himmelfahrt", fromEaster(39)],
		["Pfingstmontag", fromEaster(50)],
		["Tag der Deutschen Einheit", fixed(10, 3)],
		["1. Weihnachtstag", fixed(12, 25)],
		["2. Weihnachtstag", fixed(12, 26)],
	],
	FR: [
		["Jour de l'an", fixed(1, 1)],
		["Lundi de Pâques", fromEaster(1)],
		["Fête du Travail", fixed(5, 1)],
		["Victoire 1945", fixed(5, 8)],
		["Ascension", fromEaster(39)],
		["Lundi de Pentecôte", fromEaster(50)],
		["Fête nationale", fixed(7, 14)],
		["Assomption", fixed(8, 15)],
		["Toussaint", fixed(11, 1)],
		["Armistice 1918", fixed(11, 11)],
		["Noël", fixed(12, 25)],
	],
	CA: [
		["New Year's Day", fixed(1, 1)],
		["Good Friday", fromEaster(-2)],
		["Victoria Day", mondayBefore(5, 25)],
		["Canada Day", fixed(7, 1)],
		["Labour Day", nth(9, 1, 1)],
		["National Day for Truth and Reconciliation", fixed(9, 30)],
		["Thanksgiving", nth(10, 1, 2)],
		["Remembrance Day", fixed(11, 11)],
		["Christmas Day", fixed(12, 25)],
		["Boxing Day", fixed(12, 26)],
	],
	NL: [
		["Nieuwjaarsdag", fixed(1, 1)],
		["Tweede paasdag", fromEaster(1)],
		[
			"Koningsdag",
			(year) => (new Date(Date.UTC(year, 3, 27)).getUTCDay() === 0 ? { month: 4, day: 26 } : { month: 4, day: 27 }),
		],
		["Hemelvaartsdag", fromEaster(39)],
		["Tweede pinksterdag", fromEaster(50)],
		["Eerste kerstdag", fixed(12, 25)],
		["Tweede kerstdag", fixed(12, 26)],
	],
};

const dayMs = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** In the US a Saturday's is kept on Friday and a Sunday's on Monday; in Britain both on the next free weekday. */
function keptOn(country: HolidayCountry, time: number, taken: ReadonlySet<number>): number {
	const weekday = new Date(time).getUTCDay();
	if (country === "US") return time + (weekday === 6 ? -dayMs : weekday === 0 ? dayMs : 0);
	if (country !== "GB") return time;
	let day = time;
	while ([0, 6].includes(new Date(day).getUTCDay()) || taken.has(day)) day += dayMs;
	return day;
}

/** Kept in that year, in order; a New Year's Day that is kept on the last day of the year before is that year's. */
export function holidaysOf(country: HolidayCountry, year: number): readonly Holiday[] {
	const all = [year, year + 1].flatMap((own) => {
		const taken = new Set<number>();
		return rules[country].map(([name, day]) => {
			const { month, day: date } = day(own);
			const time = keptOn(country, Date.UTC(own, month - 1, date), taken);
			taken.add(time);
			return { date: iso(time), name };
		});
	});
	return all.filter(({ date }) => date.startsWith(`${year}-`)).sort((a, b) => (a.date < b.date ? -1 : 1));
}
