// Rules about the next leap year, the number of a day in its year, working days of a month, and its Fridays.
import type { Group } from "../language/rules.js";
import { call, detailsOf, listOf, plural, type Step, step, textOf } from "../plan.js";
import { isDate } from "./dates-steps.js";

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The tool knows what year it is; the others are counted from there. */
const leapFrom = (year: string | undefined, way: 1 | -1, count = 1): Step =>
	step(call("date_math", { operation: "leap_year", date: year ?? "this year" }), ([outcome]) => {
		const start = Number(detailsOf(outcome).year);
		const found: number[] = [];
		for (let one = start + way; found.length < count && one > 0; one += way) if (isLeap(one)) found.push(one);
		const name = `leap year${count === 1 ? "" : "s"}`;
		return `The ${way === 1 ? "next" : "last"} ${name} ${way === 1 ? "after" : "before"} ${start} ${count === 1 ? "is" : "are"} ${found.join(", ")}.`;
	});

const leapBetween = (from: string, to: string): Step | undefined => {
	const [start, end] = [Number(from), Number(to)];
	if (start > end || end - start > 400) return undefined;
	return step(call("date_math", { operation: "leap_year", date: from }), () => {
		const found = Array.from({ length: end - start + 1 }, (_, index) => start + index).filter(isLeap);
		return `${plural(found.length, "leap year")} from ${start} to ${end}: ${found.join(", ") || "none"}.`;
	});
};

const nthDay = (nth: string, year: string): Step | undefined => {
	const count = Number(nth);
	if (count < 1 || count > 366) return undefined;
	const start = /^\d{4}$/.test(year) ? `${year}-01-01` : `january 1 ${year}`;
	return step(call("date_math", { operation: "add", date: start, amount: `${count - 1} days` }), ([outcome]) => {
		const details = detailsOf(outcome);
		return `Day ${count} of ${year} is ${textOf(details.weekday)}, ${textOf(details.result)}.`;
	});
};

/** The Unix time of a date says which day of its year it is. */
const dayNumber = (date: string | undefined): Step | undefined => {
	if (date !== undefined && !isDate(date)) return undefined;
	return step(call("date_math", { operation: "weekday", ...(date === undefined ? {} : { date }) }), ([outcome]) => {
		const iso = textOf(detailsOf(outcome).date).slice(0, 10);
		const day = new Date(`${iso}T00:00:00Z`);
		const number = Math.round((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
		return `${date === undefined ? `Today (${iso})` : iso} is day ${number} of ${day.getUTCFullYear()}.`;
	});
};

const workingDays = (span: string): Step => {
	const plain = span.replace(/^the (?:month of )?/i, "").replace(/ of (?=\d)/, " ");
	const isYear = /^\d{4}$/.test(plain);
	const [date, to] = isYear
		? [`${plain}-01-01`, `${plain}-12-31`]
		: /year$/i.test(plain)
			? [`january 1 ${plain}`, `december 31 ${plain}`]
			: /^this month$/i.test(plain)
				? ["start of the month", "end of the month"]
				: [`beginning of ${plain}`, `end of ${plain}`];
	return step(
		call("date_math", { operation: "business_days", date, to }),
		([outcome]) =>
			`${plain.charAt(0).toUpperCase()}${plain.slice(1)} has ${plural(Math.abs(Number(detailsOf(outcome).days)), "working day")} (holidays not taken off).`,
	);
};

const names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const nths: Readonly<Record<string, number>> = {
	first: 0,
	"1st": 0,
	second: 1,
	"2nd": 1,
	third: 2,
	"3rd": 2,
	fourth: 3,
	"4th": 3,
	fifth: 4,
	"5th": 4,
	last: -1,
};

/** The days of a month that have this name, as a calendar shows them. */
const daysNamed = (
	name: string,
	month: string,
	tell: (dates: readonly string[], title: string) => string,
): Step | undefined => {
	const index = names.indexOf(name.toLowerCase().replace(/s$/, ""));
	const plain = month.replace(/ of (?=\d)/, " ");
	return step(call("show_calendar", /^this month$/i.test(plain) ? {} : { month: plain }), ([outcome]) => {
		const details = detailsOf(outcome);
		const days = listOf(details.weeks).flatMap((week) => listOf(week.days).slice(index, index + 1));
		const dates = days.filter((day) => day.isInMonth === true).map((day) => textOf(day.date));
		return tell(dates, textOf(details.title));
	});
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

const countNamed = (name: string, month: string): Step | undefined =>
	daysNamed(
		name,
		month,
		(dates, title) => `${title} has ${dates.length} ${capital(name.replace(/s$/i, ""))}s: ${dates.join(", ")}.`,
	);

const nthNamed = (nth: string, name: string, month: string): Step | undefined =>
	daysNamed(name, month, (dates, title) => {
		const date = dates.at(nths[nth.toLowerCase()] ?? 0);
		return date === undefined
			? `${title} has no ${nth} ${capital(name)}.`
			: `The ${nth.toLowerCase()} ${capital(name)} of ${title} is ${date}.`;
	});

const month =
	"((?:this|next|last) month|(?:the month of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\\.?(?:,? (?:of )?\\d{4})?)";
const weekday = "((?:mon|tues|wednes|thurs|fri|satur|sun)days?)";

export const moreRules: Group<Step> = {
	needs: /leap|day/,
	rules: () => [
		[
			/^(?:(?:when|which|what)(?: year)? (?:is|will be|are|was|were)|tell me|give me|name|show(?: me)?|find|list)? ?(?:the )?(next|coming|following|previous|last|first)(?: (\d{1,2}|two|three|four|five|ten))? leap[- ]?years?(?: (?:be|come|happen))?(?: (?:after|before|from|since|following|then|now)(?: (?:the year )?(\d{4}))?)?$/i,
			(way, count = "1", year) => {
				const words: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, ten: 10 };
				const isBack = /previous|last/i.test(way);
				return leapFrom(year, isBack ? -1 : 1, words[count.toLowerCase()] ?? Number(count));
			},
		],
		[
			/^(?:when|what year|which year) (?:do|will) we (?:next )?have (?:a|the next|another) leap[- ]?year(?: next| again)?$|^when is it (?:a )?leap[- ]?year (?:next|again)$/i,
			() => leapFrom(undefined, 1),
		],
		[
			/^(?:list|show|name|give|tell|what are|which are|what|which|how many|count|number of)?(?: me)? ?(?:all )?(?:of )?(?:the )?leap[- ]?years (?:are (?:there )?)?(?:between|from|in) (\d{4}) (?:and|to|until|-) (\d{4})$|^(?:which|what) years (?:between|from) (\d{4}) (?:and|to) (\d{4}) are leap[- ]?years$/i,
			(...found) => {
				const [from = "", to = ""] = found.filter((part) => part !== undefined);
				return leapBetween(from, to);
			},
		],
		[
			/^(?:(?:what|which)(?: date| day)? (?:is|was|will be)|when is|find|give me|tell me|show)? ?(?:the )?(?:date of )?(?:the )?(?:day (?:number |no\.? ?)?(\d{1,3})|(\d{1,3})(?:st|nd|rd|th) day) (?:of|in) (?:the )?(?:year )?(\d{4}|this year|next year|last year|the year)$/i,
			(number, ordinal, year) => nthDay(number ?? ordinal ?? "", /^the year$/i.test(year) ? "this year" : year),
		],
		[
			/^(?:what|which)(?: number)? (?:day|day number|number day) of the year (?:is|was|will be|does|falls on|are we (?:on|in)) ?(.*)$/i,
			(date) => dayNumber(/^(?:it|today|it today|now|this|)$/i.test(date) ? undefined : date),
		],
		[
			/^(?:what|which) (?:is |number is )?(?:the )?(?:number|day number) (?:of the )?(?:day )?(?:of the year )?(?:is |for |of |on )?(today|.+?) (?:in|of) the year$/i,
			(date) => dayNumber(/^(?:today|it)$/i.test(date) ? undefined : date),
		],
		[
			/^(?:the )?day of (?:the )?year (?:number )?(?:for|of|on) (.+)$/i,
			(date) => dayNumber(/^today$/i.test(date) ? undefined : date),
		],
		[
			new RegExp(
				`^(?:(?:how many|number of|count(?: of)?|what is the number of|tell me the number of|give me the number of) )?(?:the )?(?:working|business|work|week) ?days (?:are (?:there )?|does |do we have |has |will there be )?(?:in |of |for |during )?(?:${month}|((?:the year )?\\d{4}|this year|next year))(?: have| has)?$`,
				"i",
			),
			(inMonth, inYear) => workingDays((inMonth ?? inYear ?? "").replace(/^the year /i, "")),
		],
		[
			new RegExp(
				`^(?:how many|number of|count(?: the)?|list(?: the)?|which(?: dates)? are(?: the)?|what are the) ${weekday} (?:are (?:there )?|does |do we have |has |will there be )?(?:in |of )?${month}(?: have| has)?$`,
				"i",
			),
			(name, when) => countNamed(name, when),
		],
		[
			new RegExp(
				`^(?:(?:what|which)(?: date| day)? (?:is|was|will be)|when is|when's|find|give me)? ?(?:the )?(?:date of (?:the )?)?(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last) ${weekday} (?:of|in) ${month}$`,
				"i",
			),
			(nth, name, when) => nthNamed(nth, name, when),
		],
	],
};
