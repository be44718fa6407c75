// Long and polite requests in plain words: "I would be grateful if you could tell me what 3 plus 4 comes to" asks
// "what is 3 plus 4". Used for what was not understood as written.
import { outsideQuotes } from "./clean.js";
import { startsRequest } from "./split.js";

const you = "(?:you|u|someone|anyone|we|i)";
const may = "(?:could|can|would|will|might|may|should)";
const adverb = "(?:please|pls|kindly|perhaps|possibly|maybe|quickly|just|also|then|now|next|very much|really|first) ";

/** Words that stand in the way anywhere. */
const asides: readonly (readonly [RegExp, string])[] = [
	[
		/,? (?:if (?:i|you) (?:may|can|could|would|might|don't mind|do not mind|please|like)(?: ask)?|by any chance|if (?:at all |it is )?possible|if it is not too much trouble|when you (?:have|get) (?:a|the) (?:moment|minute|second|chance|time)|whenever you can|at your (?:earliest )?convenience)(?=[\s,?.!;]|$),?/gi,
		"",
	],
	[/(?<=\s)(?:kindly|perhaps|possibly|please|by the way|basically|actually|like,|you know,|literally) /gi, ""],
	[/^(?:kindly|perhaps|possibly|please|basically|actually|well|so) /i, ""],
	[/, ?please,? ?/gi, " "],
	[/(?: (?:in|at) [^,]+)?, (?:i\.?e\.?|meaning|namely),? (?=in )/gi, " "],
	[/(?<=\b(?:memory|space|ram|disk|there|is|are|have|has|am|almost) )(?:still|even|actually|currently|really) /gi, ""],
	[/(?<=^(?:which|what) (?:os|system) am i )even /gi, ""],
	[/\b(?:i'd|i would) be\b/gi, "i would be"],
];

const leads: readonly RegExp[] = [
	/^(?:verify|confirm|ensure|validate|assert|check|make sure|double[- ]check|test|see)(?: once)?(?: (?:that|whether|if|for me))*[:,]? (?=\S)/i,
	new RegExp(`^${adverb}`, "i"),
	/^(?:and|so|but|thus|therefore|hence|because of that)[, ]+/i,
	/^if (?:it is|that is|it's|this is) (?:not |no )?(?:too much (?:trouble|to ask)|a problem|ok(?:ay)?|possible|alright|not too much)(?: with you)?,? /i,
	/^(?:if you (?:don't|do not|would not|wouldn't) mind|if (?:i|you) (?:may|can|could|please)|when you (?:have|get) (?:a|the) (?:moment|minute|second|chance|time)|sorry to bother you|excuse me|pardon me|with your permission|dear \w+|hello|hi)\b,? ?(?:but )?/i,
	/^(?:i|we) (?:would|should) (?:be|feel) (?:very |most |so |really |extremely |ever so )?(?:grateful|obliged|pleased|thankful|glad|happy|delighted|interested|curious)(?: (?:if (?:you|someone) (?:could|can|would|might)|to (?:know|learn|hear|see|find out|have)|for|in knowing))?(?: to know)? /i,
	/^(?:i|we) (?:would|should) (?:really |greatly |very much |deeply )?appreciate (?:it (?:very much |greatly |a lot )?if you (?:could|would|can)|knowing|your help (?:with|in)|if you (?:could|would)|you) /i,
	/^it would (?:be (?:very |really |so )?(?:kind|nice|great|good|helpful|lovely|wonderful|useful)(?: of you)?|help(?: me| us)?(?: a lot)?)(?: if you (?:could|would|can)| to (?:know|have|see)) /i,
	/^(?:i|we) (?:was|were|am|are|have been|just)? ?(?:just )?(?:wonder(?:ing|ed)?|curious|asking|hoping)(?: (?:if|whether|about|that))?(?: you (?:could|can|might|would)(?: be able to)?)? /i,
	new RegExp(
		`^${may} ${you} (?:(?:please|pls|kindly|perhaps|possibly|maybe|just|also|quickly|then) )*(?:be (?:so |very )?(?:kind|good|nice|helpful|able)(?: enough)?(?: as)? to |be able to |manage to |help (?:me|us)(?: out)?(?: (?:to|by|and|with))? |do me (?:a|the) favou?r (?:and|of) |go ahead and |take a (?:moment|second) to |happen to )?`,
		"i",
	),
	/^(?:may|might|can|could) (?:i|we) (?:please )?(?:trouble|bother|ask|have|get|see|know|request|kindly)(?: you)?(?: (?:for|to|about|from you))? /i,
	/^(?:trouble|bother|ask) you (?:for|to|about|with|what) /i,
	/^(?:have|get|know|see|read) (?=(?:the|an?|how|what|which|when|where)\b)/i,
	/^i want (?:that you |you )/i,
	/^(?:i|we) (?:only |just |really |still |also |urgently |first |then )*(?:would like|would love|would want|should like|would need|need|want|wish|have|like|must|am trying|are trying|am supposed|ought|was asked|were asked|have been asked|am asked|was told|would prefer)(?: (?:you|help|your help|assistance))?(?: (?:to|with|for|from you))? (?:(?:know|find out|learn|see|understand|ask|check|have you|ask you(?: to)?|please|be told|figure out|hear|be informed|be shown|determine|get) )*/i,
	/^(?:please )?(?:tell|inform|remind|show|give|let|advise|provide|notify|enlighten|send|get|fetch|help|teach)(?: (?:to )?(?:me|us|them|him|her))? (?:(?:know|see|have|hear|of|about|with|that|on|read|please|which|again|quickly|exactly) )*(?=(?:the|what|how|when|where|which|who|whether|if|is|on|in|a|an|\d|my|our|at|all|every|about)\b)/i,
	/^(?:do|would|does) (?:you|anyone|anybody) (?:happen to |perhaps |maybe |by any chance )*(?:know|remember|recall|have (?:any|an) idea|have a clue)(?: (?:of|about))? /i,
	/^you (?:could|can|would|will|might|may) (?:please )?(?:be able to )?/i,
	/^(?:my|our|the|a|this) (?:[^\s,;:]+ ){1,5}?(?:asked|asks|wants|want|wanted|told|tells|needs|need|requires|requested|would like|is asking|are asking|says)(?: (?:me|us|you|for me))?(?: (?:to|for|about))? (?:(?:have you|ask you to|know|find out|tell (?:him|her|them)|learn|check|see) )*/i,
	/^(?:please )?(?:find out|figure out|work out|calculate|compute|state|name|check|see|verify|determine|look up|confirm|ascertain|establish|look|say|explain)(?: (?:for|to) (?:me|us))? (?=(?:what|how|when|where|which|who|whether|if)\b)/i,
	/^(?:is|would) (?:it|there) (?:be )?(?:possible|ok(?:ay)?|alright|fine|any chance|a way)(?: (?:for you|for me|that you (?:could|can)|you (?:could|can)))?(?: to)? /i,
	/^(?:i|we) (?:do not|don't|can not|cannot|can't) (?:know|remember|recall|figure out|tell) /i,
	/^(?:the|my|our) (?:next )?(?:question|task|request|exercise|homework|problem)(?: (?:is|asks|says|here))?(?: (?:to|for))?[:,]? /i,
	/^(?:question|task|exercise|problem|homework|ex|q|nr|no|number)(?: \d+\w?)?[.:)] /i,
	/^(?:whether|if) (?=(?:the |it |this |that )?.+ (?:is|are|was|will|has|have|exists?|contains?)\b)/i,
];

const gerunds: Readonly<Record<string, string>> = {
	writing: "write",
	factoring: "factor",
	reading: "read",
	listing: "list",
	checking: "check",
	opening: "open",
	searching: "search",
	counting: "count",
	converting: "convert",
	adding: "add",
	fetching: "fetch",
	making: "make",
	creating: "create",
	running: "run",
	executing: "execute",
	moving: "move",
	renaming: "rename",
	replacing: "replace",
	calculating: "calculate",
	computing: "compute",
	dividing: "divide",
	multiplying: "multiply",
	copying: "copy",
	putting: "put",
	getting: "get",
	giving: "give",
	removing: "remove",
	deleting: "delete",
	saving: "save",
	changing: "change",
	duplicating: "duplicate",
	evaluating: "evaluate",
	translating: "translate",
	letting: "let",
};
const stemOf = (word: string): string => gerunds[word.toLowerCase()] ?? word.replace(/ing$/i, "");

const participles: Readonly<Record<string, string>> = {
	run: "run",
	shown: "show",
	written: "write",
	made: "make",
	put: "put",
	sent: "send",
	read: "read",
	copied: "copy",
	multiplied: "multiply",
	found: "find",
	kept: "keep",
	calculated: "calculate",
	created: "create",
	renamed: "rename",
	moved: "move",
	removed: "remove",
	deleted: "delete",
	replaced: "replace",
	saved: "save",
	changed: "change",
	executed: "execute",
	divided: "divide",
	duplicated: "duplicate",
	simplified: "simplify",
	transformed: "transform",
};
const verbOf = (participle: string): string => participles[participle.toLowerCase()] ?? participle.replace(/ed$/i, "");

const strip = (text: string): string => {
	let result = text.trim();
	for (let round = 0; round < 10; round++) {
		const mind =
			/^would you mind (?:please )?(\w+ing)\b/i.exec(result) ??
			/^(?:do|would) you mind if i ask(?:ed)?(?: you)? /i.exec(result);
		let shorter =
			mind === null ? result : `${mind[1] === undefined ? "" : stemOf(mind[1])}${result.slice(mind[0].length)}`;
		for (const lead of leads) shorter = shorter.replace(lead, "").trim() || shorter;
		if (shorter === result || shorter === "") break;
		result = shorter;
	}
	return result;
};

/** What the speaker does with it, and why: no part of the request. */
const tails: readonly RegExp[] = [
	/,? (?:and )?(?:nothing (?:else|more|other)|that(?: i|')s (?:all|it)|no more|only that|just that|not more)$/i,
	/[,;.:]? (?:so|and|then)?,? ?(?:could|would|can|will|may) you (?:please |kindly |perhaps |maybe )*(?:be able to )?(?:find (?:that |this |it )?out|check(?: (?:that|it|this))?|help(?: me| us)?(?: (?:with (?:that|this|it)|out|here))?|look(?: (?:it|that|this) up| into (?:it|that))?|do (?:so|that|it|this)|tell me|let me know|arrange (?:that|it)|work (?:it|that|this) out|calculate (?:it|that|this)|see to (?:it|that)|take care of (?:it|that|this))(?: for (?:me|us))?$/i,
	/[,;.:]? (?:so )?(?:please|kindly) (?:do (?:so|it|that|this)|find out|check|help|tell me|let me know|help me|look it up)$/i,
	/,? (?:so that|so|in order (?:to|that)|because|since|as|before|after|while|until|once|whenever|otherwise|given that|seeing that|in case|but|although|though|and then) (?:i|we|he|she|they|it|the|my|our|this|that|a|an|to|there|you|one)\b[^"'`\d]*$/i,
	/,? (?:for|to (?:include|put|add|use|show|go|be)|in (?:time for|preparation)|ahead of|prior to|as part of|with regard to) (?:in |into |on )?(?:my|our|the|a|an|this|that|me|us|him|her|them|some|today's|tomorrow's|next)\b[^"'`\d/]{0,70}$/i,
	/,? or (?:not|no|nah|nay|what|else|otherwise|so)$/i,
	/,? (?:yes or no|yea or nay|yay or nay|true or false|right or wrong|y\/n)$/i,
	/,? (?:but )?(?:i |we |she |he )?(?:(?:do not|don't|can't|cannot|didn't|did not) (?:know|remember|get|understand|care|want|have|recall|need)|totally|really|just|hope|hoping|forgot|lost|keep forgetting)\b[^\d"'`/]*$/i,
	/,? (?:anyone|anybody|someone|everyone|go|chop chop|stat|pronto|quick|hurry(?: up)?|come on|already|ever|even|lol|fast|now now|my bad|my friend|you there)$/i,
	/,? (?:from now on|from here on|these days|for a change|once and for all|one more time|once more|when you are done|while you are at it|while you're at it|if that (?:is ok|works|helps))$/i,
	/,? (?:asking for a fri?e[ni]+d|dun+o .*|no idea .*|what(?: i|'|)s that|what is (?:that|it)|how much is (?:that|it))$/i,
	/,? (?:(?:with|in|to) )?(?:exact(?:ly)?|full value|(?:with )?no (?:scientific notation|rounding|exponents?)|all (?:the )?digits|every digit|in full|as an exact (?:number|value|integer)|the (?:exact|full) (?:number|value)|exact value|exact number)$/i,
	/,? (?:and )?(?:please )?(?:leave|give|write|express|state|show|present|put|keep|simplify)(?: (?:me|us))?(?: (?:your|the|my|an))?(?: (?:final|exact))? (?:answer|result|it)(?: (?:as|in|to|into) .{1,40})?$/i,
	/,? (?:(?:for|on) (?:me|us|the record)|please|thanks.*|thank you.*|at the moment|right now|at present|today|currently|again|if you (?:can|could|would)|without a (?:restart|break|reboot)|somehow|in total|altogether|all together|all in all|by now|anyway|tho|though|lol|haha|dude|man|mate|bro|ok|okay|yeah|right|huh|eh|somewhere|there|here|in there|exactly|precisely|roughly|approximately|now|in that case|on my behalf)$/i,
];

/** A remark behind the request, with nothing in it that the request could need. */
const remark =
	/^(.+?)(?:[,;!?]|\.+|\s[-–—])\s+(?!(?:and |but |or |not\b|except|without|only|instead|never|no\b|case|includ|incl|with|plus|recursiv|hidden|(?:like |so |i mean )?how (?:many|much)))((?:[a-z']+\s*,?\s*){1,12})$/i;

const withoutTail = (text: string): string | undefined => {
	const tail = tails.find((pattern) => pattern.test(text));
	if (tail !== undefined) return text.replace(tail, "");
	const found = remark.exec(text);
	return found === null || (startsRequest.test(found[2] ?? "") && !/^(?:what is that|i |go\b)/i.test(found[2] ?? ""))
		? undefined
		: found[1];
};

/** "what X is" as "what is X", "how long this has been" as "how long has this been". */
function direct(text: string): readonly string[] {
	const found: string[] = [];
	const amount =
		/^(?:what|how much|how many)(?: is)? (.+?) (?:is|are|comes? to|comes? out (?:to|as)|amounts? to|equals?|makes?|leaves?|gives?|works? out (?:to|as|at)|would (?:be|make|come to|give|equal)|will be|adds? up to|yields?|results? in|turns? out to be)$/i.exec(
			text,
		);
	if (amount !== null) found.push(`what is ${amount[1]}`);
	const short =
		/^((?:on |in |at |for |by )?(?:what|which|how|when|where|who)(?: (?:many|much|long|old|far|big|large|often|soon|late|full|busy|fast|heavy|tall))?) (.+?) (is going to be|is going to|is|are|was|were|will|would|has|have|had|does|did|can)(?: (.*))?$/i.exec(
			text,
		);
	if (short !== null) {
		const [, lead = "", between = "", verb = "", rest = ""] = short;
		const plain = verb.replace(/^is going to(?: be)?$/i, (words) => (/be$/.test(words) ? "is" : "will"));
		// "how many days | there are", "which day of the week | 24 December | will fall": the subject starts at one of the words.
		const words = between.split(" ");
		for (let start = 0; start < Math.min(words.length, 7); start++) {
			const subject = words.slice(start).join(" ");
			if (start > 0 && !/^(?:the|this|that|my|our|an?|it|i|we|they|he|she|there|someone|\d|[A-Z"`'])/.test(subject))
				continue;
			found.push(`${[lead, ...words.slice(0, start)].join(" ")} ${plain} ${subject} ${rest}`.trim());
		}
	}
	const noun = /^(?:what|which) (.+?) (?:falls?|lies|comes|represents?|corresponds to|belongs to)(?: (.*))?$/i.exec(
		text,
	);
	if (noun !== null) found.push(`what ${noun[1]} is ${noun[2] ?? ""}`.trim());
	const yes = /^(?:whether |if )?(?:the |an? )?(.+?) (is|are|was|will be|is going to be|has|exists?)(?: (.+))?$/i.exec(
		text,
	);
	if (yes !== null && !/^(?:what|which|how|when|where|who|is|are)\b/i.test(text))
		found.push(`${/^has$/i.test(yes[2] ?? "") ? "has" : "is"} ${yes[1]} ${yes[3] ?? "there"}`);
	return found;
}

/** "draft.txt to be renamed to final.txt" and its like as an order. */
function active(text: string): readonly string[] {
	const passive =
		/^(?:to have )?(.+?) (?:(?:to|should|must|shall|can|could|needs? to|has to|have to|may|might|ought to) be|be|being|is to be) (\w+(?:ed|en)|run|put|made|shown|read|sent)(?: (.+))?$/i.exec(
			text,
		) ?? /^(?:to have |have |get |having |see )(.+?) (\w+(?:ed|en)|run|put|made|shown|written)(?: (.+))?$/i.exec(text);
	if (passive === null) return [];
	return [`${verbOf(passive[2] ?? "")} ${passive[1]} ${passive[3] ?? ""}`.trim()];
}

const unpunctuated = (text: string): string => text.replace(/[\s,;.:!?-]+$/, "").trim();

/** Plainer ways to say the same, likeliest first; without `text` itself. */
export function plainer(text: string): readonly string[] {
	if (text.length > 400) return [];
	// "verify that 360 is composite by factoring it": how it is done is what is to be done.
	const means =
		/^(?:verify|check|confirm|prove|validate|ensure|make sure|show|test)\b.* by (\w+ing)\b (?!it\b|that\b|this\b)(.+)$/i.exec(
			text,
		);
	if (means !== null)
		return [`${stemOf(means[1] ?? "")} ${means[2]}`, ...plainer(text.slice(0, text.lastIndexOf(" by ")))];
	// "in docs, what files are there?": the place goes behind.
	const placed =
		/^(?:in|inside|under|within|from) (?:the )?((?:folder |directory )?(?:"[^"]+"|[\w.~-]*\/[\w./~-]*|[\w.-]+ (?:folder|directory)|(?:folder|directory) [\w./-]+)),? (.+)$/i.exec(
			unpunctuated(text),
		);
	if (placed !== null && !/\b(?:in|inside|under|replace|change|append|add|put)\b/i.test(placed[2] ?? ""))
		return [`${placed[2]} in ${placed[1]}`];
	const calm = outsideQuotes(strip(unpunctuated(text)), (part) =>
		asides.reduce((changed, [pattern, plain]) => changed.replace(pattern, plain), part),
	);
	const found: string[] = [];
	const put = (candidate: string): void => {
		const plain = unpunctuated(candidate);
		if (plain === "" || plain === text || found.includes(plain)) return;
		found.push(plain);
	};
	const putAll = (candidate: string): void => {
		const plain = strip(unpunctuated(candidate));
		put(plain);
		for (const way of [...direct(plain), ...active(plain)]) put(way);
	};
	putAll(calm);
	let shorter = unpunctuated(calm);
	for (let round = 0; round < 3; round++) {
		const rest = withoutTail(shorter);
		if (rest === undefined) break;
		shorter = unpunctuated(rest);
		if (shorter.split(" ").length < 2) break;
		putAll(shorter);
	}
	return found;
}

const boundary =
	/(?:[,;:.!]+\s|\s[-–—]\s)\s*(?:(?:so|and|but|hence|therefore|thus|that is why)\b,?\s*)?(?=\S)|\s+(?:so|and) (?=(?:i (?:would|need|want|should|wonder)|could you|can you|would you|please|tell me|what|how)\b)|\s+(?=(?:how (?:old|many|much|long|far)|what(?: is| time| day| date)|which) )/gi;
const statement =
	/^(?:i|we|my|our|the|a|an|let [a-z] ?=|-?[\d.]+$|[\w.-]+\.\w+$|"[^"]+"$|\w+ (?:\w+ ){0,3}(?:is|are|was|were|has|opens?|starts?|begins?|grew|went|weighs|costs?)\b|this|that|these|there|it|he|she|they|for|in|on|at|as|since|because|some|someone|somebody|mr|mrs|ms|dr|today|yesterday|tomorrow|you|here|one|every|all|both|to|with|if|given|suppose|assume|say|imagine|let's say|let us say|[A-Z][a-z]+)\b/i;
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
		found.push(right);
	}
	return found;
}
