// A file and texts in quotes: to be found in it, added, replaced.
import { inQuotes } from "./file-words.js";

/** What is to be done with a file and one or two texts in quotes. */
export function withTexts(
	words: string,
	name: string,
	file: string,
	quoteOne: string,
	quoteTwo: string | undefined,
): readonly string[] {
	if (quoteTwo !== undefined) {
		if (
			/\b(?:replac\w*|chang\w*|swap\w*|substitut\w*|instead|switch\w*|exchang\w*|turn|becom\w*|correct\w*|fix\w*|updat\w*|edit\w*|should (?:be|say|read)|rewrite)\b|->|→/.test(
				words,
			)
		) {
			const isTurned =
				/<q0>(?: \w+){0,3} (?:instead of|in place of|rather than)|\b(?:with|by|use|write|put|say) <q0> (?:instead|where|for|in place)/.test(
					words,
				);
			return [
				`replace ${inQuotes(isTurned ? quoteTwo : quoteOne)} with ${inQuotes(isTurned ? quoteOne : quoteTwo)} in ${name}`,
			];
		}
		return [];
	}
	if (
		/^[\w.~/-]+$/.test(file) &&
		(/\/$/.test(file) || !/\.\w+$/.test(file)) &&
		/\b(?:find|search\w*|look\w*|grep|where|which|contain\w*|mention\w*|left|no|any|still)\b/.test(words)
	)
		return [`search for ${inQuotes(quoteOne)} in ${name}`];
	const text = inQuotes(quoteOne);
	if (/\b(?:how (?:many times|often)|occurrences?|count|times)\b/.test(words))
		return [`how many times does ${text} appear in ${name}`];
	if (
		/\b(?:append\w*|at the (?:end|bottom)|to the (?:end|bottom)|add(?:ed|ing)?|extra line|another line|(?:new|last|next|final|bottom|own|separate)(?: \w+)? line|tack|attach|last line should|new line|as the last line|onto)\b/.test(
			words,
		) &&
		!/\b(?:find|search)\b/.test(words)
	)
		return [`append ${text} to ${name}`];
	if (/\b(?:remove|delete|erase|drop|strip|take out|get rid)\b/.test(words)) return [`remove ${text} from ${name}`];
	if (
		/\blines?\b[^<]*<q0>|<q0>[^<]*\b(?:from|out of) (?:the )?(?:file )?<f0>/.test(words) &&
		/\b(?:lines?|find|search|get|show|want|need|give|list|extract|pull|filter)\b/.test(words)
	)
		return [`search for ${text} in ${name}`];
	if (
		/\b(?:create|make|write|save|new|put|store|start|saying|says|with|containing|fill|content|record|generate|produce|need|want|output|dump|set up|place)\b/.test(
			words,
		) &&
		!/\b(?:find|search|look|mention\w*|which|where|whether|if|does|occurs?|appears?|check|verify|confirm|contains|grep)\b/.test(
			words,
		)
	)
		return [`create a file ${name} with ${text}`];
	if (
		/\b(?:find|search\w*|look\w*|grep|where|contains?|mention\w*|includ\w*|occurs?|appears?|whether|if|is|does|in|lines?|has|check|verify|confirm|scan|says|shows?)\b/.test(
			words,
		)
	)
		return [
			/\b(?:does|is|whether|if|check|verify|confirm|that|has|contains|make sure)\b/.test(words) &&
			!/\b(?:lines?|where|find|search|all)\b/.test(words)
				? `does ${name} contain ${text}`
				: `search for ${text} in ${name}`,
		];
	return [];
}
