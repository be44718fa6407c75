// CSV, JSON, YAML and TOML into one another.

import type { JsonObject } from "../../../contracts/json.js";
import { unquote } from "../language/clean.js";
import { backReference, earlierPath, pathFrom } from "../language/paths.js";
import { type Clause, call, detailsOf, type Family, type Outcome, type Step, textOf } from "../plan.js";

const formatWord = "(json|ya?ml|toml|csv|tsv|jsonl|ndjson)";
const formatOf = (word: string): string => {
	const lower = word.toLowerCase();
	return lower === "yml" ? "yaml" : lower === "ndjson" ? "jsonl" : lower;
};
const endingOf = (path: string): string | undefined => {
	const ending = new RegExp(`\\.${formatWord}$`, "i").exec(path)?.[1];
	return ending === undefined ? undefined : formatOf(ending);
};

const maxLines = 60;

const answer = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	const [from, to, output] = [
		textOf(details.from).toUpperCase(),
		textOf(details.to).toUpperCase(),
		textOf(details.output),
	];
	const rows = typeof details.rows === "number" ? ` (${details.rows} rows)` : "";
	if (output !== "") return `Converted ${from} to ${to}${rows} and wrote ${output}.`;
	const lines = textOf(details.text).replace(/\n$/, "").split("\n");
	const shown =
		lines.length > maxLines ? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`] : lines;
	return `${textOf(outcome?.input.path) || "The input"} as ${to}${rows}:\n${shown.join("\n")}`;
};

const convert = (slot: string, to: string, output?: string, hasAttachment = false): Step | undefined => {
	const extra = output === undefined ? {} : { output };
	if (backReference.test(slot.trim())) {
		return hasAttachment
			? fromInput(to, undefined, output)
			: {
					refersBack: true,
					plan: (context) => {
						const path = earlierPath(context, slot);
						return path === undefined
							? "It is not clear which file is meant."
							: [call("convert_data", { path, to, ...extra })];
					},
					answer,
				};
	}
	const inline = unquote(slot.trim());
	if (/^[[{][\s\S]*[\]}]$/.test(inline) && !pathFrom(slot))
		return { plan: () => [call("convert_data", { text: inline, to, ...extra })], answer };
	const path = pathFrom(slot);
	if (path === undefined) return undefined;
	return { plan: () => [call("convert_data", { path, to, ...extra })], answer };
};

const fromInput = (to: string, from: string | undefined, output?: string): Step => ({
	plan: ({ attachment }) => {
		if (attachment === undefined) return "There is no input to convert.";
		const input: JsonObject = {
			text: attachment,
			...(from === undefined ? {} : { from }),
			to,
			...(output === undefined ? {} : { output }),
		};
		return [call("convert_data", input)];
	},
	answer,
});

const verb =
	"(?:convert|turn|transform|change|translate|export|make|rewrite|parse|reformat|transcode|save|show|print|display|give|output|read|get|have|want|express|render|put|view|format|i need|i want)(?: me(?= |$))?";
const S = `(\\{[\\s\\S]+\\}|\\[[\\s\\S]+\\]|"[^"]+"|'[^']+'|\`[^\`]+\`|[^"'\`]+?)`;
const saved = `(?:,?(?: and)?(?: then)? (?:into|to|as|file|file (?:called|named)|called|named|save|write|store|put|output|saved|written|call|name)(?: (?:it|the result|that|the output|this)\\b)?(?: (?:to|as|in|into)\\b)?(?: (?:a )?(?:file )?(?:called |named )?)? ?(\\S+\\.\\w+))?`;

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 20_000) return undefined;
	const named = new RegExp(
		`^${verb}(?: the(?= |$))?(?: (?:contents?|table|data|rows|records|entries|information) (?:of|in|from|inside))?(?: the(?= |$))?(?: ${formatWord})?(?: (?:file|data)(?![.\\w]))? ?${S}(?: (?:file|data))?(?: from ${formatWord})? (?:to|into|as|in|->)(?: an?| the)?(?: valid| pretty| formatted)? ?${formatWord}(?: format| file| data| string| instead| table| document| text)?${saved}$`,
		"i",
	).exec(text);
	if (named !== null) {
		const [, , slot = "", , to = "", output] = named;
		const found = convert(slot, formatOf(to), output, clause.hasAttachment);
		if (found !== undefined) return found;
	}
	// "convert data.csv to data.json": the ending of the target says the format.
	const files = new RegExp(
		`^${verb}(?: the(?= |$))?(?: file)? (\\S+|"[^"]+") (?:to|into|as|->)(?: (?:a )?(?:file )?(?:called |named )?)? ?(\\S+\\.\\w+)(?: (?:in|as) ${formatWord})?$`,
		"i",
	).exec(text);
	const [source, target] = [files?.[1] ?? "", unquote(files?.[2] ?? "")];
	const to = endingOf(target);
	if (
		files !== null &&
		to !== undefined &&
		(endingOf(unquote(source)) !== undefined || backReference.test(source)) &&
		!/^(?:save|put)/i.test(text)
	) {
		const found = convert(source, to, target);
		if (found !== undefined && endingOf(unquote(source)) !== to) return found;
	}
	const short =
		new RegExp(
			`^(?:(?:the|that|this|my) )?(?:file )?(\\S+\\.\\w+),? (?:but )?(?:as|to|in|into|->|=>|→)(?: an?(?= |$))? ${formatWord}(?: format| file)?${saved}$`,
			"i",
		).exec(text) ??
		new RegExp(`^(?:what (?:is|does|would) )?(\\S+\\.\\w+) (?:look like )?(?:as|in) ${formatWord}$`, "i").exec(text);
	if (short !== null) return convert(short[1] ?? "", formatOf(short[2] ?? ""), short[3]);
	const again = new RegExp(
		`^(?:(?:show|give|print|convert|turn|export|have|want|need)(?: me)? )?(it|that|this|the same(?: file| one)?|that file|the file|this file) (?:as|in|to|into)(?: an?)? ${formatWord}(?: format| file| too| instead)?$`,
		"i",
	).exec(text);
	if (again !== null) return convert(again[1] ?? "it", formatOf(again[2] ?? ""), undefined, clause.hasAttachment);
	const lead =
		new RegExp(`^${formatWord} ?(?:to|into|2|->|=>|→) ?${formatWord}:? (?:for |of |in )?(.+)$`, "i").exec(text) ??
		new RegExp(
			`^(?:convert|turn|change|transform) (?:from )?${formatWord} (?:to|into) ${formatWord}:? (?:for |in |of |using )?(?:the )?(?:file )?(.+)$`,
			"i",
		).exec(text);
	if (lead !== null) return convert(lead[3] ?? "", formatOf(lead[2] ?? ""));
	const make = new RegExp(
		`^(?:create|make|generate|produce|build|write)(?: an?| the)? ${formatWord}(?: file| version| copy)?(?: (?:called|named) (\\S+))? (?:from|of|out of|version of|using)(?: the(?= |$))?(?: file)? (\\S+)$`,
		"i",
	).exec(text);
	if (make !== null) return convert(make[3] ?? "", formatOf(make[1] ?? ""), make[2]);
	const version = new RegExp(
		`^(?:show|give|print|display|get)(?: me(?= |$))?(?: the(?= |$))? ${formatWord}(?: version| form| representation)? of(?: the(?= |$))?(?: file)? (\\S+)$`,
		"i",
	).exec(text);
	if (version !== null) return convert(version[2] ?? "", formatOf(version[1] ?? ""));
	if (!clause.hasAttachment) return undefined;
	const input = new RegExp(
		`^(?:${verb}(?: the(?= |$))?(?: (?:this|it|that|input|following|data|text|above|below|stdin|piped|these|${formatWord}))*(?: (?:input|data|text|file))?(?: from ${formatWord})? )?(?:to|into|as|in)(?: an?(?= |$))? ?${formatWord}(?: format)?${saved}$`,
		"i",
	).exec(text);
	if (input !== null)
		return fromInput(
			formatOf(input[3] ?? ""),
			(input[1] ?? input[2]) === undefined ? undefined : formatOf(input[1] ?? input[2] ?? ""),
			input[4],
		);
	const between = new RegExp(`^${formatWord} (?:to|2|into) ${formatWord}$`, "i").exec(text);
	return between === null ? undefined : fromInput(formatOf(between[2] ?? ""), formatOf(between[1] ?? ""));
}

export const data: Family = { name: "data", gate: /json|ya?ml|toml|csv|tsv/, match };
