/**
 * A piece of text that is in everything the regular expression matches, the longest that is found easily; undefined when
 * none of at least two characters is. `source` counts case.
 */
export function requiredText(source: string): string | undefined {
	let longest = "";
	let run = "";
	const end = (): void => {
		if (run.length > longest.length) longest = run;
		run = "";
	};
	for (let at = 0; at < source.length; ) {
		const character = source[at] ?? "";
		if (character === "|") return undefined;
		let text = "";
		let next = at + 1;
		if (character === "\\") {
			const escaped = source[at + 1] ?? "";
			next = at + 2;
			// Escaped punctuation is itself; letters and digits mean something else, and may take more after them.
			if (/[\^$.*+?()[\]{}|/-]/.test(escaped)) text = escaped;
			else if (/[dDwWsSbBtrnfv]/.test(escaped)) end();
			else return longestOf(longest, run);
		} else if (character === "[") {
			next = classEnd(source, at);
			end();
		} else if (character === "(") {
			next = groupEnd(source, at);
			end();
		} else if ("^$.)".includes(character)) end();
		else if (/[\x20-\x7e]/.test(character)) text = character;
		else end();
		const quantifier = /^(?:[*+?]|\{\d*,?\d*\})\??/.exec(source.slice(next))?.[0] ?? "";
		if (quantifier === "") run += text;
		else {
			// Once at least with "+", perhaps not at all with the others; what comes after does not follow it directly.
			if (quantifier.startsWith("+")) run += text;
			end();
		}
		at = next + quantifier.length;
	}
	end();
	return longest.length < 2 ? undefined : longest;
}

const longestOf = (one: string, other: string): string | undefined => {
	const longest = one.length >= other.length ? one : other;
	return longest.length < 2 ? undefined : longest;
};

/** After the set that begins at `start`. */
function classEnd(source: string, start: number): number {
	for (let at = start + 1; at < source.length; at++) {
		if (source[at] === "\\") at++;
		else if (source[at] === "]") return at + 1;
	}
	return source.length;
}

/** After the group that begins at `start`. */
function groupEnd(source: string, start: number): number {
	let depth = 0;
	for (let at = start; at < source.length; at++) {
		const character = source[at];
		if (character === "\\") at++;
		else if (character === "[") at = classEnd(source, at) - 1;
		else if (character === "(") depth++;
		else if (character === ")" && --depth === 0) return at + 1;
	}
	return source.length;
}
