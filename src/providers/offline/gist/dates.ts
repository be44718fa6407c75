// Questions about days by what stands in them: a date, two dates, a span of time, and the word for what is wanted.
import { datesIn, durationsIn, type Found, plainMoments, yearsIn } from "../language/moments.js";
import type { Scene } from "./scene.js";

const within = (inner: Found, outer: readonly Found[]): boolean =>
	outer.some((found) => inner.start >= found.start && inner.end <= found.end);

const isBusiness = /\b(?:business|working|work|week) ?days?\b/i;
const back = /\b(?:ago|before|earlier|prior|preceding|back|previous to|subtract|minus|less)\b/i;
const ahead =
	/\b(?:after|from|later|following|past|plus|add|hence|in|due|terms?|expires?|ends?|deadline|lasts?|takes?|ready|finish\w*|valid|extend\w*|return|back|runs?|within|ship|deliver\w*|arrive\w*|starting|beginning|forward|ahead)\b|\+/i;
const wantsDate =
	/\b(?:what|which|when|date|day|calculate|compute|tell|find|give|determine|due|land|fall|work out|add|subtract|till|until)\b|\?/i;

/** The unit that is counted: "how many weeks". */
const counted = (lower: string): string | undefined =>
	/\b(?:how many|number of|count (?:of|the)|amount of)(?: the| full| whole| more| calendar| total)* (business days?|working days?|work ?days?|weekdays?|days?|nights?|weeks?|months?|years?|hours?|minutes?|seconds|sleeps)\b/.exec(
		lower,
	)?.[1] ??
	/\b(business days?|working days?|days|nights|weeks|months|years)(?: are| is)?(?: left| remaining| to go| between| until| till| since| from now)\b/.exec(
		lower,
	)?.[1];

/** One plain request for the days that are meant; none when it is not clear which. */
export function dateGist(scene: Scene): readonly string[] {
	if (scene.files.length > 0 || scene.urls.length > 0 || scene.text.length > 300) return [];
	if (
		!scene.isAsked &&
		!/\b(?:weekday|week number|leap|unix|epoch|days? (?:left|remaining|to go|until|till|since|between|from))\b/.test(
			scene.words,
		)
	)
		return [];
	const text = plainMoments(scene.text);
	const lower = text.toLowerCase();
	if (/\bleap\b/.test(lower)) {
		if (/\b(?:next|previous|first|last) leap\b|\b(?:after|before)\b/.test(lower)) return [];
		const year =
			yearsIn(text)[0]?.text ??
			/\b\d{3,4}\b/.exec(text)?.[0] ??
			(/\bnext year\b/.test(lower)
				? "next year"
				: /\bthis year\b|\bcurrent\b|\bnow\b/.test(lower)
					? "this year"
					: undefined);
		if (year !== undefined && /how many days|number of days|length of/.test(lower))
			return [`how many days are in ${year}`];
		return year === undefined ? [] : [`is ${year} a leap year`];
	}
	if (/\b(?:unix|epoch|posix|time ?stamp)\b/.test(lower)) {
		const stamp = /(?<![\w.-])\d{9,13}(?![\w.-])/.exec(text)?.[0];
		if (stamp !== undefined) return [`unix timestamp ${stamp}`];
		const moment = datesIn(text)[0]?.text;
		if (moment !== undefined && !/^today$/i.test(moment)) return [`unix time of ${moment}`];
		return /\b(?:now|current|right now|today|present|moment)\b/.test(lower) ? ["current unix time"] : [];
	}
	const turning = /\bturn(?:s|ing)? (\d{1,3})\b/.exec(lower)?.[1];
	const birth = turning === undefined ? undefined : datesIn(text)[0]?.text;
	if (turning !== undefined && birth !== undefined) return [`what date is ${turning} years after ${birth}`];
	const bare = /(?<![\w.,-])1\d{9}(?:\d{3})?(?![\w.,-])/.exec(text)?.[0];
	if (bare !== undefined && /\b(?:date|time|day|when|moment)\b/.test(lower)) return [`unix timestamp ${bare}`];
	const dates = datesIn(text);
	const durations = durationsIn(text).filter((found) => !within(found, dates));
	const spans = durations.map((found) => found.text);
	const years = yearsIn(text).filter((found) => !within(found, dates));
	const [first, second] = dates;
	if (
		/\b(?:calendar )?weeks?(?: number| no\.?| of the year| is| are| does| do| have| falls?)?\b/.test(lower) &&
		/\bwhat week|\bwhich week|week number|week of the year|calendar week|\bkw\b|week no|number of the week|\biso week|in what week|(?:what|which) (?:calendar |iso )week/.test(
			lower,
		) &&
		durations.length === 0
	)
		return [
			first === undefined || /^today$/i.test(first.text) ? "what week number is it" : `week number of ${first.text}`,
		];
	const monthLength =
		/\bdays?\b/.test(lower) && /\bhow many days|number of days|days (?:in|has|does|are there)|how long/.test(lower);
	if (
		monthLength &&
		dates.length === 1 &&
		/^[a-z]+\.?,?(?: (?:of )?\d{4})?$/i.test(first?.text ?? "") &&
		/\b(?:in|has|have|does|month|long)\b/.test(lower) &&
		!/\b(?:until|till|to|since|before|left)\b/.test(lower)
	)
		return [`how many days are in ${first?.text}`];
	if (monthLength && dates.length === 0 && years.length === 1 && durations.length === 0)
		return [`how many days are in ${years[0]?.text}`];
	if (/\b(?:how old|age|years old)\b/.test(lower)) {
		const born = first?.text ?? years[0]?.text;
		return born === undefined || dates.length > 1 ? [] : [`how old is someone born on ${born}`];
	}
	const business = spans.find((span) => isBusiness.test(span));
	if (business !== undefined && spans.length === 1 && dates.length < 2) {
		const count = /\d+/.exec(business)?.[0] ?? "1";
		return [
			back.test(lower)
				? `${count} business days before ${first?.text ?? "today"}`
				: `${count} business days after ${first?.text ?? "today"}`,
		];
	}
	const unit =
		counted(lower) ??
		(/\b(?:how long|how much time|how far (?:apart|off|away)|difference|time span|elapsed|duration|countdown|apart)\b/.test(
			lower,
		)
			? "days"
			: undefined);
	if (unit !== undefined && dates.length === 2 && spans.length === 0)
		return [`how many ${unit} are there between ${first?.text} and ${second?.text}`];
	if (unit !== undefined && dates.length === 1 && spans.length === 0) {
		if (
			/\b(?:since|passed|elapsed|ago|been|gone by|went by|have we (?:been|had))\b/.test(lower) &&
			!/\b(?:until|till)\b/.test(lower)
		)
			return [`how many ${unit} since ${first?.text}`];
		if (/\b(?:until|till|til|to|left|before|remain\w*|away|deadline|countdown|have|off|is|are|off)\b/.test(lower))
			return [`how many ${unit} until ${first?.text}`];
	}
	if (spans.length > 0 && spans.length < 3 && dates.length < 2 && wantsDate.test(text)) {
		const joined = spans.join(" and ").replace(/\bnight/g, "day");
		const base = first?.text ?? "today";
		if (back.test(lower) && !/\b(?:from|after|later) /.test(lower)) return [`what date is ${joined} before ${base}`];
		if (
			(dates.length === 1 || ahead.test(lower)) &&
			(dates.length === 1 || /\b(?:from (?:now|today)|later|hence)\b|\bin (?:\d|an? )/.test(lower)) &&
			/\b(?:date|day|when|weekday)\b/.test(lower)
		)
			return [`what date is ${joined} after ${base}`];
	}
	if (
		dates.length === 1 &&
		spans.length === 0 &&
		/\b(?:weekday|day of (?:the )?week|(?:what|which|a|on what|on which) (?:week ?)?day|weekend|name of the day|dayname)\b/.test(
			lower,
		)
	) {
		const rest = `${text.slice(0, first?.start)}${text.slice(first?.end)}`;
		return datesIn(rest).length === 0 || /\b(?:is|was|a)\b/.test(lower)
			? [`what day of the week is ${first?.text}`]
			: [];
	}
	// "is 2026-12-25 a Friday": the weekday was taken for a date of its own.
	if (
		dates.length === 2 &&
		spans.length === 0 &&
		/\b(?:is|was|be|falls?|fell|on|really|an?) (?:on )?(?:an? )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/.test(
			lower,
		)
	) {
		const date = dates.find((found) => !/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/i.test(found.text));
		return date === undefined ? [] : [`what day of the week is ${date.text}`];
	}
	if (
		dates.length === 1 &&
		spans.length === 0 &&
		/\b(?:when|what date|which date)\b/.test(lower) &&
		/^[a-z' ]+(?:,? \d{4})?$/i.test(first?.text ?? "")
	)
		return [`when is ${first?.text}`];
	return [];
}
