// Shares, changes, and so many of so much, word for word wherever they stand.
import { type Form, money, N, pct, plain } from "./figures.js";

/** Word for word what is asked, wherever it stands. Each is tried on the whole text. */
export const buildShareForms = (): readonly Form[] => [
	// Changes in per cent
	[
		new RegExp(
			`(?:from|was|were|had|went|of|is|are|at)\\b[^\\d]*?${N}%?${money}[^\\d%]{0,60}?(?:to|and|now|then|,|vs\\.?|versus|->|→)[^\\d%]{0,60}?${N}%?${money}(?!\\d).*(?:percent\\w*|per cent|pct|%)`,
			"i",
		),
		(a, b) => `percentage change from ${plain(a)} to ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:percent\\w*|pct|%) ?(?:change|increase|decrease|growth|drop|rise|fall|difference|gain|loss)[^\\d]*?${N}${money}[^\\d%]*?(?:to|and|->|→|vs\\.?|into)[^\\d%]*?${N}`,
			"i",
		),
		(a, b) => `percentage change from ${plain(a)} to ${plain(b)}`,
	],
	// Shares
	[
		new RegExp(
			`${N}[^\\d%]{0,40}? (?:out of|of the|of|in|from)(?: the| a| our| my| total)* ${N}[^\\d%]*?(?:(?:as|in|is|what|which)[^\\d]*(?:percent\\w*|per cent|pct|%|share)|(?:percent\\w*|pct|%))`,
			"i",
		),
		(a, b) => `${plain(a)} is what percent of ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:what|which|how many)(?: is the)? (?:percent\\w*|per cent|pct|%|share|portion)(?: of)?[^\\d%]*?${N}[^\\d%]*?\\b(?:is|are|does|was|were|makes?)\\b[^\\d%]*?${N}(?:,? (?:in|as) (?:an? )?(?:percent\\w*|pct|%))?$`,
			"i",
		),
		(whole, part) => `${plain(part)} is what percent of ${plain(whole)}`,
	],
	[
		new RegExp(
			`(?:what|which|how many|how much)(?: is the)? (?:percent\\w*|per cent|pct|%|share|portion)[^\\d%]*?${N}[^\\d%]*?(?:of|out of|from)[^\\d%]*?${N}`,
			"i",
		),
		(part, whole) => `${plain(part)} is what percent of ${plain(whole)}`,
	],
	// More and less by a share
	[
		new RegExp(
			`${N}${money}(?: net| before tax| list price| base| bill| meal)*[^\\d]{0,20}?(?:plus|\\+|with|and|including|incl\\.?|add(?:ing)?|increase[sd]? by|raise[sd]? by|up by|grows? by)(?: an?| the)? ${N}${pct}`,
			"i",
		),
		(b, p) => `${plain(b)} * (1 + ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`(?:add|put|plus|charge|apply|increase)\\w*(?: an?| the)? ${N}${pct}(?: [a-z ]{1,30}?)? (?:to|on|onto|on top of)(?: the| a| my| our)*(?: [a-z]+){0,3}? ?${N}`,
			"i",
		),
		(p, b) => `${plain(b)} * (1 + ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d]{0,40}?(?:less|minus|-|reduced by|discounted by|decrease[sd]? by|cut by|down by|off by|lower(?:ed)? by|drops? by)(?: an?| the)? ${N}${pct}`,
			"i",
		),
		(b, p) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d]{0,40}?(?:after|with|at|is|gets?|has|on)(?: an?| the)? ${N}${pct} (?:off|discount|reduction|deduction|cheaper|rebate|less|reduced)`,
			"i",
		),
		(b, p) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`${N}${pct}(?: an?| the)? (?:off|discount|reduction|rebate|cheaper|deducted|less)(?: on| of| from| the| a| my| an| for)*(?: [a-z]+){0,5}? ${N}`,
			"i",
		),
		(p, b) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(`${N}${pct} (?:[a-z]+ ){0,3}?(?:of|on|from|for)(?: (?!\\d)[a-z']+){0,6}? ${N}`, "i"),
		(p, b) => `${plain(p)}% of ${plain(b)}`,
	],
	[
		new RegExp(
			`\\binterest\\b.*?${N}${money} (?:at|with|of|for)[^\\d]{0,12}${N}${pct}(?:[^\\d]*(?:per|a|for|over|in|after) (?:1 |the |one )?(?:year|annum))?`,
			"i",
		),
		(b, p) => `${plain(p)}% of ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?:[a-z]+ ){1,3}?(?:costs?|come to|comes to|is|are|for|make|weigh)s? ${N}${money}(?: together| in total| altogether)?[,;.]? [^\\d]*(?:each|apiece|per (?:piece|unit|item)|(?:1|one|single) (?:[a-z]+ )?(?:costs?|weigh|piece)|1 [a-z]+)`,
			"i",
		),
		(n, b) => `${plain(b)} / ${plain(n)}`,
	],
	[
		new RegExp(
			`${N} (?:[a-z]+ ){1,4}?(?:and |, |who |which |that )?each(?: one| of them)? (?:[a-z]+ ){0,2}?(?:costs?|is|has|weighs?|gets?|pays?|at|for|takes?|holds?|earns?|with|contains?|needs?) (?:[a-z]+ ){0,2}?${N}${money}`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d%]+?${N}${money} (?:a|per|each|an|for each|for a)\\b[^\\d%]*?(?:left|remains?|over|change)[^\\d%]*? ${N}`,
			"i",
		),
		(a, b, c) => `${plain(a)} - ${plain(b)} * ${plain(c)}`,
	],
	[
		new RegExp(
			`${N}[^\\d]+?${N}[^\\d]*?\\b(multipl\\w*|product|add|sum|subtract|difference|divide)\\b[^\\d]*?(?:those|them|these|the two|both|together|numbers|values|figures|each other|one another|up)?$`,
			"i",
		),
		(a, b, how) =>
			`${plain(a)} ${/^(?:mul|pro)/i.test(how) ? "*" : /^(?:add|sum)/i.test(how) ? "+" : /^div/i.test(how) ? "/" : "-"} ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?!and\\b|among|between)(?:(?!and\\b|among|between|share|split)[a-z]+ ){1,4}?${N}${money}(?: [a-z]+)? (?:each|apiece|a head|a person|per (?:person|head|piece|item|child))`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d]*?\\b(half|(?:a |one )?third|(?:a |one )?quarter)(?: the)? (?:off|price|cheaper|discount)`,
			"i",
		),
		(a, share) => `${plain(a)} * (1 - 1/${/half/.test(share) ? 2 : /third/.test(share) ? 3 : 4})`,
	],
	[
		new RegExp(`(?:to|with) ${N} (?:decimal )?(?:places?|decimals?|digits)[^\\d]*?round[^\\d]*?${N}`, "i"),
		(places, a) => `round ${plain(a)} to ${plain(places)} decimal places`,
	],
	[
		new RegExp(
			`${N}${money} (?:for|buys?|gets? me|gives?) ${N} (?:[a-z]+ ){0,3}?[a-z]+.*\\b(?:per|each|for (?:1|one|a single)|a piece|apiece|unit price|(?:1|one) (?:costs?|is))`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?:of us|of them|people|persons|friends|colleagues|roommates|kids|children|adults|students|guests|partners|siblings|teams|departments) (?:share|split|divide|divvy up|pay)[^\\d]*?${N}`,
			"i",
		),
		(n, b) => `${plain(b)} / ${plain(n)}`,
	],
	[
		new RegExp(
			`${N}[ -][a-z]+[^\\d]*?${N}${money}(?: [a-z]+)? (?:a|an|per|each|every) [a-z]+[^\\d]*?(?:how many (?:days|weeks|months|hours|minutes|years|trips|times)|how long|when (?:will|am) )`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} [a-z]+(?: [a-z]+)? (?:in|over|across|on|into) ${N} [a-z]+[^\\d]*?\\b(?:per|each|every|in one|in each)\\b`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:after|with|given)(?: an?| the)? ${N}${pct} (?:discount|off|reduction|rebate|markdown)[^\\d]*?${N}`,
			"i",
		),
		(p, b) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(`out of(?: the| a| our| my)* ${N}[^\\d%]*?${N}[^\\d%]*?(?:percent\\w*|pct|%|share)`, "i"),
		(whole, part) => `${plain(part)} is what percent of ${plain(whole)}`,
	],
	[
		new RegExp(
			`\\b(?:buy|bought|order|ordered|sell|sold|get|got|need|take) ${N} (?:[a-z]+ ){0,3}?(?:at|for|@|costing) ${N}`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[
		new RegExp(`${N}${money}(?: [a-z]+)? (?:an?|per|each|every) [a-z]+ (?:for|over|during|in|times) ${N} [a-z]+`, "i"),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	// What is left, and so many of this with so many of that
	[
		new RegExp(
			`${N}[^\\d%]+?${N}${money}[^\\d%]*?(?:what (?:remains|is left|'s left|do i have left|will be left|is the rest|stays)|how (?:much|many)[^\\d]*(?:left|remain\\w*|remains|over)|left over|remaining|the rest|difference)`,
			"i",
		),
		(a, b) => `${plain(a)} - ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?:[a-z]+ ){1,4}?(?:at|for|of|@|costing|x|×) ${N}${money}(?: each| per [a-z]+| a [a-z]+| apiece)?,? (?:and|plus|\\+|,|with) ${N} (?:[a-z]+ ){1,4}?(?:at|for|of|@|costing|x|×) ${N}`,
			"i",
		),
		(a, b, c, d) => `${plain(a)} * ${plain(b)} + ${plain(c)} * ${plain(d)}`,
	],
	// Sharing out, and so many of so much
	[
		new RegExp(
			`${N} (?!percent|%)[a-z]+ (?:[a-z]+ ){0,3}?(?:and|for|among|between|,) ${N} [a-z]+.*(?:each|apiece|per (?:person|head|child|guest|team|one|kid|day)|everyone|everybody) ?(?:[a-z]+ ){0,2}(?:get|gets|have|has|receive|receives|pay|pays|one|take|takes|owe|owes)?`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} [a-z]+ (?:[a-z]+ ){0,3}?(?:at|of|for|@|costing|x|×) ${N}${money}(?: each| per [a-z]+| a [a-z]+)?,? (?:plus|\\+|with|and|including)(?: an?)? ${N}${pct}`,
			"i",
		),
		(a, b, p) => `${plain(a)} * ${plain(b)} * (1 + ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`(?:split|divid|shar|distribut)\\w* [^\\d]*?${N}${money}[^\\d]*?(?:among|amongst|between|by|over|into|across|with|for|to|on|through)\\w*[^\\d]*? ${N}`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}${money}(?: [a-z]+){0,4}? (?:split|divided|shared|distributed)(?: [a-z]+){0,3}? (?:among|amongst|between|by|over|into|across|for|to|through)(?: [a-z]+){0,2}? ${N}`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?!and\\b|minus\\b|plus\\b)(?:[a-z]+ ){1,5}?(?:at|of|for|with|costing|costs?|@|each costs?|each with|each at|each) ${N}${money}(?: [a-z]+)?,? ?(?:each|apiece|per|a piece|an? [a-z]+|every|a month|a day|a week|a year|total|altogether|what|how much|how many)`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[new RegExp(`${N} (?:times|x|×|multiplied (?:with|by)|\\*) ${N}`, "i"), () => undefined],
];
