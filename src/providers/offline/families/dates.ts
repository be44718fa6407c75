import { withFullDates } from "../language/moments.js";
import { createRules } from "../language/rules.js";
import type { Clause, Family, Step } from "../plan.js";
import { ageRules, lengthRules, unixRules, weekRules } from "./dates-calendar.js";
import { moreRules } from "./dates-more.js";
import { shiftRules, weekdayRules } from "./dates-shifts.js";
import { businessRules, differenceRules, untilRules } from "./dates-spans.js";

const firstOf = createRules<Step>(
	[unixRules, lengthRules, weekRules, ageRules, businessRules, differenceRules, untilRules, shiftRules, weekdayRules],
	true,
);

/** Its rules tell groups that took part from those that did not. */
const moreOf = createRules<Step>([moreRules]);

function match(clause: Clause): Step | undefined {
	const text = withFullDates(clause.text.trim());
	if (text.length > 200) return undefined;
	return moreOf(text) ?? firstOf(text);
}

export const dates: Family = {
	name: "dates",
	gate: /date|day|week|month|year|leap|\bage\b|\bold\b|born|birth|unix|epoch|posix|time ?stamp|until|till|\btil\b|since|before|after|\bago\b|from now|when|christmas|xmas|easter|halloween|valentine|thanksgiving|tomorrow|today|how (?:long|far|soon|much)|countdown|count down|time|\d{4}|hour|minute|sleeps|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)/,
	match,
};
