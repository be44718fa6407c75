// Spellings that people use, rewritten to the syntax of mathjs before it is parsed.

const replacements: readonly (readonly [RegExp, string])[] = [
	[/[×⋅·✕]/g, "*"],
	[/÷/g, "/"],
	[/[−–—]/g, "-"],
	[/π/g, "pi"],
	[/τ/g, "tau"],
	[/∞/g, "Infinity"],
	[/²/g, "^2"],
	[/³/g, "^3"],
	[/≤/g, "<="],
	[/≥/g, ">="],
	[/≠/g, "!="],
	[/√\s*(\d+(?:\.\d+)?|\w+)/g, "sqrt($1)"],
	[/√\s*\(/g, "sqrt("],
	[/\*\*/g, "^"],
	[/\s*=\s*\??\s*$/, ""],
	// 15% of 240
	[/(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+/gi, "($1/100) * "],
	[/(\d+(?:\.\d+)?)\s+percent\b/gi, "$1%"],
	[/\b(\d+)\s+(?:choose|C)\s+(\d+)\b/g, "combinations($1, $2)"],
	[/\bmodulo\b/gi, "mod"],
	[/\barc(sin|cos|tan)\b/gi, "a$1"],
	[/\b(derivative|simplify|solve|rationalize)\s+of\b/gi, "$1"],
];

/** 1.5e3 as 1500, so that it is exact. Exponents past 400 are left to the parser. */
const plainScientific = (text: string): string =>
	text.replace(
		/(?<![\w.])(\d+)(?:\.(\d+))?e([+-]?\d{1,3})(?!\w)/gi,
		(whole, integer: string, fraction: string | undefined, exponent: string) => {
			const shift = Number(exponent);
			if (Math.abs(shift) > 400) return whole;
			const digits = integer + (fraction ?? "");
			const point = integer.length + shift;
			if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
			if (point >= digits.length) return digits + "0".repeat(point - digits.length);
			return `${digits.slice(0, point)}.${digits.slice(point)}`;
		},
	);

/** 0xff, 0b101, 0o17 as decimal integers of any size. */
const plainBases = (text: string): string =>
	text.replace(/(?<![\w.])0(?:x[0-9a-f]+|b[01]+|o[0-7]+)(?!\w)/gi, (literal) => BigInt(literal).toString());

/** 1,234,567 as 1234567; inside brackets a comma separates. */
const joinThousands = (text: string): string =>
	text.replace(/(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number, offset: number) => {
		const before = text.slice(0, offset);
		const depth = (before.match(/[([]/g) ?? []).length - (before.match(/[)\]]/g) ?? []).length;
		return depth > 0 ? number : number.replaceAll(",", "");
	});

export const toMathSyntax = (text: string): string => {
	let result = joinThousands(text.trim());
	for (const [pattern, replacement] of replacements) result = result.replace(pattern, replacement);
	return plainScientific(plainBases(result)).trim();
};
