// Graphemes of text of which every character is one of its own and one column wide, found without Intl: its first
// segmenter takes 10 ms to make, and each text a good while.

/** Characters of one UTF-16 unit and one column each: ASCII, Latin, Greek, Cyrillic, punctuation, boxes and our own signs. */
export const plainText =
	/^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2500-\u259f\u25cb\u25cf\u25d0-\u25d3\u2713\u2717\u2298]*$/;

/** Beside these, what colours text: a control character joins nothing, so it is a grapheme of its own as well. */
const plainOrStyled = new RegExp(plainText.source.replace("[", String.raw`[\n\x07\x1b`));

/** Like Intl.Segmenter with the granularity `grapheme`. The build gives it to the packages that lay out the screen. */
export class PlainSegmenter {
	#segmenter: Intl.Segmenter | undefined;

	segment(text: string): Intl.Segments {
		if (plainOrStyled.test(text)) return new PlainSegments(text);
		this.#segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
		return this.#segmenter.segment(text);
	}
}

class PlainSegments {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	containing(index = 0): Intl.SegmentData | undefined {
		const segment = this.#text[index];
		return segment === undefined ? undefined : { segment, index, input: this.#text };
	}

	*[Symbol.iterator](): Generator<Intl.SegmentData, undefined> {
		for (let index = 0; index < this.#text.length; index++) {
			yield { segment: this.#text[index] ?? "", index, input: this.#text };
		}
	}
}
