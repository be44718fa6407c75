// Days with a name, by year. Easter after "Anonymous Gregorian algorithm" (Meeus, Astronomical Algorithms, 1991, p. 67).

export interface MonthDay {
	readonly month: number;
	readonly day: number;
}

export function easter(year: number): MonthDay {
	const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
	const [d, e, f] = [Math.floor(b / 4), b % 4, Math.floor((b + 8) / 25)];
	const g = Math.floor((b - f + 1) / 3);
	const h = (19 * a + b - d - g + 15) % 30;
	const [i, k] = [Math.floor(c / 4), c % 4];
	const l = (32 + 2 * e + 2 * i - h - k) % 7;
	const m = Math.floor((a + 11 * h + 22 * l) / 451);
	const n = h + l - 7 * m + 114;
	return { month: Math.floor(n / 31), day: (n % 31) + 1 };
}

/** The `count`-th weekday (0 Sunday) of a month; -1 is the last one. */
export const nthWeekday = (year: number, month: number, weekday: number, count: number): MonthDay => {
	if (count < 0) {
		const last = new Date(Date.UTC(year, month, 0));
		return { month, day: last.getUTCDate() - ((last.getUTCDay() - weekday + 7) % 7) };
	}
	const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
	return { month, day: 1 + ((weekday - first + 7) % 7) + 7 * (count - 1) };
};

export const shifted = (year: number, from: MonthDay, days: number): MonthDay => {
	const date = new Date(Date.UTC(year, from.month - 1, from.day + days));
	return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

const holidays: readonly (readonly [RegExp, (year: number) => MonthDay])[] = [
	[/^(?:christmas eve|xmas eve)$/, () => ({ month: 12, day: 24 })],
	[/^(?:christmas|christmas day|xmas|xmas day|x-mas)$/, () => ({ month: 12, day: 25 })],
	[/^boxing day$/, () => ({ month: 12, day: 26 })],
	[/^new year'?s eve$/, () => ({ month: 12, day: 31 })],
	[/^(?:new year'?s|new year'?s day|new year|the new year)$/, () => ({ month: 1, day: 1 })],
	[/^(?:valentine'?s|valentine'?s day|valentines)$/, () => ({ month: 2, day: 14 })],
	[/^(?:st\.?|saint) patrick'?s day$/, () => ({ month: 3, day: 17 })],
	[/^april fools?'?(?: day)?$/, () => ({ month: 4, day: 1 })],
	[/^(?:earth day)$/, () => ({ month: 4, day: 22 })],
	[/^(?:may day|labour day|international workers'? day)$/, () => ({ month: 5, day: 1 })],
	[/^(?:independence day|4th of july|fourth of july)$/, () => ({ month: 7, day: 4 })],
	[/^bastille day$/, () => ({ month: 7, day: 14 })],
	[/^(?:halloween|hallowe'en)$/, () => ({ month: 10, day: 31 })],
	[/^(?:guy fawkes|bonfire night)$/, () => ({ month: 11, day: 5 })],
	[/^thanksgiving(?: day)?$/, (year) => nthWeekday(year, 11, 4, 4)],
	[/^black friday$/, (year) => shifted(year, nthWeekday(year, 11, 4, 4), 1)],
	[/^memorial day$/, (year) => nthWeekday(year, 5, 1, -1)],
	[/^labor day$/, (year) => nthWeekday(year, 9, 1, 1)],
	[/^mother'?s day$/, (year) => nthWeekday(year, 5, 0, 2)],
	[/^father'?s day$/, (year) => nthWeekday(year, 6, 0, 3)],
	[/^(?:easter|easter sunday)$/, easter],
	[/^easter monday$/, (year) => shifted(year, easter(year), 1)],
	[/^good friday$/, (year) => shifted(year, easter(year), -2)],
	[/^(?:pentecost|whit sunday)$/, (year) => shifted(year, easter(year), 49)],
];

/** The day of that name in a year; `name` in lower case. */
export const findHoliday = (name: string): ((year: number) => MonthDay) | undefined =>
	holidays.find(([pattern]) => pattern.test(name.replace(/’/g, "'").replace(/^the /, "")))?.[1];
