/**
 * A JavaScript regular expression in ripgrep's dialect (Rust's regex crate, "Syntax", 1.11): there `\d`, `\w`, `\s` and
 * `\b` mean all of Unicode, here ASCII (`\s`: the white space of ECMA-262). Undefined when it uses what the dialect
 * has not or means otherwise: then the search without ripgrep is the one that is right.
 */
export function toRustPattern(pattern: string): string | undefined {
	// Look-around, back references, named groups by number, class set operations, inline flags that differ.
	if (/\(\?(?:[=!]|<[=!])|\\[1-9k]|&&|~~|--|\[:|\(\?[a-zA-Z-]*[:)]/.test(pattern.replace(/\(\?:/g, "(")))
		return undefined;
	const space = "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
	let result = "";
	let isInSet = false;
	for (let at = 0; at < pattern.length; at++) {
		const character = pattern[at] ?? "";
		if (character === "[") {
			// A bracket inside a set opens a nested one there, and is only a bracket here.
			result += isInSet ? "\\[" : "[";
			if (!isInSet && (pattern[at + 1] === "]" || pattern.startsWith("^]", at + 1))) return undefined;
			isInSet = true;
			continue;
		}
		if (character === "]") isInSet = false;
		if (character !== "\\") {
			result += character;
			continue;
		}
		const next = pattern[++at] ?? "";
		if (next === "d") result += isInSet ? "0-9" : "[0-9]";
		else if (next === "D" && !isInSet) result += "[^0-9]";
		else if (next === "w") result += isInSet ? "0-9A-Za-z_" : "[0-9A-Za-z_]";
		else if (next === "W" && !isInSet) result += "[^0-9A-Za-z_]";
		else if (next === "s") result += isInSet ? space : `[${space}]`;
		else if (next === "S" && !isInSet) result += `[^${space}]`;
		else if (next === "b" && !isInSet) result += "(?-u:\\b)";
		else if (next === "t" || next === "r" || next === "f" || next === "v") result += `\\${next}`;
		else if (/[\^$\\.*+?()[\]{}|/-]/.test(next)) result += next === "/" ? "/" : `\\${next}`;
		// \n, \x, \u, \p, \c, \0, \B and what is no escape at all are left to JavaScript.
		else return undefined;
	}
	return result;
}
