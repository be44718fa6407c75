// Primes, factors, roots, rounding and bases, word for word wherever they stand.
import { type Form, N, plain } from "./figures.js";

/** Primes, factors, roots, rounding, bases. */
export const buildNumberForms = (): readonly Form[] => [
	// Whole numbers
	[
		new RegExp(
			`${N} (?:is |was |be |really |actually )*(?:an? )?(?:prime)|prime(?: number)?s?[^\\d]*?${N}$|\\b(?:is|whether|if|that)\\b[^\\d]{0,12}${N}[^\\d]*\\bprime`,
			"i",
		),
		(...found) => {
			const value = found.slice(0, 3).find((group) => group !== undefined);
			return value === undefined ? undefined : `is ${plain(value)} prime`;
		},
	],
	[
		new RegExp(
			`${N}[^\\d]*?(?:divisible by|a multiple of|divides evenly by|evenly divisible by|divide[sd]? (?:evenly )?by)[^\\d]*?${N}`,
			"i",
		),
		(a, b) => `is ${plain(a)} divisible by ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:gcd|gcf|hcf|(?:greatest|highest|largest|biggest) common (?:divisor|factor|denominator))[^\\d]*${N}[^\\d]+${N}`,
			"i",
		),
		(a, b) => `gcd of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}[^\\d]+${N}[^\\d]*(?:gcd|gcf|hcf|(?:greatest|highest|largest|biggest) common (?:divisor|factor|denominator))`,
			"i",
		),
		(a, b) => `gcd of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(`(?:lcm|(?:least|lowest|smallest) common (?:multiple|denominator))[^\\d]*${N}[^\\d]+${N}`, "i"),
		(a, b) => `lcm of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(`${N}[^\\d]+${N}[^\\d]*(?:lcm|(?:least|lowest|smallest) common (?:multiple|denominator))`, "i"),
		(a, b) => `lcm of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:prime factor|factori[sz]|decompos|break down|product of primes)\\w*[^\\d]*${N}[^\\d]*$|${N}[^\\d]*(?:prime factor|into primes|into its prime|factori[sz])\\w*`,
			"i",
		),
		(a, b) => `prime factors of ${plain(a ?? b)}`,
	],
	[
		new RegExp(`(?:divisors|factors) of[^\\d]*${N}[^\\d]*$|what (?:numbers )?divides? ${N}`, "i"),
		(a, b) => `divisors of ${plain(a ?? b)}`,
	],
	[
		new RegExp(
			`remainder[^\\d]*${N}[^\\d]+${N}|${N}[^\\d]+(?:divided by|by|over|/)[^\\d]*${N}[^\\d]*(?:remainder|left over|leftover|rest)`,
			"i",
		),
		(a, b, c, d) => `${plain(a ?? c)} mod ${plain(b ?? d)}`,
	],
	// Roots, powers, rounding
	[
		new RegExp(`(?:square ?root|sqrt|√)[^\\d]{0,20}?${N}|${N}[^\\d]{0,30}?(?:square ?root|sqrt)`, "i"),
		(a, b) => `square root of ${plain(a ?? b)}`,
	],
	[
		new RegExp(`(?:cube ?root|cubic root)[^\\d]{0,20}?${N}|${N}[^\\d]{0,30}?(?:cube ?root|cubic root)`, "i"),
		(a, b) => `cube root of ${plain(a ?? b)}`,
	],
	[/(?:factorial)[^\d]{0,20}?(\d+)|(\d+)[^\d]{0,30}?factorial/i, (a, b) => `${plain(a ?? b)}!`],
	[
		new RegExp(
			`${N}[^\\d]*?(?:round\\w*)?[^\\d]*?(?:to|with|at|on|correct to) ${N} (?:decimal|digit|place|dp\\b|figure)`,
			"i",
		),
		(a, b) => `round ${plain(a)} to ${plain(b)} decimal places`,
	],
	[
		new RegExp(
			`round[^\\d]*?${N}[^\\d]*?(?:to|at|with|on|nearest)[^\\d]*? ${N} (?:decimal|digit|place|dp\\b|figure)`,
			"i",
		),
		(a, b) => `round ${plain(a)} to ${plain(b)} decimal places`,
	],
	[
		new RegExp(
			`(?:round)?[^\\d]*?${N}[^\\d]*?(?:nearest|closest|next|full|whole) (whole number|whole|integer|ten|hundred|thousand|million|tenth|hundredth|thousandth|number)s?\\b`,
			"i",
		),
		(a, place) => `round ${plain(a)} to the nearest ${/number|whole/.test(place) ? "integer" : place}`,
	],
	// Bases and fractions
	[
		/(?<![\w.])(0x[\da-f]+|0b[01]+|0o[0-7]+)\b(?: (?:is|equals?|=|gives|makes) \d+)?[^\d]*\b(decimal|hex(?:adecimal)?|binary|octal)\b/i,
		(a, base) => `${a} in ${base}`,
	],
	[/(?:decimal|base ?10|denary)[^\d]*(?<![\w.])(0x[\da-f]+|0b[01]+|0o[0-7]+)\b/i, (a) => `${a} in decimal`],
	[
		/\bhex(?:adecimal)?\b[^\d]*?\b([\da-f]+)\b[^\d]*\b(?:decimal|base ?10|normal|regular|ordinary)\b/i,
		(a) => `hex ${a} to decimal`,
	],
	[
		/\bbinary\b[^\d]*?\b([01]{3,})\b[^\d]*\b(?:decimal|base ?10|normal|regular|ordinary)\b|\b([01]{3,})\b[^\d]*\bbinary\b[^\d]*\b(?:decimal|normal|base ?10)\b/i,
		(a, b) => `binary ${a ?? b} to decimal`,
	],
	[
		/(?<![\w.])(\d+)\b[^\d]*?\b(?:in|to|as|into|for|look\w* like in|written in|representation)\b[^\d]*?\b(binary|hex(?:adecimal)?|octal)\b/i,
		(a, base) => `${a} in ${base}`,
	],
	[/\b(binary|hex(?:adecimal)?|octal)\b[^\d]*(?<![\w.])(\d+)\b[^\d]*$/i, (base, a) => `${a} in ${base}`],
	[/(?<![\w.])(\d*\.\d+)\b.*\bfraction\b|\bfraction\b.*(?<![\w.])(\d*\.\d+)\b/i, (a, b) => `${a ?? b} as a fraction`],
	[
		/(?<![\w./])(\d+ ?\/ ?\d+)(?![\w/.]).*\b(?:decimal|percent\w*)\b|\b(?:decimal|percent\w*)\b.*(?<![\w./])(\d+ ?\/ ?\d+)(?![\w/.])/i,
		(a, b) => `${a ?? b} as a decimal`,
	],
	[/(?:\|)(-?[\d.]+ ?[+-] ?[\d.]*i)\|/i, (a) => `magnitude of ${a}`],
	[/\b(?:modulus|magnitude|absolute value|length)\b[^\d(]*\(?(-?[\d.]+ ?[+-] ?[\d.]*i)\b/i, (a) => `magnitude of ${a}`],
];
