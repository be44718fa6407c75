// Text inside files.
import { isFileLike } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import type { Clause, Family, Step } from "../plan.js";
import { countingRules, placeRules } from "./search-rules.js";
import { noun, search, T, where, whereNeeded } from "./search-steps.js";

const firstOf = createRules<Step>([
	countingRules,
	placeRules,
	{
		rules: () => [
			[
				new RegExp(
					`^(?:find|show|list|get|search for|search|look for|give me|print|display)(?: me(?= |$))?(?: all| every| any| each)?(?: of)?(?: the(?= |$))? (?:occurrences?|occurences?|instances?|mentions?|uses|usages?|references?|matches|appearances?|lines?)(?: of| for| to| with| containing| that contain| that mention| matching| mentioning| having| which contain)*(?: ${noun})? ${T}${where}$`,
					"i",
				),
				(pattern, place) => search(pattern, place),
			],
			[
				new RegExp(
					`^(?:find|show|list|get|search for|look for)(?: me(?= |$))?(?: all| every| any)?(?: the(?= |$))? ${T} comments?${where}$`,
					"i",
				),
				(pattern, place) => search(pattern, place),
			],
			[
				new RegExp(
					`^(?:find|show|show me|list|identify|get|print|give me|display|tell me|which are|what are|pick out|locate)(?: all| every| each| any)?(?: of)?(?: the(?= |$))? lines? (?:of|in|from|inside)(?: the(?= |$))?(?: file| folder)? ?(\\S+) (?:in which|where|that|which|with|containing)(?: (?:contains?|has|have|mentions?|includes?|uses?|match(?:es)?|says?|there is))?(?: ${noun})? ${T}(?: (?:appears?|occurs?|is|are|stands?|is found|is mentioned|is used|shows? up|in (?:it|them)))*$`,
					"i",
				),
				(place, pattern) => search(pattern, place),
			],
			[
				new RegExp(
					`^(?:find|find out|show|show me|tell me|locate|see|check)(?: out)? where(?: ${noun})? ${T} (?:is used|is defined|is mentioned|occurs?|appears?|comes up|shows up|is|stands|is written)${where}$`,
					"i",
				),
				(pattern, place) => search(pattern, place),
			],
			[
				new RegExp(
					`^(?:in|inside) (?:which|what) files? (?:is|are|does|do|can i find|do i find|did i|have i|stands?)(?: (?:written|mentioned|used|contained|there|found))?(?: ${noun})? ${T}(?: (?:written|mentioned|used|appear|occur|stand|defined))?${where}$`,
					"i",
				),
				(pattern, place) => search(pattern, place, "files"),
			],
			[
				new RegExp(
					`^(?:is there|are there|do i have|do we have|any|are any|list)? ?(?:any )?files? (?:in|under|inside|within|below)(?: the(?= |$))? (\\S+)(?: folder| directory)? (?:that |which )?(?:mention|mentions|mentioning|contain|contains|containing|with|have|has|having|use|uses|using|reference|references|referencing|include|including)(?: ${noun})? ${T}$`,
					"i",
				),
				(place, pattern) => search(pattern, place, "files"),
			],
			[
				new RegExp(
					`^(?:did|do|have) (?:i|we) (?:ever )?(?:write|written|mention|mentioned|use|used|put|say|type|typed|have)(?: ${noun})? ${T} (?:anywhere |somewhere )?(?:in|inside|within)(?: the(?= |$))? (\\S+?)[?,;.]?(?: (?:please )?(?:search|look|check)(?: (?:it|for it|that|in it))?(?: please)?)?$`,
					"i",
				),
				(pattern, place) => search(pattern, place, "yes"),
			],
			[
				new RegExp(`^(?:search|look|grep|scan)(?: for| up)(?: all| every| any)?(?: ${noun})? ${T}${where}$`, "i"),
				(pattern, place) =>
					/\b(?:web|online|internet|google|wikipedia)\b/i.test(`${pattern} ${place ?? ""}`)
						? undefined
						: search(pattern, place),
			],
			[
				new RegExp(`^search(?: ${noun})? ${T}${whereNeeded}$`, "i"),
				(pattern, place) =>
					/\b(?:web|online|internet|google|wikipedia)\b/i.test(`${pattern} ${place}`)
						? undefined
						: search(pattern, place),
			],
			[
				new RegExp(`^(?:find|locate|spot|show me)(?: all| every| any)?(?: ${noun}) ${T}${where}$`, "i"),
				(pattern, place) => search(pattern, place),
			],
			[
				new RegExp(`^(?:find|locate|spot)(?: all| every| any)?(?: the(?= |$))? ${T}${whereNeeded}$`, "i"),
				(pattern, place) =>
					isFileLike(pattern.split(" ")[0] ?? "") ||
					/^files?\b|^(?:the )?(?:average|mean|sum|median|max|min|largest|biggest|folder|roots?|derivative|square)\b/i.test(
						pattern,
					) ||
					isFileLike(pattern)
						? undefined
						: search(pattern, place),
			],
			[
				/^(?:find|locate|show|list|search for)(?: me)?(?: all| every| any)?(?: the)? ("[^"]+"|'[^']+'|[A-Z]{3,}(?=s?$))s?$/,
				(pattern) => (isFileLike(pattern) ? undefined : search(pattern, undefined)),
			],
		],
	},
]);

export function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 300 || text.includes("\n")) return undefined;
	const folded = /^(.+?),? (?:ignoring|regardless of|ignore) (?:the )?case$|^(.+?),? case[- ]insensitive(?:ly)?$/i.exec(
		text,
	);
	const body = folded?.[1] ?? folded?.[2] ?? text;
	// Neither the web nor a bug is found by looking for the word.
	if (
		/\b(?:the web|online|the internet|google|wikipedia)\b|^(?:search|look|find)(?: me)?(?: for)?(?: an?| the| some| cheap)* (?:flights?|hotels?|restaurants?|jobs?|recipes?|tickets?|news|apartments?|doctors?|videos? (?:of|about)|images? of|information)\b|^(?:find|spot|locate) (?:the|a|any|all) (?:bugs?|mistakes?|problems?|issues?)\b/i.test(
			body,
		)
	)
		return undefined;
	const result = firstOf(body);
	if (folded === null || result === undefined) return result;
	return {
		...result,
		plan: (context) => {
			const calls = result.plan(context);
			return typeof calls === "string"
				? calls
				: calls.map((request) => ({ ...request, input: { ...request.input, case_sensitive: false } }));
		},
	};
}

export const searchFamily: Family = {
	name: "search",
	gate: /find|search|grep|\brg\b|\back\b|look|which|what files|where|contain|mention|occur|appear|instance|\buses?|matches|how often|how many|\bdoes\b|\bis\b|scan|check|locate|spot|reference|lines?\b|comment/,
	match,
};
