// Numbers in other bases.
import type { Step } from "../plan.js";
import { calculate } from "./algebra-words.js";

const baseNames: Readonly<Record<string, number>> = {
	hex: 16,
	hexadecimal: 16,
	binary: 2,
	octal: 8,
	decimal: 10,
	denary: 10,
	hexa: 16,
	bin: 2,
	oct: 8,
	dec: 10,
};

const baseWord = "(hex(?:adecimal|a)?|binary|octal|decimal|denary|bin|oct|dec|base[- ]?\\d+)";

export const baseOf = (word: string): number => baseNames[word] ?? Number(/\d+/.exec(word)?.[0] ?? 10);

export function matchBases(lower: string): Step | undefined {
	const digits = "(0x[\\da-f]+|0b[01]+|0o[0-7]+|[\\da-z]+)";
	const inWords = "(?:representation|form|notation|number|value|digits|code|format|system)?";
	const patterns: readonly (readonly [
		RegExp,
		(groups: readonly (string | undefined)[]) => readonly [string, string | undefined, string],
	])[] = [
		[
			new RegExp(
				`^(?:convert |turn |change |write |express |put |show |represent )?(?:the )?(?:number |value )?${digits} (?:\\(?(?:from|in|as) )?${baseWord}\\)? ?(?:number )?(?:to|into|in|as) ${baseWord} ?${inWords}$`,
			),
			([n, a, b]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(
				`^(?:convert |turn |change |write |express |put |show |represent )?(?:the )?${baseWord} (?:number |value )?${digits} (?:to|into|in|as) ${baseWord} ?${inWords}$`,
			),
			([a, n, b]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(
				`^(?:convert |turn |change |write |express |put |show |represent )?(?:the )?(?:decimal )?(?:number |value )?${digits} (?:to|into|in|as)(?: an?)? ${baseWord} ?${inWords}$`,
			),
			([n, b]) => [n ?? "", undefined, b ?? ""],
		],
		[
			new RegExp(`^(?:convert )?(?:the )?(?:number )?${digits} (?:to|into|in|as) ${baseWord} from ${baseWord}$`),
			([n, b, a]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(`^(?:the )?${baseWord} ${inWords} ?(?:of|for) (?:the )?(?:number |decimal )?${digits}$`),
			([b, n]) => [n ?? "", undefined, b ?? ""],
		],
		[
			new RegExp(`^(?:convert |turn )?(?:from )?${baseWord} (?:to|into) ${baseWord}:? ${digits}$`),
			([a, b, n]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(`^(?:what is |decode )?(?:the )?${baseWord} (?:number )?${digits}$`),
			([a, n]) => [n ?? "", a, "decimal"],
		],
	];
	for (const [pattern, pick] of patterns) {
		const match = pattern.exec(lower);
		if (match === null) continue;
		const [number, from, to] = pick(match.slice(1));
		const prefix: Readonly<Record<string, number>> = { "0x": 16, "0b": 2, "0o": 8 };
		const source = from === undefined ? (prefix[number.slice(0, 2)] ?? 10) : baseOf(from);
		const found = based(number, number.replace(/^0[xbo]/, ""), source, to);
		if (found !== undefined) return found;
	}
	return undefined;
}

const baseFiller =
	/\b(?:what|which|how much|how many|how|is|are|it|as|an?|the|in|to|into|from|of|for|number|numbers|value|digits?|equal|equals|written|expressed|shown|given|said|say|be|would|does|do|you|i|me|convert|converted|change|turn|write|express|give|show|form|format|notation|representation|representing|system|code|normal|plain|regular|port|\d+-bit|bits?|mean|means|stand|stands|translate|spelled|look|like|looks|looks like|encode|decode|calculate|find|using|with|corresponding|equivalent|version|that|and)\b|[,:;?()'"=]/g;

/** One number and one or two names of bases, whatever the order: "the number FF in hexadecimal, how much is in decimal". */
export function matchLooseBases(lower: string): Step | undefined {
	if (lower.length > 120 || !/\b(?:hex|hexa|hexadecimal|binary|octal|decimal|denary)\b/.test(lower)) return undefined;
	const words = lower
		.replace(baseFiller, " ")
		.split(/\s+/)
		.filter((word) => word !== "");
	const isBase = (word: string): boolean => baseNames[word] !== undefined && word.length > 2;
	const numbers = words.filter((word) => !isBase(word));
	const bases = words.filter(isBase);
	const [digits = ""] = numbers;
	if (numbers.length !== 1 || bases.length === 0 || bases.length > 2 || !/^(?:0[xbo])?[\da-f]+$/.test(digits))
		return undefined;
	if (!/\d/.test(digits) && digits !== digits.replace(/[^a-f]/g, "")) return undefined;
	const prefix: Readonly<Record<string, number>> = { "0x": 16, "0b": 2, "0o": 8 };
	const all = lower.replace(/[,:;?()'"=]/g, " ").split(/\s+/);
	const at = all.indexOf(digits);
	const near = [...bases].sort((a, b) => Math.abs(all.indexOf(a) - at) - Math.abs(all.indexOf(b) - at));
	const plain = digits.replace(/^0[xbo]/, "");
	const own = prefix[digits.slice(0, 2)];
	// With one base named: digits that are no decimal number are in that base, and a decimal result is wanted.
	const source = own ?? (bases.length === 2 ? baseOf(near[0] ?? "") : /[a-f]/.test(plain) ? 16 : 10);
	const target =
		bases.length === 2 ? (near[1] ?? "") : /[a-f]/.test(plain) && own === undefined ? "decimal" : (bases[0] ?? "");
	return based(digits, plain, source, target);
}

function based(number: string, plain: string, source: number, to: string): Step | undefined {
	if ([...plain].some((digit) => Number.isNaN(Number.parseInt(digit, source)))) return undefined;
	const value = source === 10 ? plain : `fromBase("${plain}", ${source})`;
	const target = baseOf(to);
	const names: Readonly<Record<number, string>> = { 2: "bin", 8: "oct", 16: "hex" };
	const name = names[target];
	const expression = target === 10 ? value : name === undefined ? `toBase(${value}, ${target})` : `${name}(${value})`;
	if (/^\d+$/.test(expression)) return undefined;
	return calculate(
		expression,
		(result) =>
			`${number} in ${to} is ${result.replace(/^0[xbo]/, "")}${/^0[xbo]/.test(result) ? ` (${result})` : ""}.`,
	);
}
