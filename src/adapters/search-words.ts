// Words as the index knows them: what is looked for as an FTS5 query, and where a text has it.

/** Scripts without spaces between words: each character counts as one. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const mayBeUnspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff]/;
const word =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}\p{M}\p{Co}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[^\p{L}\p{N}\p{M}\p{Co}]|$)/gu;

const maxTerms = 32;
const snippetBefore = 40;
const snippetCharacters = 160;
/** A snippet is looked for in so much of a text. */
const maxLooked = 100_000;

/** Words that must follow one another; `isOpen`: the last one is only the beginning of a word. */
export interface SearchTerm {
	readonly words: readonly string[];
	readonly isOpen: boolean;
}

/** As the tokenizer of the index needs it. */
export const spaced = (text: string): string => (mayBeUnspaced.test(text) ? text.replace(unspaced, " $& ") : text);

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * `deploy "rolling update" stag*`: a word, a phrase, the beginning of a word. All must be in a text.
 * @param isTyping the last word may not be finished
 */
export const searchTerms = (query: string, isTyping: boolean): readonly SearchTerm[] => {
	const chunks = [...query.slice(0, 1000).matchAll(/"([^"]*)"?(\*?)|([^\s"]+)/g)];
	const terms = chunks.map((chunk): SearchTerm => {
		const text = chunk[1] ?? chunk[3] ?? "";
		const words = [...text.matchAll(word)].map(([found]) => fold(found));
		return { words, isOpen: chunk[2] === "*" || (chunk[1] === undefined && text.endsWith("*")) };
	});
	const telling = terms.filter(({ words }) => words.length > 0).slice(0, maxTerms);
	const isLastOpen = isTyping && !/[\s"]$/.test(query);
	return telling.map(({ words, isOpen }, index) => {
		// One letter begins too many words; one character of a script without spaces is a word.
		const mayBeOpen = !/^[^\u2e80-\uffff]$/.test(words.at(-1) ?? "");
		return { words, isOpen: mayBeOpen && (isOpen || (isLastOpen && index === telling.length - 1)) };
	});
};

/** Nothing of what was typed has a meaning of its own in it. */
export const toMatch = (terms: readonly SearchTerm[]): string =>
	terms.map(({ words, isOpen }) => `"${words.join(" ")}"${isOpen ? " *" : ""}`).join(" AND ");

export interface Snippet {
	readonly text: string;
	/** [from, to) in UTF-16 units. */
	readonly marks: readonly (readonly [number, number])[];
}

/** The part of a text around the first of the terms, on one line. */
export const snippetOf = (text: string, terms: readonly SearchTerm[]): Snippet => {
	const line = text.slice(0, maxLooked).replace(/\s+/g, " ").trim();
	const words = [...line.matchAll(word)].map((found) => ({
		text: fold(found[0]),
		from: found.index,
		to: found.index + found[0].length,
	}));
	const found: [number, number][] = [];
	let first: number | undefined;
	for (const [index, start] of words.entries()) {
		if (first !== undefined && start.from > first + snippetCharacters) break;
		const length = longestMatch(words, index, terms);
		const end = words[index + length - 1];
		if (length === 0 || end === undefined) continue;
		first ??= start.from;
		found.push([start.from, end.to]);
	}
	const from = startOf(line, Math.max(0, (first ?? 0) - snippetBefore));
	const to = Math.min(line.length, from + snippetCharacters);
	const head = from > 0 ? "…" : "";
	const shift = head.length - from;
	return {
		text: `${head}${line.slice(from, to).toWellFormed()}${to < line.length ? "…" : ""}`,
		marks: found.filter(([, end]) => end <= to).map(([start, end]) => [start + shift, end + shift]),
	};
};

/** At a word's beginning, where one is near. */
const startOf = (line: string, at: number): number => {
	if (at === 0) return 0;
	const space = line.indexOf(" ", at);
	return space === -1 || space > at + snippetBefore / 2 ? at : space + 1;
};

const longestMatch = (
	words: readonly { readonly text: string }[],
	index: number,
	terms: readonly SearchTerm[],
): number => {
	let longest = 0;
	for (const { words: wanted, isOpen } of terms) {
		const fits = wanted.every((want, offset) => {
			const have = words[index + offset]?.text;
			return isOpen && offset === wanted.length - 1 ? have?.startsWith(want) === true : have === want;
		});
		if (fits) longest = Math.max(longest, wanted.length);
	}
	return longest;
};
