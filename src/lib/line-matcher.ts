// Regular expressions of others on lines of others: with a deadline, since a pattern can be made to run for years.
import { createContext, Script } from "node:vm";

export class PatternTooSlowError extends Error {
	override readonly name = "PatternTooSlowError";
}

export interface LineMatcher {
	/** Indexes of the lines that match. Throws PatternTooSlowError when a few thousand lines take over a second. */
	match(lines: readonly string[]): readonly number[];
	/** Where the first match in the line begins; 0 when there is none, or when finding it took too long once. */
	indexIn(line: string): number;
}

const batchLines = 5000;
const batchCharacters = 2_000_000;
const deadlineMs = 1000;

// Fixed code; pattern and lines are only its data. Running it by `vm` is what lets V8 stop a match midway.
const locate = "first = lines[0].search(expression);";
// On local names: each use of a name of the context costs as much as a match.
const source =
	"((wanted, texts, results, start) => { for (let at = 0; at < texts.length; at++) { if (wanted.test(texts[at])) results.push(start + at); } })(expression, lines, found, first);";

/** The pattern in the sense of Unicode if it can be, else in the older, more lenient sense. Throws a SyntaxError. */
export function compilePattern(pattern: string, isCaseSensitive: boolean): RegExp {
	const flags = isCaseSensitive ? "s" : "is";
	try {
		return new RegExp(pattern, `${flags}u`);
	} catch {
		return new RegExp(pattern, flags);
	}
}

export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** The error comes from the context's own realm, so that it is no instance of this one's Error. */
const isTimeout = (error: unknown): boolean =>
	typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

export function createLineMatcher(expression: RegExp): LineMatcher {
	const found: number[] = [];
	const data: { expression: RegExp; lines: readonly string[]; found: number[]; first: number } = {
		expression,
		lines: [],
		found,
		first: 0,
	};
	const context = createContext(data);
	const script = new Script(source);
	const locator = new Script(locate);
	let isSlow = false;
	return {
		match: (lines) => {
			found.length = 0;
			for (let start = 0; start < lines.length; ) {
				let end = start;
				for (
					let characters = 0;
					end < lines.length && end - start < batchLines && characters < batchCharacters;
					end++
				) {
					characters += lines[end]?.length ?? 0;
				}
				data.lines = lines.slice(start, end);
				data.first = start;
				try {
					script.runInContext(context, { timeout: deadlineMs });
				} catch (error) {
					throw isTimeout(error) ? new PatternTooSlowError("the pattern takes too long") : error;
				}
				start = end;
			}
			return [...found];
		},
		indexIn: (line) => {
			if (isSlow) return 0;
			data.lines = [line];
			try {
				locator.runInContext(context, { timeout: deadlineMs });
			} catch (error) {
				if (!isTimeout(error)) throw error;
				isSlow = true;
				return 0;
			}
			return Math.max(0, data.first);
		},
	};
}
