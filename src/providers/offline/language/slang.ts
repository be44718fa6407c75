// Chat English as plain English: sounds and fillers taken out, run-together words written out.
import { outsideQuotes } from "./clean.js";

const table: readonly (readonly [RegExp, string])[] = [
	[
		/\b(?:lol|lmao|rofl|(?:ha){2,}h?|(?:he){2,}|omg|omfg|u+mm*|hmm+|uhh*|uh huh|err?m|argh|ugh|phew|woops|oops|xd|smh|tbh|imo|ngl|fr|asap)\b[,.!]*/gi,
		"",
	],
	[
		/^(?:he+y+(?: there)?|yo+|hiya|sup|oi|wait|oh|ah|aha|well|ok+|okay|k|so|now|right|listen|look|alright|dude|bro|man|mate|buddy|nah|anyway)\b[ ,.!:-]*(?:and )?(?=\S)/i,
		"",
	],
	[/\b(?:pretty )?(?:pl+[sz]+e*|plox|pleez|pleas|pleese)\b/gi, "please"],
	[/\bpretty please\b/gi, "please"],
	[/\b(?:real|right|super|rly|really) quick(?:ly)?\b/gi, ""],
	[/,? (?:would|will|could|can) (?:ya|you|u)(?=\s*[?!.]*$)/gi, ""],
	[/,? if (?:ya|you|u) (?:do not|don't|dont|do n't|would not|wouldn't) mind\b,?/gi, ""],
	[/\b(?:ya|u|yall|y'all)\b/gi, "you"],
	[/\bur\b/gi, "your"],
	[/\bouta|outta\b/gi, "out of"],
	[/\bgonna\b/gi, "going to"],
	[/\bgotta\b/gi, "have to"],
	[/\bwan(?:na|t to)\b/gi, "want to"],
	[/\b(?:gimme|gimmie)\b/gi, "give me"],
	[/\b(?:lemme)\b/gi, "let me"],
	[/\b(?:dunno)\b/gi, "do not know"],
	[/\bhow long(?:'s| is|s)(?= .+ been\b)/gi, "how long has"],
	[
		/\b(what|how|where|when|who|that|there|it|which|time|date|day)'s(?= (?:the|a|an|in|my|your|it|that|this|up|today|hogging|using|eating|going|stored|written|inside|there|left|on|of|what|many|much|\d))/gi,
		"$1 is",
	],
	[/\b(?:what|wat|wut|wot)s\b/gi, "what is"],
	[/\bthat?s\b/gi, "that is"],
	[/\bits\b(?= (?:a|an|the|\d|been|in|at|about|now))/gi, "it is"],
	[/\bhows many\b/gi, "how many"],
	[/\bdont\b/gi, "don't"],
	[/\bim\b/gi, "i am"],
	[/ r (?=[\d\w])/g, " are "],
	[/(?<=[\w,]) (?:n|'n|an|&) (?=(?:then |also )?[a-z]+\b)/gi, " and "],
	[/\bis going to be\b/gi, "will be"],
	[/\b(?:is it|it is) going to be\b/gi, "will it be"],
	[/\b(?:thingy|thingie|thing|stuff)(?= \d)/gi, ""],
	[
		/,? (?:like|i think|i guess|i mean|i believe|or so|or something|or whatever|you know|kind of|kinda|sort of|sorta|somehow|totally|maybe|honestly|seriously|literally)(?=,|$|[.?!])/gi,
		"",
	],
	[/, like,? /gi, ", "],
];

/** The same request, quieter. */
export const withoutSlang = (text: string): string =>
	outsideQuotes(text, (part) => table.reduce((changed, [pattern, plain]) => changed.replace(pattern, plain), part))
		.replace(/[^\S\n]+/g, " ")
		.replace(/ (?=[,.?!](?:\s|$))/g, "")
		.trim();
