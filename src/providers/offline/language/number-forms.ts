import { type Build, group } from "./percent-forms.js";

/** Phrasings whose parts are arithmetic themselves. Each group is parsed on its own. */
/** 0.375 as 375/1000, which the calculator reduces. */
const asQuotient = (value: string): string => {
	const [, whole = "", part = ""] = /^(-?\d*)\.(\d+)$/.exec(value) ?? [];
	return part === "" ? value : `${`${whole}${part}`.replace(/^(-?)0+(?=\d)/, "$1")}/1${"0".repeat(part.length)}`;
};

export const forms: readonly (readonly [RegExp, Build])[] = [
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
		/^(?:how many |(?:the )?number of |count (?:the |all )?)prime(?: number)?s?(?: (?:are|is|exist|there|do|lie|less|smaller))* (?:below|under|up to|than|until|before) (\S+)$/,
		(n) => `count(primes(${n}))`,
	],
	[
		/^(?:how many |(?:the )?number of |count (?:the |all )?)prime(?: number)?s?(?: (?:are|is|exist|there|do|lie))* (?:between|from) (\S+) (?:and|to) (\S+)$/,
		(a, b) => `count(primes(${a}, ${b}))`,
	],
	[
		/^(?:list |find )?(?:all )?(?:the )?prime(?: number)?s? (?:below|under|up to|less than|smaller than|until) (\S+)$/,
		(n) => `primes(${n})`,
	],
	[
		/^(?:(?:list |find |which |what )?(?:all )?(?:the )?)?prime(?: number)?s? (?:(?:lie|are|is|exist|there|fall|that|which) )*(?:between|from) (\S+) (?:and|to) (\S+)$/,
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
	[
		/^(?:is) (?:the )?(?:number )?(\S+) (?:an )?(even|odd)(?: number)?$/,
		(a, kind) => `${a} mod 2 == ${kind === "even" ? 0 : 1}`,
	],
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
	[
		/^(.+?) (?:as|in|into|to) (?:an? )?(?:simplest |lowest |mixed |proper |common )?(?:fraction|number|simplest form|lowest terms)$/,
		(a) => asQuotient(a),
	],
	[/^(?:simplify|reduce) (?:the )?(?:fraction )?(\d+ ?\/ ?\d+)(?: to lowest terms)?$/, (a) => a],
	[/^(.+?) (?:as|in|into|to) (?:an? )?decimals?(?: number| form| fraction)?$/, (a) => a],
	[
		/^(.+?) (?:to|with) (\d+) (?:significant )?(?:digits|decimals|decimal places|places)(?: of precision)?$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[/^(?:the )?(?:area) of (?:a )?circle (?:with|of) radius (?:of )?(.+)$/, (r) => `pi * ${group(r)}^2`],
	[/^(?:the )?circumference of (?:a )?circle (?:with|of) radius (?:of )?(.+)$/, (r) => `2 * pi * ${group(r)}`],
];

export const places: Readonly<Record<string, number>> = {
	ten: -1,
	hundred: -2,
	thousand: -3,
	million: -6,
	tenth: 1,
	hundredth: 2,
	thousandth: 3,
};
