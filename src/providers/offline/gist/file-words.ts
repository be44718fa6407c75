import type { Scene } from "./scene.js";

export const quote = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);

export const inQuotes = (text: string): string => (text.includes('"') ? `\`${text}\`` : `"${text}"`);

export const files =
	/^(?:pictures?|photos?|images?|videos?|songs?|music|letters|docs|recipes?|files?|folders?|director(?:y|ies)|dirs?|subfolders?|subdirectories|documents?|scripts?|contents?|content|text|texts|lines?|rows?|words?|characters?|chars?|letters?|bytes?|size|big|large|heavy|long|first|last|top|bottom|beginning|start|end|head|tail|final|opening|closing|many|count|counts|number|total|inside|within|named|called|titled|under|path|name|names|extension|ending|ends?|ended|new|empty|blank|copy|copies|move|rename|duplicate|backup|create|make|new|add|append|write|read|open|print|display|view|cat|dump|peek|skim|glance|see|look|through|exists?|there|present|located|whole|entire|full|complete|everything|written|stored|saved|says?|contains?|contain|containing|holds?|has|have|log|logs|config|configuration|source|code|data|file's|letter|note|notes|report|workspace|project|here|current|modified|changed|edited|updated|touched|time|date|kb|mb|kilobytes|megabytes|space|disk|takes?|up|occupies|weigh|weighs|hidden|dotfiles|only|just|one|ones|entries|entry|items|listing|list|lists|type|types|kinds?|pull|bring|show|showing|screen|aloud|out|loud|recite|loc|records?|quickly|sneak|preview|down|gives?|line's|exactly|in|please|header|column|tree|repo|repository|recursively|deep|level|levels|all|every|keep|remains?|original|place|into|across|onto|away|another|folder's|directory's|existing|already)$/;

/** The bare name behind "folder" or before it: `the folder reports`, `my Documents folder`. */
export function folderIn(scene: Scene): string | undefined {
	const word = "(?:folder|directory|dir|subfolder|subdirectory)";
	const text = scene.text.replace(/["'`]/g, "");
	const named =
		new RegExp(
			`\\b${word}s?,? (?:that is |which is )?(?:called|named|with (?:the )?name|titled|of (?:the )?name|by the name(?: of)?)[: ]+([\\w.~/-]+)`,
			"i",
		).exec(text)?.[1] ??
		new RegExp(
			`\\b(?:in|inside|within|of|under|into|to|from|at|on|my|our|the|your|see|list|show) (?:the |my |our |your |this )?(?!(?:the|my|our|your|this|that|an?|current|new|whole|same)\\b)([\\w.~/-]+)[ -]${word}\\b`,
			"i",
		).exec(text)?.[1] ??
		new RegExp(`\\b${word} ([\\w.~/-]+)`, "i").exec(text)?.[1];
	const later = /\b(?:folder|directory)\b.*\b(?:call|name) (?:it|this|that) ([\w.~/-]+)/i.exec(text)?.[1];
	const colon = /\b(?:folder|directory)\b[^:]*: ?([\w~.-][\w.~/-]*)[.!]?$/i.exec(text)?.[1];
	if (colon !== undefined) return colon;
	if (later !== undefined) return later.replace(/[.,;:!?]+$/, "");
	return named === undefined ||
		/^(?:the|this|that|current|a|an|my|our|is|are|has|have|with|for|in|of|here|there|working|now|please|and|or|contents?|listing|called|named|on|to|from|new|same|whole|first|it|at|right|name|each|every|which|what|size|structure|tree|exists?|does|do|contains?|holds?|parent|home|root|project|empty|should|needs?|must|inside|under|where|so|as|then)$/i.test(
			named,
		)
		? undefined
		: named.replace(/[.,;:!?]+$/, "");
}

/** A bare word behind "in" or "under" that may be the name of a folder. */
export function beneathIn(scene: Scene): string | undefined {
	const found = [
		...scene.text.matchAll(
			/\b(?:in|under|inside|within|below|beneath|across|throughout) (?:the |my |our )?([\w~/-][\w.~/-]*)/gi,
		),
	].map((match) => (match[1] ?? "").replace(/[.,;:!?]+$/, ""));
	return found.findLast(
		(name) =>
			!/^(?:files?|it|there|here|this|that|these|project|code|codebase|repo|repository|workspace|text|folders?|directory|dir|all|every|any|my|the|an?|source|its|their|names?|filenames?|alphabetical|order|which|what|total|general|current|title)$/i.test(
				name,
			),
	);
}

export const kindWord =
	/\b(typescript|javascript|python|markdown|text|rust|ruby|image|yaml|shell|log|pdf|html|css|json|csv|toml|xml|ts|js|py|md|txt|sql|java|go|sh|yml|png|jpg|svg|jpeg|gif|docx?|xlsx?|zip|tsx|jsx|mp3|mp4|bak|tmp|ini|conf|cfg|env)\b[- ](?:source )?(?:files?|scripts?|documents?)|\bfiles? (?:of type|with (?:the |an? )?(?:extension|ending|suffix)|(?:that |which )?(?:end(?:s|ing)?|finish(?:es|ing)?) (?:in|with|on)|of (?:the )?(?:kind|type)) ?["'`]?\.?(\w+)|\b(?:the|an?) (?:extension|ending|suffix)(?: of)? \.?(\w+)|(?:^|\s)\*?\.(\w{1,5})\b(?: files?)?/;
