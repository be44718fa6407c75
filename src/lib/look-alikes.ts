// Characters that look like plain ones and that editors, word processors and models put in their place (Unicode 16:
// general punctuation, and the space separators, Zs). Each stands for one plain character, so that positions stay.
const plainOf: Readonly<Record<string, string>> = Object.fromEntries(
	[
		["'", "\u2018\u2019\u201a\u201b\u2032\u02bc\uff07"],
		['"', "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"],
		["-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"],
		[" ", "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"],
	].flatMap(([plain, others]) => [...(others ?? "")].map((other) => [other, plain ?? ""])),
);

const lookAlikes = new RegExp(`[${Object.keys(plainOf).join("")}]`, "g");

/** Of the same length as the text. */
export const plainLookAlikes = (text: string): string =>
	text.replace(lookAlikes, (character) => plainOf[character] ?? character);
