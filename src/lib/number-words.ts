// Numbers written as words: "twelve hundred", "two and a half million", "a dozen", "three point one four".

const small =
	"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
		" ",
	);
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const scales: Readonly<Record<string, number>> = {
	thousand: 1e3,
	million: 1e6,
	billion: 1e9,
	trillion: 1e12,
	dozen: 12,
	dozens: 12,
	score: 20,
};

type Kind = "small" | "teen" | "tens" | "hundred" | "scale";

function classify(word: string): { readonly kind: Kind; readonly value: number } | undefined {
	const index = small.indexOf(word);
	if (index >= 0) return { kind: index < 10 ? "small" : "teen", value: index };
	if (word === "fourty") return { kind: "tens", value: 40 };
	const ten = tens.indexOf(word);
	if (ten >= 0) return { kind: "tens", value: (ten + 2) * 10 };
	if (word === "hundred" || word === "hundreds") return { kind: "hundred", value: 100 };
	const scale = scales[word];
	return scale === undefined ? undefined : { kind: "scale", value: scale };
}

interface Token {
	readonly word: string;
	readonly start: number;
	readonly end: number;
}

const tokensOf = (text: string): readonly Token[] =>
	[...text.matchAll(/\d+(?:\.\d+)?(?![\w.])|[a-z]+/gi)].map((match) => ({
		word: match[0].toLowerCase(),
		start: match.index,
		end: match.index + match[0].length,
	}));

/** Words before "one" that make it a pronoun. */
const pronounBefore =
	/^(?:first|second|third|last|this|that|which|each|every|any|no|next|previous|other|the|right|wrong|new|same|it)$/;

/** A part of a name such as `one-pager.md` or `src/two`. */
const isInName = (text: string, token: Token): boolean =>
	/[\w-][./_]$|[./_]$/.test(text.slice(Math.max(0, token.start - 2), token.start)) ||
	/^(?:[-_][\w-]*)*(?:\.[a-z]\w*|\/|_\w)/i.test(text.slice(token.end, token.end + 60));

/** Only blanks, or a hyphen between tens and units, may stand between the words of one number. */
const isJoined = (text: string, left: Token, right: Token): boolean =>
	/^(?:\s+|-)$/.test(text.slice(left.end, right.start));

/** The number that starts at `tokens[at]`, or undefined. */
function readNumber(
	text: string,
	tokens: readonly Token[],
	at: number,
): { readonly value: string; readonly next: number } | undefined {
	let index = at;
	const joined = () => index === at || isJoined(text, tokens[index - 1] as Token, tokens[index] as Token);
	const word = (offset = 0) => {
		const token = tokens[index + offset];
		if (token === undefined) return "";
		const before = tokens[index + offset - 1];
		return index + offset === at || before === undefined || isJoined(text, before, token) ? token.word : "";
	};
	let [total, current, isFirst] = [0, 0, true];
	let last: Kind | undefined;
	if (word() === "half" && /^an?$/.test(word(1)) && /^(?:dozen|million|billion|hundred|thousand)$/.test(word(2))) {
		return { value: String((classify(word(2))?.value ?? 0) / 2), next: at + 3 };
	}
	if (/^an?$/.test(word())) {
		if (word(1) === "couple") return { value: "2", next: at + (word(2) === "of" ? 3 : 2) };
		if (!/^(?:hundred|thousand|million|billion|trillion|dozen)$/.test(word(1))) return undefined;
		index++;
	} else if (/^\d/.test(word())) {
		if (classify(word(1))?.kind !== "scale" && classify(word(1))?.kind !== "hundred") return undefined;
		current = Number(word());
		last = "small";
		isFirst = false;
		index++;
	}
	for (; index < tokens.length && joined(); index++) {
		const token = classify(word());
		if (token === undefined) {
			const isBridge = word() === "and" && (last === "hundred" || last === "scale");
			const following = classify(word(1))?.kind;
			if (isBridge && (following === "small" || following === "teen" || following === "tens")) continue;
			break;
		}
		const { kind, value } = token;
		if (kind === "small" && !(last === undefined || last === "tens" || last === "hundred" || last === "scale")) break;
		if (kind === "teen" || kind === "tens") {
			// "nineteen eighty-four", "twenty twenty six"
			const isYear = (last === "teen" || last === "tens") && total === 0 && current >= 10 && current <= 20;
			if (isYear) current *= 100;
			else if (!(last === undefined || last === "hundred" || last === "scale")) break;
		}
		if (kind === "hundred") {
			if (last === "hundred" || (isFirst && index === at)) break;
			current = (current === 0 ? 1 : current) * 100;
		} else if (kind === "scale") {
			if (isFirst && index === at) break;
			total += (last === undefined || current === 0 ? 1 : current) * value;
			current = 0;
		} else current += value;
		last = kind;
		isFirst = false;
	}
	if (isFirst) return undefined;
	let value = String(total + current);
	if (word() === "point" && (/^\d/.test(word(1)) || (classify(word(1))?.value ?? 99) < 10)) {
		let digits = "";
		index++;
		for (; index < tokens.length && word() !== ""; index++) {
			const digit = /^\d+$/.test(word())
				? word()
				: (classify(word())?.value ?? 99) < 10
					? String(classify(word())?.value)
					: undefined;
			if (digit === undefined) break;
			digits += digit;
		}
		value += `.${digits}`;
	}
	if (word() === "and" && /^an?$/.test(word(1)) && word(2) === "half") {
		index += 3;
		value = String(Number(value) + 0.5);
		const scale = classify(word());
		if (scale?.kind === "scale") [value, index] = [String(Number(value) * scale.value), index + 1];
	}
	return { value, next: index };
}

/** The text with every number in words as digits; all else as it was. */
export function replaceNumberWords(written: string): string {
	if (!/[a-z]/i.test(written)) return written;
	// "3 and a half", "2 and three quarters"
	const text = written.replace(
		/(?<![\w.])(\d+) and (?:(?:a|one) (half|quarter)|(three) quarters)\b(?! of)/gi,
		(_, whole: string, part: string | undefined) =>
			`${whole}.${part === undefined ? "75" : /half/i.test(part) ? "5" : "25"}`,
	);
	const tokens = tokensOf(text);
	let [result, copied, index] = ["", 0, 0];
	while (index < tokens.length) {
		const token = tokens[index] as Token;
		const isPronoun =
			token.word === "one" &&
			(pronounBefore.test(tokens[index - 1]?.word ?? "") || /^of$/.test(tokens[index + 1]?.word ?? ""));
		const found = isPronoun || isInName(text, token) ? undefined : readNumber(text, tokens, index);
		if (found === undefined) {
			index++;
			continue;
		}
		const end = tokens[found.next - 1] as Token;
		result += text.slice(copied, token.start) + found.value;
		copied = end.end;
		index = found.next;
	}
	return result + text.slice(copied);
}
