// Notes that outlive the session.
import { unquote } from "../language/clean.js";
import { createRules } from "../language/rules.js";
import { type Clause, call, detailsOf, type Family, listOf, plural, type Step, step, textOf } from "../plan.js";

const remember = (text: string): Step | undefined => {
	const note = unquote(
		text
			.trim()
			.replace(/^(?:that|this|the following|the fact that)\b:? /i, "")
			.replace(/^: ?/, ""),
	);
	if (/^(?:when|how|that time|the time|why|the day) (?:i|we|you|he|she|they|when)\b/i.test(note)) return undefined;
	if (note === "" || /^(?:it|that|this|me|to|when|the time)$/i.test(note)) return undefined;
	return step(call("remember", { text: note }), ([outcome]) => `Noted: ${textOf(detailsOf(outcome).text) || note}`, {
		isLoose: true,
	});
};

const recall = (query: string): Step => {
	const words = unquote(query.trim()).replace(/^(?:the|my|our) /i, "");
	return step(call("recall", words === "" ? {} : { query: words }), ([outcome]) => {
		const notes = listOf(detailsOf(outcome).notes).map((note) => textOf(note.text));
		if (notes.length === 0) return words === "" ? "There are no notes yet." : `There is no note about ${words}.`;
		return notes.length === 1
			? `You noted: ${notes[0]}`
			: `You have ${plural(notes.length, "note")}${words === "" ? "" : ` about ${words}`}: ${notes.join("; ")}`;
	});
};

const firstOf = createRules<Step>([
	{
		rules: () => [
			[
				/^(?:what|which|show|list|tell me|give me|read|get|see|display|recall|print)(?: me(?= |$))?(?: are| is)?(?: all)?(?: of)?(?: the| my| your)? ?(?:notes?|memories|memory|things you remember|stored notes|saved notes|reminders)(?: (?:do i have|have i (?:saved|stored|made|taken)|did i (?:save|make|take)|i (?:have|saved|made|took)|so far|are there|stored|saved|list))*$/i,
				() => recall(""),
			],
			[
				/^(?:what do you (?:remember|know)|what did (?:i|we) (?:tell you|ask you)(?: to remember)?|what have (?:i|we) (?:told you|asked you)(?: to remember)?|what (?:did|have) (?:i|you) (?:save|saved|note|noted|store|stored|memori[sz]ed?|remembered)(?: down)?|recall everything|my notes|notes|recall)$/i,
				() => recall(""),
			],
			[
				/^(?:what do you (?:remember|know|have)|what did (?:i|we) (?:tell you|say|note|write|save|mention)(?: down)?(?: to you)?|what have (?:i|we) (?:told you|said|noted|saved)|recall|recall (?:my |the )?(?:notes?|anything|everything|what (?:i|you) (?:said|know|told you|noted))|do you (?:remember|recall|know)(?: anything| something)?|search (?:my |the |your )?(?:notes|memory|memories)|find (?:my |the )?notes?|show (?:me )?(?:my |the )?notes?|look up (?:my |the )?notes?|(?:check|look in|search) (?:your|my) (?:memory|notes)|any notes?|is there a note|are there (?:any )?notes|list (?:my )?notes?|bring up (?:my )?notes?|(?:remind me )?what (?:did|have) i (?:ask|tell|asked|told) you to (?:note|remember|save|write down|keep in mind)|remind me what (?:i|we) (?:asked you to (?:note|remember|save|keep)|told you|said|noted|mentioned)(?: down)?|what (?:i|we) (?:asked you to (?:note|remember|save|keep)|told you|said|noted)(?: down)?|what (?:did|have) you (?:note|noted|save|saved|store|stored|remember|remembered|write down|written)(?: down)?|(?:do|did) (?:i|we) (?:have|make|leave|save) (?:a |any )?notes?|get (?:my )?notes?|what notes do i have|what is in (?:my|your) (?:notes|memory))(?: (?:about|on|for|regarding|concerning|of|related to|containing|with|mentioning))(?: me(?= |$))?(?: about)? (.+)$/i,
				(query) => recall(query),
			],
			[
				/^(?:(?:what|which)(?: \w+)?|when|where|who) did (?:i|we) (?:say|tell you|mention|note)(?: that)? (.+?) (?:was|is|were|are)[?,.;]? ?(?:(?:please )?(?:check|look in|look at|search|see) (?:your|my|the|ur) (?:notes|memory))?$/i,
				(query) => recall(query),
			],
			[
				/^(?:what|when|where|who) did (?:i|we) (?:say|tell you|mention|note)(?: that)? (?:was|is|were|are) (.+)$/i,
				(query) => recall(query),
			],
			[
				/^(?:recall|what was|remind me (?:of|about|what)(?: was| is)?|do you remember|do you recall)(?: the| my| that)? (.+?)(?: (?:i told you|again|i mentioned|i said|i gave you|we noted|is|was))*$/i,
				(query) =>
					/^(?:time|date|day|last|result|first|previous|\d)/i.test(query)
						? undefined
						: recall(query.replace(/^(?:what|when|where|who|which) (?:is |was )?(?:my |the )?/i, "")),
			],
			[
				/^(?:what|when|where|who|which)(?: \w+)? (?:is|are|was|were) my (.+?)(?: again)?$/i,
				(query) =>
					/ and (?:what|how|which|when)\b|^(?:ip|hostname|kernel|host|cpu|memory|disk|os|operating|user ?name|time ?zone|time|computer|machine|current|working|network|system|uptime|age|cwd|ram|local|login|name of|default|public|pc|pc's|computer's|machine's|server|host|server's)\b/i.test(
						query,
					)
						? undefined
						: recall(query),
			],
			[
				/^(?:remember|memori[sz]e|keep in mind|don't forget|do not forget|never forget|bear in mind|note down|note|jot down|take note|make (?:a )?note(?: of)?|take (?:a )?note|save (?:a |the |this )?note|add (?:a )?note|write down|store (?:a |the |this )?note|store (?:in|to) memory|save (?:in|to) memory|create (?:a )?note|new note|record(?: the fact)?|(?:leave|keep) (?:me )?(?:a |this )?note|put (?:a )?note|commit to memory)(?: for (?:me|later|future|next time))?(?: down)?(?: saying| about| with(?: the(?= |$))?(?: text)?| of)?[:,]? (.+)$/i,
				(text) => (/^(?:to |in )?\S+\.\w{1,4}$/.test(text) ? undefined : remember(text)),
			],
			[
				/^(?:save|store|keep|note|remember|record|write)(?: (?:this|that|it|the following))?(?: down)?(?: (?:for (?:later|me|future (?:reference|use)|next time)|in (?:your|my) (?:memory|notes)|in memory|as a note))* ?: (.+)$/i,
				(text) => remember(text),
			],
			[
				/^(?:save|store|add|put|commit|keep|record)(?: the fact)? (?:that )?(.+?) (?:to|in|into|as)(?: a| my| your| the)? (?:memory|notes?|memories)(?: list)?$/i,
				(text) => remember(text),
			],
			[
				/^(?:for (?:future reference|the record|later)|fyi|note to self|memo|note|reminder)[,:]? (.+)$/i,
				(text) => remember(text),
			],
		],
	},
]);

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 5000) return undefined;
	return firstOf(text);
}

export const memory: Family = {
	name: "memory",
	gate: /note|remember|recall|memor|forget|mind|\bmy\b|told|tell you|ask you|store|save|keep|record|know|fyi|reference|write down|jot|memo|what (?:did|have) |did (?:i|we) (?:say|mention|note)/,
	match,
};
