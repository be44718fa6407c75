// Folders, kinds of files and texts where no file is named.
import { beneathIn, files, folderIn, inQuotes, kindWord } from "./file-words.js";
import { type Scene, unexplained } from "./scene.js";

export function onNone(scene: Scene): readonly string[] {
	const { words } = scene;
	if (!scene.isAsked && !/\b(?:folder|directory|files?)\b/.test(words)) return [];
	const folder = folderIn(scene);
	const left = unexplained(words, files).filter((word) => word !== folder?.toLowerCase());
	const [text] = scene.quotes;
	if (text !== undefined) {
		if (scene.quotes.length > 1) return [];
		const isFolder = /\b(?:folder|directory|dir)\b[^<]*<q0>|<q0> (?:folder|directory)/.test(words);
		if (isFolder && /\b(?:create|make|new|set up|add|need|want)\b/.test(words) && left.length < 3)
			return [`create a folder ${inQuotes(text)}`];
		if (isFolder && /\b(?:list|show|what|contents?|see|look)\b/.test(words) && left.length < 2)
			return [`list the files in ${inQuotes(text)}`];
		const isSought =
			/\b(?:find|search\w*|look\w*|grep|where|contain\w*|mention\w*|occur\w*|appear\w*|which files?|what files?|scan|referenc\w*|used|uses?|left|no|any|still)\b/.test(
				words,
			);
		if (!isSought || /\b(?:web|online|internet|google)\b/.test(words) || left.length > 3) return [];
		const where = folder ?? beneathIn(scene);
		const kind =
			/\b(?:in|inside|within|of|from) (?:all |the |my |any |our )*(typescript|javascript|python|markdown|text|json|yaml|ts|js|py|md|txt|csv|html|css|go|rust|java) files?\b/.exec(
				words,
			)?.[1];
		if (kind !== undefined && folder === undefined) return [`search for ${inQuotes(text)} in all ${kind} files`];
		const place = where === undefined ? "" : ` in ${where}`;
		if (/\b(?:how (?:many times|often)|occurrences|times)\b/.test(words))
			return [`how many times does ${inQuotes(text)} appear${place}`];
		return [
			/\b(?:which|what) (?:of the |of my )?files?\b|\bfiles? (?:that|which|with|containing|mentioning)\b/.test(words)
				? `which files contain ${inQuotes(text)}${place}`
				: `search for ${inQuotes(text)}${place}`,
		];
	}
	const part =
		/\b(?:with|have|has|having|containing?|contains|includ\w*) (?:the (?:word|text|number) )?([\w-]+) in (?:the|their|its) (?:file)?names?\b|\b(?:file)?names? (?:contains?|has|have|includes?|with) ([\w-]+)/.exec(
			words,
		);
	const inName = part?.[1] ?? part?.[2];
	const beneath = folder ?? beneathIn(scene);
	if (inName !== undefined)
		return [`find files with ${inName} in the name${beneath === undefined ? "" : ` in ${beneath}`}`];
	const kind = kindWord.exec(words);
	const ending = kind?.slice(1).find((group) => group !== undefined);
	const place = beneath === undefined || beneath.replace(/^\./, "").toLowerCase() === ending ? "" : ` in ${beneath}`;
	if (
		ending !== undefined &&
		/\bfiles?\b|\*|\.|scripts?|documents?/.test(words) &&
		left.filter((word) => word !== ending && word !== beneath?.toLowerCase()).length < 2
	)
		return [
			/\b(?:how many|number of|count)\b/.test(words)
				? `how many ${ending} files are there${place}`
				: `find all ${ending} files${place}`,
		];
	if (
		folder !== undefined &&
		/\b(?:create|make|new|set up|add|need|want|open|together)\b/.test(words) &&
		!/\b(?:list|in the|inside|files)\b/.test(words) &&
		left.length < 3
	)
		return [`create a folder ${folder}`];
	if (left.length > 1) return [];
	const isFolderless =
		!/\b(?:pictures|photos|images|videos|songs|folder|directory|dir|workspace|project|here|repo|files?)\b/.test(words);
	if (isFolderless) return [];
	if (/\b(?:exists?|is there|there is)\b/.test(words) && folder !== undefined)
		return [`does the folder ${folder} exist`];
	const where = folder === undefined ? "" : ` in the folder ${folder}`;
	if (
		/\b(?:how many|number of|count|total)\b|\b(?:contains?|has|have|holds?) (?:exactly |at least |only )?\d+ /.test(
			words,
		) &&
		/\b(?:files?|folders?|directories|documents?|items|entries)\b/.test(words)
	)
		return [
			`how many ${/\b(?:folders|directories|subfolders|subdirectories)\b/.test(words.replace(/(?:in|of) .*/, "")) ? "folders" : "files"} are${where === "" ? " here" : where}`,
		];
	if (
		/\b(?:modified|changed|edited|touched|updated)\b.*\b(?:most recently|last|latest)\b|\b(?:last|latest|most recently)\b.*\b(?:modified|changed|edited|touched|updated)\b/.test(
			words,
		)
	)
		return [`what is the newest file${where}`];
	if (/\b(?:largest|biggest|heaviest|smallest|newest|oldest|latest)\b/.test(words))
		return [
			`what is the ${/\b(largest|biggest|smallest|newest|oldest|latest)\b/.exec(words)?.[1] ?? "largest"} file${where}`,
		];
	if (/\b(?:how big|how large|size)\b/.test(words) && folder !== undefined) return [`how big is the folder ${folder}`];
	if (/\bhidden\b|\bdot ?files?\b/.test(words)) return [`list all hidden files${where}`];
	return /\b(?:list\w*|show|what|which|see|look\w*|contents?|display|view|inside|everything|names?|overview|browse|tell|give|print|let)\b/.test(
		words,
	) && left.length === 0
		? [`list the files${where}`]
		: [];
}
