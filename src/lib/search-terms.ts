// The words of a text as a search takes them: small, without fillers, without most endings.

const fillers: ReadonlySet<string> = new Set(
	"a an and any are as at be by can do for from have how i in into is it its me my of on or please that the then this to tool tools use want what which with you".split(
		" ",
	),
);

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** `converting`, `converts` and `converted` are the same word as `convert`. */
const stem = (term: string): string => (term.length > 4 ? term.replace(/(?:ing|ies|ed|es|s)$/, "") : term);

/** Null for a word that tells nothing. */
export const termOf = (word: string): string | null => (fillers.has(word) ? null : stem(word));

/** One letter in five may differ. */
export const fuzziness = (term: string): number | false => (term.length > 4 ? 0.2 : false);
