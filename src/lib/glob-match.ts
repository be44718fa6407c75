// Glob patterns against paths with "/" between names. No regular expression is made of a pattern, so that none can be
// slow: a name costs (its length × the pattern's) at most.

type Token =
	| { readonly type: "text"; readonly text: string }
	| { readonly type: "any" }
	| { readonly type: "star" }
	| { readonly type: "set"; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] };

const maxAlternatives = 256;

/** `a{b,c}d` as `abd`, `acd`; nested too. Throws a RangeError over 256 alternatives. */
export function expandBraces(pattern: string): readonly string[] {
	const open = findOpenBrace(pattern);
	if (open === undefined) return [pattern];
	const { start, end, parts } = open;
	const tails = expandBraces(pattern.slice(end + 1));
	const results: string[] = [];
	for (const part of parts) {
		for (const middle of expandBraces(part)) {
			for (const tail of tails) {
				results.push(pattern.slice(0, start) + middle + tail);
				if (results.length > maxAlternatives) throw new RangeError("too many alternatives in braces");
			}
		}
	}
	return results;
}

function findOpenBrace(pattern: string): { start: number; end: number; parts: string[] } | undefined {
	for (let start = 0; start < pattern.length; start++) {
		if (pattern[start] === "\\") start++;
		else if (pattern[start] === "{") {
			const found = closeBrace(pattern, start);
			if (found !== undefined) return { start, ...found };
		}
	}
	return undefined;
}

/** The end and the comma-separated parts of the brace at `start`; undefined when it is not closed or has no comma. */
function closeBrace(pattern: string, start: number): { end: number; parts: string[] } | undefined {
	const parts: string[] = [];
	let depth = 0;
	let partStart = start + 1;
	for (let at = start; at < pattern.length; at++) {
		const character = pattern[at];
		if (character === "\\") at++;
		else if (character === "{") depth++;
		else if (character === "," && depth === 1) {
			parts.push(pattern.slice(partStart, at));
			partStart = at + 1;
		} else if (character === "}" && --depth === 0) {
			parts.push(pattern.slice(partStart, at));
			return parts.length > 1 ? { end: at, parts } : undefined;
		}
	}
	return undefined;
}

function readSet(characters: readonly string[], start: number): { token: Token; end: number } | undefined {
	let at = start + 1;
	const negated = characters[at] === "!" || characters[at] === "^";
	if (negated) at++;
	const ranges: [number, number][] = [];
	for (let first = true; at < characters.length; first = false) {
		if (characters[at] === "]" && !first) return { token: { type: "set", negated, ranges }, end: at };
		if (characters[at] === "\\") at++;
		const low = characters[at]?.codePointAt(0);
		if (low === undefined) return undefined;
		const isRange = characters[at + 1] === "-" && characters[at + 2] !== undefined && characters[at + 2] !== "]";
		const high = isRange ? characters[at + 2]?.codePointAt(0) : low;
		ranges.push([low, high ?? low]);
		at += isRange ? 3 : 1;
	}
	return undefined;
}

function tokenize(name: string): readonly Token[] {
	const characters = [...name];
	const tokens: Token[] = [];
	for (let at = 0; at < characters.length; at++) {
		const character = characters[at] ?? "";
		const set = character === "[" ? readSet(characters, at) : undefined;
		if (set !== undefined) {
			tokens.push(set.token);
			at = set.end;
		} else if (character === "*") {
			if (tokens.at(-1)?.type !== "star") tokens.push({ type: "star" });
		} else if (character === "?") tokens.push({ type: "any" });
		else if (character === "\\" && at + 1 < characters.length)
			tokens.push({ type: "text", text: characters[++at] ?? "" });
		else tokens.push({ type: "text", text: character });
	}
	return tokens;
}

function fits(token: Token | undefined, character: string): boolean {
	if (token === undefined || token.type === "star") return false;
	if (token.type === "any") return true;
	if (token.type === "text") return token.text === character;
	const code = character.codePointAt(0) ?? 0;
	return token.ranges.some(([low, high]) => code >= low && code <= high) !== token.negated;
}

/** Greedy with one step back to the last star, which is enough for one name. */
function matchName(tokens: readonly Token[], name: string): boolean {
	const characters = [...name];
	let token = 0;
	let at = 0;
	let star = -1;
	let starAt = 0;
	while (at < characters.length) {
		if (fits(tokens[token], characters[at] ?? "")) {
			token++;
			at++;
		} else if (tokens[token]?.type === "star") {
			star = token++;
			starAt = at;
		} else if (star !== -1) {
			token = star + 1;
			at = ++starAt;
		} else return false;
	}
	while (tokens[token]?.type === "star") token++;
	return token === tokens.length;
}

type Segment = readonly Token[] | "**";

function matchSegments(pattern: readonly Segment[], names: readonly string[]): boolean {
	// reachable[i]: the pattern up to here can have consumed i names.
	let reachable = new Set([0]);
	for (const segment of pattern) {
		const next = new Set<number>();
		for (const count of reachable) {
			if (segment === "**") for (let more = count; more <= names.length; more++) next.add(more);
			else if (count < names.length && matchName(segment, names[count] ?? "")) next.add(count + 1);
		}
		if (next.size === 0) return false;
		reachable = next;
	}
	return reachable.has(names.length);
}

/**
 * A test for relative paths such as `src/lib/a.ts`. `*` and `?` stay within a name, `**` crosses folders, `[a-z]`,
 * `[!a]`, `{a,b}`, `\` before a character takes it as it is. A pattern without "/" is matched with the last name only,
 * so `*.ts` finds files at any depth. Throws a RangeError over 256 alternatives in braces.
 */
export function createGlobMatcher(pattern: string): (path: string) => boolean {
	const alternatives = expandBraces(pattern.replace(/^(?:\.\/)+/, "")).map((alternative) => {
		const isNameOnly = !alternative.includes("/");
		const segments = alternative
			.replace(/^\//, "")
			.split("/")
			.map((part): Segment => (part === "**" ? "**" : tokenize(part)));
		return { isNameOnly, segments };
	});
	return (path) => {
		const names = path.split("/");
		return alternatives.some(({ isNameOnly, segments }) =>
			matchSegments(segments, isNameOnly && segments[0] !== "**" ? names.slice(-1) : names),
		);
	};
}
