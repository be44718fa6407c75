// Reminders, timers and calendars of a month.
import { unquote } from "../language/clean.js";
import { createRules } from "../language/rules.js";
import { call, detailsOf, type Family, listOf, plural, reply, type Step, step, textOf } from "../plan.js";

const number =
	"(?:\\d+(?:\\.\\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty-five|half an|a couple of)";
const unit = "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)";
const span = `${number} (?:and a half )?${unit}(?:,? (?:and )?${number} ${unit})?`;
const clock = "(?:\\d{1,2}(?::\\d\\d)?(?: ?[ap]\\.?m\\.?)?(?: o'?clock)?|noon|midnight)";
const day =
	"(?:today|tonight|tomorrow(?: (?:morning|afternoon|evening|night))?|(?:this|next|on|coming)? ?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening))?|this (?:morning|afternoon|evening)|next (?:week|month)|(?:on )?(?:the )?\\d{4}-\\d\\d-\\d\\d|(?:on )?(?:the )?\\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: \\d{4})?|(?:on )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?)";
/** When a reminder is due, as set_reminder reads it. */
const W = `((?:in|after|within) ${span}(?: from now)?|${span} from now|(?:at |by )?${day},?(?: (?:at|by|around) ${clock}| ${clock})?|(?:at|by|around) ${clock}(?:,? (?:on )?${day})?)`;

const plainWhen = (text: string): string =>
	text
		.trim()
		.replace(/^(?:in |after |within )?(.+) from now$/i, "in $1")
		.replace(/^(?:after|within) /i, "in ")
		.replace(/^(?:by|around) /i, "at ")
		.replace(/ (?:by|around) (?=\d)/i, " at ");

const set = (text: string, when: string): Step | undefined => {
	const what = unquote(
		text
			.replace(/^(?:to|that|about|of|:) ?/i, "")
			.replace(/[,:]$/, "")
			.trim(),
	);
	if (what === "") return undefined;
	return step(
		call("set_reminder", { text: what, when: plainWhen(when) }),
		([outcome]) => {
			const details = detailsOf(outcome);
			return `Reminder ${textOf(details.id)} is set for ${textOf(details.local)} (${textOf(details.until)}): ${textOf(details.text)}.`;
		},
		{ isLoose: true },
	);
};

const timer = (length: string, what = "Time is up"): Step | undefined =>
	set(what, `in ${length.replace(/^in /i, "").replace(/-/g, " ")}`);

const list = (): Step =>
	step(call("list_reminders", {}), ([outcome]) => {
		const found = listOf(detailsOf(outcome).reminders);
		if (found.length === 0) return "There are no reminders.";
		const told = found.map(
			(one) => `${textOf(one.id)} at ${textOf(one.local)} (${textOf(one.until)}): ${textOf(one.text)}`,
		);
		return `${plural(found.length, "reminder")}: ${told.join("; ")}.`;
	});

const cancel = (id: string): Step => step(call("cancel_reminder", { id }), () => `Reminder ${id} is cancelled.`);

const calendar = (month: string | undefined, country?: string): Step => {
	const plain = month?.replace(/^(?:the )?(?:month (?:of )?)?/i, "").trim();
	const input = {
		...(plain === undefined || plain === "" || /^this month$/i.test(plain) ? {} : { month: plain }),
		...(country === undefined ? {} : { country: country.toUpperCase() }),
	};
	return step(call("show_calendar", input), ([outcome]) => outcome?.content || textOf(detailsOf(outcome).title));
};

const month =
	"((?:this|next|last|the current|the coming) month|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\\.?(?:,? (?:of )?\\d{4})?|\\d{4}-\\d{1,2})";

const firstOf = createRules<Step>([
	{
		needs: /remind|timer|alarm|wake|alert|notify|ping|buzz/,
		rules: () => [
			[
				new RegExp(`^${W},? (?:please )?(?:remind|alert|notify|ping) me,? (?:to|that|about|of) (.+)$`, "i"),
				(when, text) => set(text, when),
			],
			[
				new RegExp(`^(?:please )?(?:remind|alert|notify|ping) me,? ${W},? (?:to|that|about|of)?:? ?(.+)$`, "i"),
				(when, text) => set(text, when),
			],
			[
				new RegExp(`^(?:please )?(?:remind|alert|notify|ping) me,? (?:to|that|about|of) (.+?),? ${W}$`, "i"),
				(text, when) => set(text, when),
			],
			[
				new RegExp(
					`^(?:set|create|make|add|schedule|put)(?: me)?(?: up)?(?: an?| the)? (?:reminder|alarm|alert|notification)(?: for me)? (?:for |at )?${W}(?:,? (?:to|that|about|for|called|named|saying|with the text|:) ?(.+))?$`,
					"i",
				),
				(when, text = "Reminder") => set(text, when),
			],
			[
				new RegExp(
					`^(?:set|create|make|add|schedule)(?: me)?(?: an?| the)? (?:reminder|alarm|alert)(?: for me)? (?:to|that|about|for|of|called) (.+?),? (?:for )?${W}$`,
					"i",
				),
				(text, when) => set(text, when),
			],
			[new RegExp(`^(?:reminder|alarm):? ${W}[,:]? (?:to )?(.+)$`, "i"), (when, text) => set(text, when)],
			[
				new RegExp(
					`^(?:set|start|create|make|run)(?: me)?(?: an?| the)? (?:(${span.replace(/ /g, "[ -]")}) timer|timer (?:for|of|to|on|:)? ?(${span}))(?:,? (?:called|named|for|saying|to) (.+))?$`,
					"i",
				),
				(before, after, what) => timer(before ?? after ?? "", what),
			],
			[
				new RegExp(`^(?:timer:? (?:for )?(${span})|(${span.replace(/ /g, "[ -]")}) timer)$`, "i"),
				(before, after) => timer(before ?? after ?? ""),
			],
			[
				new RegExp(`^(?:wake me(?: up)?|set (?:an |the |my )?alarm(?: clock)?|alarm)(?: for)? ${W}$`, "i"),
				(when) => set("Wake up", when),
			],
			[
				new RegExp(`^(?:wake me(?: up)?|set (?:an |the |my )?alarm(?: clock)?) for (${clock})$`, "i"),
				(when) => set("Wake up", `at ${when}`),
			],
			[
				/^(?:(?:show|list|see|display|what are|which|what|get|check|tell|give|print|read)(?: me)?(?: all)?(?: of)?(?: the| my| any)? ?|do i have (?:any )?|are there (?:any )?|any |my )(?:upcoming |open |pending |active |set |running )*(?:reminders|timers|alarms)(?: (?:do i have|are there|are set|are (?:still )?(?:running|open|pending|active)|set|are coming up|have i set|did i set|i (?:have|set)|today|coming up|list))*$|^reminders$/i,
				() => list(),
			],
			[
				/^(?:please )?remind me (to .+)$/i,
				(text) => reply(`When? Say it with a time, such as "remind me ${text} at 5pm".`),
			],
			[
				/^(?:cancel|delete|remove|stop|drop|clear|dismiss|turn off)(?: the| my)? (?:reminder|timer|alarm)(?: (?:number|no\.?|with (?:the )?id|id))? #?([\w-]*\d[\w-]*)$/i,
				(id) => cancel(id),
			],
		],
	},
	{
		needs: /calendar|^cal\b|month/,
		rules: () => [
			[
				new RegExp(
					`^(?:(?:show|print|display|give|get|see|open|draw)(?: me)? )?(?:the |a |my )?calend[ae]r(?: page| view| sheet)?(?: (?:for|of|in|from))?(?: the month(?: of)?)? ?${month}?(?:,? with (?:the )?(?:public |bank )?holidays (?:in|of|for) (?:the )?([a-z]{2}))?$`,
					"i",
				),
				(when, country) => calendar(when, country),
			],
			[
				new RegExp(`^(?:(?:show|print|display|give|get|see)(?: me)? )?(?:the )?${month}(?:'s)? calend[ae]r$`, "i"),
				(when) => calendar(when),
			],
			[
				new RegExp(`^(?:what does |how does )?${month} looks? like(?: (?:on|in|as) (?:a|the) calendar)?$`, "i"),
				(when) => calendar(when),
			],
			[
				/^(?:show|print|display)(?: me)? (?:the )?(this month|next month|the current month)$/i,
				(when) => calendar(when),
			],
			[/^cal(?: (\d{4}-\d{1,2}))?$/i, (when) => calendar(when)],
		],
	},
]);

export const reminders: Family = {
	name: "reminders",
	gate: /remind|timer|alarm|wake|alert|notify|ping|calend|^cal\b|month|looks? like/,
	match: (clause) => (clause.text.length > 500 ? undefined : firstOf(clause.text.trim())),
};
