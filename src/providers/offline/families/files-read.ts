// Reading files: whole, the first or last lines, and counting what is in them.

import type { JsonObject } from "../../../contracts/json.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { backReference, earlierPath, isFileLike, pathFrom } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import {
	type Clause,
	type Context,
	call,
	detailsOf,
	type Family,
	type Outcome,
	plural,
	reply,
	type Step,
	textOf,
} from "../plan.js";

const maxLines = 40;

/** The text with its count of lines; long ones are cut. */
function shown(outcome: Outcome | undefined): string {
	const details = detailsOf(outcome);
	const lines = textOf(details.text).replace(/\n$/, "").split("\n");
	const [path, total, from, to] = [
		textOf(details.path),
		Number(details.totalLines),
		Number(details.from),
		Number(details.to),
	];
	if (total === 0 || textOf(details.text) === "") return `${path} is empty.`;
	const rest = lines.length - maxLines;
	const body = rest > 5 ? `${lines.slice(0, maxLines).join("\n")}\n… ${plural(rest, "more line")}` : lines.join("\n");
	const range =
		lines.length < total && from > 0
			? `, line${from === to ? ` ${from}` : `s ${from} to ${to}`} of ${total}`
			: ` (${plural(total, "line")})`;
	return `${path}${range}:\n${body}`;
}

const counters: readonly (readonly [RegExp, string, string])[] = [
	[/^(?:lines?|rows?|loc|lines of (?:code|text))$/i, "totalLines", "line"],
	[/^words?$/i, "totalWords", "word"],
	[/^(?:characters?|chars?|letters?)$/i, "totalCharacters", "character"],
	[/^bytes?$/i, "sizeBytes", "byte"],
];
const things = "lines of code|lines of text|lines?|rows?|loc|words?|characters?|chars?|letters?|bytes?";

const counterOf = (word: string): readonly [string, string] => {
	const found = counters.find(([pattern]) => pattern.test(word));
	return found === undefined ? ["totalLines", "line"] : [found[1], found[2]];
};

/** The same count of a text given with the request. */
const countText = (text: string, field: string): number => {
	if (field === "totalLines") return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
	if (field === "totalWords") return text.split(/\s+/).filter((word) => word !== "").length;
	return field === "sizeBytes" ? Buffer.byteLength(text) : [...text].length;
};

/** Reads `slot`, or the file that it refers to. */
const reading = (
	slot: string,
	input: JsonObject,
	answer: (outcome: Outcome | undefined) => string,
): Step | undefined => {
	if (backReference.test(slot.trim())) {
		const resolved = (context: Context): Outcome | undefined => {
			const last = context.earlier.at(-1);
			return last?.tool === "read_file" &&
				!last.isError &&
				Object.keys(input).length === 0 &&
				/^(?:it|that|this|the file|that file|this file)$/i.test(slot.trim())
				? last
				: undefined;
		};
		return {
			refersBack: true,
			plan: (context) => {
				const known = resolved(context);
				if (known !== undefined) return answer(known);
				const path = earlierPath(context, slot);
				return path === undefined
					? `It is not clear which file "${slot.trim()}" means.`
					: [call("read_file", { path, ...input })];
			},
			answer: ([outcome]) => answer(outcome),
		};
	}
	// Several files in one breath.
	const several = slot.split(/\s*,\s*(?:and\s+)?|\s+and\s+/).map((member) => member.trim());
	if (several.length > 1 && several.every(isFileLike)) {
		const paths = several.map((member) => pathFrom(member) ?? member);
		return {
			plan: () => paths.map((path) => call("read_file", { path, ...input })),
			answer: (outcomes) =>
				outcomes.map(answer).join(outcomes.map(answer).some((text) => text.includes("\n")) ? "\n\n" : " "),
		};
	}
	const path = pathFrom(slot);
	return path === undefined
		? undefined
		: { plan: () => [call("read_file", { path, ...input })], answer: ([outcome]) => answer(outcome) };
};

const counting = (words: readonly string[], slot: string): Step | undefined => {
	const fields = words.map(counterOf);
	// A text in quotes that is no name of a file is counted as it is.
	const text =
		/^(?:the |this )?(?:(?:text|phrase|sentence|string|word|line)s?:? )?(["'`])([\s\S]+)\1$/i.exec(slot.trim())?.[2] ??
		/^(?:the |this )?(?:phrase|sentence|string|word):? (\S.*)$/i.exec(slot.trim())?.[1];
	if (text !== undefined && !isFileLike(`"${text}"`)) {
		const counts = fields.map(([field, noun]) => plural(countText(text, field), noun));
		return reply(`"${text}" has ${counts.join(" and ")}.`);
	}
	return reading(slot, {}, (outcome) => {
		const details = detailsOf(outcome);
		const counts = fields.map(([field, noun]) => plural(Number(details[field]), noun));
		return `${textOf(details.path)} has ${counts.join(" and ")}.`;
	});
};

const countingInput = (words: readonly string[]): Step => ({
	plan: ({ attachment = "" }) =>
		`The input has ${words
			.map(counterOf)
			.map(([field, noun]) => plural(countText(attachment, field), noun))
			.join(" and ")}.`,
	answer: () => "",
});

const show =
	"(?:read|show|open|print|display|cat|view|output|see|give|get|type|list|dump|load|echo|tell|fetch|look at|have a look at|take a look at|check|check out|inspect|bring up|pull up|what is|what are|i need|return|less|more|render|present|open up|read out|read aloud|state|name|recite|quote)(?: me(?= |$))?(?: out)?(?: only| just)?";
const rangeOf =
	/^(?:the )?(first|top|initial|last|final|bottom|opening|closing|head|tail)(?: of)?(?: (\d+|couple of|few))? ?(?:lines?|rows?|line|entries|records)$/i;

const first = (count: number): JsonObject => ({ offset: 1, limit: count });
const last = (count: number): JsonObject => ({ offset: -count, limit: count });

const ranged = (which: string, count: number, slot: string): Step | undefined =>
	reading(slot, /^(?:last|final|bottom|tail|closing)/i.test(which) ? last(count) : first(count), shown);

const isInput = (slot: string | undefined): boolean =>
	slot === undefined ||
	/^(?:it|this|that|the input|this input|the text|this text|the following(?: text)?|stdin|here|the above|the piped input|my input|the attached (?:text|file|input)|the given (?:text|input))$/i.test(
		slot.trim(),
	);

const firstOf = createRules<Step>([
	{
		needs: /line|row|entr|record|head|tail|beginning|start|top|bottom|end/,
		rules: () => [
			[
				/^(?:head|tail)(?: -n ?| -)?(\d+)? (\S+)$/i,
				(count, slot) => (slot === undefined ? undefined : reading(slot, first(Number(count ?? 10)), shown)),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?(first|top|initial|last|final|bottom|opening|closing) (\\d+) (?:lines?|rows?|entries|records)(?: of text)? (?:of|from|in|inside|out of)(?: the(?= |$))? (.+)$`,
					"i",
				),
				(which, count, slot) => ranged(which ?? "", Number(count), slot ?? ""),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?(first|top|initial|last|final|bottom|opening|closing) (?:line|row|entry) (?:of|from|in)(?: the(?= |$))? (.+)$`,
					"i",
				),
				(which, slot) => ranged(which ?? "", 1, slot ?? ""),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?(\\d+) (first|top|last|final|bottom) (?:lines?|rows?) (?:of|from|in)(?: the(?= |$))? (.+)$`,
					"i",
				),
				(count, which, slot) => ranged(which ?? "", Number(count), slot ?? ""),
			],
			[
				new RegExp(`^(?:${show} )?(?:the )?(head|tail|beginning|start|top|bottom|end) of (?:the )?(.+)$`, "i"),
				(which, slot) =>
					/^(?:end|bottom|tail)$/i.test(which ?? "")
						? reading(slot ?? "", last(10), shown)
						: reading(slot ?? "", first(10), shown),
			],
			[
				new RegExp(`^${show} (.+?)'s (first|last|top) (\\d+) lines$`, "i"),
				(slot, which, count) => ranged(which ?? "", Number(count), slot ?? ""),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?(?:file )?(.+?)(?:,|:)? (?:(?:but )?only )?(?:the )?(first|last|top|bottom) (\\d+) lines(?: only)?$`,
					"i",
				),
				(slot, which, count) => ranged(which ?? "", Number(count), slot ?? ""),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?lines? (?:number )?(\\d+) ?(?:to|-|–|through|until|and) ?(\\d+) (?:of|from|in)(?: the(?= |$))? (.+)$`,
					"i",
				),
				(from, to, slot) =>
					reading(slot ?? "", { offset: Number(from), limit: Math.max(1, Number(to) - Number(from) + 1) }, shown),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?(?:file )?(.+?),? (?:from )?lines? (\\d+) ?(?:to|-|–|through) ?(\\d+)$`,
					"i",
				),
				(slot, from, to) =>
					reading(slot ?? "", { offset: Number(from), limit: Math.max(1, Number(to) - Number(from) + 1) }, shown),
			],
			[
				new RegExp(
					`^(?:${show} )?(?:the )?(?:line (?:number |no\\.? )?(\\d+)|(\\d+)(?:st|nd|rd|th) line) (?:of|from|in)(?: the(?= |$))? (.+)$`,
					"i",
				),
				(number, ordinal, slot) => reading(slot ?? "", { offset: Number(number ?? ordinal), limit: 1 }, shown),
			],
			[
				/^what (?:does|is|do|are) (?:the )?(first|last|top|final|bottom)(?: (\d+))? (?:lines?|rows?) (?:of|in|from)(?: the(?= |$))? (.+?)(?: say| contain| read| look like)?$/i,
				(which, count, slot) => ranged(which ?? "", Number(count ?? 1), slot ?? ""),
			],
			[
				/^what (?:does|is on|is in) line (\d+) (?:of|in) (.+?)(?: say| contain)?$/i,
				(number, slot) => reading(slot ?? "", { offset: Number(number), limit: 1 }, shown),
			],
		],
	},
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

function match(clause: Clause): Step | undefined {
	const text = replaceNumberWords(clause.text.trim()).replace(/\b(first|last|top) (?:couple of|few) /i, "$1 3 ");
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
