// Long and polite requests in plain words: "I would be grateful if you could tell me what 3 plus 4 comes to" asks
// "what is 3 plus 4". Used for what was not understood as written.

import { lazy } from "../../../lib/lazy.js";
import { asides, leads, remark, tails } from "./asides.js";
import { outsideQuotes } from "./clean.js";
import { mayMatch } from "./rules.js";
import { startsRequest } from "./split.js";

const gerunds: Readonly<Record<string, string>> = {
	writing: "write",
	factoring: "factor",
	reading: "read",
	listing: "list",
	checking: "check",
	opening: "open",
	searching: "search",
	counting: "count",
	converting: "convert",
	adding: "add",
	fetching: "fetch",
	making: "make",
	creating: "create",
	running: "run",
	executing: "execute",
	moving: "move",
	renaming: "rename",
	replacing: "replace",
	calculating: "calculate",
	computing: "compute",
	dividing: "divide",
	multiplying: "multiply",
	copying: "copy",
	putting: "put",
	getting: "get",
	giving: "give",
	removing: "remove",
	deleting: "delete",
	saving: "save",
	changing: "change",
	duplicating: "duplicate",
	evaluating: "evaluate",
	translating: "translate",
	letting: "let",
};

const stemOf = (word: string): string => gerunds[word.toLowerCase()] ?? word.replace(/ing$/i, "");

const participles: Readonly<Record<string, string>> = {
	run: "run",
	shown: "show",
	written: "write",
	made: "make",
	put: "put",
	sent: "send",
	read: "read",
	copied: "copy",
	multiplied: "multiply",
	found: "find",
	kept: "keep",
	calculated: "calculate",
	created: "create",
	renamed: "rename",
	moved: "move",
	removed: "remove",
	deleted: "delete",
	replaced: "replace",
	saved: "save",
	changed: "change",
	executed: "execute",
	divided: "divide",
	duplicated: "duplicate",
	simplified: "simplify",
	transformed: "transform",
};

const verbOf = (participle: string): string => participles[participle.toLowerCase()] ?? participle.replace(/ed$/i, "");

const guard = (pattern: RegExp) => ({ pattern, may: mayMatch(pattern) });
const guardedLeads = lazy(() => leads.map(guard));
const guardedTails = lazy(() => tails.map(guard));

const strip = (text: string): string => {
	let result = text.trim();
	for (let round = 0; round < 10; round++) {
		const mind =
			/^would you mind (?:please )?(\w+ing)\b/i.exec(result) ??
			/^(?:do|would) you mind if i ask(?:ed)?(?: you)? /i.exec(result);
		let shorter =
			mind === null ? result : `${mind[1] === undefined ? "" : stemOf(mind[1])}${result.slice(mind[0].length)}`;
		for (const { pattern: lead, may } of guardedLeads())
			if (may(shorter.toLowerCase())) shorter = shorter.replace(lead, "").trim() || shorter;
		if (shorter === result || shorter === "") break;
		result = shorter;
	}
	return result;
};

const withoutTail = (text: string): string | undefined => {
	const lower = text.toLowerCase();
	const tail = guardedTails().find(({ pattern, may }) => may(lower) && pattern.test(text))?.pattern;
	if (tail !== undefined) return text.replace(tail, "");
	const found = remark.exec(text);
	return found === null || (startsRequest.test(found[2] ?? "") && !/^(?:what is that|i |go\b)/i.test(found[2] ?? ""))
		? undefined
		: found[1];
};

/** "what X is" as "what is X", "how long this has been" as "how long has this been". */
function direct(text: string, isAsked: boolean): readonly string[] {
	const found: string[] = [];
	const amount =
		/^(?:what|how much|how many)(?: is)? (.+?) (?:is|are|comes? to|comes? out (?:to|as)|amounts? to|equals?|makes?|leaves?|gives?|works? out (?:to|as|at)|would (?:be|make|come to|give|equal)|will be|adds? up to|yields?|results? in|turns? out to be)$/i.exec(
			text,
		);
	if (amount !== null) found.push(`what is ${amount[1]}`);
	const short =
		/^((?:on |in |at |for |by )?(?:what|which|how|when|where|who)(?: (?:many|much|long|old|far|big|large|often|soon|late|full|busy|fast|heavy|tall))?) (.+?) (is going to be|is going to|is|are|was|were|will|would|has|have|had|does|did|can)(?: (.*))?$/i.exec(
			text,
		);
	if (short !== null) {
		const [, lead = "", between = "", verb = "", rest = ""] = short;
		const plain = verb.replace(/^is going to(?: be)?$/i, (words) => (/be$/.test(words) ? "is" : "will"));
		// "how many days | there are", "which day of the week | 24 December | will fall": the subject starts at one of the words.
		const words = between.split(" ");
		for (let start = 0; start < Math.min(words.length, 7); start++) {
			const subject = words.slice(start).join(" ");
			if (start > 0 && !/^(?:the|this|that|my|our|an?|it|i|we|they|he|she|there|someone|\d|[A-Z"`'])/.test(subject))
				continue;
			found.push(`${[lead, ...words.slice(0, start)].join(" ")} ${plain} ${subject} ${rest}`.trim());
		}
	}
	const noun = /^(?:what|which) (.+?) (?:falls?|lies|comes|represents?|corresponds to|belongs to)(?: (.*))?$/i.exec(
		text,
	);
	if (noun !== null) found.push(`what ${noun[1]} is ${noun[2] ?? ""}`.trim());
	const yes = /^(?:whether |if )?(?:the |an? )?(.+?) (is|are|was|will be|is going to be|has|exists?)(?: (.+))?$/i.exec(
		text,
	);
	if (yes !== null && isAsked && !/^(?:what|which|how|when|where|who|is|are)\b/i.test(text))
		found.push(`${/^has$/i.test(yes[2] ?? "") ? "has" : "is"} ${yes[1]} ${yes[3] ?? "there"}`);
	return found;
}

/** "draft.txt to be renamed to final.txt" and its like as an order. */
function active(text: string): readonly string[] {
	const passive =
		/^(?:to have )?(.+?) (?:(?:to|should|must|shall|can|could|needs? to|has to|have to|may|might|ought to) be|be|being|is to be) (\w+(?:ed|en)|run|put|made|shown|read|sent)(?: (.+))?$/i.exec(
			text,
		) ?? /^(?:to have |have |get |having |see )(.+?) (\w+(?:ed|en)|run|put|made|shown|written)(?: (.+))?$/i.exec(text);
	if (passive === null) return [];
	return [`${verbOf(passive[2] ?? "")} ${passive[1]} ${passive[3] ?? ""}`.trim()];
}

export const unpunctuated = (text: string): string => text.replace(/[\s,;.:!?-]+$/, "").trim();

/** Plainer ways to say the same, likeliest first; without `text` itself. */
export function plainer(text: string): readonly string[] {
	if (text.length > 400) return [];
	// "verify that 360 is composite by factoring it": how it is done is what is to be done.
	const means =
		/^(?:verify|check|confirm|prove|validate|ensure|make sure|show|test)\b.* by (\w+ing)\b (?!it\b|that\b|this\b)(.+)$/i.exec(
			text,
		);
	if (means !== null)
		return [`${stemOf(means[1] ?? "")} ${means[2]}`, ...plainer(text.slice(0, text.lastIndexOf(" by ")))];
	// "in docs, what files are there?": the place goes behind.
	const placed =
		/^(?:in|inside|under|within|from) (?:the )?((?:folder |directory )?(?:"[^"]+"|[\w.~-]*\/[\w./~-]*|[\w.-]+ (?:folder|directory)|(?:folder|directory) [\w./-]+)),? (.+)$/i.exec(
			unpunctuated(text),
		);
	if (placed !== null && !/\b(?:in|inside|under|replace|change|append|add|put)\b/i.test(placed[2] ?? ""))
		return [`${placed[2]} in ${placed[1]}`];
	const calm = outsideQuotes(strip(unpunctuated(text)), (part) =>
		asides.reduce((changed, [pattern, plain]) => changed.replace(pattern, plain), part),
	);
	const found: string[] = [];
	const put = (candidate: string): void => {
		const plain = unpunctuated(candidate);
		if (plain === "" || plain === text || found.includes(plain)) return;
		found.push(plain);
	};
	const putAll = (candidate: string): void => {
		const plain = strip(unpunctuated(candidate));
		put(plain);
		for (const way of [
			...direct(plain, plain !== unpunctuated(text) || /^(?:whether|if)\b/i.test(text)),
			...active(plain),
		])
			put(way);
	};
	putAll(calm);
	let shorter = unpunctuated(calm);
	for (let round = 0; round < 3; round++) {
		const rest = withoutTail(shorter);
		if (rest === undefined) break;
		shorter = unpunctuated(rest);
		if (shorter.split(" ").length < 2) break;
		putAll(shorter);
	}
	return found;
}
