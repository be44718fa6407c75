import { DateTime } from "luxon";
import type { JsonObject } from "../../../contracts/json.js";
import { parseDuration, parseMoment } from "../../../lib/natural-date.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { withFullDates } from "../gist/moments.js";
import { createRules } from "../language/rules.js";
import { type Clause, call, detailsOf, type Family, plural, type Step, step, textOf } from "../plan.js";

/** Only whether a text is a date matters here, not which one. */
const someDay = DateTime.fromISO("2026-06-15T12:00:00Z", { zone: "utc" });

const trimDate = (text: string): string =>
	text
		.trim()
		.replace(/^(?:the date |the day |on |of |for |is |the year |year |my birthday,? |it is |date )+/i, (words) =>
			/^the (?:date|day) (?:after|before)/i.test(words + text) ? words : "",
		)
		.replace(/ (?:be|is|was|fall|fell|on|comes?|land|lands)$/i, "")
		.replace(/,$/, "");

const isDate = (text: string): boolean => parseMoment(trimDate(text), someDay) !== undefined;
const isDuration = (text: string): boolean => parseDuration(text) !== undefined;

const math = (input: JsonObject, answer: (details: JsonObject) => string): Step =>
	step(call("date_math", input), ([outcome]) => answer(detailsOf(outcome)));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const weekday = (date: string, form: "weekday" | "date" = "weekday"): Step => {
	// "90 days from 2 February" asked for as a day of the week is a date plus an amount all the same.
	const moved = /^(?:exactly )?(.+?) (after|from|following|past|before|prior to) (.+)$/i.exec(trimDate(date));
	const [, amount = "", way = "", base = ""] = moved ?? [];
	if (moved !== null && isDuration(amount) && isDate(base))
		return shifted(base, amount, /before|prior/i.test(way) ? -1 : 1);
	return weekdayOf(date, form);
};

const weekdayOf = (date: string, form: "weekday" | "date"): Step =>
	math({ operation: "weekday", date: trimDate(date) }, (details) =>
		form === "weekday"
			? `${capital(trimDate(date))} is a ${textOf(details.weekday)}${/\d{4}-\d\d-\d\d/.test(date) ? "" : ` (${textOf(details.date)})`}.`
			: `${capital(trimDate(date))} is on ${textOf(details.weekday)}, ${textOf(details.date)}.`,
	);

const shifted = (date: string | undefined, amount: string, sign: 1 | -1): Step => {
	const plain = replaceNumberWords(amount.trim()).replace(/^(?:an?|one) /i, "1 ");
	const input = {
		operation: "add",
		...(date === undefined || /^(?:now|today)$/i.test(trimDate(date)) ? {} : { date: trimDate(date) }),
		amount: sign === 1 ? plain : `-${plain}`,
	};
	return math(input, (details) => {
		const from = input.date ?? "today";
		return `${capital(plain)} ${sign === 1 ? "after" : "before"} ${from} is ${textOf(details.weekday)}, ${textOf(details.result)}.`;
	});
};

const units =
	"days?|weeks?|months?|years?|hours?|minutes?|business days?|working days?|work ?days?|weekdays?|sleeps|nights?";

/** The figure asked for. */
const inUnit = (details: JsonObject, unit: string, isUntil: boolean): string => {
	const days = Number(details.days);
	if (/^(?:business|work|weekday)/.test(unit))
		return plural(Math.abs(Number(details.businessDays ?? days)), "business day");
	if (/^week/.test(unit)) {
		const whole = Math.floor(Math.abs(days) / 7);
		const rest = Math.abs(days) % 7;
		return `${plural(whole, "week")}${rest === 0 ? "" : ` and ${plural(rest, "day")}`} (${plural(Math.abs(days), "day")})`;
	}
	if (/^month/.test(unit))
		return `${plural(Math.abs(Number(details.months ?? Math.trunc(days / 30.44))), "month")} (${plural(Math.abs(days), "day")})`;
	if (/^year/.test(unit))
		return `${plural(Math.abs(Number(details.years ?? Math.trunc(days / 365.25))), "year")} (${plural(Math.abs(days), "day")})`;
	if (/^hour/.test(unit)) return plural(Math.abs(Number(details.hours)), "hour");
	if (/^minute/.test(unit)) return plural(Math.abs(Number(details.minutes ?? Number(details.hours) * 60)), "minute");
	return isUntil || Math.abs(days) > 0 || /day$/.test(textOf(details.result))
		? plural(Math.abs(days), "day")
		: textOf(details.result);
};

const between = (from: string, to: string, unit: string): Step => {
	const [start, end] = [trimDate(from), trimDate(to)];
	if (/^(?:business|work|weekday)/.test(unit)) {
		return math(
			{ operation: "business_days", date: start, to: end },
			(details) =>
				`There are ${plural(Math.abs(Number(details.days)), "business day")} from ${start} to ${end}, both counted.`,
		);
	}
	return math({ operation: "difference", date: start, to: end }, (details) => {
		const figure = inUnit(details, unit, false);
		const breakdown =
			Math.abs(Number(details.days)) > 60 && !/^month|^year/.test(unit) ? ` (${textOf(details.breakdown)})` : "";
		return `From ${start} to ${end} it is ${figure}${breakdown}.`;
	});
};

const until = (date: string, unit: string): Step => {
	const end = trimDate(date);
	if (/^(?:business|work|weekday|month|year)/.test(unit)) return between("today", end, unit);
	return math({ operation: "countdown", to: end }, (details) => {
		const days = Number(details.days);
		if (days < 0) return `${capital(end)} (${textOf(details.to)}) was ${plural(-days, "day")} ago.`;
		return `It is ${inUnit(details, unit, true)} until ${end} (${textOf(details.weekday)}, ${textOf(details.to)}).`;
	});
};

const since = (date: string, unit: string): Step => {
	const start = trimDate(date);
	return math({ operation: "difference", date: start, to: "today" }, (details) => {
		const breakdown =
			Math.abs(Number(details.days)) > 60 && !/^(?:month|year)/.test(unit) ? ` (${textOf(details.breakdown)})` : "";
		return `It has been ${inUnit(details, unit, false)} since ${start}${breakdown}.`;
	});
};

const whenDate = (text: string, make: () => Step | undefined): Step | undefined => (isDate(text) ? make() : undefined);
const whenBoth = (from: string, to: string, make: () => Step): Step | undefined =>
	isDate(from) && isDate(to) ? make() : undefined;

const firstOf = createRules<Step>(
	[
		{
			needs: /unix|epoch|posix|stamp|\d{9}|1970/,
			rules: () => [
				// Unix time
				[
					/^(?:convert |turn |translate |change |decode |(?:what|which) (?:date|time|day|date and time)(?: and time)? (?:is|does|was|would|has) |what is |when is |when was |show )?(?:the |this )?(?:unix |epoch |posix )(?:time ?stamp |time |epoch |seconds )?(?:of |value )?(\d{1,14})(?: (?:to|in|into|as|is|represents?|stands? for|mean|be|corresponds? to) ?.*)?$/i,
					(stamp) => fromUnix(stamp),
				],
				[
					/^(?:convert |turn |translate |change |decode |what (?:date|time|day) is |what is |when (?:is|was) |show )?(?:the )?(?:time ?stamp )?(\d{9,13}) (?:to|in|into|as|from|is) (?:an? )?(?:human[- ]?readable )?(?:utc )?(?:unix|date|time|datetime|date and time|human|readable|normal|calendar|timestamp|epoch|what date).*$/i,
					(stamp) => fromUnix(stamp),
				],
				[
					/^(?:convert |decode |translate |turn |what is |what (?:date|day|time) is )?(?:the |this )?(?:unix )?time ?stamp (\d{9,13})(?:,? (?:in|to|into|as) (?:an? )?(?:real |human |readable |normal |proper |calendar |actual )*(?:date|time|date and time|day|datetime))?(?:,? (?:it is )?unix(?: time)?)?$/i,
					(stamp) => fromUnix(stamp),
				],
				[
					/^(?:what|which) (?:date|day|time|date and time) (\d{9,13}) (?:represents?|is|stands for|means|corresponds to)$/i,
					(stamp) => fromUnix(stamp),
				],
				[
					/^(?:what|which) (?:date|day|time|date and time) (?:does|is|would|did) (?:(?:the )?(?:unix )?time ?stamp )?(\d{9,13}) ?(?:represent|be|stand for|mean|correspond to|refer to|in unix time)?$/i,
					(stamp) => fromUnix(stamp),
				],
				[
					/^(?:what date is |when is |what is )?(?:the )?(\d{9,13}) (?:seconds )?(?:since|in) (?:the )?(?:unix )?epoch(?: time)?$/i,
					(stamp) => fromUnix(stamp),
				],
				[
					/^(?:what is |give me |show |show me |get |tell me )?(?:the )?(?:current )?(?:unix|epoch|posix)(?: ?time ?stamp| time| epoch| seconds)*(?: (?:now|right now|today|currently|is it|time))*$/i,
					() => toUnix(undefined),
				],
				[
					/^(?:what is |give me |show |get )?(?:the )?(?:current )?(?:timestamp|seconds since (?:the )?(?:unix )?(?:epoch|1970))(?: now| right now)?$/i,
					() => toUnix(undefined),
				],
				[
					/^(?:what is |give(?: me)? |show |get |convert |state |find )?(?:the )?(?:unix|epoch|posix)(?: ?time ?stamp| time| seconds)* (?:of|for|at|on) (.+)$/i,
					(date) => whenDate(date, () => toUnix(date)),
				],
				[
					/^(?:convert |turn |change )?(.+?) (?:to|in|as|into) (?:an? )?(?:unix|epoch|posix)(?: ?time ?stamp| time| seconds)*$/i,
					(date) => whenDate(date, () => toUnix(date)),
				],
				[/^(?:what is )?(?:the )?time ?stamp (?:of|for) (.+)$/i, (date) => whenDate(date, () => toUnix(date))],
			],
		},
		{
			needs: /leap|days|how long|366|february/,
			rules: () => [
				// Leap years and lengths
				[
					/^(?:is|was|will|are|does|did|check (?:if|whether)|if|whether|tell me if)(?: the)?(?: year)? ?(\d{4}|this year|next year|last year|it)(?: (?:is|was|be|will be))?(?: an?)? leap[- ]?year(?: or not)?$/i,
					(year) => leap(year),
				],
				[
					/^(?:is|was|will|isn't|wasn't|whether|if)?(?: the)?(?: year)? ?(\d{4})(?:,| is| was| be| will be| going to be)*(?: an?)? leap(?:[- ]?year)?(?:,? (?:or|yes|yea|yay|y)\b.*)?$/i,
					(year) => leap(year),
				],
				[/^leap[- ]?year:? (\d{4})$|^(\d{4}) (?:is )?(?:an? )?leap[- ]?year$/i, (year) => leap(year)],
				[
					/^(?:is|was) (?:it )?(?:this|this year) (?:an? )?leap[- ]?year$|^are we in a leap[- ]?year$/i,
					() => leap("this year"),
				],
				[
					/^does (\d{4}|this year|next year) have (?:a february 29|february 29|29 days in february|366 days|a leap day)$/i,
					(year) => leap(year),
				],
				[
					/^how many days (?:are |is )?(?:there )?(?:in|does|has|did|will)(?: the)?(?: year)? (\d{4}|this year|next year)(?: have| has)?$/i,
					(year) => yearLength(year),
				],
				[
					/^(?:number of |how many )?days (?:are )?(?:there )?(?:in|does|has|for)(?: the month of)? ((?:this|next|last) month|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,? (?:of |in )?(?:\d{4}|this year|next year))?)(?: have| has| got)?$/i,
					(month) => monthLength(month),
				],
				[
					/^how long is ((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,? (?:of |in )?\d{4})?)$/i,
					(month) => monthLength(month),
				],
				[
					/^how many days (?:does|did|will|has) ([a-z]+) (?:have |has )?in (\d{4})$/i,
					(month, year) => whenDate(`${month} ${year}`, () => monthLength(`${month} ${year}`)),
				],
			],
		},
		{
			needs: /week|\bkw\b/,
			rules: () => [
				// Weeks
				[
					/^(?:what|which|tell me (?:what|the)|the|current)?(?: is)?(?: the)?(?: current)? ?(?:iso |calendar )?(?:week|kw)(?: ?(?:number|no\.?|nr|num))?(?: of the year)?(?: is it| is this| are we in| do we have| is today| now| today| right now| this week| it is)*$/i,
					() => weekNumber(undefined),
				],
				[
					/^(?:what|which|in which|in what|tell me|give me|what is)? ?(?:the )?(?:iso |calendar )?week(?: ?(?:number|no\.?))?(?: of the year)? (?:is|of|for|on|does|was|contains|has|will) (.+?)(?: (?:in|fall|be|belong to|fall in|fall on))?$/i,
					(date) => whenDate(date, () => weekNumber(date)),
				],
				[
					/^(?:(?:what|which) )?(?:calendar |iso )?(?:weeks?|kw)(?: ?\/ ?week)?(?: ?(?:number|no\.?|nr))?(?: of the year)?(?: (?:is|does|was|will|of|for|has|contains))? (.+?)(?: (?:belong to|belongs to|fall in|fall|be in|lie in|in|is it|is))?$/i,
					(date) => whenDate(date, () => weekNumber(date)),
				],
				[
					/^(?:what|which)(?: is)?(?: the)? number of (?:the )?week (?:is |has )?(?:for |of |on |in )?(?:the )?(?:date )?(.+)$/i,
					(date) => whenDate(date, () => weekNumber(date)),
				],
				[
					/^(?:what|which) week (?:number )?(?:is|does|was) (.+?) (?:in|fall in|fall)$/i,
					(date) => whenDate(date, () => weekNumber(date)),
				],
				[
					/^(.+?) (?:is (?:in )?)?(?:which|what) (?:calendar |iso )?week(?: number)?$/i,
					(date) => whenDate(date, () => weekNumber(date)),
				],
			],
		},
		{
			needs: /\bage\b|born|\bold\b|birth|years/,
			rules: () => [
				// Age
				[
					/^(?:how old (?:is|am|are|would|was|will) (?:i|someone|somebody|a person|he|she|anyone|people|you|my \w+)(?: be)?(?: (?:now|today))?(?: (?:who|that) (?:was|is|were))?(?:,? (?:if|when) (?:i|he|she|they|someone|you) (?:was|am|were|is))? ?born (?:on |in )?|(?:what is )?(?:the )?age (?:of|for) (?:someone|somebody|a person|anyone)(?: (?:who|that))?(?: (?:was|is))? born (?:on |in )?|(?:calculate )?(?:the |my )?age (?:from|for|given|with)(?: (?:a )?(?:birth ?date|date of birth|birthday|dob))?(?: of)?:? )(.+?)(?: now| today)?$/i,
					(date) => whenDate(date, () => age(date)),
				],
				[
					/^(?:i was|i am|he was|she was|someone was|my \w+ was|if (?:i|someone|he|she) (?:was|were|is|am)|person|someone|somebody)? ?born (?:on |in )?(.+?)[,.;]? (?:so )?(?:and )?(?:how old (?:am i|is he|is she|are they|would (?:i|he|she|they) be|is that|is my \w+|will i be)(?: now| today)?|what is (?:my|his|her|their) age)$/i,
					(date) => whenDate(date, () => age(date)),
				],
				[
					/^how many (days|weeks|months|years|hours) old (?:is|am|are|was)(?: (?:someone|somebody|a person|i|he|she|he or she|a child))? ?(?:who (?:is|was) |if )?(?:(?:i|he|she) (?:was|is) )?born (?:on |in )?(.+)$/i,
					(unit, date) => whenDate(date, () => since(date, unit)),
				],
				[
					/^(?:age|how old)[,:]? (?:(?:if|when|of|for) )?(?:someone |a person |somebody )?(?:was |is )?born:? (?:on |in )?(.+)$/i,
					(date) => whenDate(date, () => age(date)),
				],
				[
					/^(?:my|our|the|his|her|this|that|a|an|[A-Z])(?: ?[\w']+){1,4}? (?:was|is|were|has been|got) (?:born|installed|built|made|founded|bought|created|released|opened|started|established|deployed|launched) (?:on |in )?(.+?)[,.;]? (?:so )?(?:and )?(?:how (?:old|many years(?: old)?) (?:am|is|are|has|does|would|will)\b.*|how many years .*|what is (?:my|his|her|their|its|the) age.*)$/i,
					(date) => whenDate(date, () => age(date)),
				],
				[
					/^(?:my )?(?:birthday|birth date|date of birth|dob)(?: is)?:? (.+?)[,.;]? (?:how old am i|what is my age)(?: now| today)?$/i,
					(date) => whenDate(date, () => age(date)),
				],
				[
					/^how old (?:am i|is (?:he|she|someone)|are you|would (?:i|he|she) be)(?: now| today)?,? (?:if|when|given)? ?(?:my |his |her )?(?:birthday|birth date|date of birth|dob) (?:is|was) (.+)$/i,
					(date) => whenDate(date, () => age(date)),
				],
			],
		},
		{
			needs: /business|working|work ?day/,
			rules: () => [
				// Business days ahead
				[
					/^(?:what (?:date|day) (?:is|will it be|will be|comes) |when is |what is )?(?:in )?(.+?) (?:business|working|work) ?days? (?:from|after|past) (.+)$/i,
					(count, date) => whenDate(date, () => businessShift(date, count, 1)),
				],
				[
					/^(?:what (?:date|day) (?:is|was) |when (?:is|was) )?(.+?) (?:business|working|work) ?days? (?:before|prior to) (.+)$/i,
					(count, date) => whenDate(date, () => businessShift(date, count, -1)),
				],
				[
					/^add (.+?) (?:business|working|work) ?days? to (.+)$/i,
					(count, date) => whenDate(date, () => businessShift(date, count, 1)),
				],
				[
					/^(?:what (?:date|day) (?:is it |will it be )?)?in (.+?) (?:business|working|work) ?days?$/i,
					(count) => businessShift("today", count, 1),
				],
			],
		},
		{
			needs: /between|from|\bof\b|until|\btill\b|\bto\b|after|before|apart/,
			rules: () => [
				// Differences
				[
					new RegExp(
						`^(?:what is |calculate |compute |count |find )?(?:the )?(?:how many |number of |count of |total )?(${units})(?: (?:are|is|were|of|there|lie|lies|pass|passes|elapse|fall|difference|have|passed|elapsed))* (?:in )?(?:between|from) (.+?) (?:and|to|until|till|through|-) (.+)$`,
						"i",
					),
					(unit, from, to) => whenBoth(from, to, () => between(from, to, unit.toLowerCase())),
				],
				[
					/^(?:what is |calculate |compute |find )?(?:the )?(?:time |date )?(?:difference|interval|gap|span|distance|period|time|duration|time elapsed|days) (?:in days )?(?:between|from|of) (.+?) (?:and|to|until) (.+)$/i,
					(from, to) => whenBoth(from, to, () => between(from, to, "days")),
				],
				[
					/^how (?:long|much time|far)(?: is it| is there| was it| time is| is| apart are)?(?: there)? (?:from|between) (.+?) (?:to|until|till|and) (.+)$/i,
					(from, to) => whenBoth(from, to, () => between(from, to, "days")),
				],
				[
					/^how (?:far apart|long apart) are (.+?) and (.+)$/i,
					(from, to) => whenBoth(from, to, () => between(from, to, "days")),
				],
				[
					new RegExp(`^how many (${units}) (?:is|was|are) (.+?) (?:from|after|before) (.+)$`, "i"),
					(unit, to, from) => whenBoth(from, to, () => between(from, to, unit.toLowerCase())),
				],
				[
					/^(.+?) (?:to|until|till) (.+?) in (days|weeks|months|years|hours)$/i,
					(from, to, unit) => whenBoth(from, to, () => between(from, to, unit.toLowerCase())),
				],
				[
					new RegExp(
						`^(?:from|between) (.+?) (?:to|and|until|till) (.+?),? (?:it is |that is |are there |is there )?how many (${units})(?: (?:of \\w+|is (?:that|it)|are (?:there|that)|passed?|do i have|in total|there are))*$`,
						"i",
					),
					(from, to, unit) => whenBoth(from, to, () => between(from, to, unit.toLowerCase())),
				],
			],
		},
		{
			needs: /until|till|\btil\b|\bto\b|before|\bfor\b|away|off\b|since|after|from|ago|how (?:long|many|much|far|soon)/,
			rules: () => [
				// Until and since
				[
					new RegExp(
						`^(?:tell me |count |what is the number of )?(?:how many |how much |the number of |number of )?(${units})(?: (?:more|are|is|left|remain|remaining|rest|rests|it rests?|it remains?|missing|lack|there|still|do (?:i|we) have|to go|away|it is|will it be|have we got))* (?:until|till|til|to|before|for|'til) (?:it is |it's |the next |next )?(.+?)(?: comes| arrives| from (?:now|today))?$`,
						"i",
					),
					(unit, date) => whenDate(date, () => until(date, unit.toLowerCase())),
				],
				[
					new RegExp(`^how many (${units}) (?:from (?:now|today) )(?:to|until|till|is) (.+)$`, "i"),
					(unit, date) => whenDate(date, () => until(date, unit.toLowerCase())),
				],
				[
					new RegExp(`^how many (${units}) (?:away )?(?:is|are) (.+?)(?: away| from now| off)?$`, "i"),
					(unit, date) => whenDate(date, () => until(date, unit.toLowerCase())),
				],
				[
					/^(?:how long|how much time|how far|how soon|countdown|count down|time left|time remaining|time|days left|how much longer|days|sleeps)(?: is it| do (?:i|we) have| is there| left| remains?| is left| till it is| away)* (?:until|till|til|to|before|for) (.+?)(?: comes| arrives)?$/i,
					(date) => whenDate(date, () => until(date, "days")),
				],
				[
					/^how (?:far|long|soon) (?:away|off)? ?is (.+?)(?: away| off)?$/i,
					(date) => whenDate(date, () => until(date, "days")),
				],
				[
					new RegExp(
						`^(?:how many )?(${units})(?: (?:have|has|had|passed|elapsed|went|gone|is it|it been|it has been|been|by|ago))* (?:since|after|from) (.+?)(?: ago| until (?:now|today)| to (?:now|today))?$`,
						"i",
					),
					(unit, date) => whenDate(date, () => since(date, unit.toLowerCase())),
				],
				[
					new RegExp(`^how many (${units}) ago (?:was|is|did) (.+?)(?: happen)?$`, "i"),
					(unit, date) => whenDate(date, () => since(date, unit.toLowerCase())),
				],
				[
					/^how (?:long|much time)(?: ago)?(?: has it been| is it| was it| has passed| was| is)*(?: since)? (.+?)(?: ago)?$/i,
					(date) => whenDate(date, () => since(date, "days")),
				],
			],
		},
		{
			needs:
				/\bin\b|from|after|past|following|before|prior|earlier|preceding|\bago\b|add|subtract|take|remove|deduct|plus|minus|[-+]/,
			rules: () => [
				// A date plus an amount
				[
					/^(?:what (?:is|will be|was) |what )?(?:the )?(?:date|day|weekday)(?: of the week)?(?: is it going to be| is it| will it be| was it| is| will be| was| would be| would it be| it is| comes)? (?:in )(.+?)(?: from (?:now|today)| time)?$/i,
					(amount) =>
						isDuration(amount.replace(/'$/, "")) ? shifted(undefined, amount.replace(/'$/, ""), 1) : undefined,
				],
				[
					/^(?:on )?(?:what (?:is|will be|was|will|would) |what |which |when is |when was |give me |show me |find |state |name |calculate |tell me )?(?:the )?(?:date |day |weekday )?(?:of the week )?(?:is it |will it be |was it |is |will be |was |would be |it is |it was |it will be |comes |falls |that is |be )?(?:after |exactly |precisely )?(.+?) (?:from|after|past|following|counted from|starting from|starting) (.+)$/i,
					(amount, date) => (isDuration(amount) && isDate(date) ? shifted(date, amount, 1) : undefined),
				],
				[
					/^(?:on )?(?:what (?:is|will be|was) |what |which |when is |when was |give me |find |state |name |calculate |tell me )?(?:the )?(?:date |day |weekday )?(?:of the week )?(?:is it |will it be |was it |is |will be |was |would be |it is |it was |falls |that is )?(?:exactly |precisely )?(.+?) (?:before|prior to|earlier than|preceding) (.+)$/i,
					(amount, date) => (isDuration(amount) && isDate(date) ? shifted(date, amount, -1) : undefined),
				],
				[
					/^(?:go|count|step|travel|move|jump) (?:back(?:wards?)?) (?:by )?(.+?) (?:from|before) (.+?)(?:,? (?:and )?(?:what|which|where|tell me) .*)?$/i,
					(amount, date) => (isDuration(amount) && isDate(date) ? shifted(date, amount, -1) : undefined),
				],
				[
					/^(?:go|count|step|travel|move|jump) (?:forwards?|ahead|on) (?:by )?(.+?) (?:from|after) (.+?)(?:,? (?:and )?(?:what|which|where|tell me) .*)?$/i,
					(amount, date) => (isDuration(amount) && isDate(date) ? shifted(date, amount, 1) : undefined),
				],
				[
					/^(?:what|which) (?:date |day |weekday )?(?:will|would|is) (?:the date|the day|today's date|it|we have)(?: be)? (?:in|after) (.+?)(?: from (?:now|today)| time)?$/i,
					(amount) => (isDuration(amount) ? shifted(undefined, amount, 1) : undefined),
				],
				[
					/^(?:what (?:is|was) |what |when was )?(?:the )?(?:date|day)?(?: of the week)? ?(?:was it |is it |was |is )?(.+?) ago(?: today)?$/i,
					(amount) => (isDuration(amount) ? shifted(undefined, amount, -1) : undefined),
				],
				[
					/^add (.+?) (?:to|onto) (.+)$/i,
					(amount, date) => (isDuration(amount) && isDate(date) ? shifted(date, amount, 1) : undefined),
				],
				[
					/^(?:subtract|take|remove|deduct) (.+?) (?:from|off|off of) (.+)$/i,
					(amount, date) => (isDuration(amount) && isDate(date) ? shifted(date, amount, -1) : undefined),
				],
				[
					/^(?:what is |calculate )?(.+?) (?:plus|\+) (.+)$/i,
					(date, amount) => (isDuration(amount) && isDate(date) ? shifted(date, amount, 1) : undefined),
				],
				[
					/^(?:what is |calculate )?(.+?) (?:minus|-) (.+)$/i,
					(date, amount) => (isDuration(amount) && isDate(date) ? shifted(date, amount, -1) : undefined),
				],
				[
					/^(?:what (?:date|day) is it |when is )?in (.+)$/i,
					(amount) => (isDuration(amount) ? shifted(undefined, amount, 1) : undefined),
				],
			],
		},
		{
			rules: () => [
				// Weekdays and days with a name
				[
					/^(?:on )?(?:what|which)(?: day| weekday)(?: of the week)? (?:will|does|did|is|was) (.+?) (?:fall on|fall|be on|be|land on|on)(?: in)? (\d{4}|this year|next year|last year)$/i,
					(name, year) => whenDate(`${name} ${year}`, () => weekday(`${name} ${year}`)),
				],
				[
					/^(?:what|which|tell me (?:what|which)|on what|on which|in which|in what|find)(?: the)?(?: day| weekday| days)(?: of (?:the )?week)?(?: is| was| will| would| does| did| it is| falls?| fell)? (.+?)(?: (?:be|fall on|fall|on|land on|is|was|occur|happen|in))*$/i,
					(date) => whenDate(date, () => weekday(date)),
				],
				[
					/^(?:what is |tell me )?(?:the )?(?:weekday|day of (?:the )?week|day)(?: is| was)? (?:of|for|on) (.+)$/i,
					(date) => whenDate(date, () => weekday(date)),
				],
				[
					/^(.+?) (?:is|was|falls on|fell on|will be|will fall on|is on|lands on) (?:on )?(?:what|which) (?:day|weekday)(?: of (?:the )?week)?$/i,
					(date) => whenDate(date, () => weekday(date)),
				],
				[
					/^(?:is|was|will) (.+?)(?: be)? (?:on )?an? (monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|weekday)$/i,
					(date) => whenDate(date, () => weekday(date)),
				],
				[
					/^(?:when|what date|which date|on what date|on which date|what day)(?: is| was| will| does| are)? (.+?)(?: (?:fall|be|on|this year|happen|celebrated|take place))*$/i,
					(date) => whenDate(date, () => weekday(date, "date")),
				],
				[/^(?:what is )?(?:the )?date (?:of|for|is|on) (.+)$/i, (date) => whenDate(date, () => weekday(date, "date"))],
				[
					/^(?:(?:what|when) is )?(tomorrow|yesterday|(?:the )?day after tomorrow|(?:the )?day before yesterday)(?:'s date| date)?$/i,
					(date) => weekday(date, "date"),
				],
				[/^((?:next|this|last|coming) (?:mon|tues|wednes|thurs|fri|satur|sun)day)$/i, (date) => weekday(date, "date")],
				[/^(?:what is )?(tomorrow|yesterday)'?s? (?:date|day)$/i, (date) => weekday(date, "date")],
			],
		},
	],
	true,
);

const fromUnix = (stamp: string): Step =>
	math(
		{ operation: "from_unix", date: stamp },
		(details) => `Unix time ${stamp} is ${textOf(details.weekday)}, ${textOf(details.result)}.`,
	);

const toUnix = (date: string | undefined): Step =>
	math(
		{
			operation: "unix",
			...(date === undefined || /^(?:now|right now|today|this moment)$/i.test(date) ? {} : { date: trimDate(date) }),
		},
		(details) =>
			date === undefined
				? `The Unix time now is ${textOf(details.unix)}.`
				: `The Unix time of ${trimDate(date)} is ${textOf(details.unix)}.`,
	);

const leap = (year: string): Step => {
	const date = /^(?:it|this)$/i.test(year) ? "this year" : year;
	return math({ operation: "leap_year", date }, (details) =>
		details.leap === true
			? `Yes, ${textOf(details.year)} is a leap year.`
			: `No, ${textOf(details.year)} is not a leap year.`,
	);
};

const yearLength = (year: string): Step =>
	math(
		{ operation: "leap_year", date: year },
		(details) => `${textOf(details.year)} has ${textOf(details.daysInYear)} days.`,
	);

const monthLength = (month: string): Step =>
	math(
		{
			operation: "days_in_month",
			date: month.replace(/ (?:of|in) (?=\d)/i, " ").replace(/ (?:of |in )?this year$/i, ""),
		},
		(details) => `${textOf(details.month)} ${textOf(details.year)} has ${textOf(details.days)} days.`,
	);

const weekNumber = (date: string | undefined): Step =>
	math(
		{
			operation: "week_number",
			...(date === undefined || /^(?:today|now|it|this)$/i.test(trimDate(date)) ? {} : { date: trimDate(date) }),
		},
		(details) =>
			date === undefined
				? `It is week ${textOf(details.week)} of ${textOf(details.weekYear)}.`
				: `${capital(trimDate(date))} is in week ${textOf(details.week)} of ${textOf(details.weekYear)}.`,
	);

const age = (date: string): Step =>
	math(
		{ operation: "age", date: trimDate(date) },
		(details) =>
			`Born on ${textOf(details.born)}, the age is ${plural(Number(details.years), "year")} (next birthday in ${plural(Number(details.daysToBirthday), "day")}).`,
	);

const businessShift = (date: string, count: string, sign: 1 | -1): Step | undefined => {
	const number = Number(replaceNumberWords(count.replace(/^(?:the |in )/i, "")));
	if (!Number.isInteger(number)) return undefined;
	return math(
		{
			operation: "business_days",
			...(/^(?:now|today)$/i.test(trimDate(date)) ? {} : { date: trimDate(date) }),
			amount: `${sign * number} days`,
		},
		(details) =>
			`${plural(number, "business day")} ${sign === 1 ? "after" : "before"} ${trimDate(date)} is ${textOf(details.weekday)}, ${textOf(details.date)}.`,
	);
};

function match(clause: Clause): Step | undefined {
	const text = withFullDates(clause.text.trim());
	if (text.length > 200) return undefined;
	return firstOf(text);
}

export const dates: Family = {
	name: "dates",
	gate: /date|day|week|month|year|leap|\bage\b|\bold\b|born|birth|unix|epoch|posix|time ?stamp|until|till|\btil\b|since|before|after|\bago\b|from now|when|christmas|xmas|easter|halloween|valentine|thanksgiving|tomorrow|today|how (?:long|far|soon|much)|countdown|count down|time|\d{4}|hour|minute|sleeps|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)/,
	match,
};
