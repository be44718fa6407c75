import { unpunctuated } from "./courtesy.js";

const boundary =
	/(?:[,;:.!]+\s|\s[-–—]\s)\s*(?:(?:so|and|but|hence|therefore|thus|that is why)\b,?\s*)?(?=\S)|\s+(?:so|and) (?=(?:i (?:would|need|want|should|wonder)|could you|can you|would you|please|tell me|what|how)\b)|\s+(?=(?:how (?:old|many|much|long|far)|what(?: is| time| day| date)|which) )/gi;

const statement =
	/^(?:i|we|my|our|the|a|an|let [a-z] ?=|-?[\d.]+$|-?[\d.,]+ ?%?(?: [a-z-]+){1,4}$|[\w.-]+\.\w+$|"[^"]+"$|\w+ (?:\w+ ){0,3}(?:is|are|was|were|has|opens?|starts?|begins?|grew|went|weighs|costs?)\b|this|that|these|there|it|he|she|they|for|in|on|at|as|since|because|some|someone|somebody|mr|mrs|ms|dr|today|yesterday|tomorrow|you|here|one|every|all|both|to|with|if|given|suppose|assume|say|imagine|let's say|let us say|[A-Z][a-z]+)\b/i;

const pronoun = /\b(?:that|it|this|they|them|he|she|there)\b/i;

/** A statement and the request behind it, with what "that" or "it" means put in; likeliest first. */
export function withoutContext(text: string): readonly string[] {
	const found: string[] = [];
	if (text.length > 400) return found;
	for (const cut of text.matchAll(boundary)) {
		const [left, right] = [text.slice(0, cut.index).trim(), text.slice(cut.index + cut[0].length).trim()];
		if (left === "" || right === "" || !statement.test(left) || (left.match(/"/g) ?? []).length % 2 === 1) continue;
		const born = /\bborn (?:on |in )?(.+)$/i.exec(left)?.[1];
		if (born !== undefined && /\bhow old\b|\bage\b/i.test(right)) found.push(`how old is someone born on ${born}`);
		const meant =
			/"[^"]+"|`[^`]+`/.exec(left)?.[0] ??
			/(?<![\w.])[\w-]+\/?[\w/-]*\.[a-z]\w{0,4}\b/i.exec(left)?.[0] ??
			/-?[$€£]?\d.*$/.exec(left)?.[0] ??
			/\b(?:called|named|folder|file|directory) ([\w./-]+)$/i.exec(left)?.[1];
		// "my code is 4471, remember that": all of it is the note.
		if (
			/^(?:please )?(?:remember|note|keep|save|store|memori[sz]e|write|jot|don't forget)(?: (?:it|that|this))?(?: down| in mind)?(?: for (?:me|later))?$/i.test(
				unpunctuated(right),
			)
		)
			found.push(`remember that ${left}`);
		const folder = /\b(?:in|inside) (?:the |my |our )?([\w./-]+) (?:folder|directory)\b/i.exec(left)?.[1];
		const place = /\b(?:in|to|from|at|near) ([A-Z][\p{L}'-]+(?: [A-Z][\p{L}'-]+){0,2})$/u.exec(left)?.[1];
		if (place !== undefined && /\bthere\b/i.test(right))
			found.push(right.replace(/\b(?:over )?there\b/i, `in ${place}`));
		if (meant !== undefined && pronoun.test(right)) {
			const filled = right
				.replace(/\b(?:that|it|this|they|them)\b/i, () => meant)
				.replace(/\bthere\b/i, (word) => (folder === undefined ? word : `in ${folder}`));
			found.push(filled);
		}
		// What is left cannot be told without what there was.
		if (/\d/.test(left) && /\bhow (?:many|much)\b.*\b(?:left|remain\w*)\b/i.test(right) && /\d/.test(right)) continue;
		found.push(right);
	}
	return found;
}
