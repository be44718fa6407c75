// Ways to ask where, how often and in which files a text stands.
import { isFileLike } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { noun, search, T, where, whereNeeded } from "./search-steps.js";

export const countingRules: Group<Step> = {
	rules: () => [
		[
			new RegExp(
				`^(?:who|what|which (?:files?|code|modules?)) (?:uses|calls|references|imports|mentions|contains|use|call) ${T}${where}$`,
				"i",
			),
			(pattern, place) =>
				/^[\w$]*[a-z][A-Z]\w*$|^[A-Z_]{3,}$|^["'`]|_|\(\)$/.test(pattern)
					? search(pattern.replace(/\(\)$/, ""), place, "files")
					: undefined,
		],
		[
			new RegExp(`^(?:grep|rg|ack)(?: for)?(?: -\\w+)* ${T}(?: (?:in )?(\\S+))?$`, "i"),
			(pattern, place) => search(pattern, place),
		],
		[
			new RegExp(
				`^(?:how many times|how often|count how many times|count how often|tell me how many times) (?:does|do|is|are|did|has|have)(?: ${noun})? ${T} (?:appear|occur|show up|come up|used|mentioned|found|be found|occurs|appears|there|written|repeated)(?:s|ed)?${where}$`,
				"i",
			),
			(pattern, place) => search(pattern, place, "count"),
		],
		[
			new RegExp(
				`^(?:count|count all|number of|the number of|how many)(?: the(?= |$))? (?:occurrences?|occurences?|instances?|appearances?|matches|uses|mentions)(?: of| for)?(?: ${noun})? ${T}(?: are(?: there)?| is)?${where}$`,
				"i",
			),
			(pattern, place) => search(pattern, place, "count"),
		],
		[
			new RegExp(`^how many ${T}(?:s|'s)? (?:comments |entries )?(?:are|is)(?: there)?${whereNeeded}$`, "i"),
			(pattern, place) =>
				/^["'`]|^[A-Z_]{3,}$/.test(pattern) ? search(pattern.replace(/^([A-Z]+)s$/, "$1"), place, "count") : undefined,
		],
		[
			new RegExp(
				`^(?:how many|count(?: the)?|number of) (?:lines|rows|entries) (?:(?:do |are there )?(?:with|containing|having|mentioning|matching|including)|(?:that |which )(?:contain|have|mention|say|include|match|start with))(?: ${noun})? ${T}(?: are(?: there)?)?${where}$`,
				"i",
			),
			(pattern, place) => search(pattern, place, "count"),
		],
		[
			new RegExp(
				`^(?:how many|count(?: the)?|number of) (["'\`][^"'\`]+["'\`]|[A-Z]{3,})[ -](?:lines|rows|entries|messages|records)(?: (?:are|is))?(?: there)?${whereNeeded}$`,
			),
			(pattern, place) => search(pattern, place, "count"),
		],
		[
			new RegExp(`^how many (?:lines|files) (?:contain|have|include|mention|match)(?: ${noun})? ${T}${where}$`, "i"),
			(pattern, place) => search(pattern, place, "count"),
		],
		[
			new RegExp(
				`^(?:which|what|list|list the|list all|show|show me|find|find all|find the|show the|get|search for|search|give me|tell me which|tell me the)(?: all)?(?: the(?= |$))?(?: (?:python|typescript|javascript|source|text|markdown|code|\\w{2,4}))? files? (?:that |which )?(?:contain|import|imports|call|calls|containing|contains|have|has|having|mention|mentions|mentioning|include|includes|including|use|uses|using|with|reference|references|match|that have)(?: ${noun})? ${T}${where}$`,
				"i",
			),
			(pattern, place) =>
				/ in (?:the|their|its) names?$/i.test(place ?? pattern) ? undefined : search(pattern, place, "files"),
		],
		[
			new RegExp(
				`^(?:does|do|is|check (?:if|whether)|see if|check that|whether|if)(?: the(?= |$))?(?: file)? (\\S+)(?: file)? (?:contain|contains|mention|mentions|include|includes|have|has|say)(?: ${noun})? ${T}$`,
				"i",
			),
			(place, pattern) => (isFileLike(place) ? search(pattern, place, "yes") : undefined),
		],
		[
			new RegExp(
				`^(?:is|are|check (?:if|whether)|see if)(?: there)?(?: ${noun})? ${T} (?:in|inside|mentioned in|used in|contained in|present in|found in|anywhere in)(?: the(?= |$))? (.+)$`,
				"i",
			),
			(pattern, place) => (isFileLike(place) ? search(pattern, place, "yes") : undefined),
		],
	],
};

export const placeRules: Group<Step> = {
	rules: () => [
		[
			new RegExp(
				`^where (?:is|are|do (?:i|we)|does|did (?:i|we))(?: the(?= |$))?(?: ${noun})? ${T} (?:used|defined|mentioned|called|referenced|occur|appear|written|declared|imported|use|mention|define)(?: anywhere)?${where}$`,
				"i",
			),
			(pattern, place) => search(pattern, place),
		],
		[
			new RegExp(
				`^where (?:in|inside|within)(?: the(?= |$))? (.+?) (?:is|are|do (?:i|we|they)|does|did (?:i|we)|have (?:i|we)|can i find)(?: (?:it say|we have))?(?: (?:use|used|mention|mentioned|define|defined|call|called|import|imported|reference|referenced|write|written))?(?: ${noun})? ${T}(?: (?:used|defined|mentioned|called|referenced|imported|occur|appear|written|declared|come up|show up))?$`,
				"i",
			),
			(place, pattern) => search(pattern, place),
		],
		[
			new RegExp(
				`^does(?: ${noun})? ${T} (?:occur|appear|show up|come up|exist|turn up)(?: anywhere| somewhere)?${where}$`,
				"i",
			),
			(pattern, place) => search(pattern, place, "yes"),
		],
		[
			new RegExp(
				`^(?:count |tell me |find |find out |check |see )?(?:how often|how many times)(?: ${noun})? ${T} (?:appears?|occurs?|shows? up|comes? up|is (?:used|mentioned|found|written|repeated|there)|turns? up)${where}$`,
				"i",
			),
			(pattern, place) => search(pattern, place, "count"),
		],
		[
			new RegExp(`^where does(?: ${noun})? ${T} (?:appear|occur|come up|show up)${where}$`, "i"),
			(pattern, place) => search(pattern, place),
		],
		[
			new RegExp(
				`^(?:search|look|grep|scan|check)(?: through| in| inside| within)? (\\S+|(?:all|the|my|this|every)(?: \\S+){0,3}) for(?: ${noun})? ${T}$`,
				"i",
			),
			(place, pattern) => search(pattern, place),
		],
		[
			new RegExp(
				`^(?:in|inside|within) (\\S+|(?:all|the|my|this|every) \\S+(?: \\S+)?),? (?:search|look|grep|find)(?: for)?(?: ${noun})? ${T}$`,
				"i",
			),
			(place, pattern) => search(pattern, place),
		],
	],
};
