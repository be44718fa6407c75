import { lazy } from "../../../lib/lazy.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { findUnitPair, findUnits } from "../../../lib/units.js";
import { type Clause, call, detailsOf, type Family, type Step, textOf } from "../plan.js";
import { lastValue } from "./arithmetic.js";
import { feetAndInches, twoParts } from "./compound-units.js";
import { conversion, converted, unitFrom } from "./unit-steps.js";

const number = String.raw`([-+−]?(?:\d[\d,]*)?\.?\d+(?:e[+-]?\d+)?(?:\s*\/\s*\d+)?)`;

const lead = String.raw`^(?:(?:convert|change|turn|translate|express|transform|give(?: me)?|show(?: me)?|tell me|what is|what are|what would|what does|how much is|how much are|how long is|how far is|how heavy is|how hot is|how cold is|how tall is|how big is|how fast is|how many is|is|calculate|compute|find|work out|conversion of|convertion of|the conversion of|if (?:something|it|someone|i) (?:is|weighs?|am|have))\s+)?(?:the value of |an? \w+ of |a length of |a weight of |a distance of |a temperature of )?(?:about |exactly |roughly )?`;

/** Halves and articles as numbers: "half a mile", "a mile", "2 1/2 cups". */
const normalise = (text: string): string =>
	replaceNumberWords(text)
		.replace(/^(?:convert|change|turn|give|make|translate)(?: for)? me (?=\d)/i, "convert ")
		.replace(/^(?:the |a |my )?(?:[a-z]+ ){1,4}of (?=\d[\d.]* ?[a-z/]+ )/i, "")
		.replace(/(\d ?[a-z]+) of (?!an? )[a-z]+(?: [a-z]+)?(?=,? (?:in|to|into|is|are)\b|$)/i, "$1")
		.replace(
			/^(-?[\d.]+ ?[a-z]+),? (?:is |are |makes |equals )?how (?:many|much) ([a-z ]+?)(?: is (?:that|it))?$/i,
			"$1 in $2",
		)
		.replace(
			/^(?!(?:how|what|which|is|in|to|convert|express|from)\b)(?:[a-z]+ ){1,3}(?=-?\d[\d.]* ?[a-z°]+ (?:in|to|into|as) )/i,
			(words) =>
				/(?:convert|change|turn|express|give|show|is|translate|transform|about|to|in|from|of|and|then|of) $/i.test(
					words,
				)
					? words
					: "",
		)
		.replace(/,\s*(?=(?:in|to|into|as) [a-z]+$)/i, " ")
		.replace(/ (?:here|outside|today|now)(?=,? (?:in|to|what is that in) )/i, "")
		.replace(/^how (?:much|many|long|far) it is /i, "how much is ")
		.replace(
			/^(?:it|he|she|i|my \w+|the \w+|this|that|a \w+|our \w+|someone|the \w+ \w+|\w+ \w+) (?:is|was|am|weighs?|are|has|runs?|walked|ran|costs?|measures?|drove|drives?) (?:about |around |at )?(?=-?\d.* (?:in|to|into|as) )/i,
			"",
		)
		.replace(
			/^(-?[\d.]+ ?[a-z ]+?),? (?:so )?(?:what is (?:that|it|this)|how (?:much|many|long|far) is (?:that|it|this)|that is|which is|how much) (?=in )/i,
			"$1 ",
		)
		.replace(/(\d+)\s+(\d)\/(\d)(?=\s)/g, (_, whole: string, top: string, bottom: string) =>
			String(Number(whole) + Number(top) / Number(bottom)),
		)
		.replace(/\b(?:a )?half (?:an?|of an?|of a) /gi, "0.5 ")
		.replace(/\b(?:a )?quarter (?:of an? |an? )/gi, "0.25 ")
		.replace(/\bhalf (?=[a-z])/gi, "0.5 ")
		.replace(/(\d(?:\.\d+)?)\s*(?:°|deg(?:rees?)?\.?)\s*([cfk])\b/gi, "$1 $2")
		.replace(/(\d)\s*(?:°|degrees?)\s+(celsius|fahrenheit|centigrade|farenheit)/gi, "$1 $2")
		.replace(/\bminus (?=\d)/gi, "-")
		.replace(/\bnegative (?=\d)/gi, "-");

const clock = /\b(?:o'clock|am|pm|utc|gmt|est|pst|cet|ist|jst)\b/;

/** An expression, and which of its groups are the value, the unit and the unit wanted. */
type Reading = readonly [RegExp, (found: readonly string[], text: string) => readonly [string, string, string]];

function buildReadings(): readonly Reading[] {
	const unit = String.raw`([a-zµμ°"'#][\w\s/^²³.*°µ-]*?|"|')`;
	const article = "(?:an? |1 )?";
	return [
		[
			new RegExp(
				`${lead}${number}\\s*${unit}(?: (?:is|are))?,?\\s+(?:converted )?(?:to|in|into|as|->|=>|equals?|is|are|expressed in|in terms of)\\s+(?:how many\\s+)?${unit}$`,
				"i",
			),
			([value = "", from = "", to = ""]) => [value, from, to],
		],
		[
			new RegExp(`${lead}${number}\\s*${unit}\\s*(?:->|=>|=|→|>)\\s*\\??\\s*${unit}$`, "i"),
			([value = "", from = "", to = ""]) => [value, from, to],
		],
		[
			new RegExp(`${lead}${number}\\s*${unit}\\s+(?:is|are|equals?|makes?|=)\\s+how (?:many|much)\\s+${unit}$`, "i"),
			([value = "", from = "", to = ""]) => [value, from, to],
		],
		[
			new RegExp(
				`^(?:how (?:many|much)|(?:the )?number of|count of)\\s+${unit}(?:\\s+(?:is|are|has|there|will|would|do|does|fit|go|you|i|we|get|have|make|makes|equal|equals|contains?|to|be|it|that))*\\s+(?:in|per|to|for|into|from|is|are|of|equal|does|do|make|equals|contained in|inside)?\\s*${number}\\s*${unit}(?:\\s+(?:have|has|make|makes|equal|contain|contains|be|is|hold|holds|come to|to))?$`,
				"i",
			),
			([to = "", value = "", from = ""]) => [value, from, to],
		],
		[
			new RegExp(
				`^how (?:many|much)\\s+${unit}(?:\\s+(?:is|are|there|will|would|do|does|fit|go|make|makes|equal|equals))*\\s+(?:in|per|to|for|into|is|make|does|equal)\\s+(?:an?|one|1|each)\\s+${unit}(?:\\s+(?:have|has|make|equal|contain|hold))?$`,
				"i",
			),
			([to = "", from = ""]) => ["1", from, to],
		],
		[
			new RegExp(`^${unit}s (?:in|per) ${number}\\s*${unit}$`, "i"),
			([to = "", value = "", from = ""]) => [value, from, `${to}s`],
		],
		[
			new RegExp(`^(?:an?|one) ${unit} (?:in|to|into|as|is how many|equals how many) ${unit}$`, "i"),
			([from = "", to = ""]) => ["1", from, to],
		],
		[
			new RegExp(`${lead}${article}${unit} (?:in|to|into) ${unit}$`, "i"),
			([from = "", to = ""], text) =>
				/\b(?:an?|1) /i.test(text) ? ["1", from.replace(/^(?:an?|1) /i, ""), to] : ["", "", ""],
		],
		[
			new RegExp(
				`^(?:convert |change )?(?:from )?${unit} (?:to|into|in) ${unit}\\s*[:,-]?\\s+(?:for |of )?${number}$`,
				"i",
			),
			([from = "", to = "", value = ""]) => [value, from, to],
		],
		[
			new RegExp(
				`^(?:convert |express )?(?:in|to|into) ${unit},?:? (?:what is |how much is )?${number}\\s*${unit}$`,
				"i",
			),
			([to = "", value = "", from = ""]) => [value, from, to],
		],
		[
			new RegExp(
				`^${number}\\s*${unit} (?:to|in|into) ${unit} (?:conversion|please|converter|is how (?:much|many)|(?:is|equals|makes) what|how much)$`,
				"i",
			),
			([value = "", from = "", to = ""]) => [value, from, to],
		],
	];
}

const readings = lazy(buildReadings);

/** "8 pallets at 425 kg each …, and convert that to tonnes": the unit of what was reckoned; none after a conversion. */
const carriedUnit = (before: string, target: string): string | undefined => {
	const named = [...before.matchAll(/\d ?([a-zµ°][a-z/²³]*)/giu)].map((found) => found[1] ?? "");
	const fitting = named.filter((name) => findUnits(name).length > 0 && findUnitPair(name, target) !== undefined);
	return /\b(?:convert|to|in|into|as)\b/i.test(before) ? undefined : fitting[0];
};

export function match(clause: Clause): Step | undefined {
	const text = normalise(clause.text.trim());
	if (clock.test(text.toLowerCase()) || text.length > 160) return undefined;
	const compound = feetAndInches(text) ?? twoParts(text);
	if (compound !== undefined) return compound;
	for (const [pattern, pick] of readings()) {
		const found = pattern.exec(text);
		if (found === null) continue;
		const [value, rawFrom, rawTo] = pick(found.slice(1), text);
		if (value === "") continue;
		const [from, to] = [unitFrom(rawFrom), unitFrom(rawTo)];
		if (from === undefined || to === undefined) continue;
		if (findUnitPair(from, to) !== undefined || (rawFrom.length > 1 && rawTo.length > 1))
			return conversion(value, from, to);
	}
	// "How many minutes in a leap year" and the like are left to dates.
	const back =
		/^(?:convert |change |turn |express |what is |how much is |show |give )?(?:it|that|this|the result|the answer|the (?:distance|weight|temperature|value))(?: is)? (?:to|in|into|as) (.+)$/i.exec(
			text,
		) ?? (clause.isLater ? /^(?:what about |how about |and )?(?:in|to|into) (.+)$/i.exec(text) : null);
	const target = back === null ? undefined : unitFrom(back[1] ?? "");
	if (target === undefined) return undefined;
	const carried = carriedUnit(clause.before ?? "", target);
	return {
		refersBack: true,
		plan: (context) => {
			const last = [...context.earlier].reverse().find(({ tool, isError }) => tool === "convert_units" && !isError);
			const value = lastValue(context);
			if (value !== undefined && carried !== undefined)
				return [call("convert_units", { value, from: carried, to: target })];
			if (last === undefined || value === undefined) return "There is no earlier conversion to go on from.";
			const details = detailsOf(last);
			const isBack = findUnits(target)[0]?.symbol === textOf(details.to);
			return [
				call("convert_units", {
					value: isBack ? textOf(details.value) : value,
					from: isBack ? textOf(details.from) : textOf(details.to),
					to: target,
				}),
			];
		},
		answer: ([outcome]) => {
			const details = detailsOf(outcome);
			return converted(details);
		},
	};
}

export const units: Family = {
	name: "units",
	gate: /^(?!.*\b(?:what|which) (?:time|date|day)\b(?!.*\d))(?=.*(?:\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million|dozen|half|quarter|each|it|that|this|result|answer|distance|weight|temperature|value)\b|^(?:in|to|into|what about|how about|and)\b)).*(?:\b(?:in|into|to|as|per|equals?|each|conversion)\b|how (?:many|much|long|far)|[=>→]|\d ?(?:is|are)\b|[a-z] (?:is|are) how)/,
	match,
};
