// Rules for new files, and for files that go.
import { pathFrom } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { called, F, holding, makeFolder, remove, write } from "./write-steps.js";

export const createFileRules: Group<Step> = {
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
};

export const deleteRules: Group<Step> = {
	rules: () => [
		// Delete
		[
			/^(?:delete|remove|rm(?: -r?f?)?|erase|get rid of|trash|unlink|throw (?:away|out)|discard|scrap|dispose of|wipe)(?: the(?= |$))? ((?:(?:file|folder|directory) )?(?:\S+|"[^"]+")(?: (?:file|folder|directory))?)$/i,
			(slot) => remove(slot),
		],
	],
};
