// Rules about Unix time, leap years, lengths, weeks and ages.
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { age, fromUnix, leap, monthLength, since, toUnix, weekNumber, whenDate, yearLength } from "./dates-steps.js";

export const unixRules: Group<Step> = {
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
};

export const lengthRules: Group<Step> = {
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
};

export const weekRules: Group<Step> = {
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
};

export const ageRules: Group<Step> = {
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
			/^how many (days|weeks|months|years|hours) old (?:is|am|are|was)(?: (?:someone|somebody|a person|i|he|she|he or she|a child))?,? ?(?:who (?:is|was) |if )?(?:(?:i|he|she) (?:was|is) )?born (?:on |in )?(.+)$/i,
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
};
