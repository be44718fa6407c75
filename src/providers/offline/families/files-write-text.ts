// Rules for new folders, and for text that is added or replaced.
import { unquote } from "../language/clean.js";
import { pathFrom } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { called, F, makeFolder, Q, replaceText, write } from "./write-steps.js";

export const newFolderRules: Group<Step> = {
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
};

export const appendRules: Group<Step> = {
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
};

export const replaceRules: Group<Step> = {
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
};
