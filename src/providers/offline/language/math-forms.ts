// Arithmetic in whole phrases: "20% off 80", "the remainder of 17 divided by 5", "how many ways to choose 3 of 10".
import { parseMath, parseMathList } from "./math-phrase.js";
import { createRules, type Rule } from "./rules.js";

type Build = (...values: string[]) => string;

const group = (value: string): string => (/^[\w.]+$|^\w*\([^()]*\)$/.test(value) ? value : `(${value})`);
/** The number before a percent sign, whichever way it was written. */
const P = String.raw`(\S+|\d[\d.]* and a half|[a-z]+(?:[- ][a-z]+)?)\s*(?:%|per ?cent|pct)`;

/** Shares and changes in per cent. */
const percentForms: readonly (readonly [RegExp, Build])[] = [
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
	[new RegExp(`^(?:increase|raise|grow) (.+?) by ${P}$`), (b, p) => `${group(b)} * (1 + ${p}/100)`],
	[new RegExp(`^(?:decrease|reduce|lower|cut|drop) (.+?) by ${P}$`), (b, p) => `${group(b)} * (1 - ${p}/100)`],
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

/** Phrasings whose parts are arithmetic themselves. Each group is parsed on its own. */
const forms: readonly (readonly [RegExp, Build])[] = [
	[
		/^(?:the )?(?:percent(?:age)?|pct|%) ?(?:change|increase|decrease|growth|difference|drop|rise|gain|loss) ?(?:(?:when|if) (?:going|it goes|changing) )?(?:from|between|of|:)? ?(\S+?) ?(?:to|and|->|→|=>) ?(\S+)$/,
		(a, b) => `(${b} - ${group(a)}) / ${group(a)} * 100`,
	],
	[
		/^(?:arc|a|inverse )(sin|cos|tan)(?:e|gent)? ?(?:of )?\(?(.+?)\)? (?:in|to|as) degrees$/,
		(name, value) => `a${name}(${value}) * 180 / pi`,
	],
	[/^(?:round )?(.+?) (?:rounded )?to (?:the )?(?:nearest )?(?:cents?|penny|pence|pennies)$/, (a) => `round(${a}, 2)`],
	[/^(.*pi.*|\d.*) rad(?:ian)?s? (?:in|to|into|as) deg(?:ree)?s?$/, (a) => `${group(a)} * 180 / pi`],
	[/^(\d+ ?\/ ?\d+|0?\.\d+) (?:as|in|into|to) (?:an? )?(?:percent(?:age)?s?|pct|%)$/, (a) => `${group(a)} * 100`],
	[/^(.+?) as (?:an? )?percent(?:age)?$/, (a) => `${group(a)} * 100`],
	[/^(?:add|sum)(?: up)?(?: together)? (.+?) (?:and|to|with|plus) (.+)$/, (a, b) => `${b} + ${a}`],
	[/^(?:what (?:do|does) )?(.+?) and (.+?) (?:add up|sum up|sum|come|amount)(?: to)?$/, (a, b) => `${a} + ${b}`],
	[/^(?:subtract|take|deduct|remove)(?: away)? (.+?)(?: away)? from (.+)$/, (a, b) => `${b} - ${group(a)}`],
	[/^(?:subtract|take away) (.+)$/, (a) => `ans - ${group(a)}`],
	[/^(.+?) subtracted from (.+)$/, (a, b) => `${b} - ${group(a)}`],
	[/^(?:add) (.+)$/, (a) => `ans + ${a}`],
	[/^multiply (.+?) (?:by|with|and|times) (.+)$/, (a, b) => `${group(a)} * ${group(b)}`],
	[/^multiply by (.+)$/, (a) => `ans * ${group(a)}`],
	[/^(?:divide|split) (.+?) (?:by|with|into) (.+)$/, (a, b) => `${group(a)} / ${group(b)}`],
	[/^divide by (.+)$/, (a) => `ans / ${group(a)}`],
	[
		/^(?:raise) (.+?) to (?:the )?(?:power (?:of )?)?(.+?)(?:st|nd|rd|th)?(?: power)?$/,
		(a, b) => `${group(a)}^${group(b)}`,
	],
	[/^(?:the )?difference (?:between|of) (.+?) (?:and|from) (.+)$/, (a, b) => `abs(${group(a)} - ${group(b)})`],
	[
		/^(?:left|remaining|remains|what is left|what remains)(?: over)? (?:of|from|out of) (.+?) (?:after|if|when|once) (?:you |i |we )?(?:tak(?:e|ing)|subtract(?:ing)?|remov(?:e|ing)|spend(?:ing)?|deduct(?:ing)?|us(?:e|ing))(?: away| off| out)? (.+)$/,
		(a, b) => `${group(a)} - ${group(b)}`,
	],
	[
		/^split(?: up)? (\S+?) (\d+) ways?$|^(?:split|share|divide)(?: up)? (\S+?) (?:equally |evenly |fairly )?(?:between|among|amongst|by|over|for|across) (\d+)(?: (?:people|persons|friends|ways?|of us|guests|kids|children|parts?))?(?: (?:equally|evenly))?$/,
		(a, b) => `${group(a)} / ${b}`,
	],
	[
		/^(?:how (?:many times|often) )?(?:does |do |can )?(\d\S*) (?:go|goes|fit|fits) (?:into|in) (\d\S*)$/,
		(a, b) => `${group(b)} / ${group(a)}`,
	],
	[/^(?:the )?quotient (?:of|between) (.+?) and (.+)$/, (a, b) => `${group(a)} / ${group(b)}`],
	[
		/^(?:the )?remainder (?:of|when|from|if|for)(?: dividing)? ?(.+?)(?: is)? (?:divided by|\/|and|mod|by) (.+)$/,
		(a, b) => `${group(a)} mod ${group(b)}`,
	],
	[
		/^(?:divide )?(.+?) (?:divided )?by (.+?) (?:and )?(?:give(?: me)?|what is|find) (?:the )?remainder$/,
		(a, b) => `${group(a)} mod ${group(b)}`,
	],
	[
		/^(?:what is left|what remains) (?:when|if|after) (?:you )?divid(?:e|ing) (.+?) by (.+)$/,
		(a, b) => `${group(a)} mod ${group(b)}`,
	],
	[/^ratio (?:of|between) (.+?) (?:to|and) (.+)$/, (a, b) => `${group(a)} / ${group(b)}`],
	[
		/^(?:the )?hypotenuse (?:of|for) (?:a )?(?:(?:right )?triangle )?(?:with )?(?:sides |legs )?(.+?) (?:and|by) (.+)$/,
		(a, b) => `sqrt(${group(a)}^2 + ${group(b)}^2)`,
	],
	[/^(?:the )?factorial (?:of )?(.+)$/, (a) => `${group(a)}!`],
	[
		/^(?:how many ways (?:can (?:i|you|we)|to) )?(?:choose|pick|select) (\S+) (?:items? |things? |people |cards? )?(?:from|out of|of) (\S+)(?: items?| things?| people| cards?)?$/,
		(k, n) => `combinations(${n}, ${k})`,
	],
	[
		/^(?:the )?(?:number of )?combinations? of (\S+) (?:choose|taken|things? taken|items? taken|items? chosen|objects taken) (\S+)(?: at a time)?$/,
		(n, k) => `combinations(${n}, ${k})`,
	],
	[
		/^(?:the )?(?:number of )?permutations? of (\S+) (?:taken|things? taken|items? taken|objects taken|choose) (\S+)(?: at a time)?$/,
		(n, k) => `permutations(${n}, ${k})`,
	],
	[
		/^(?:how many ways (?:can (?:i|you|we)|to) )?(?:arrange|order|permute) (\S+)(?: different| distinct)?(?: items?| things?| people| books| objects| letters)?$/,
		(n) => `${n}!`,
	],
	[/^(?:the )?(\S+?)(?:st|nd|rd|th)? fibonacci(?: number)?$/, (n) => `fibonacci(${n})`],
	[/^(?:the )?fibonacci(?: number)?(?: of)? (\S+)$/, (n) => `fibonacci(${n})`],
	[/^(?:the )?(\S+?)(?:st|nd|rd|th)? prime(?: number)?$/, (n) => `nthPrime(${n})`],
	[
		/^(?:the )?next prime(?: number)? (?:after|above|following|bigger than|greater than|larger than) (\S+)$/,
		(n) => `nextPrime(${n})`,
	],
	[
		/^(?:the )?(?:first|smallest) prime(?: number)? (?:after|above|greater than|larger than|bigger than) (\S+)$/,
		(n) => `nextPrime(${n})`,
	],
	[
		/^(?:the )?(?:largest|last|biggest|previous) prime(?: number)? (?:below|under|before|less than|smaller than) (\S+)$/,
		(n) => `previousPrime(${n})`,
	],
	[
		/^(?:list |find )?(?:all )?(?:the )?prime(?: number)?s? (?:below|under|up to|less than|smaller than|until) (\S+)$/,
		(n) => `primes(${n})`,
	],
	[
		/^(?:list |find )?(?:all )?(?:the )?prime(?: number)?s? (?:between|from) (\S+) (?:and|to) (\S+)$/,
		(a, b) => `primes(${a}, ${b})`,
	],
	[
		/^(?:is|check (?:if|whether)|test (?:if|whether)|if|whether) (\S+)(?: is)? (?:a )?prime(?: number)?(?: or not)?$/,
		(n) => `isPrime(${n})`,
	],
	[
		/^(?:is|check (?:if|whether)|if|whether|and is) (?:it|that|this|that number|the result|the answer|this number)(?: is)? (?:an? )?prime(?: number| too)?$/,
		() => "isPrime(ans)",
	],
	[
		/^(?:(?:which|what|who)(?: number| one| value)? is )?(?:the )?(?:larger|bigger|greater|higher|largest|biggest|greatest|highest|more)(?: number)?[,:]? (?:of )?(\S+?),? (?:or|and) (\S+)$/,
		(a, b) => `max(${a}, ${b})`,
	],
	[
		/^(?:(?:which|what)(?: number| one| value)? is )?(?:the )?(?:smaller|lower|lesser|smallest|lowest|least|less)(?: number)?[,:]? (?:of )?(\S+?),? (?:or|and) (\S+)$/,
		(a, b) => `min(${a}, ${b})`,
	],
	[/^(?:is) (\S+) (?:divisible by|a multiple of) (\S+)$/, (a, b) => `${a} mod ${b} == 0`],
	[/^(?:is) (\S+) (even|odd)$/, (a, kind) => `${a} mod 2 == ${kind === "even" ? 0 : 1}`],
	[
		/^(?:the )?(?:prime factors?|prime factori[sz]ation|prime decomposition|factori[sz]ation|prime factors list) (?:of|for) (\S+)$/,
		(n) => `primeFactors(${n})`,
	],
	[
		/^(?:factori[sz]e|factor|prime factori[sz]e)(?: the number)? (\d\S*)(?: into (?:its )?prime(?:s| factors| numbers))?$/,
		(n) => `primeFactors(${n})`,
	],
	[
		/^(?:(?:break|decompose|split|write|express|give|put|present) )?(\d+) (?:down )?(?:in|into|as|to)(?: an?| the)?(?: product of)? ?(?:its |the )?(?:prime factors?|primes|prime numbers|prime factor form|index form)$/,
		(n) => `primeFactors(${n})`,
	],
	[
		/^(?:make |do |give |find )?(?:the |a )?(?:decomposition|factori[sz]ation|breakdown) of (\S+) (?:in|into|to) (?:its )?(?:prime factors|primes|factors)$/,
		(n) => `primeFactors(${n})`,
	],
	[/^(?:list )?(?:all )?(?:the )?(?:divisors?|factors) (?:of|for) (\S+)$/, (n) => `divisors(${n})`],
	[/^(?:the )?(?:sum of (?:the )?digits|digit sum|digital sum) (?:of|in) (\S+)$/, (n) => `digitSum(${n})`],
	[
		/^round(?: off)? (.+?) (?:to|until|at|with|on) (?:the )?(?:nearest )?(\S+) (?:decimals?(?: places?)?|places|digits|dp|decimal points?)(?: after the (?:decimal )?point)?$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[
		/^(.+?),? (?:and |then )*(?:rounded|round|rounding)(?: it)? (?:off )?to (?:the )?(?:nearest )?(\S+) (?:decimals?(?: places?)?|places|digits|dp|decimal points?)$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[
		/^(?:round )?(.+?) (?:rounded )?to the nearest (?:whole number|whole|integer|unit|one|full number|int)$/,
		(a) => `round(${a.replace(/^round /, "")})`,
	],
	[/^round(?: off)? (.+?) to (?:a|an) (?:whole number|integer)$/, (a) => `round(${a})`],
	[
		/^(?:round )?(.+?) (?:rounded )?to (?:the )?nearest (ten|hundred|thousand|million|tenth|hundredth|thousandth)s?$/,
		(a, place) => `round(${a}, ${places[place] ?? 0})`,
	],
	[/^(?:round )?(.+?) (?:rounded )?to (?:the )?nearest (\d+)$/, (a, step) => `round(${group(a)} / ${step}) * ${step}`],
	[
		/^round (\S+) (?:up|upwards?)(?: to (?:the |a )?(?:next|nearest|closest)?(?: higher)? ?(?:whole number|integer|whole|unit|int))?$/,
		(a) => `ceil(${a})`,
	],
	[
		/^round (\S+) (?:down|downwards?)(?: to (?:the |a )?(?:next|nearest|closest)?(?: lower)? ?(?:whole number|integer|whole|unit|int))?$/,
		(a) => `floor(${a})`,
	],
	[/^round(?:ed)? up (.+)$|^(?:the )?(?:ceiling|ceil) of (.+)$/, (a) => `ceil(${a})`],
	[/^(.+?) rounded up$/, (a) => `ceil(${a})`],
	[/^round(?:ed)? down (.+)$|^(?:the )?floor of (.+)$/, (a) => `floor(${a})`],
	[/^(.+?) rounded down$/, (a) => `floor(${a})`],
	[/^round(?: off)? (.+)$/, (a) => `round(${a})`],
	[/^(.+?) (?:as|in|into|to) (?:an? )?(?:simplest |lowest )?(?:fraction|simplest form|lowest terms)$/, (a) => a],
	[/^(?:simplify|reduce) (?:the )?(?:fraction )?(\d+ ?\/ ?\d+)(?: to lowest terms)?$/, (a) => a],
	[/^(.+?) (?:as|in|into|to) (?:an? )?decimals?(?: number| form| fraction)?$/, (a) => a],
	[
		/^(.+?) (?:to|with) (\d+) (?:significant )?(?:digits|decimals|decimal places|places)(?: of precision)?$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[/^(?:the )?(?:area) of (?:a )?circle (?:with|of) radius (?:of )?(.+)$/, (r) => `pi * ${group(r)}^2`],
	[/^(?:the )?circumference of (?:a )?circle (?:with|of) radius (?:of )?(.+)$/, (r) => `2 * pi * ${group(r)}`],
];

const places: Readonly<Record<string, number>> = {
	ten: -1,
	hundred: -2,
	thousand: -3,
	million: -6,
	tenth: 1,
	hundredth: 2,
	thousandth: 3,
};

/** Functions of a list: their words, and how the call is written. */
const lists: readonly (readonly [RegExp, (values: readonly string[]) => string])[] = [
	[
		/^(?:the )?(?:sum|total)(?: total)? (?:of|from) (?:the numbers? )?(?:from )?(\d+) (?:to|through|until) (\d+)$/,
		([range]) => range ?? "",
	],
	[
		/^(?:add|sum)(?: up)?(?: together)?(?: of)?(?: the)?(?: numbers?)?:? (.+?)(?: together| up)?$|^(?:the )?(?:sum|total) (?:of|for) (?:the )?(?:numbers? )?(.+)$/,
		(values) => values.join(" + "),
	],
	[
		/^(?:multiply)(?: together)?(?: the)?(?: numbers?)? (.+?)(?: together)?$|^(?:the )?product (?:of|from) (?:the )?(?:numbers? )?(.+)$/,
		(values) => values.map(group).join(" * "),
	],
	[
		/^(?:the )?(?:gcd|gcf|hcf|greatest common (?:divisor|factor|denominator)|highest common (?:factor|divisor)|largest common (?:factor|divisor)|biggest common (?:factor|divisor))(?: (?:of|between|for))? (.+)$/,
		(values) => `gcd(${values.join(", ")})`,
	],
	[
		/^(?:the )?(?:lcm|least common (?:multiple|denominator)|lowest common (?:multiple|denominator)|smallest common multiple)(?: (?:of|between|for))? (.+)$/,
		(values) => `lcm(${values.join(", ")})`,
	],
];

const parsed = ([pattern, build]: readonly [RegExp, Build]): Rule<string> => [
	pattern,
	(...values) => {
		const operands = values.map((value) =>
			/^(?:even|odd|sin|cos|tan)$/.test(value) || places[value] !== undefined ? value : expressionOf(value),
		);
		return operands.every((value) => value !== undefined) ? build(...operands) : undefined;
	},
];

const firstForm = createRules<string>(
	[{ needs: /%|per ?cent|pct/, rules: () => percentForms.map(parsed) }, { rules: () => forms.map(parsed) }],
	true,
);

function fromForms(lower: string): string | undefined {
	const range =
		/^(?:the )?(?:sum|total) of (?:all )?(?:the )?(?:numbers|integers|whole numbers)? ?(?:from|between) (\d+) (?:to|through|until|and) (\d+)$/.exec(
			lower,
		);
	if (range !== null) return `sum(${range[1]}:${range[2]})`;
	for (const [pattern, build] of lists.slice(1)) {
		const match = pattern.exec(lower);
		const text = match?.slice(1).find((found) => found !== undefined);
		const values = text === undefined ? undefined : parseMathList(text);
		if (values !== undefined && values.length > 1) return build(values);
	}
	return firstForm(lower);
}

/** What a lower-case phrase says as an expression; `ans` stands for the earlier result. */
export function expressionOf(lower: string): string | undefined {
	const text = lower.replace(/^of /, "");
	return parseMath(text)?.expression ?? fromForms(text);
}
