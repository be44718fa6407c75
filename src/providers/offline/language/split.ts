// Where one message may fall into several requests.

/** A place to cut, from `start` to `end` exclusive; weak ones ("and", a comma) need a good reason. */
export interface Cut {
	readonly start: number;
	readonly end: number;
	readonly isStrong: boolean;
}

const separators =
	/(?<strong>[?!]\s+(?:and |then |also )*(?=\S)|\.\s+(?=[A-Za-z"'`(\d])|;\s*|\n+(?=\S)|,?\s+(?:and )?(?:then|afterwards|after that|next(?! (?:mon|tues|wednes|thurs|fri|satur|sun|week|month|year|quarter|prime|few|line|leap|\d))|finally)[,:]?\s+|,?\s+and (?:also|then|finally)\s+|,?\s+and (?:after|later)(?: that| this)?,?\s+(?=(?:say|tell|show|give|list|read|what|how|calculate|create|make|copy|move|write|count|convert|find|search|run|open|display|print)\b)|,\s*(?:and\s+)?(?:also|plus|as well as)\s+|\s+as well as\s+|\s+also,?\s+(?=(?:what|how|tell|show|list|calculate|convert|give)\b)|,\s*and\s+)|(?<weak>,\s+|\s+(?:and|&|plus)\s+)/gi;

/** Stretches in which nothing is cut: quotes, code, brackets. */
const guarded =
	/```[\s\S]*?```|"[^"]*"|`[^`]*`|(?<!\w)'[^'\n]*'(?!\w)|\([^()]*\)|\[[^\]]*\](?:\s*,?\s*\[[^\]]*\])*\]?|\{[^{}]*\}|https?:\/\/\S+/g;

/** Abbreviations whose full stop ends no sentence. */
const abbreviation =
	/\b(?:e\.g|i\.e|etc|vs|mr|mrs|dr|st|no|approx|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|a\.m|p\.m)$/i;

/** Behind "run this python code:" everything up to a word for the next request is code. */
const code =
	/^[^:]*\b(?:run|execute|evaluate|eval|command|code|snippet|script)\b[^:]*\b(?:python3?|py|javascript|js|node|typescript|ts|bash|sh|shell|code|snippet|command|script)\b[^:]*: ?/i;

export function cutsOf(text: string): readonly Cut[] {
	const codeStart = code.exec(text)?.[0].length ?? text.length;
	const closed = [...text.matchAll(guarded)].map((match) => [match.index, match.index + match[0].length] as const);
	const cuts: Cut[] = [];
	for (const match of text.matchAll(separators)) {
		const [start, end] = [match.index, match.index + match[0].length];
		if (start === 0 || end >= text.length) continue;
		if (closed.some(([open, close]) => start >= open && start < close)) continue;
		if (start >= codeStart && !/[a-z]/i.test(match[0])) continue;
		if (match[0].startsWith("?") && /=\s*$/.test(text.slice(0, start))) continue;
		if (match[0].startsWith(".") && abbreviation.test(text.slice(0, start))) continue;
		cuts.push({ start, end, isStrong: match.groups?.strong !== undefined });
	}
	return cuts;
}

/** Starts like a request of its own rather than like the rest of a list. */
export const startsRequest =
	/^(?:please |then |also |finally |can you |could you |and )*(?:what|whats|what's|how|hows|when|where|which|who|is|are|was|does|do|tell|show|list|give|get|read|open|print|display|cat|calculate|compute|convert|add|subtract|multiply|divide|double|triple|halve|square|cube|find|search|grep|look|count|create|make|write|append|replace|change|rename|copy|move|delete|remove|run|execute|fetch|download|visit|go to|check|remember|recall|note|save|store|put|turn|sort|sum|average|mean|median|evaluate|work out|solve|simplify|differentiate|round|factor|factori[sz]e|ls|mkdir|touch|cp|mv|wc|time|explain|summari[sz]e|write|translate|help|say|describe|refactor|fix|why|the (?:time|date|weather|square|cube|sum|average|mean|number|current|day|week|factorial|gcd|lcm)|current|\d|half|in \w+|tomorrow|today|edit|view|head|tail|first|last|echo|git|npm|compare|take|raise|increase|decrease|reduce|name|date|today's|memory|cpu|disk|uptime|convert|define|generate|draft|suggest|plan|tell|let|memorize|don't|i )\b/i;
