// Text inside files.

import { unquote } from "../language/clean.js";
import { folderFrom, isFileLike, pathFrom } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import { type Clause, call, detailsOf, type Family, listOf, plural, type Step, step, textOf } from "../plan.js";

type Wants = "matches" | "files" | "count" | "yes";

const search = (pattern: string, where: string | undefined, wants: Wants = "matches"): Step | undefined => {
	const slot = where?.trim();
	const kind = slot === undefined ? undefined : /^(?:all )?(?:the )?\*?\.?(\w+) files$/i.exec(slot)?.[1];
	const names: Readonly<Record<string, string>> = {
		typescript: "ts",
		javascript: "js",
		python: "py",
		markdown: "md",
		text: "txt",
	};
	const isEverywhere =
		slot === undefined ||
		/^(?:all|any|these|my|every|the|all the|all my|all of the)? ?(?:files?|code|source(?: code)?|codebase|project|repo(?:sitory)?)(?: here)?$/i.test(
			slot,
		);
	const glob =
		slot?.includes("*") === true
			? unquote(slot)
			: kind !== undefined && !isEverywhere
				? `*.${names[kind.toLowerCase()] ?? kind}`
				: undefined;
	const inFolder =
		/^(?:all|any|every|each)?(?: of)?(?: the| my)? ?files? (?:of|in|inside|under|within)(?: the(?= |$))? (.+)$/i.exec(
			slot ?? "",
		)?.[1];
	const path =
		inFolder !== undefined
			? (folderFrom(inFolder) ?? ".")
			: isEverywhere || glob !== undefined
				? "."
				: (pathFrom(slot ?? "") ?? folderFrom(slot ?? ""));
	// What stands in quotes is what is looked for, whatever is said about it.
	const inner = /^[^"'`]*\s(["'`])([^"'`]+)\1[^"'`]*$|^(["'`])([^"'`]+)\3\s[^"'`]*$/.exec(pattern.trim());
	const text = inner?.[2] ?? inner?.[4] ?? unquote(pattern.trim());
	const folder = path?.replace(/(?<=.)\/$/, "");
	if (
		path === undefined ||
		text === "" ||
		text.length > 200 ||
		/^(?:count|counts|number)$/i.test(text) ||
		/^\d+ ?(?:to|-|–|and|through) ?\d+$/.test(text)
	)
		return undefined;
	const isRegex = /^\/.+\/$/.test(text);
	const input = {
		pattern: isRegex ? text.slice(1, -1) : text,
		...(folder === "." || folder === undefined ? {} : { path: folder }),
		...(glob === undefined ? {} : { glob }),
		...(isRegex || /^[\w\s-]+$/.test(text) ? {} : { literal: true }),
	};
	return step(
		call("search_files", input),
		([outcome]) => {
			const details = detailsOf(outcome);
			const matches = listOf(details.matches);
			const total = Number(details.total ?? matches.length);
			const files = [...new Set(matches.map((found) => textOf(found.path)))];
			const inside = path === "." ? "" : ` in ${path}`;
			if (total === 0)
				return wants === "yes"
					? `No, "${text}" is not${inside || " here"}.`
					: wants === "count"
						? `"${text}" occurs 0 times${inside}.`
						: `"${text}" was not found${inside}.`;
			if (wants === "count")
				return `"${text}" occurs on ${plural(total, "line")}${inside} (${total} ${total === 1 ? "time" : "times"}).`;
			if (wants === "files")
				return `${plural(files.length, "file")} ${files.length === 1 ? "contains" : "contain"} "${text}": ${files.slice(0, 20).join(", ")}.`;
			const shown = matches
				.slice(0, 10)
				.map((found) => `${textOf(found.path)}:${textOf(found.line)}: ${textOf(found.text).trim()}`);
			const rest = total - shown.length;
			return `${wants === "yes" ? "Yes: " : ""}"${text}" was found ${total === 1 ? "once" : `${total} times`} in ${plural(Number(details.files ?? files.length), "file")}:\n${shown.join("\n")}${rest > 0 ? `\n… ${rest} more` : ""}`;
		},
		{ isLoose: true },
	);
};

/** The word searched for: quoted, or a short run of words. */
const T = `((?!(?:in|inside|within|of|from|under) )(?:"[^"]+"|'[^']+'|\`[^\`]+\`|/[^/ ]+/|\\S+(?: \\S+){0,5}?))`;
const noun =
	"(?:the )?(?:word|string|text|phrase|term|pattern|expression|name|function|variable|regex|keyword|symbol|comment|line|lines|error|class)s?";
const where = "(?: (?:in|inside|within|across|under|through|throughout|from|of)(?: the(?= |$))? (.+))?";
const whereNeeded = " (?:in|inside|within|across|under|through|throughout|from|of|anywhere in)(?: the(?= |$))? (.+)";

const firstOf = createRules<Step>([
	{
		rules: () => [
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
					/^["'`]|^[A-Z_]{3,}$/.test(pattern)
						? search(pattern.replace(/^([A-Z]+)s$/, "$1"), place, "count")
						: undefined,
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
				/^(?:find|locate) ("[^"]+"|'[^']+'|[A-Z]{3,})$/,
				(pattern) => (isFileLike(pattern) ? undefined : search(pattern, undefined)),
			],
		],
	},
]);

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 300 || text.includes("\n")) return undefined;
	const folded = /^(.+?),? (?:ignoring|regardless of|ignore) (?:the )?case$|^(.+?),? case[- ]insensitive(?:ly)?$/i.exec(
		text,
	);
	const body = folded?.[1] ?? folded?.[2] ?? text;
	// Neither the web nor a bug is found by looking for the word.
	if (
		/\b(?:the web|online|the internet|google|wikipedia)\b|^(?:find|spot|locate) (?:the|a|any|all) (?:bugs?|mistakes?|problems?|issues?)\b/i.test(
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
