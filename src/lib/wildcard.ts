// Patterns of rules: `*` matches any run of characters, `\*` and `\\` stand for themselves, all else is literal.

type Token = { readonly literal: string } | { readonly stars: 1 | 2 };

function tokens(pattern: string): readonly Token[] {
	const found: Token[] = [];
	let literal = "";
	for (let i = 0; i < pattern.length; i++) {
		const character = pattern[i] ?? "";
		const following = pattern[i + 1];
		if (character === "\\" && (following === "*" || following === "\\")) {
			literal += following;
			i++;
		} else if (character === "*") {
			if (literal !== "") found.push({ literal });
			literal = "";
			const isDouble = following === "*";
			if (isDouble) i++;
			found.push({ stars: isDouble ? 2 : 1 });
		} else literal += character;
	}
	return literal === "" ? found : [...found, { literal }];
}

/** The text that a pattern without `*` stands for; undefined when it has one. */
export function literalOf(pattern: string): string | undefined {
	const parts = tokens(pattern);
	if (parts.some((part) => "stars" in part)) return undefined;
	return parts.map((part) => ("literal" in part ? part.literal : "")).join("");
}

/** A pattern that matches this text alone. */
export const escapeWildcard = (text: string): string => text.replaceAll(/[\\*]/g, "\\$&");

/** Whether the whole text fits. Linear in practice: each literal is looked for once, from the left. */
export function matchWildcard(pattern: string, text: string): boolean {
	const parts = tokens(pattern);
	let at = 0;
	let isOpen = false;
	for (const [i, part] of parts.entries()) {
		if ("stars" in part) {
			isOpen = true;
			continue;
		}
		const isLast = i === parts.length - 1;
		if (!isOpen) {
			if (!text.startsWith(part.literal, at)) return false;
			at += part.literal.length;
		} else if (isLast) {
			if (text.length - part.literal.length < at || !text.endsWith(part.literal)) return false;
			at = text.length;
		} else {
			const found = text.indexOf(part.literal, at);
			if (found < 0) return false;
			at = found + part.literal.length;
		}
		isOpen = false;
	}
	return isOpen || at === text.length;
}

/** For paths: `*` does not cross `/`, `**` does, and a `**` between slashes also matches no folder at all. */
export function matchPathPattern(pattern: string, path: string): boolean {
	const source = tokens(pattern)
		.map((part) =>
			"literal" in part ? part.literal.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&") : part.stars === 2 ? "\0" : "[^/]*",
		)
		.join("")
		.replaceAll("\0\\/", "(?:.*\\/)?")
		.replaceAll("\0", ".*");
	return new RegExp(`^${source}$`, "s").test(path);
}

/** Patterns and texts are looked at so far; what lies beyond may be anything. */
const maxCompared = 300;

/**
 * Whether a pattern can match a text of which parts are not known: each `unknown` character in it stands for any run of
 * characters. Rather true than false.
 */
export function mayMatchWildcard(pattern: string, text: string, unknown: string): boolean {
	const wanted = tokens(pattern)
		.flatMap((part) => ("literal" in part ? [...part.literal] : [undefined]))
		.slice(0, maxCompared);
	const given: readonly (string | undefined)[] = [...text].map((character) =>
		character === unknown ? undefined : character,
	);
	const known = given.length > maxCompared ? [...given.slice(0, maxCompared), undefined] : given;
	if (wanted.length === maxCompared) wanted.push(undefined);
	// reach[j]: the pattern so far can end before known[j].
	let reach = known.map((_, j) => known.slice(0, j).every((character) => character === undefined));
	reach.push(known.every((character) => character === undefined));
	for (const character of wanted) {
		const next: boolean[] = [];
		for (let j = 0; j <= known.length; j++) {
			const isRun = j > 0 && known[j - 1] === undefined;
			const before = j > 0 && next[j - 1] === true;
			if (character === undefined) next.push(reach[j] === true || before);
			else
				next.push(
					(isRun && (reach[j] === true || reach[j - 1] === true || before)) ||
						(j > 0 && known[j - 1] === character && reach[j - 1] === true),
				);
		}
		reach = next;
	}
	return reach[known.length] === true;
}
