// Rules about a date plus an amount, and about days of the week.
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { isDate, isDuration, shifted, weekday, whenDate } from "./dates-steps.js";

export const shiftRules: Group<Step> = {
	needs:
		/\bin\b|from|after|past|following|before|prior|earlier|preceding|\bago\b|add|subtract|take|remove|deduct|plus|minus|[-+]/,
	rules: () => [
		// A date plus an amount
		[
			/^(?:what|which) (?:time|hour) (?:is it|will it be|is|was it|would it be) (?:in )?(.+?) (from now|ago|later|before now|hence)$/i,
			(amount, way) => (isDuration(amount) ? shifted(undefined, amount, /ago|before/i.test(way) ? -1 : 1) : undefined),
		],
		[
			/^(?:what (?:is|will be|was) |what )?(?:the )?(?:date|day|weekday)(?: of the week)?(?: is it going to be| is it| will it be| was it| is| will be| was| would be| would it be| it is| comes)? (?:in )(.+?)(?: from (?:now|today)| time)?$/i,
			(amount) => (isDuration(amount.replace(/'$/, "")) ? shifted(undefined, amount.replace(/'$/, ""), 1) : undefined),
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
};

export const weekdayRules: Group<Step> = {
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
		[/^(?:what is )?(?:the )?date (?:(?:of|for|is|on) )?(.+)$/i, (date) => whenDate(date, () => weekday(date, "date"))],
		[
			/^(?:(?:what|when) is )?(tomorrow|yesterday|(?:the )?day after tomorrow|(?:the )?day before yesterday)(?:'s date| date)?$/i,
			(date) => weekday(date, "date"),
		],
		[/^((?:next|this|last|coming) (?:mon|tues|wednes|thurs|fri|satur|sun)day)$/i, (date) => weekday(date, "date")],
		[/^(?:what is )?(tomorrow|yesterday)'?s? (?:date|day)$/i, (date) => weekday(date, "date")],
	],
};
