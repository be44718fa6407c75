// Words around a request that are no part of it: in front, within, behind.

export const you = "(?:you|u|someone|anyone|we|i)";

export const may = "(?:could|can|would|will|might|may|should)";

const adverb = "(?:please|pls|kindly|perhaps|possibly|maybe|quickly|just|also|then|now|next|very much|really|first) ";

/** Words that stand in the way anywhere. */
export const asides: readonly (readonly [RegExp, string])[] = [
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

export const leads: readonly RegExp[] = [
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

/** What the speaker does with it, and why: no part of the request. */
export const tails: readonly RegExp[] = [
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
export const remark =
	/^(.+?)(?:[,;!?]|\.+|\s[-–—])\s+(?!(?:and |but |or |not\b|except|without|only|instead|never|no\b|case|includ|incl|with|plus|recursiv|hidden|(?:like |so |i mean )?how (?:many|much)))((?:[a-z']+(?:\s*,\s*|\s+|$)){1,12})$/i;
