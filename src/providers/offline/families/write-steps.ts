// Changes to files: what each calls, and the sentence about it.
import { unquote } from "../language/clean.js";
import { backReference, earlierPath, pathFrom } from "../language/paths.js";
import { type Context, call, detailsOf, plural, type Step, type ToolRequest, textOf } from "../plan.js";
import { lastValue } from "./arithmetic.js";

export const isBack = (slot: string): boolean => backReference.test(slot.trim());

/** A step over paths of which some may be "it". */
const onPaths = (
	slots: readonly string[],
	make: (paths: readonly string[]) => readonly ToolRequest[],
	answer: (paths: readonly string[], details: ReturnType<typeof detailsOf>) => string,
	options: { bare?: boolean; isLoose?: boolean } = {},
): Step | undefined => {
	const fixed = slots.map((slot) => (isBack(slot) ? undefined : pathFrom(slot, { bare: options.bare === true })));
	if (fixed.some((path, index) => path === undefined && !isBack(slots[index] ?? ""))) return undefined;
	const resolve = (context: Context) => fixed.map((path, index) => path ?? earlierPath(context, slots[index] ?? ""));
	return {
		refersBack: fixed.includes(undefined),
		isLoose: options.isLoose === true,
		plan: (context) => {
			const paths = resolve(context);
			return paths.every((path) => path !== undefined)
				? make(paths as string[])
				: "It is not clear which file is meant.";
		},
		answer: ([outcome], context) =>
			answer(
				resolve({ ...context, earlier: context.earlier.filter((earlier) => earlier !== outcome) }).map(
					(path, index) => path ?? slots[index] ?? "",
				),
				detailsOf(outcome),
			),
	};
};

const unescaped = (text: string): string => unquote(text.trim()).replace(/\\n/g, "\n").replace(/\\t/g, "\t");

const contentOf = (slot: string): string =>
	unescaped(
		slot
			.trim()
			.replace(
				/^(?:the )?(?:following )?(?:text|content|contents|line|lines|words?|string|sentence|message|phrase)(?: of)?:? (?=["'`\S])/i,
				"",
			)
			.replace(/^:\s*/, ""),
	);

const refersToResult =
	/^(?:it|that|this|the (?:result|answer|output|number|value|sum|total|outcome)|the result of that)$/i;

const toCompose =
	/^(?:an?|the|some|my|your|unit|a few|\d+) (?:\w+ ){0,2}?(?:summary|poem|story|report|essay|letter|e-?mail|description|explanation|function|script|program|tests?|haiku|song|article|documentation|docs|class|component|review|plan|joke|limerick|translation|introduction|blog post|speech|outline)\b/i;

export const write = (slot: string, content: string, options: { append?: boolean } = {}): Step | undefined => {
	// Text that is yet to be thought of takes a model.
	if (toCompose.test(content.trim())) return undefined;
	// What is yet to be looked up is no text either.
	if (/^(?:today's date|the (?:current |exact )?(?:date|time|timestamp|date and time))$/i.test(content.trim()))
		return undefined;
	// Folders are not written to, and a copy is no text.
	if (
		/\/$/.test(slot.trim()) ||
		/^(?:an?|the|my) (?:backup |second )?(?:copy|duplicate|backup|clone) of\b/i.test(content.trim())
	)
		return undefined;
	// A quoted text is all of the content: what follows it belongs to another request.
	if (/^(["'`])(?:(?!\1).)*\1\s+\S/.test(content.trim())) return undefined;
	const isResult = refersToResult.test(content.trim());
	const base = onPaths(
		[slot],
		([path = ""]) => [
			call("write_file", {
				path,
				content: options.append === true ? `${contentOf(content)}\n` : ensureLine(contentOf(content)),
				...(options.append === true ? { append: true } : {}),
			}),
		],
		([path = ""], details) =>
			options.append === true
				? `Appended the text to ${path} (${plural(Number(details.sizeBytes), "byte")} now).`
				: `${details.created === false ? "Overwrote" : "Created"} ${path} (${plural(Number(details.sizeBytes), "byte")}).`,
		{ isLoose: true },
	);
	if (base === undefined || !isResult) return base;
	return {
		...base,
		refersBack: true,
		plan: (context) => {
			const value = lastValue(context);
			const last = context.earlier.at(-1);
			const output =
				last === undefined
					? undefined
					: textOf(detailsOf(last).text) ||
						textOf(detailsOf(last).local) ||
						textOf(detailsOf(last).output) ||
						last.content;
			const text = value ?? output;
			const path = isBack(slot) ? earlierPath(context, slot) : pathFrom(slot);
			if (text === undefined || path === undefined) return "There is no earlier result to write.";
			return [
				call("write_file", { path, content: ensureLine(text), ...(options.append === true ? { append: true } : {}) }),
			];
		},
	};
};

/** A text of a file ends with a line end unless it is empty. */
export const ensureLine = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

const baseName = (path: string): string => path.replace(/\/$/, "").split("/").at(-1) ?? path;

const isFolderSlot = (slot: string): boolean =>
	/\/$|(?:folder|directory|dir)$|^(?:the )?(?:folder|directory|dir) /i.test(slot.trim());

const hasEnding = (path: string): boolean => /\.\w+$/.test(baseName(path));

/** `docs` as target of a move of `a.txt` is a folder. */
export const into = (target: string, slot: string, from: string, isRename: boolean): string => {
	const plain = target.replace(/\/$/, "");
	if (isRename) {
		// A new name stays in the folder of the old one.
		return from.includes("/") && !plain.includes("/") ? `${from.slice(0, from.lastIndexOf("/") + 1)}${plain}` : plain;
	}
	return isFolderSlot(slot) || (hasEnding(from) && !hasEnding(plain)) ? `${plain}/${baseName(from)}` : plain;
};

export const transfer = (tool: "copy_file" | "move_file", from: string, to: string, word: string): Step | undefined => {
	const isFolder = /^(?:the )?(?:folder|directory) |(?:folder|directory|dir)$/i.test(from.trim());
	return onPaths(
		[from, to],
		([source = "", target = ""]) => [
			call(tool, { from: source, to: isFolder ? target : into(target, to, source, word === "Renamed") }),
		],
		([source, target = ""], details) => `${word} ${textOf(details.from) || source} to ${textOf(details.to) || target}.`,
		{ bare: true },
	);
};

/** A name without an ending is a file where both texts are quoted: `in sshd_config change "a" to "b"`. */
export const replaceText = (oldText: string, newText: string, slot: string, isFirst = false): Step | undefined =>
	onPaths(
		[slot],
		([path = ""]) => [
			call("edit_file", {
				path,
				edits: [
					{ old_text: unescaped(oldText), new_text: unescaped(newText), ...(isFirst ? {} : { replace_all: true }) },
				],
			}),
		],
		([path = ""], details) =>
			`Replaced "${unescaped(oldText)}" with "${unescaped(newText)}" in ${path} (${plural(Number(details.replacements ?? 1), "replacement")}).`,
		{ isLoose: true, bare: /^["'`]/.test(oldText.trim()) && /^["'`]/.test(newText.trim()) },
	);

export const makeFolder = (slot: string): Step | undefined =>
	onPaths(
		[slot],
		([path = ""]) => [call("make_directory", { path: path.replace(/(?<=.)\/$/, "") })],
		([path = ""], details) =>
			details.created === false ? `The folder ${path} was already there.` : `Created the folder ${path}.`,
		{ bare: true },
	);

/** Into the trash, so that it can be brought back. */
export const remove = (slot: string): Step | undefined => {
	if (pathFrom(slot) === undefined && !isBack(slot)) return undefined;
	return onPaths(
		[slot],
		([target = ""]) => [call("trash_file", { path: target.replace(/(?<=.)\/$/, "") })],
		([target = ""]) => `Put ${target} into the trash.`,
	);
};

export const Q = `("[^"]*"|'[^']*'|\`[^\`]*\`)`;

export const F = "(\\S+|\"[^\"]+\"|'[^']+')";

export const called = "(?: (?:called|named|with (?:the )?name|by the name(?: of)?|titled|at))?";

export const holding =
	"(?:,? (?:with|containing|that (?:contains|says|has|reads)|which (?:contains|says|has)|saying|and (?:write|put|add|insert)|holding|having|whose content is|and fill it with|reading)(?: in it)?(?: (?:the|a))?(?: (?:following|initial))?(?: (?:text|contents?|words?|lines?|string|message|phrase|sentence|body))?(?: of)?(?: in it)?:?|:| <<|,? content:?) ";
