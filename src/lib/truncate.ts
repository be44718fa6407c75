/**
 * The head and the tail of a long text with a line between them that says what is missing. Text of at most
 * `maxCharacters` is returned unchanged. Never cuts a surrogate pair.
 */
export const truncateMiddle = (text: string, maxCharacters: number, where?: string): string => {
	if (text.length <= maxCharacters) return text;
	const headLength = Math.floor(maxCharacters * 0.6);
	const head = text.slice(0, headLength);
	const tail = text.slice(text.length - (maxCharacters - headLength));
	const missing = text.length - maxCharacters;
	const place = where === undefined ? "" : `; all of it is in ${where}`;
	return `${head.toWellFormed()}\n[… ${missing} characters left out${place}]\n${tail.toWellFormed()}`;
};
