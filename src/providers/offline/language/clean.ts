// Takes off what does not change the meaning: greetings, politeness, contractions, closing punctuation.

import { lazy } from "../../../lib/lazy.js";
import { mayMatch } from "./rules.js";

const contractions: readonly (readonly [RegExp, string])[] = [
	[/[‘’]/g, "'"],
	[/[“”]/g, '"'],
	[/\b(what|how|where|when|who|that|there)(?:'s|s(?= (?:the|a|an|in|my|your|inside|up|today|\d)))\b/gi, "$1 is"],
	[
		/^(search|calculate|show|tell|find|round|give|convert|list|read|create|make|open|count|copy|move|rename|write|run|add|look)( me)? please,? (?=\w)/i,
		"$1$2 ",
	],
	[/\bwhats\b/gi, "what is"],
	[
		/\bwhat (?:for|kind of|sort of) an? (?=(?:week ?day|day|date|time|system|os|computer|machine|number|week|year-week|calendar-week)\b)/gi,
		"which ",
	],
	[/\b(?:year|calendar)-week\b/gi, "calendar week"],
	[/\bhows\b/gi, "how is"],
	[/\bit's\b/gi, "it is"],
	[/\bi'd\b/gi, "i would"],
	[/\bi'm\b/gi, "i am"],
	[/\bwhat're\b/gi, "what are"],
	[/\bhow'd\b/gi, "how would"],
	[/\b(?:wanna)\b/gi, "want to"],
	[/\bgimme\b/gi, "give me"],
	[/\blemme\b/gi, "let me"],
];

const openings: readonly RegExp[] = [
	/^(?:hey|hi|hello|hiya|yo|howdy|greetings|dear|good (?:morning|afternoon|evening|day))(?: there| nexus| everyone| team| dear| darling| sweetheart| love| honey)?(?:\s*[,!.:-]+\s*|\s+(?=\S))/i,
	/^(?:ok(?:ay)?|so|well|now|right|alright|great|cool|nice|perfect|um+|uh+|hmm+|oh|nexus|sir|excuse me|sorry|quick question|question|btw|by the way|thanks|thank you)\s*[,!.:;-]+\s*/i,
	/^(?:ok(?:ay)?|so|well|um+|uh+|hmm+|alright|nexus) (?=\w)/i,
	/^(?:and|then|also|next(?! (?:mon|tues|wednes|thurs|fri|satur|sun|week|month|year|quarter|prime|few|line|leap|\d))|finally|lastly|after that|afterwards|additionally|plus|secondly|firstly|after this|once done|first(?= (?:list|show|read|create|calculate|what|make|find)\b)|(?:first|second|third)(?=,))\s*,?\s+(?:please\s+)?(?=[a-z(\d$"'`])/i,
	/^(?:ok(?:ay)?|cool|great|nice|now|right|alright)\s+(?=(?:ok|cool|now|do|what|how|show|list|calculate|convert|give|tell|read|find|run)\b)/i,
	/^how (?:(?:do|would|can|should) (?:you|i|we|one) |(?:you|i|we) (?:do|would|can|should) |to |is )(?:write|say|express|represent|written|said|expressed) (?=.+ (?:in|as) )/i,
	/^(?:\(?[a-h]\)|\(\d{1,2}\)|\d{1,2}[.)]|[-*•])\s+(?=[A-Za-z])/,
	/^(?:is it|would it be) possible (?:to |for you to )/i,
	/^(?:how|where) (?:(?:can|do|could|would) (?:i|you|we|one)|(?:i|you|we) (?:can|could|would)|to) (?=(?:convert|calculate|compute|simplify|reduce|factor|round|find the|work out|solve|differentiate|multiply|divide|add)\b)/i,
	/^while you (?:are|'re) at it,? (?:also )?/i,
	/^let me (?=(?:see|look|read|have)\b)/i,
	/^(?:please|pls|plz|kindly|just|quickly|simply)\s*,?\s+/i,
	/^(?:can|could|would|will|may|might)\s+(?:you|u|i|we)\s+(?:please |pls |kindly |possibly |quickly |maybe |just |also )*(?:be so kind (?:as )?to |be able to |have you |help me (?:to |with )?|ask you to |help (?:to )?)?(?=\w)/i,
	/^would you mind (?=\w)/i,
	/^be (?:so |very )?(?:kind|good|nice)(?: enough)? (?:(?:as )?to|and) (?=\w)/i,
	/^to (?=(?:add|append|download|copy|move|rename|run|execute|fetch|search|count|write|delete|give|tell|say|check|make|put|save|change|replace)\b)/i,
	/^(?:i|we)\s+(?:just\s+)?(?:want|need|would like|wish|would love|have|am trying|am going|like)(?: you)? to (?:please )?(?:know |find out |see |learn |ask )?(?:about )?(?=\w)/i,
	/^(?:(?:i|we) )?(?:need|want|would like) (?=(?:the|to|a|an|all|you)\b|\d)/i,
	/^(?:i was wondering|i wonder|i am wondering|i am curious|wondering)\s*,?\s*(?:if you (?:can|could) )?/i,
	/^(?:do|would|can|could) you (?:happen to )?(?:know|tell me|say|remind me|calculate for me|find out for me)\s+(?=(?:what|how|when|where|which|who|the|if|whether)\b)/i,
	/^(?:tell|inform|let) me (?:know )?(?:about )?(?=(?:what|how|when|where|which|who|if|whether|the|is|a|about|\d|today|in)\b)/i,
	/^remind me (?:about )?(?=(?:what|how|when|where|which|who|if|whether|the)\b(?!.* (?:in|at|on) (?:\d|an? (?:minute|hour)|noon|\w+day)))/i,
	/^(?:any idea|any clue|do you know|got any idea|could you say)\s+(?=(?:what|how|when|where|which|if)\b)/i,
	/^(?:let us|let's|lets|go ahead and|try to|i think|be a dear and|do me a favou?r(?: and|,)?|feel free to|make sure to|your task is to|help me(?: to)?)\s+/i,
	/^(?:check|see|find out|look up|figure out|verify) (?=(?:how|what|when|which|where|who)\b)/i,
	/^(?:i|we) (?:need|want|must|should|have|wish)(?: to)? (?=(?:find|list|show|open|read|create|make|copy|convert|know|calculate|see|search|delete|rename|move|run)\b)/i,
	/^know (?=(?:how|what|when|which|where|who|the)\b)/i,
	/^(?:say|tell)(?: to)? me (?=(?:the|what|how)\b)/i,
	/^to (?=(?:calculate|compute|convert|know|find|list|show|read|open|create)\b)/i,
	/^(?:my question is|the question is|i have a question|here is a question|for my homework|for homework|for work|for a report)\s*[,:-]?\s+/i,
];

const closings: readonly RegExp[] = [
	/(?:\s*[,;.!-]\s*|\s+)(?:please|pls|plz|thanks(?: a lot| so much| in advance| very much)?|thank you(?: so much| very much| in advance)?|thx|ty|cheers|many thanks|much appreciated|tia|kind regards|regards|if you (?:can|could|please|would)|if possible|if you don't mind|asap|right away|immediately|for me|my friend|love|dear|darling|sweetheart|honey|sweetie|hun|mate|dude|buddy|pal|sir|nexus|ok|okay|quickly|exactly|would you|could you|can you|will you)\s*[?!.]*$/i,
	/\s*\?[?!]*$|(?<![\d)])\s*!+$/,
	/(?<![.\d\w])\.+$|(?<=[\w)"'`\]%])\.$/,
	/\s*[,;]+$/,
];

/** Text with quoted parts and code kept as they are. */
export const outsideQuotes = (text: string, change: (part: string) => string): string =>
	text
		.split(/("[^"\n]*"|`[^`]*`|(?<!\w)'[^'\n]*'(?!\w))/)
		.map((part, index) => (index % 2 === 1 ? part : change(part)))
		.join("");

const guardedOpenings = lazy(() => openings.map((pattern) => ({ pattern, may: mayMatch(pattern) })));
const guardedClosings = lazy(() => closings.map((pattern) => ({ pattern, may: mayMatch(pattern) })));

const trimOnce = (text: string, patterns: ReturnType<typeof guardedOpenings>): string => {
	const lower = text.toLowerCase();
	for (const { pattern, may } of patterns) {
		if (!may(lower)) continue;
		const shorter = text.replace(pattern, "").trim();
		if (shorter !== text && shorter !== "") return shorter;
	}
	return text;
};

/** Politeness in front and behind, taken off as long as there is some. */
export function clean(text: string): string {
	let result = outsideQuotes(text.replace(/[“”]/g, '"').trim(), (part) =>
		contractions.reduce((changed, [pattern, plain]) => changed.replace(pattern, plain), part).replace(/[^\S\n]+/g, " "),
	).trim();
	for (let round = 0; round < 12; round++) {
		const shorter = trimOnce(trimOnce(result, guardedOpenings()), guardedClosings());
		if (shorter === result) break;
		result = shorter;
	}
	return result;
}

/** `"x"`, `'x'`, `` `x` `` without its quotes. */
export const unquote = (text: string): string => {
	const trimmed = text.trim();
	const match = /^(["'`])([\s\S]*)\1$/.exec(trimmed);
	return match === null || (match[2] ?? "").includes(match[1] ?? "") ? trimmed : (match[2] ?? "");
};
