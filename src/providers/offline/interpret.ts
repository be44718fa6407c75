// A message to steps: cut where that reads better, each part given to the first family that understands it.

import { needsModel } from "./families/help.js";
import { families } from "./families/index.js";
import { gistsOf, sureGistsOf, withDate, withPlace, withRange } from "./gist/index.js";
import { clean } from "./language/clean.js";
import { withoutContext } from "./language/context.js";
import { plainer } from "./language/courtesy.js";
import { withoutSlang } from "./language/slang.js";
import { correctSpelling } from "./language/spelling.js";
import { type Cut, cutsOf, startsRequest } from "./language/split.js";
import { reply, type Step } from "./plan.js";

export interface Part {
	readonly text: string;
	/** Name of the family, or `model` when no tool can do it. */
	readonly family: string;
	readonly step: Step;
}

interface Options {
	readonly isLater: boolean;
	/** What stands before the text in the same message. */
	readonly before?: string;
	readonly hasAttachment: boolean;
	/** Plainer wordings are tried too. */
	readonly isLenient?: boolean;
	/** What stands in the text counts where its form is not known. */
	readonly isGist?: boolean;
}

const modelStep: Step = reply(needsModel);
const isModel = (part: Part): boolean => part.family === "model";

/** One request, not cut. */
function readOne(text: string, options: Options): Part | undefined {
	const cleaned = clean(text);
	// What is not to be done is not done.
	if (
		cleaned === "" ||
		/^(?:please )?(?:do not|don't|dont|never)\b(?! forget)|^what (?:is|are) the (?:point|purpose|use|advantages?|benefits?|meaning) of\b/i.test(
			cleaned,
		)
	)
		return undefined;
	const found = readPlain(cleaned, options);
	if (found !== undefined || options.isLenient !== true) return found;
	for (const way of plainer(cleaned)) {
		const part = readPlain(clean(way), options);
		if (part !== undefined) return part;
	}
	if (options.isGist !== true) return undefined;
	for (const gist of gistsOf(text.trim(), options.isLater)) {
		const part = readPlain(gist, options);
		if (part !== undefined) return part;
	}
	return undefined;
}

function readPlain(cleaned: string, options: Options): Part | undefined {
	const clause = { text: cleaned, lower: cleaned.toLowerCase(), ...options };
	for (const family of families) {
		if (family.gate?.test(clause.lower) === false) continue;
		const step = family.match(clause);
		if (step !== undefined) return { text: cleaned, family: family.name, step };
	}
	return undefined;
}

const maxCuts = 10;

const after = (options: Options, text: string, cut: Cut): Options => ({
	...options,
	isLater: true,
	before: `${options.before ?? ""}${text.slice(0, cut.end)}`,
});

/** Starts with a word of a request, no mere figure or thing. */
const twin = /^(?:an? |and |the )*-?\d.* (?:in|to|as|into) \S/i;
/** "14 lb in kilos, 75 F in celsius": each side is a conversion of its own. */
const areTwins = (text: string, cut: Cut): boolean =>
	twin.test(text.slice(cut.end)) && /\d.* (?:in|to|as|into) \S/i.test(text.slice(0, cut.start));
const startsClause = (text: string): boolean =>
	startsRequest.test(text) &&
	!/^[\d(]|^(?:and )?(?:the|half|i|in|first|last|name|date|day|memory|cpu|disk|time)\b/i.test(text);

/** The parts when all of them are understood, with as few cuts as possible. */
function readAll(
	text: string,
	options: Options,
	cuts: readonly Cut[],
	memo: Map<string, readonly Part[] | undefined>,
): readonly Part[] | undefined {
	const key = `${options.isLater ? 1 : 0}${text}`;
	if (memo.has(key)) return memo.get(key);
	memo.set(key, undefined);
	// A clear cut before a clear request is taken first: it is the likelier reading, and the cheaper one to try.
	for (const cut of cuts.filter(({ isStrong }) => isStrong)) {
		const right = text.slice(cut.end);
		const first = startsRequest.test(right) ? readOne(text.slice(0, cut.start), options) : undefined;
		const rest =
			first === undefined
				? undefined
				: readAll(right, after(options, text, cut), cutsOf(right).slice(0, maxCuts), memo);
		if (first === undefined || rest === undefined) continue;
		const found = [first, ...rest];
		memo.set(key, found);
		return found;
	}
	const whole = readOne(text, options);
	if (whole !== undefined && whole.step.isLoose !== true) {
		const found = [whole];
		memo.set(key, found);
		return found;
	}
	let result: readonly Part[] | undefined = whole === undefined ? undefined : [whole];
	for (const cut of cuts) {
		// Where words count and not their order, a comma or an "and" ends nothing by itself.
		if (options.isGist === true && !cut.isStrong && !startsClause(text.slice(cut.end)) && !areTwins(text, cut))
			continue;
		const [left, right] = [text.slice(0, cut.start), text.slice(cut.end)];
		if (!cut.isStrong && whole !== undefined && !startsRequest.test(right)) continue;
		const first = readOne(left, options);
		// What was taken whole as free text is cut only where a real request follows.
		if (first === undefined || (whole !== undefined && !startsRequest.test(right))) continue;
		const rest = readAll(right, after(options, text, cut), cutsOf(right).slice(0, maxCuts), memo);
		if (rest === undefined) continue;
		result = [first, ...rest];
		break;
	}
	memo.set(key, result);
	return result;
}

/** Nothing fits all of it: cut at the strong places, and say of each part that is not understood that it needs a model. */
function readParts(text: string, options: Options): readonly Part[] {
	if (text.length > 2000) return [{ text, family: "model", step: modelStep }];
	const pieces: string[] = [];
	let start = 0;
	for (const cut of cutsOf(text)) {
		if (!cut.isStrong && !startsRequest.test(text.slice(cut.end))) continue;
		pieces.push(text.slice(start, cut.start));
		start = cut.end;
	}
	pieces.push(text.slice(start));
	const parts = pieces.flatMap((piece, index): readonly Part[] => {
		if (clean(piece) === "") return [];
		const local = { ...options, isLater: index > 0 };
		return (
			readAll(piece, local, cutsOf(piece).slice(0, maxCuts), new Map()) ?? [
				{ text: piece, family: "model", step: modelStep },
			]
		);
	});
	const understood = parts.filter((part) => !isModel(part));
	const first = parts.find(isModel);
	// A part that stands on nothing understood before it ("write a poem and save it") is not done on its own.
	const usable = understood.filter(
		(part) => part.step.refersBack !== true || parts.slice(0, parts.indexOf(part)).some((earlier) => !isModel(earlier)),
	);
	return first === undefined ? usable : [...usable, first];
}

const read = (text: string, options: Options): readonly Part[] | undefined => {
	// A long text is something to keep or to write, not a list of requests.
	if (text.length > 2000) return readAll(text, options, [], new Map());
	const cuts = cutsOf(text);
	if (cuts.length <= maxCuts) return readAll(text, options, cuts, new Map());
	return readAll(text, options, cuts.filter((cut) => cut.isStrong).slice(0, maxCuts), new Map());
};

/** Greetings beside a request are no request. */
const withoutSmallTalk = (parts: readonly Part[]): readonly Part[] => {
	const real = parts.filter((part) => part.family !== "help");
	return real.length > 0 ? real : parts.slice(0, 1);
};

/** What is tried when the text was not understood as written, each only when those before it were not. */
function* wordings(plain: string, options: Options): Generator<readonly [string, Options]> {
	const tried = new Set<string>([plain, clean(plain)]);
	const lenient = { ...options, isLenient: true };
	const corrected = correctSpelling(clean(plain));
	if (corrected !== plain) yield [corrected, options];
	if (plain.length > 400) return;
	const quiet = withoutSlang(plain);
	for (const text of [quiet, correctSpelling(clean(quiet))]) {
		if (!tried.has(text)) yield [text, options];
		tried.add(text);
		yield [text, lenient];
		const dated = withDate(text);
		if (dated !== undefined) yield [dated, lenient];
		for (const request of sureGistsOf(text)) yield [request, options];
		for (const request of withoutContext(text)) yield [request, lenient];
	}
	const gist = { ...lenient, isGist: true };
	for (const text of new Set([plain, quiet, correctSpelling(quiet)])) {
		yield [text, gist];
		for (const request of withoutContext(text)) yield [request, gist];
	}
}

const maxRequest = 8000;

/** What a person's message asks for, in order. Never empty for a text that is not blank. */
export function interpret(text: string, hasAttachment = false): readonly Part[] {
	const options = { isLater: false, hasAttachment };
	// Nobody asks for one thing in so many words, and reading takes longer than its length.
	if (text.length > maxRequest) return [{ text: text.slice(0, maxRequest), family: "model", step: modelStep }];
	const plain = withRange(withPlace(text.trim()));
	const found = read(plain, options) ?? read(clean(plain), options);
	if (found !== undefined) return withoutSmallTalk(found);
	for (const [text, how] of wordings(plain, options)) {
		const again = read(text, how);
		if (again !== undefined) return withoutSmallTalk(again);
	}
	const parts = readParts(plain, options);
	const usable = parts.some((part) => !isModel(part)) ? parts : readParts(correctSpelling(clean(plain)), options);
	return usable.length === 0 ? [{ text: plain, family: "model", step: modelStep }] : withoutSmallTalk(usable);
}
