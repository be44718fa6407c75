// Reading a file, or counting what is in it.
import type { JsonObject } from "../../../contracts/json.js";
import { backReference, earlierPath, isFileLike, pathFrom } from "../language/paths.js";
import { type Context, call, detailsOf, type Outcome, plural, reply, type Step, textOf } from "../plan.js";

const maxLines = 40;

/** The text with its count of lines; long ones are cut. */
export function shown(outcome: Outcome | undefined): string {
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

export const things = "lines of code|lines of text|lines?|rows?|loc|words?|characters?|chars?|letters?|bytes?";

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
export const reading = (
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

export const counting = (words: readonly string[], slot: string): Step | undefined => {
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

export const countingInput = (words: readonly string[]): Step => ({
	plan: ({ attachment = "" }) =>
		`The input has ${words
			.map(counterOf)
			.map(([field, noun]) => plural(countText(attachment, field), noun))
			.join(" and ")}.`,
	answer: () => "",
});

export const show =
	"(?:read|show|open|print|display|cat|view|output|see|give|get|type|list|dump|load|echo|tell|fetch|look at|have a look at|take a look at|check|check out|inspect|bring up|pull up|what is|what are|i need|return|less|more|render|present|open up|read out|read aloud|state|name|recite|quote)(?: me(?= |$))?(?: out)?(?: only| just)?";

export const first = (count: number): JsonObject => ({ offset: 1, limit: count });

export const last = (count: number): JsonObject => ({ offset: -count, limit: count });

export const ranged = (which: string, count: number, slot: string): Step | undefined =>
	reading(slot, /^(?:last|final|bottom|tail|closing)/i.test(which) ? last(count) : first(count), shown);
