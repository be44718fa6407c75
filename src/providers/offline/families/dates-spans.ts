// Rules about the time between two days, and until or since one.
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { between, businessShift, since, units, until, whenBoth, whenDate } from "./dates-steps.js";

export const businessRules: Group<Step> = {
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
};

export const differenceRules: Group<Step> = {
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
};

export const untilRules: Group<Step> = {
	needs:
		/until|till|\btil\b|\bto\b|before|\bfor\b|away|off\b|since|after|from|ago|left|remain|to go|how (?:long|many|much|far|soon)/,
	rules: () => [
		// Until and since
		[
			/^(?:tell me |count |what is the number of )?(?:how many |how much |the number of |number of )?(days?|weeks?|months?|hours?)(?: (?:more|are|is|there|still|do (?:we|i) have))* (?:left|remain|remains|remaining|to go|until the end)(?: (?:in|of|this|for|are|there|the|do|we|i|have))* (?:this |the )?(?:current )?(year|month|week|quarter)$/i,
			(unit, span) => until(`the end of the ${span}`, unit.toLowerCase()),
		],
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
};
