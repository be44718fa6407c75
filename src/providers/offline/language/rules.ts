// Tables of expressions that cost nothing until they may match: compiling hundreds of them is what makes a first
// request slow, so a rule is touched only when the text starts with one of the words that its expression starts with.

import { lazy } from "../../../lib/lazy.js";

export type Rule<Made> = readonly [RegExp, (...groups: string[]) => Made | undefined];

interface Prepared<Made> {
	readonly rule: Rule<Made>;
	readonly may: (lower: string) => boolean;
}

const special = /[\\^$.*+?()[\]{}|]/;

/** Letters at the start of an alternative; the last one may be optional. */
function literalOf(text: string): string {
	const end = text.search(special);
	if (end < 0) return text;
	return /[?*{]/.test(text[end] ?? "") ? text.slice(0, Math.max(0, end - 1)) : text.slice(0, end);
}

/** The words of which one has to come first: `^(?:list|show)( all)? files$` starts with "list" or "show". */
export function leadsOf(source: string): readonly string[] | undefined {
	const cuts: number[] = [];
	let [depth, close, isClass] = [0, -1, false];
	for (let at = 0; at < source.length; at++) {
		const char = source[at];
		if (char === "\\") at++;
		else if (isClass) isClass = char !== "]";
		else if (char === "[") isClass = true;
		else if (char === "(") depth++;
		else if (char === ")") {
			depth--;
			if (depth === 0 && close < 0) close = at;
		} else if (char === "|") {
			if (depth === 0) return undefined;
			if (depth === 1 && close < 0) cuts.push(at);
		}
	}
	const start = "^(?:";
	if (!source.startsWith(start)) {
		const literal = source.startsWith("^") ? literalOf(source.slice(1)) : "";
		return literal === "" ? undefined : [literal.toLowerCase()];
	}
	if (/[?*{]/.test(source[close + 1] ?? "")) return undefined;
	const edges = [start.length - 1, ...cuts, close];
	const leads = edges.slice(1).flatMap((edge, index) => {
		const alternative = source.slice((edges[index] ?? 0) + 1, edge);
		return alternative.startsWith("(?:")
			? (leadsOf(`^${alternative}`) ?? [""])
			: [literalOf(alternative).toLowerCase()];
	});
	return leads.includes("") ? undefined : leads;
}

/** The end of the group that opens at `open`. */
function closeOf(source: string, open: number): number {
	let [depth, isClass] = [0, false];
	for (let at = open; at < source.length; at++) {
		const char = source[at];
		if (char === "\\") at++;
		else if (isClass) isClass = char !== "]";
		else if (char === "[") isClass = true;
		else if (char === "(") depth++;
		else if (char === ")" && --depth === 0) return at;
	}
	return source.length;
}

/** For each group that has to take part: the words of which one has to stand somewhere in the text. */
export function mustsOf(source: string): readonly (readonly string[])[] {
	const musts: (readonly string[])[] = [];
	let isClass = false;
	for (let at = 0; at < source.length; at++) {
		const char = source[at];
		if (char === "\\") at++;
		else if (isClass) isClass = char !== "]";
		else if (char === "[") isClass = true;
		else if (char === "|") return [];
		else if (char === "(") {
			const close = closeOf(source, at);
			const isLook = /^\(\?(?:[=!]|<[=!])/.test(source.slice(at, at + 4));
			const inner = source.slice(at + 1, close).replace(/^\?(?::|<\w+>)/, "");
			const words = isLook || /[?*{]/.test(source[close + 1] ?? "") ? undefined : leadsOf(`^(?:${inner})`);
			if (words?.every((word) => word.trim().length > 1) === true) musts.push(words);
			at = close;
		}
	}
	return musts;
}

/** Whether the expression can match at all, told without building it. */
export function mayMatch(pattern: RegExp): (lower: string) => boolean {
	const leads = lazy(() => leadsOf(pattern.source));
	const musts = lazy(() => mustsOf(pattern.source));
	return (lower) =>
		leads()?.some((lead) => lower.startsWith(lead)) !== false &&
		musts().every((words) => words.some((word) => lower.includes(word)));
}

/** Rules that need a word in common: none is looked at without it. */
export interface Group<Made> {
	readonly needs?: RegExp;
	readonly rules: () => readonly Rule<Made>[];
}

/**
 * The first rule whose expression matches and that makes something of it. With `isCompact` only the groups that took
 * part are handed over, in order.
 */
export function createRules<Made>(
	groups: readonly Group<Made>[],
	isCompact = false,
): (text: string) => Made | undefined {
	const prepared: (readonly Prepared<Made>[] | undefined)[] = [];
	return (text) => {
		const lower = text.toLowerCase();
		for (const [index, group] of groups.entries()) {
			if (group.needs?.test(lower) === false) continue;
			const rules = prepared[index] ?? group.rules().map((rule) => ({ rule, may: mayMatch(rule[0]) }));
			prepared[index] = rules;
			for (const { rule, may } of rules) {
				if (!may(lower)) continue;
				const found = rule[0].exec(text);
				const groups = found?.slice(1).filter((group) => !isCompact || group !== undefined);
				const result = groups === undefined ? undefined : rule[1](...(groups as string[]));
				if (result !== undefined) return result;
			}
		}
		return undefined;
	};
}
