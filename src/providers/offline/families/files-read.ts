// Reading files: whole, the first or last lines, and counting what is in them.
import { replaceNumberWords } from "../../../lib/number-words.js";
import { createRules } from "../language/rules.js";
import type { Clause, Family, Step } from "../plan.js";
import { lineRules } from "./files-read-lines.js";
import { counting, countingInput, last, ranged, reading, show, shown, things } from "./read-steps.js";

const rangeOf =
	/^(?:the )?(first|top|initial|last|final|bottom|opening|closing|head|tail)(?: of)?(?: (\d+|couple of|few))? ?(?:lines?|rows?|line|entries|records)$/i;

const isInput = (slot: string | undefined): boolean =>
	slot === undefined ||
	/^(?:it|this|that|the input|this input|the text|this text|the following(?: text)?|stdin|here|the above|the piped input|my input|the attached (?:text|file|input)|the given (?:text|input))$/i.test(
		slot.trim(),
	);

const firstOf = createRules<Step>([
	lineRules,
	{
		needs: /line|row|\bloc\b|word|char|letter|byte|\bwc\b|how long|length/,
		rules: () => [
			// Counting
			[
				new RegExp(
					`^(?:count the number of|(?:determine|calculate|compute|find|work out|state) the number of|count|how many|how much|the number of|number of|total|tell how many|count how many|get the number of|what is the number of|give me the number of|show (?:me )?the number of|tell me the number of)(?: all)?(?: of)?(?: the(?= |$))? ?(${things})(?:(?:,| and| &)(?: the| how many)? (${things}))?(?: (?:are|is|there|does|do|has|have|contains?|exist|contained|of text))*(?: (?:in|inside|of|within|for|from))?(?: the(?= |$))? (.+?)(?: (?:have|has|contain|contains|got|hold|consist of|does it have))?$`,
					"i",
				),
				(one, two, slot) => counting([one ?? "", ...(two === undefined ? [] : [two])], slot ?? ""),
			],
			[
				/^(?:what is |get |give me |show |show me |find |tell me )?(?:the )?(line|word|character|char|row|byte)[- ]?counts?(?: (?:of|for|in))?(?: the(?= |$))? (.+)$/i,
				(word, slot) => counting([word ?? ""], slot ?? ""),
			],
			[
				/^(?:what is |get |show )?(?:the )?(.+?) (line|word|character|row|byte) ?count$/i,
				(slot, word) => counting([word ?? ""], slot ?? ""),
			],
			[
				/^wc(?: -([lwcm]))? (\S+)$/i,
				(flag, slot) =>
					counting(
						flag === undefined
							? ["line", "word", "byte"]
							: [{ l: "line", w: "word", c: "byte", m: "character" }[flag] ?? "line"],
						slot ?? "",
					),
			],
			[
				/^(?:how long is|what is the length of|length of)(?: the(?= |$))? (.+?)(?: file)?(?: in (lines|words|characters))?$/i,
				(slot, word) => counting([word ?? "lines"], slot ?? ""),
			],
			[
				new RegExp(
					`^(?:for|in) (.+?),? (?:count|how many|tell me how many)(?: the(?= |$))? (${things})(?: (?:are|does|do|is) (?:there|it)(?: have)?)?$`,
					"i",
				),
				(slot, word) => counting([word ?? ""], slot ?? ""),
			],
		],
	},
	{
		rules: () => [
			// Whole files
			[
				new RegExp(
					`^${show}(?: the(?= |$))?(?: full| whole| entire| complete| raw)? (?:contents?|text|content|body|source|code|inside|insides|data|(?:everything|all|what)(?: (?:that )?(?:is|stands))?(?: (?:written|stored|saved|there))?)(?: (?:of|from|in|inside))?(?: the(?= |$))? (.+)$`,
					"i",
				),
				(slot) => reading(slot ?? "", {}, shown),
			],
			[
				/^(?:the )?(?:contents?|text|inside) (?:of|in|from)(?: the(?= |$))? (.+)$/i,
				(slot) => reading(slot ?? "", {}, shown),
			],
			[
				/^(?:what is|what do we have|what is there|what is written|what is stored|what do you see|what)(?: written| stored)? (?:in|inside|inside of|within|on)(?: the(?= |$))? (.+)$/i,
				(slot) => reading(slot ?? "", {}, shown),
			],
			[
				/^(?:what does|what do|what is)(?: the(?= |$))? (.+?) (?:say|contain|contains|have in it|has in it|hold|look like|read|include|have inside|about)$/i,
				(slot) => reading(slot ?? "", {}, shown),
			],
			[
				/^(?:show|tell|see)(?: me(?= |$))? what(?: is)? (?:is )?(?:in|inside)(?: the(?= |$))? (.+?)(?: is)?$/i,
				(slot) => reading(slot ?? "", {}, shown),
			],
			[
				/^(?:show|tell|see)(?: me(?= |$))? what(?: the(?= |$))? (.+?) (?:says|contains|has|holds|looks like)$/i,
				(slot) => reading(slot ?? "", {}, shown),
			],
			[
				new RegExp(
					`^${show}(?: the| my| this| that)?(?: whole| entire| full| complete)? (.+?)(?: to me| on screen| on the screen| here| to the screen| in full| aloud| completely| again| file for me)?$`,
					"i",
				),
				(slot) => reading(slot ?? "", {}, shown),
			],
		],
	},
]);

const lineOrdinals = "second third fourth fifth sixth seventh eighth ninth tenth".split(" ");
/** "the third line" as "the 3rd line". */
const withLineNumbers = (text: string): string =>
	text.replace(
		new RegExp(`\\b(${lineOrdinals.join("|")})(?= (?:line|row)\\b)`, "i"),
		(word: string) => `${lineOrdinals.indexOf(word.toLowerCase()) + 2}th`,
	);

function match(clause: Clause): Step | undefined {
	const text = withLineNumbers(replaceNumberWords(clause.text.trim())).replace(
		/\b(first|last|top) (?:couple of|few) /i,
		"$1 3 ",
	);
	if (text.length > 200 || text.includes("\n")) return undefined;
	// "what is that" asks for no file.
	if (
		/^(?:what (?:is|are|does)|tell me|give(?: me)?|i need|get|state|name)(?: about)? (?:it|that|this|them)(?: (?:in total|then|now|all|altogether))?$/i.test(
			text,
		)
	)
		return undefined;
	const input = new RegExp(
		`^(?:count|how many|the number of|number of|tell me how many|what is the number of|count how many)(?: the(?= |$))? ?(${things})(?:(?:,| and| &)(?: the(?= |$))? (${things}))?(?: (?:are|is|there|does|do|has))*(?: (?:in|of|inside|within|does))?(?: (.+?))?(?: (?:have|has|contain))?$`,
		"i",
	).exec(text);
	if (input !== null && clause.hasAttachment && isInput(input[3]))
		return countingInput([input[1] ?? "", ...(input[2] === undefined ? [] : [input[2]])]);
	const itself = new RegExp(
		`^(?:tell me |say |show |and )?(?:how many|how much|the number of|count(?: the| its| all| all the)?) (${things})(?: (?:it|that|this|the file|there|does|do|is|are|has|have|in|contains?))*$`,
		"i",
	).exec(text);
	if (itself !== null && (clause.isLater || /\b(?:its?|that|this|file)\b/i.test(text)))
		return counting([itself[1] ?? ""], "it");
	if (/^(?:read|show|print|open)(?: me(?= |$))? (?:it|that|them)(?: out| aloud| to me| back)?(?: loud)?$/i.test(text))
		return reading("it", {}, shown);
	if (clause.isLater && rangeOf.test(text.replace(new RegExp(`^${show} `, "i"), ""))) {
		const range = rangeOf.exec(text.replace(new RegExp(`^${show} `, "i"), ""));
		return ranged(range?.[1] ?? "", Number(range?.[2] ?? 1), "that");
	}
	const tail = /^tail(?: -n ?| -)?(\d+)? (\S+)$/i.exec(text);
	return tail === null ? firstOf(text) : reading(tail[2] ?? "", last(Number(tail[1] ?? 10)), shown);
}

export const filesRead: Family = {
	name: "files-read",
	gate: /[\w)]\.[a-z]|file|document|readme|licen[sc]e|makefile|dockerfile|changelog|gitignore|\b(?:it|its|that|this|them|one)\b|["'`/]|line|word|char|letter|row|content|\bloc\b|byte|beginning|start|top|end|head|tail/,
	match,
};
