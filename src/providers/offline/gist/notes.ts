// Notes: to be kept, or asked for, in words that the memory family does not know.
import type { Scene } from "./scene.js";

const told =
	/\b(?:told|tell|said|say|noted?|mention(?:ed)?|asked you|ask you|saved?|wrote|remember(?:ed)?|recall|remind(?:er)?|know|stored?|keep|kept|memor\w*|notes?)\b/;
const about =
	/\b(?:about|on|over|regarding|concerning|for|of|to|with)(?: the| my| our| this| that)? ([\p{L}\d][\p{L}\d' -]*?)(?: (?:told|said|noted|mentioned|saved|asked|remembered|in (?:your|my|the) (?:notes|memory)|earlier|before|again|yesterday|last time|was|is))*(?=[?.!;,]|$)/iu;

/** "recall the landlord", from a question about what was said. */
export function noteGist(scene: Scene): readonly string[] {
	const { words } = scene;
	if (!told.test(words) || scene.codes.length + scene.urls.length + scene.files.length > 0) return [];
	const isQuestion =
		/^(?:so |and |now |ok |please |can you |could you |check |verify |confirm |tell me |show me |remind me |do you |did |have |has |what |which |when |where |who )|\?|\b(?:what|which|anything|something) (?:did|have|had|do|was|were|is)? ?(?:i|you|we)\b/.test(
			words,
		);
	const isMine = /\b(?:i|we|you|my|your|notes?|memory|earlier)\b/.test(words);
	if (!isQuestion || !isMine || !scene.isAsked) return [];
	if (
		!/\b(?:i|we)\b.*\b(?:told|tell|said|say|noted?|mention(?:ed)?|ask(?:ed)?|saved?|wrote|stored?)\b|\byou\b.*\b(?:remember(?:ed)?|recall|know|noted|saved|stored|kept)\b|\b(?:notes?|memory|remind me)\b/.test(
			words,
		)
	)
		return [];
	const mine =
		/\bwhat (?:is |was |are )?(?:my|our) ([\p{L}\d][\p{L}\d' -]*?)(?: (?:is|was|are|were|again))*[?.! ]*$/iu.exec(
			scene.text,
		)?.[1];
	if (mine !== undefined && /\b(?:remember|recall|remind|know|note[ds]?|told)\b/.test(words)) return [`recall ${mine}`];
	const subject = about.exec(scene.text)?.[1]?.trim();
	return subject === undefined || /^(?:you|me|it|this|that|remember|note|notes|save|keep)$/i.test(subject)
		? []
		: [`recall ${subject}`];
}
