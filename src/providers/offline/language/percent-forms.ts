// Shares and changes in per cent.

export type Build = (...values: string[]) => string;

export const group = (value: string): string => (/^[\w.]+$|^\w*\([^()]*\)$/.test(value) ? value : `(${value})`);

/** The number before a percent sign, whichever way it was written. */
const P = String.raw`(\S+|\d[\d.]* and a half|[a-z]+(?:[- ][a-z]+)?)\s*(?:%|per ?cent|pct)`;

/** Shares and changes in per cent. */
export const percentForms: readonly (readonly [RegExp, Build])[] = [
	[
		new RegExp(
			`^(?:how much )?(?:(?:do|would|can|will) )?(?:i|you|we) save (?:with|on|at|by|if i get)(?: an?| the)? ${P} (?:off|discount|reduction)(?: (?:of|on|from))?(?: an?)? (.+)$`,
		),
		(p, b) => `${p}% of ${group(b)}`,
	],
	[
		new RegExp(`^${P} (?:off|discount on|less than|discount off)(?: of)? (.+)$`),
		(p, b) => `${group(b)} * (1 - ${p}/100)`,
	],
	[
		new RegExp(`^(.+?) (?:with|after|at|minus|less)(?: an?)? ${P} (?:off|discount|reduction)$`),
		(b, p) => `${group(b)} * (1 - ${p}/100)`,
	],
	[
		new RegExp(
			`^(?:price of |cost of )?(.+?) (?:with|after|plus|and|\\+|including)(?: an?)? ${P} (?:tip|tax|vat|increase|markup)$`,
		),
		(b, p) => `${group(b)} * (1 + ${p}/100)`,
	],
	[
		new RegExp(`^(?:increase|raise|grow|mark up|inflate|bump up|hike|appreciate) (.+?) by ${P}$`),
		(b, p) => `${group(b)} * (1 + ${p}/100)`,
	],
	[
		new RegExp(`^(?:decrease|reduce|lower|cut|drop|depreciate|discount|mark down|shrink) (.+?) by ${P}$`),
		(b, p) => `${group(b)} * (1 - ${p}/100)`,
	],
	[new RegExp(`^(.+?) (?:increased|raised|grown) by ${P}$`), (b, p) => `${group(b)} * (1 + ${p}/100)`],
	[new RegExp(`^(.+?) (?:decreased|reduced|lowered) by ${P}$`), (b, p) => `${group(b)} * (1 - ${p}/100)`],
	[new RegExp(`^add ${P} to (.+)$`), (p, b) => `${group(b)} * (1 + ${p}/100)`],
	[
		new RegExp(`^(?:subtract|take|deduct|remove) ${P} (?:off |from |of )+(.+)$`),
		(p, b) => `${group(b)} * (1 - ${p}/100)`,
	],
	[new RegExp(`^(.+?) (?:plus|\\+) ${P}$`), (b, p) => `${group(b)} * (1 + ${p}/100)`],
	[new RegExp(`^(.+?) (?:minus|-) ${P}$`), (b, p) => `${group(b)} * (1 - ${p}/100)`],
	[
		new RegExp(
			`^(?:an? |the )?(?:tip|tax|vat|commission|gratuity|discount|interest) of ${P} (?:on|of|for|from|off)(?: (?:an? )?bill of)? (.+)$`,
		),
		(p, b) => `${p}% of ${group(b)}`,
	],
	[
		new RegExp(
			`^(?:[a-z]+ ){0,5}?(?:costs?|priced at|worth|is|was|of) (\\S+)(?: dollars| euros| pounds)?,? (?:and |but )?(?:(?:it )?(?:is|has|with|at|now|reduced by|discounted by) )+(?:an? )?${P}(?: (?:off|discount|cheaper|reduced|reduction))?(?:,? (?:what|how much) .*)?$`,
		),
		(b, p) => `${group(b)} * (1 - ${p}/100)`,
	],
	[
		new RegExp(
			`^(?:an? )?${P} (?:tip|tax|vat|interest|commission|gratuity|service charge|sales tax)(?: (?:on|of|for|from|for a bill of))+ (?:an? )?(?:bill of )?(.+?)(?: bill| meal| check| purchase)?$`,
		),
		(p, b) => `${p}% of ${group(b)}`,
	],
	[
		/^(?:what |which )?percent(?:age)? of (.+?) (?:is|are|would be) (.+)$/,
		(whole, part) => `${group(part)} / ${group(whole)} * 100`,
	],
	[
		/^(.+?) (?:is|are|makes?) (?:what|which|how many|how much) (?:%|percent(?:age)?) of (.+)$/,
		(part, whole) => `${group(part)} / ${group(whole)} * 100`,
	],
	[
		/^(?:\S+ ){0,5}?(?:grew|grown|rose|risen|went|gone|increased|decreased|dropped|fell|changed|climbed|moved|shrank|jumped)(?: up| down)? from (.+?) to (.+?)[,;:]? (?:that is |by )?(?:what(?: is| was)? |how (?:much|many) )?(?:the |a |in )*(?:percent(?:age)?|pct|%)(?: is that)?(?: (?:change|increase|decrease|growth|difference|drop|rise))?$/,
		(a, b) => `(${b} - ${group(a)}) / ${group(a)} * 100`,
	],
	[
		/^(.+?) out of (\S+)(?: [a-z ]+)?[,;:]? (?:is |what is that |is that |that is |expressed |written )?(?:as|in|is|is what|what) (?:an? |what )?(?:percent(?:age)?|pct|%)$/,
		(part, whole) => `${group(part)} / ${group(whole)} * 100`,
	],
	[/^(.+?) as (?:an? )?(?:%|percent(?:age)?) of (.+)$/, (part, whole) => `${group(part)} / ${group(whole)} * 100`],
];
