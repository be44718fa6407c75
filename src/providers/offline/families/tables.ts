// Questions about the rows and columns of a table in a file.
import { createRules } from "../language/rules.js";
import type { Family, Step } from "../plan.js";
import {
	columnOf,
	condition,
	describe,
	grouped,
	listed,
	measureBy,
	measureOf,
	query,
	rowsOf,
	rowsWhere,
} from "./table-steps.js";

const ending = "\\.(?:csv|tsv|jsonl?|ndjson)";
const file = `("[^"]+${ending}"|'[^']+${ending}'|[^\\s"']+${ending})`;
const from = `(?: (?:in|of|from|for|within|inside))(?: the)?(?: (?:file|table|data|rows))? ${file}`;

const fn = "(average|mean|avg|median|total|sum|maximum|highest|largest|biggest|max|minimum|lowest|smallest|min)";
const column = "(?:the )?(?:column )?[`\"']?([\\w.-]+(?: [\\w.-]+)??)[`\"']?(?: column| values?)?";

const ask =
	"(?:(?:what|which) (?:is|are|was|were) |show |give |get |calculate |compute |find |tell |list |display )?(?:me )?(?:the )?";

const firstOf = createRules<Step>([
	{
		rules: () => [
			[
				new RegExp(
					`^${ask}${fn}(?: of)? ${column}(?:,? (?:by|per|for each|for every|grouped by|in each)) ${column}${from}$`,
					"i",
				),
				(name, value, group, slot) => measureBy(slot, name, value, group),
			],
			[
				new RegExp(
					`^(?:in|from|using|with|for)(?: the)?(?: file)? ${file},? ${ask}${fn}(?: of)? ${column}(?: (?:by|per|for each|grouped by)) ${column}$`,
					"i",
				),
				(slot, name, value, group) => measureBy(slot, name, value, group),
			],
			[
				new RegExp(`^${ask}${fn}(?: of)? ${column}${from} (?:by|per|for each|for every|grouped by) ${column}$`, "i"),
				(name, value, slot, group) => measureBy(slot, name, value, group),
			],
			[
				new RegExp(`^(?:group|count)(?: the)?(?: rows)?(?: (?:of|in|from))? ${file} (?:by|per) ${column}$`, "i"),
				(slot, group) => query(slot, { group_by: columnOf(group), aggregate: "count" }, grouped(`Rows by ${group}`)),
			],
			[
				new RegExp(
					`^(?:how many|count(?: the)?|number of) (?:rows|records|entries|lines|\\w+) (?:are there )?(?:per|by|for each) ${column}(?: are there| are)?${from}$`,
					"i",
				),
				(group, slot) => query(slot, { group_by: columnOf(group), aggregate: "count" }, grouped(`Rows by ${group}`)),
			],
			[
				new RegExp(
					`^(?:how many|count(?: the)?|number of) (?:rows|records|entries)(?: are)?${from} (?:where|with|whose|that have|have|has) (.+)$`,
					"i",
				),
				(slot, text) => {
					const filter = condition(text);
					return filter === undefined
						? undefined
						: query(
								slot,
								{ where: filter, aggregate: "count" },
								([outcome]) => `${rowsOf(outcome)[0]?.at(-1) ?? "0"} rows fit.`,
							);
				},
			],
			[
				new RegExp(`^${ask}${fn} (?:value )?(?:of|in|for) ${column}${from}$`, "i"),
				(name, value, slot) => measureOf(slot, name, value),
			],
			[
				new RegExp(`^${ask}${fn} ${column}${from}$`, "i"),
				(name, value, slot) =>
					/^(?:lines?|rows?|words?|files?|number|size|characters?|bytes?|value|values|records?|entries|column)$/i.test(
						value,
					)
						? undefined
						: measureOf(slot, name, value),
			],
			[
				new RegExp(
					`^(?:show |list |get |give |find |filter |select |display |print |which |what )?(?:me )?(?:all )?(?:the )?(?:rows?|records|entries)(?: are)?${from},? (?:where|with|whose|that have|have|has|for which) (.+)$`,
					"i",
				),
				(slot, text) => rowsWhere(slot, text),
			],
			[
				new RegExp(
					`^(?:show |list |get |give |find |filter |select |display |print |which |what )?(?:me )?(?:all )?(?:the )?(?:rows?|records|entries),? (?:where|with|whose|that have|have|for which) (.+?)${from}$`,
					"i",
				),
				(text, slot) => rowsWhere(slot, text),
			],
			[
				new RegExp(`^(?:filter)(?: the)?(?: rows of)? ${file} (?:by|where|on|for|to) (.+)$`, "i"),
				(slot, text) => rowsWhere(slot, text),
			],
			[
				new RegExp(
					`^(?:show |list |get |give |what are |which are )?(?:me )?(?:the )?(?:top|first) (\\d{1,3}) (?:rows |records |entries )?(?:of |in |from )?${file} (?:by|sorted by|ordered by) ${column}$`,
					"i",
				),
				(limit, slot, name) => query(slot, { sort: `${columnOf(name)} desc`, limit: Number(limit) }, listed),
			],
			[
				new RegExp(
					`^(?:sort|order)(?: the)?(?: (?:rows (?:of|in)|file))? ${file} by ${column}(,? (?:descending|desc|in descending order|from (?:high|large|big)\\w* to \\w+))?(?:,? (?:ascending|asc))?$`,
					"i",
				),
				(slot, name, down) => query(slot, { sort: `${columnOf(name)}${down === undefined ? "" : " desc"}` }, listed),
			],
			[
				new RegExp(`^${ask}(?:unique|distinct|different)(?: values (?:of|in|for))? ${column}${from}$`, "i"),
				(name, slot) => query(slot, { select: columnOf(name), distinct: true }, listed),
			],
			[
				new RegExp(
					`^(?:select|show|get|list|give)(?: me)? (?:only )?(?:the )?columns? ([\\w-]+(?:(?:, ?| and |, and )[\\w-]+)*)${from}$`,
					"i",
				),
				(names, slot) =>
					query(
						slot,
						{
							select: names
								.split(/, ?(?:and )?| and /)
								.map(columnOf)
								.join(", "),
						},
						listed,
					),
			],
			[
				new RegExp(
					`^${ask}(?:all )?(?:columns?|fields?)(?: names?)?(?: and (?:their )?types)?(?: (?:are|is|there|exist))*${from}$`,
					"i",
				),
				(slot) => describe(slot, true),
			],
			[
				new RegExp(`^(?:what|which) (?:columns?|fields?)(?: does| has)? ${file}(?: have| has| contain)?$`, "i"),
				(slot) => describe(slot, true),
			],
			[
				new RegExp(
					`^(?:how many|number of|count(?: the)?) columns(?: are(?: there)?)?${from}$|^how many columns does ${file} have$`,
					"i",
				),
				(first, second) => describe(first ?? second ?? "", true),
			],
			[
				new RegExp(
					`^(?:describe|profile|inspect)(?: me)?(?: the)?(?: (?:data|table|columns|contents?|file)(?: (?:in|of|from))?)? ${file}$`,
					"i",
				),
				(slot) => describe(slot, false),
			],
			[
				new RegExp(
					`^${ask}(?:schema|structure|data types|types|column types|statistics|stats|profile|overview)(?: of the (?:columns|data))?${from}$`,
					"i",
				),
				(slot) => describe(slot, false),
			],
		],
	},
]);

export const tables: Family = {
	name: "tables",
	gate: /\.(?:csv|tsv|jsonl?|ndjson)/,
	match: (clause) => (clause.text.length > 400 ? undefined : firstOf(clause.text.trim())),
};
