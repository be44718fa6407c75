// Creating, appending, replacing, copying, moving and deleting.

import { unquote } from "../language/clean.js";
import { backReference, earlierPath, pathFrom } from "../language/paths.js";
import { createRules } from "../language/rules.js";
import {
	type Clause,
	type Context,
	call,
	detailsOf,
	type Family,
	plural,
	type Step,
	type ToolRequest,
	textOf,
} from "../plan.js";
import { lastValue } from "./arithmetic.js";

const isBack = (slot: string): boolean => backReference.test(slot.trim());

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

const write = (slot: string, content: string, options: { append?: boolean } = {}): Step | undefined => {
	// Text that is yet to be thought of takes a model.
	if (toCompose.test(content.trim())) return undefined;
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
const ensureLine = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

const baseName = (path: string): string => path.replace(/\/$/, "").split("/").at(-1) ?? path;
const isFolderSlot = (slot: string): boolean =>
	/\/$|(?:folder|directory|dir)$|^(?:the )?(?:folder|directory|dir) /i.test(slot.trim());
const hasEnding = (path: string): boolean => /\.\w+$/.test(baseName(path));

/** `docs` as target of a move of `a.txt` is a folder. */
const into = (target: string, slot: string, from: string, isRename: boolean): string => {
	const plain = target.replace(/\/$/, "");
	if (isRename) {
		// A new name stays in the folder of the old one.
		return from.includes("/") && !plain.includes("/") ? `${from.slice(0, from.lastIndexOf("/") + 1)}${plain}` : plain;
	}
	return isFolderSlot(slot) || (hasEnding(from) && !hasEnding(plain)) ? `${plain}/${baseName(from)}` : plain;
};

const transfer = (tool: "copy_file" | "move_file", from: string, to: string, word: string): Step | undefined => {
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
const replaceText = (oldText: string, newText: string, slot: string, isFirst = false): Step | undefined =>
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

const makeFolder = (slot: string): Step | undefined =>
	onPaths(
		[slot],
		([path = ""]) => [call("make_directory", { path: path.replace(/(?<=.)\/$/, "") })],
		([path = ""], details) =>
			details.created === false ? `The folder ${path} was already there.` : `Created the folder ${path}.`,
		{ bare: true },
	);

const shellQuote = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

const remove = (slot: string): Step | undefined => {
	const isFolder = isFolderSlot(slot);
	const path = pathFrom(slot);
	if (path === undefined && !isBack(slot)) return undefined;
	return onPaths(
		[slot],
		([target = ""]) => [call("run_command", { command: `rm ${isFolder ? "-r " : ""}-- ${shellQuote(target)}` })],
		([target = ""], details) =>
			Number(details.exitCode ?? 0) === 0
				? `Deleted ${target}.`
				: `${target} was not deleted: ${textOf(details.output).trim()}`,
	);
};

const Q = `("[^"]*"|'[^']*'|\`[^\`]*\`)`;
const F = "(\\S+|\"[^\"]+\"|'[^']+')";
const called = "(?: (?:called|named|with (?:the )?name|by the name(?: of)?|titled|at))?";
const holding =
	"(?:,? (?:with|containing|that (?:contains|says|has|reads)|which (?:contains|says|has)|saying|and (?:write|put|add|insert)|holding|having|whose content is|and fill it with|reading)(?: in it)?(?: (?:the|a))?(?: (?:following|initial))?(?: (?:text|contents?|words?|lines?|string|message|phrase|sentence|body))?(?: of)?(?: in it)?:?|:| <<|,? content:?) ";

const firstOf = createRules<Step>([
	{
		needs: /folder|director|\bdir\b|mkdir|^md /,
		rules: () => [
			// Folders
			[
				new RegExp(
					`^(?:mkdir(?: -p)?|md|(?:create|make|add|set up|start|build|generate|open)(?: me| for me)?(?: an?| the| one)?(?: new| empty)* (?:folder|directory|dir|subfolder|subdirectory)|new (?:folder|directory|dir))(?: for (?:the |my |our )?\\w+(?: \\w+)?(?= (?:called|named)))?${called}:? ${F}(?: (?:folder|directory))?(?: (?:here|in (?:this|the current) (?:folder|directory)))?$`,
					"i",
				),
				(slot) => makeFolder(slot),
			],
			[
				new RegExp(
					`^(?:(?:create|make|add|set up|open|start) )?(?:me )?(?:an?|one|the)(?: new| empty)* (?:folder|directory|subfolder)(?:,| and|;)+ (?:then )?(?:call|name)(?: it)? ${F}$`,
					"i",
				),
				(slot) => makeFolder(slot),
			],
			[
				new RegExp(
					`^(?:an?|one)(?: new| empty)* (?:folder|directory|subfolder) (?:called|named|with the name) ${F}$`,
					"i",
				),
				(slot) => makeFolder(slot),
			],
			[
				new RegExp(`^(?:create|make|add)(?: an?| the)?(?: new| empty)* ${F} (?:folder|directory|dir)$`, "i"),
				(slot) => makeFolder(slot),
			],
			[
				new RegExp(
					`^(?:create|make|add)(?: an?| the)?(?: new)? (?:folder|directory|subfolder)${called} ${F} (?:in|inside|under|within)(?: the(?= |$))? ${F}(?: folder| directory)?$`,
					"i",
				),
				(name, parent) =>
					makeFolder(`${(pathFrom(parent, { bare: true }) ?? parent).replace(/\/$/, "")}/${unquote(name)}`),
			],
		],
	},
	{
		needs: /append|add|insert|put|write|attach|stick|tack|place|slap|drop|echo/,
		rules: () => [
			// Append
			[
				new RegExp(
					`^(?:append|add|insert|put|write|attach|stick|tack|place) (?:to|at|on|in)(?: the(?= |$))? (?:end|bottom|tail) of(?: the(?= |$))?(?: file)? ${F},? (?:the |a )?(?:(?:text|line|words?|sentence)(?: (?:saying|that says))?:? )?(.+)$`,
					"i",
				),
				(slot, content) => write(slot, content, { append: true }),
			],
			[
				new RegExp(
					`^(?:append|add|insert|put|write|attach|stick|tack|place|slap|drop)(?: the(?= |$))?(?: (?:text|line|lines|words?|string|sentence|content|following))?:? ${Q} (?:to|at|on|onto|into|in)(?: the(?= |$))?(?: (?:end|bottom|tail)(?: of)?)(?: the(?= |$))?(?: file)? ${F}(?: file)?$`,
					"i",
				),
				(content, slot) => write(slot, content, { append: true }),
			],
			[
				new RegExp(
					`^(?:append|add|attach)(?: an?(?= |$))?(?: the(?= |$))?(?: (?:text|line|lines|words?|string|sentence|content|following|row|new line|item|entry))*:? ${Q} (?:to|into|onto|in|at the end of)(?: the(?= |$))?(?: file)? ${F}(?: file)?$`,
					"i",
				),
				(content, slot) => write(slot, content, { append: true }),
			],
			[
				new RegExp(
					`^(?:append|add|attach)(?: an?(?= |$))?(?: the(?= |$))?(?: (?:text|line|lines|words?|string|sentence|content|following|row|new line|item|entry)(?: (?:saying|that says|with|reading))?)?:? (.+?) (?:to|into|onto|at)(?: the(?= |$))?(?: (?:end|bottom)(?: of)?)?(?: the(?= |$))?(?: file)? ${F}(?: file)?$`,
					"i",
				),
				(content, slot) => write(slot, content, { append: true }),
			],
			[
				new RegExp(
					`^(?:append|add) to(?: the(?= |$))?(?: end of)?(?: the(?= |$))?(?: file)? ${F}(?: the (?:line|text))?:? (.+)$`,
					"i",
				),
				(slot, content) => write(slot, content, { append: true }),
			],
			[
				new RegExp(`^(?:in|to|at the end of)(?: the file)? ${F},? (?:append|add)(?: the (?:line|text))?:? (.+)$`, "i"),
				(slot, content) => write(slot, content, { append: true }),
			],
			[new RegExp(`^echo (.+?) >> ?${F}$`, "i"), (content, slot) => write(slot, content, { append: true })],
		],
	},
	{
		needs: /replac|substitut|swap|chang|exchang|find|edit|updat|modif|renam|remov|delet/,
		rules: () => [
			// Replace
			[
				new RegExp(
					`^(?:replace|substitute|swap|change|exchange)(?: (all|every|each|the first))?(?: (?:occurrences?|instances?)(?: of)?)?(?: the(?= |$))?(?: (?:word|text|string|phrase|line))? (.+?) (?:with|by|for|to|into)(?: the(?= |$))?(?: (?:word|text|string))? (.+?) (?:in|inside|within|of|throughout|everywhere in)(?: the(?= |$))?(?: file)? ${F}(?: file)?(?: file)?$`,
					"i",
				),
				(which, oldText, newText, slot) => replaceText(oldText, newText, slot, /first/i.test(which ?? "")),
			],
			[
				new RegExp(
					`^(?:in|inside|within)(?: the(?= |$))?(?: file)? ${F},? (?:please )?(?:replace|substitute|swap|change)(?: (?:all|every))?(?: (?:occurrences?|instances?)(?: of)?)?(?: the(?= |$))?(?: (?:word|text|string))? (.+?) (?:with|by|to|for)(?: the word)? (.+)$`,
					"i",
				),
				(slot, oldText, newText) => replaceText(oldText, newText, slot),
			],
			[
				new RegExp(
					`^(?:find)(?: and replace)? (.+?) (?:and replace(?: it)? )?with (.+?) in(?: the(?= |$))?(?: file)? ${F}$`,
					"i",
				),
				(oldText, newText, slot) => replaceText(oldText, newText, slot),
			],
			[
				new RegExp(
					`^(?:edit|update|modify)(?: the(?= |$))?(?: file)? ${F}(?: to|,| and|:)? (?:replace|change|replacing|changing|swap) (.+?) (?:with|by|to) (.+)$`,
					"i",
				),
				(slot, oldText, newText) => replaceText(oldText, newText, slot),
			],
			[
				new RegExp(
					`^(?:rename|change) (?:the )?(?:word|text|string|variable|function) (.+?) (?:to|with|into) (.+?) in(?: the(?= |$))?(?: file)? ${F}$`,
					"i",
				),
				(oldText, newText, slot) => replaceText(oldText, newText, slot),
			],
			[
				new RegExp(
					`^(?:remove|delete)(?: the(?= |$))?(?: (?:word|text|string|line|phrase))? ${Q} (?:from|in)(?: the(?= |$))?(?: file)? ${F}$`,
					"i",
				),
				(oldText, slot) => replaceText(oldText, '""', slot),
			],
			[
				new RegExp(
					`^(?:replace|substitute|swap|change|exchange) (?:in|inside|within)(?: the(?= |$))?(?: file)? ${F},? (?:all |every |each )?(?:the )?(?:(?:word|text|string|line|phrase|occurrences of) )?(.+?) (?:with|by|to|for|into)(?: the word)? (.+)$`,
					"i",
				),
				(slot, oldText, newText) => replaceText(oldText, newText, slot),
			],
		],
	},
	{
		rules: () => [
			// Copy and move
			[
				new RegExp(
					`^(?:the )?(?:file )?${F} (?:(?:should|must|needs to|has to|can|is to|shall|ought to) be|is now|should from now on be|gets|will be) (?:called|named|renamed(?: to| as)?|known as) ${F}$`,
					"i",
				),
				(from, to) => (pathFrom(from) === undefined ? undefined : transfer("move_file", from, to, "Renamed")),
			],
			[
				new RegExp(
					`^(?:the )?(?:file )?${F} (?:needs to|should|must|has to|can|ought to|wants to|belongs|goes) ?(?:go|be moved|move|be)? ?(?:into|in|to|under|inside) (.+?)(?:,? (?:so )?(?:please )?move it(?: there)?(?: please)?)?$`,
					"i",
				),
				(from, to) => (pathFrom(from) === undefined ? undefined : transfer("move_file", from, to, "Moved")),
			],
			[
				/^(?:copy|cp|duplicate|clone|back ?up)(?: the(?= |$))?(?: (?:file|folder|directory))? (.+?) (?:over to|over|across to|to|into|as|in|onto|->|under the name|with the name)(?: (?:a|the)(?= |$))?(?: new)?(?: (?:file|copy))?(?: (?:called|named))? (.+)$/i,
				(from, to) => transfer("copy_file", from, to, "Copied"),
			],
			[
				/^(?:make|create|save|do|take|produce)(?: me| for me)?(?: an?| the| one)?(?: (?:backup|duplicate|second))? (?:copy|backup|duplicate|clone)(?: of)?(?: the(?= |$))?(?: (?:file))? (.+?)(?:,)? (?:called|named|as|to|in|into|with the name|at|and call it|and name it|under the name)(?: (?:a|the)(?= |$))? (.+)$/i,
				(from, to) => transfer("copy_file", from, to, "Copied"),
			],
			[
				new RegExp(
					`^(?:copy|duplicate|clone|back ?up)(?: the(?= |$))?(?: file)? ${F}(?:,)? (?:and|then) (?:re)?(?:name|call)(?: (?:it|the copy|that))?(?: (?:to|as))? ${F}$`,
					"i",
				),
				(from, to) => transfer("copy_file", from, to, "Copied"),
			],
			[new RegExp(`^cp(?: -r)? ${F} ${F}$`, "i"), (from, to) => transfer("copy_file", from, to, "Copied")],
			[
				new RegExp(`^(?:back ?up|make a (?:backup|copy) of|duplicate)(?: the(?= |$))?(?: file)? ${F}$`, "i"),
				(from) => {
					const path = pathFrom(from);
					return path === undefined ? undefined : transfer("copy_file", from, `"${path}.bak"`, "Copied");
				},
			],
			[
				/^(?:rename)(?: the(?= |$))?(?: (?:file|folder|directory))? (.+?) (?:to|as|into|->)(?: be)?(?: called| named)? (.+)$/i,
				(from, to) => transfer("move_file", from, to, "Renamed"),
			],
			[
				new RegExp(`^(?:rename)(?: the(?= |$))?(?: file)? ${F} ${F}$`, "i"),
				(from, to) => transfer("move_file", from, to, "Renamed"),
			],
			[
				/^(?:change|set|switch)(?: the(?= |$))? (?:file ?)?name (?!of\b)(?:from )?(\S+\.\w+) (?:to|into) (\S+)$/i,
				(from, to) => transfer("move_file", from, to, "Renamed"),
			],
			[
				/^(?:change|set)(?: the(?= |$))? (?:file ?)?name of(?: the(?= |$))?(?: file)? (.+?) to (.+)$/i,
				(from, to) => transfer("move_file", from, to, "Renamed"),
			],
			[
				new RegExp(`^(?:give|call) (?:the file )?${F} (?:the (?:new )?name )?${F}$`, "i"),
				(from, to) => (pathFrom(from) === undefined ? undefined : transfer("move_file", from, to, "Renamed")),
			],
			[
				/^(?:move|mv|relocate|transfer|put|displace|shift|drop|stick|throw|send|push|bring|shove|slide|toss|get|take)(?: the(?= |$))?( (?:file|folder|directory))? (.+?) (?:to|into|inside|under|in|->)(?: (?:a|the)(?= |$))?(?: (?:folder|directory)(?= ))? (.+)$/i,
				(noun, from, to) =>
					(noun === undefined && pathFrom(from) === undefined && !isBack(from)) ||
					(/^["'`]/.test(from) && !/\.\w+["'`]$/.test(from))
						? undefined
						: transfer(
								"move_file",
								from,
								/(?:into|inside) (?:the )?(?:folder|directory)/i.test(from) ? to : to,
								"Moved",
							),
			],
			[new RegExp(`^mv ${F} ${F}$`, "i"), (from, to) => transfer("move_file", from, to, "Moved")],
		],
	},
	{
		rules: () => [
			// Create
			[
				new RegExp(
					`^(?:an?(?= (?:new )?(?:text |empty )?file (?:called|named))|create|make|write|start|generate|add|save|new|set up|produce)(?: me| for me)?(?: an?| the| one)?(?: new)?(?: (?:text|markdown|json|csv|plain|small|simple|python|javascript|empty))? ?(?:file|document|script|note)${called}:? ${F}${holding}([\\s\\S]+)$`,
					"i",
				),
				(slot, content) => write(slot, content),
			],
			[
				new RegExp(
					`^(?:create|make|write|start|generate|new|save)(?: me| for me)?(?: an?| the| one)?(?: new)? ${F}${holding}([\\s\\S]+)$`,
					"i",
				),
				(slot, content) => write(slot, content),
			],
			[
				new RegExp(
					`^(?:create|make|write|start|generate|add|new)(?: me(?= |$))?(?: an?| the)?(?: new)? (?:file|document) (?:with|containing)(?: the(?= |$))?(?: (?:text|content|contents))? ([\\s\\S]+?) (?:called|named|at|and (?:call|name) it|in) ${F}$`,
					"i",
				),
				(content, slot) => write(slot, content),
			],
			[
				new RegExp(
					`^(?:write|save|put|store|output|dump|record|place|insert|enter|print)(?: the(?= |$))?(?: (?:text|words?|line|lines|string|sentence|content|following|message))?:? ([\\s\\S]+?) (?:to|into|in|inside|as|onto)(?: an?| the)?(?: new)?(?: (?:text )?(?:file|document))?${called} ${F}(?: file)?$`,
					"i",
				),
				(content, slot) =>
					pathFrom(slot) === undefined || (pathFrom(content) !== undefined && !/^["'`]/.test(content))
						? undefined
						: write(slot, content),
			],
			[
				new RegExp(
					`^(?:write|put|save)(?: in| to| into)(?: the(?= |$))?(?: file)? ${F}:? (?:the (?:text|line) )?([\\s\\S]+)$`,
					"i",
				),
				(slot, content) => (pathFrom(slot) === undefined ? undefined : write(slot, content)),
			],
			[new RegExp(`^echo (.+?) > ?${F}$`, "i"), (content, slot) => write(slot, content)],
			[
				new RegExp(
					`^(?:touch|(?:create|make|add|start|generate|new)(?: me(?= |$))?(?: an?| the)?(?: (?:new|empty|blank))*(?: (?:text|markdown|json))? ?(?:file|document|script)?)${called} ${F}(?: file)?(?: (?:here|that is empty|with nothing in it|with no content|in (?:this|the current) (?:folder|directory)))?$`,
					"i",
				),
				(slot) =>
					pathFrom(slot) === undefined
						? undefined
						: /^[\w.~-]*\/(?:[\w-]+\/?)+$/.test(slot)
							? makeFolder(slot)
							: write(slot, '""'),
			],
		],
	},
	{
		rules: () => [
			// Delete
			[
				/^(?:delete|remove|rm(?: -r?f?)?|erase|get rid of|trash|unlink|throw (?:away|out)|discard|scrap|dispose of|wipe)(?: the(?= |$))? ((?:(?:file|folder|directory) )?(?:\S+|"[^"]+")(?: (?:file|folder|directory))?)$/i,
				(slot) => remove(slot),
			],
		],
	},
]);

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 20_000) return undefined;
	const found = firstOf(text);
	if (found !== undefined) return found;
	// The text to write was piped in: "save this to notes.txt".
	const piped = clause.hasAttachment
		? /^(append|write|save|put|store|add)(?: (?:this|it|the input|the following|that|the text))?(?: text)? (?:to|into|in|as)(?: the(?= |$))?(?: file)? (\S+)$/i.exec(
				text,
			)
		: null;
	const path = piped === null ? undefined : pathFrom(piped[2] ?? "");
	if (path === undefined) return undefined;
	const append = /^(?:append|add)/i.test(piped?.[1] ?? "");
	return {
		plan: ({ attachment = "" }) => [
			call("write_file", { path, content: ensureLine(attachment), ...(append ? { append: true } : {}) }),
		],
		answer: () => `${append ? "Appended the input to" : "Wrote the input to"} ${path}.`,
	};
}

export const filesWrite: Family = {
	name: "files-write",
	gate: /^(?:an?|one|mkdir|md|create|make|add|set|start|build|generate|new|append|insert|put|write|attach|in|inside|within|to|at|echo|replace|substitute|swap|change|exchange|find|edit|update|modify|rename|remove|delete|copy|cp|duplicate|clone|do|take|open|stick|tack|slap|drop|displace|shift|throw|send|the|[\w.-]+\.\w+|back|backup|save|give|call|move|mv|relocate|transfer|touch|store|output|dump|record|place|enter|print|push|bring|shove|slide|toss|rm|erase|get|discard|scrap|dispose|wipe|trash|unlink|produce)\b/,
	match: (clause) => {
		const piped =
			clause.hasAttachment &&
			/^(?:append|write|save|put|store|add) (?:this|it|the input|the following|that)\b/i.test(clause.text);
		return piped
			? match({ ...clause, text: clause.text.replace(/ (?:this|it|that|the input|the following)\b/i, " this") })
			: match(clause);
	},
};
