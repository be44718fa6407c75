// Rules for what is in a folder.
import { currentFolder, isFileLike } from "../language/paths.js";
import type { Group } from "../language/rules.js";
import type { Step } from "../plan.js";
import { folderSure, inFolder, isFolderPath, list, listed, verbs, withFolder } from "./folder-steps.js";

export const folderRules: Group<Step> = {
	rules: () => [
		// Folders
		[
			new RegExp(
				`^${verbs}(?: me(?= |$))?(?: all| only| just)?(?: of)?(?: the| my)? ?(?:folders|directories|subfolders|subdirectories|sub-folders|dirs)(?: names)?(?: (?:there )?(?:are|exist))?(?: there| here)?${inFolder}$`,
				"i",
			),
			(folder) => withFolder(folder, (path) => list(path, { only: "directories" })),
		],
		[
			new RegExp(
				`^(?:what|which) (?:folders|directories|subfolders|subdirectories) (?:are|exist|do i have)(?: there| here)?${inFolder}$`,
				"i",
			),
			(folder) => withFolder(folder, (path) => list(path, { only: "directories" })),
		],
		[
			new RegExp(
				`^${verbs}(?: me(?= |$))?(?: all)?(?: of)?(?: the| my)? ?(?:hidden )(?:files|files and folders)(?: too)?${inFolder}$`,
				"i",
			),
			(folder) => withFolder(folder, (path) => list(path, { hidden: true })),
		],
		[
			new RegExp(
				`^${verbs}(?: me(?= |$))?(?: all| every)?(?: of)?(?: the| my| our)? ?(?:files?|contents?|everything|files and (?:folders|directories)|folder contents?|directory contents?|directory listing|file ?names?|names of (?:the )?files|entries|items|stuff|things|documents|(?:a |the )?(?:directory |folder |file |complete |full )?(?:listing|overview|index)|a list of (?:the |all )?(?:the )?files|list of (?:the |all )?files|what is)(?: (?:that )?(?:there )?(?:are|is|exist|i have|we have))?(?: there| here)?${inFolder}(,? (?:recursively|(?:including|incl\\.?|with|plus|and) (?:the |all )?(?:subfolders|subdirectories|dot ?files|hidden(?: files| ones| entries| stuff)?)(?: too)?|with hidden(?: files)?|and (?:its )?(?:subfolders|subdirectories)|, hidden ones too))?$`,
				"i",
			),
			(folder, extra) => listed(folder, extra),
		],
		[
			/^(?:recursively list|list recursively)(?: all)?(?: the(?= |$))? ?(?:files)?(?: in (.+))?$/i,
			(folder) => withFolder(folder, (path) => list(path, { deep: true })),
		],
		[
			/^(?:what|which)(?: are)?(?: the(?= |$))? (?:files|things|items|documents|file|entries|stuff)(?: and folders)? (?:are|is|do i have|do we have|have i got|have we got|did i (?:save|put|store)|exist|can you see|live|does|lie|sit)(?: there)?(?: here)?(?: (?:stored|saved|kept|located|contained|lying|sitting|found|available|present))?(?: (?:in|inside|under|within|at)(?: the(?= |$))? (.+?))?(?: have| contain)?$/i,
			(folder) => listed(folder, undefined),
		],
		[
			/^(?:what is|what do (?:i|we) have|what have (?:i|we) got|what can you see|what lies|what files are|what does)(?: there)?(?: stored)? (?:in|inside|inside of|under|within|at)(?: of)?(?: the(?= |$))? (.+?)$/i,
			(folder) =>
				folder !== undefined && (!isFileLike(folder.replace(/\/$/, "")) || isFolderPath(folder)) && folderSure(folder)
					? listed(folder, undefined)
					: folder?.endsWith("/") === true
						? listed(folder, undefined)
						: undefined,
		],
		[
			/^(?:what is here|what is in here|what do we have here|what have we got here|show me what is here|look around|where are my files)$/i,
			() => list("."),
		],
		[
			/^(?:list|show|display|ls|open|view|browse|explore|look (?:in|into|inside|at))(?: me(?= |$))?(?: the(?= |$))? (.+?) (?:folder|directory|dir)(?: contents?| listing)?$/i,
			(folder) => withFolder(folder, (path) => list(path)),
		],
		[
			/^(?:list|show|browse|explore|look (?:in|into|inside))(?: the(?= |$))? (?:folder|directory|dir) (.+)$/i,
			(folder) => withFolder(folder, (path) => list(path)),
		],
		[
			/^(?:list|ls|dir|show)(?: -l?a)? (\S+?)\/?,? (?:including|incl\.?|with|plus|and) (?:the |all )?(?:dot ?files|hidden(?: files| ones| entries)?)(?: too)?$/i,
			(folder) => withFolder(folder, (path) => list(path, { hidden: true })),
		],
		[
			/^(?:list|ls) (.+)$/i,
			(folder) =>
				folder !== undefined &&
				(currentFolder.test(folder) ||
					/^[\w.~-]*\/[\w./~-]*$|^(?:src|test|tests|docs|lib|bin|dist|build|tools|scripts)$/.test(folder))
					? withFolder(folder, (path) => list(path))
					: undefined,
		],
		[
			/^(?:show )?(?:me )?(?:the )?(?:contents|content|files) of (?:the )?(.+?)(?: (?:folder|directory))$/i,
			(folder) => withFolder(folder, (path) => list(path)),
		],
		[
			/^(?:what does )(?:the )?(.+?) (?:folder|directory) (?:contain|have|hold)$/i,
			(folder) => withFolder(folder, (path) => list(path)),
		],
	],
};
