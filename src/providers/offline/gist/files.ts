// What is to be done with the files, folders and texts that are named, whatever the order of the words.
import { replaceNumberWords } from "../../../lib/number-words.js";
import { type Scene, unexplained } from "./scene.js";

const quote = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);
const inQuotes = (text: string): string => (text.includes('"') ? `\`${text}\`` : `"${text}"`);

const files =
	/^(?:pictures?|photos?|images?|videos?|songs?|music|letters|docs|recipes?|files?|folders?|director(?:y|ies)|dirs?|subfolders?|subdirectories|documents?|scripts?|contents?|content|text|texts|lines?|rows?|words?|characters?|chars?|letters?|bytes?|size|big|large|heavy|long|first|last|top|bottom|beginning|start|end|head|tail|final|opening|closing|many|count|counts|number|total|inside|within|named|called|titled|under|path|name|names|extension|ending|ends?|ended|new|empty|blank|copy|copies|move|rename|duplicate|backup|create|make|new|add|append|write|read|open|print|display|view|cat|dump|peek|skim|glance|see|look|through|exists?|there|present|located|whole|entire|full|complete|everything|written|stored|saved|says?|contains?|contain|containing|holds?|has|have|log|logs|config|configuration|source|code|data|file's|letter|note|notes|report|workspace|project|here|current|modified|changed|edited|updated|touched|time|date|kb|mb|kilobytes|megabytes|space|disk|takes?|up|occupies|weigh|weighs|hidden|dotfiles|only|just|one|ones|entries|entry|items|listing|list|lists|type|types|kinds?|pull|bring|show|showing|screen|aloud|out|loud|recite|loc|records?|quickly|sneak|preview|down|gives?|line's|exactly|in|please|tree|repo|repository|recursively|deep|level|levels|all|every|keep|remains?|original|place|into|across|onto|away|another|folder's|directory's|existing|already)$/;

const lineCount = /\b(?:how many|count|counts|number of|total|wc|counted|tally|how long)\b/;
const counter = /\b(lines?(?: of code)?|rows?|loc|words?|characters?|chars?|letters?|bytes|records|entries)\b/;
const kinds: Readonly<Record<string, string>> = { records: "lines", entries: "lines" };

/** `head 5 of notes.txt` and its like. */
function reading(words: string, file: string): string | undefined {
	const numbers = replaceNumberWords(words.replace(/<f\d+>/g, " "));
	const range = /\blines? (\d+) ?(?:to|-|–|through|until|and) ?(\d+)\b/.exec(numbers);
	if (range !== null) return `show lines ${range[1]} to ${range[2]} of ${file}`;
	const ends =
		/\b(first|top|initial|opening|last|final|bottom|closing|tail|head)\b(?: (?:of|few|couple of))?[ -]*(\d+)?(?: (?:or so|to \d+))? ?(?:lines?|rows?|entries|records|log lines)?\b|\b(\d+) (first|top|last|final|bottom) (?:lines?|rows?|entries|records)\b|\b(?:end|tail|bottom) of\b|\b(?:beginning|start|head|top) of\b|\b(\d+) (?:lines?|rows?|records) (?:from|at|of) (?:the )?(end|bottom|top|start|beginning)\b/.exec(
			numbers,
		);
	const hasUnit = /\b(?:lines?|rows?|entries|records|entry|row|end|tail|head|beginning|top|bottom|start)\b/.test(
		numbers,
	);
	if (ends !== null && hasUnit) {
		const which = ends[1] ?? ends[4] ?? ends[6] ?? ends[0];
		const isLast = /last|final|bottom|closing|tail|end/.test(which);
		const count = ends[2] ?? ends[3] ?? ends[5] ?? /\b(\d+) (?:lines?|rows?|entries|records)\b/.exec(numbers)?.[1];
		const isOne = count === undefined && /\b(?:line|row|entry|record)\b/.test(numbers);
		return `show the ${isLast ? "last" : "first"} ${count ?? (isOne ? "1" : "10")} lines of ${file}`;
	}
	const one = /\bline (?:number |no\.? )?(\d+)\b|\b(\d+)(?:st|nd|rd|th) line\b/.exec(numbers);
	return one === null ? undefined : `show line ${one[1] ?? one[2]} of ${file}`;
}

/** The bare name behind "folder" or before it: `the folder reports`, `my Documents folder`. */
function folderIn(scene: Scene): string | undefined {
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
function beneathIn(scene: Scene): string | undefined {
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

function onTwo(scene: Scene): string | undefined {
	const { words } = scene;
	const [first = "", second = ""] = scene.files;
	const order = /<f(\d)>[^<]*<f(\d)>/.exec(words);
	const isTurned = /\b(?:from|out of|based on|copy of|duplicate of|backup of|version of)(?: the)?(?: file)? <f1>/.test(
		words,
	);
	const [from, to] = isTurned && order !== null ? [second, first] : [first, second];
	if (
		/\b(?:rename\w*|new name|(?:be|is) (?:now )?(?:called|named)|name (?:it|changed?)|change the name|should be called|call it|to be called)\b/.test(
			words,
		) &&
		!/\bcop(?:y|ied)\b/.test(words)
	)
		return `rename ${quote(from)} to ${quote(to)}`;
	const [oldEnding, newEnding] = [from, to].map((name) =>
		/\.(json|ya?ml|toml|csv|tsv|jsonl|ndjson)$/i.exec(name)?.[1]?.toLowerCase(),
	);
	if (
		oldEnding !== undefined &&
		newEnding !== undefined &&
		oldEnding !== newEnding &&
		!/\b(?:cop(?:y|ied|ies)|mov\w*|back ?up|compare|merge|diff\w*)\b/.test(words)
	)
		return `convert ${quote(from)} to ${quote(to)}`;
	if (/\b(?:cop(?:y|ied|ies)|duplicate\w*|back ?up|backup|clone\w*)\b/.test(words))
		return `copy ${quote(from)} to ${quote(to)}`;
	if (/\b(?:move\w*|transfer|relocate|put|shift|place|into|belongs?|goes|drop|file away)\b/.test(words))
		return `move ${quote(from)} to ${quote(to)}`;
	if (
		/\b(?:find|locate|search\w*|look\w*|where)\b/.test(words) &&
		/<f0>.*\b(?:in|under|inside|within|below|beneath)\b.*<f1>/.test(words) &&
		!/\.\w+$/.test(second)
	)
		return `find ${quote(first)} in ${second}`;
	if (/\b(?:convert\w*|turn\w*|transform\w*|export\w*|save\w*)\b/.test(words))
		return `convert ${quote(from)} to ${quote(to)}`;
	return undefined;
}

/** The format that is wanted: "as yaml", "the json version of". */
const format =
	/\b(?:in|into|to|as|be|want|need|like|prefer|an?|the|make|of|out|its|valid|pretty|get|give|become|for|format|version|->|→|=>) ?(json|ya?ml|toml|csv|tsv|jsonl|ndjson)\b|\b(json|ya?ml|toml|csv|tsv|jsonl|ndjson)(?: version| form| format| please| representation| copy| equivalent| instead|$)/;

function onOne(scene: Scene, file: string): readonly string[] {
	const { words } = scene;
	const name = quote(file);
	const asked = scene.isAsked;
	const [quoteOne, quoteTwo] = scene.quotes;
	const bare = words.replace(/<[a-z]\d+>/g, " ");
	if (quoteOne !== undefined && quoteTwo !== undefined) {
		if (
			/\b(?:replac\w*|chang\w*|swap\w*|substitut\w*|instead|switch\w*|exchang\w*|turn|becom\w*|correct\w*|fix\w*|updat\w*|edit\w*|should (?:be|say|read)|rewrite)\b|->|→/.test(
				words,
			)
		) {
			const isTurned =
				/<q0>(?: \w+){0,3} (?:instead of|in place of|rather than)|\b(?:with|by|use|write|put|say) <q0> (?:instead|where|for|in place)/.test(
					words,
				);
			return [
				`replace ${inQuotes(isTurned ? quoteTwo : quoteOne)} with ${inQuotes(isTurned ? quoteOne : quoteTwo)} in ${name}`,
			];
		}
		return [];
	}
	if (quoteOne !== undefined) {
		if (
			/^[\w.~/-]+$/.test(file) &&
			(/\/$/.test(file) || !/\.\w+$/.test(file)) &&
			/\b(?:find|search\w*|look\w*|grep|where|which|contain\w*|mention\w*|left|no|any|still)\b/.test(words)
		)
			return [`search for ${inQuotes(quoteOne)} in ${name}`];
		const text = inQuotes(quoteOne);
		if (/\b(?:how (?:many times|often)|occurrences?|count|times)\b/.test(words))
			return [`how many times does ${text} appear in ${name}`];
		if (
			/\b(?:append\w*|at the (?:end|bottom)|to the (?:end|bottom)|add(?:ed|ing)?|extra line|another line|(?:new|last|next|final|bottom|own|separate)(?: \w+)? line|tack|attach|last line should|new line|as the last line|onto)\b/.test(
				words,
			) &&
			!/\b(?:find|search)\b/.test(words)
		)
			return [`append ${text} to ${name}`];
		if (/\b(?:remove|delete|erase|drop|strip|take out|get rid)\b/.test(words)) return [`remove ${text} from ${name}`];
		if (
			/\blines?\b[^<]*<q0>|<q0>[^<]*\b(?:from|out of) (?:the )?(?:file )?<f0>/.test(words) &&
			/\b(?:lines?|find|search|get|show|want|need|give|list|extract|pull|filter)\b/.test(words)
		)
			return [`search for ${text} in ${name}`];
		if (
			/\b(?:create|make|write|save|new|put|store|start|saying|says|with|containing|fill|content|record|generate|produce|need|want|output|dump|set up|place)\b/.test(
				words,
			) &&
			!/\b(?:find|search|look|mention\w*|which|where|whether|if|does|occurs?|appears?|check|verify|confirm|contains|grep)\b/.test(
				words,
			)
		)
			return [`create a file ${name} with ${text}`];
		if (
			/\b(?:find|search\w*|look\w*|grep|where|contains?|mention\w*|includ\w*|occurs?|appears?|whether|if|is|does|in|lines?|has|check|verify|confirm|scan|says|shows?)\b/.test(
				words,
			)
		)
			return [
				/\b(?:does|is|whether|if|check|verify|confirm|that|has|contains|make sure)\b/.test(words) &&
				!/\b(?:lines?|where|find|search|all)\b/.test(words)
					? `does ${name} contain ${text}`
					: `search for ${text} in ${name}`,
			];
		return [];
	}
	const wanted = format.exec(bare);
	const to = wanted?.[1] ?? wanted?.[2];
	const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase().replace("yml", "yaml");
	if (
		to !== undefined &&
		/\.(?:json|ya?ml|toml|csv|tsv|jsonl|ndjson)$/i.test(file) &&
		ending !== to.replace("yml", "yaml")
	)
		return [`convert ${name} to ${to}`];
	if (/\b(?:not|never|don't|bugs?|mistakes?|problems?)\b/.test(bare) && !/\b(?:whether|if|or not)\b/.test(bare))
		return [];
	// What a bare word does: "search for TODO in notes.txt".
	const sought =
		/\b(?:search(?:ing)? for|look(?:ing)? for|find|grep(?: for)?|scan for|mentions? of|occurrences? of|where) (?:the |all |every |any )?(?:words?|text|term|string|phrase|lines? (?:with|containing|that contain))? ?([\w-]+)(?: (?:in|inside|within|from|appears|occurs|is))? .*<f0>/.exec(
			words,
		)?.[1] ??
		/<f0>.*\b(?:for|contains?|mentions?|includes?|has) (?:the |any )?(?:words?|text|term|string|phrase)? ?([\w-]+)\??$/.exec(
			words,
		)?.[1];
	const spelled = sought === undefined ? undefined : new RegExp(`\\b${sought}\\b`, "i").exec(scene.text)?.[0];
	if (
		spelled !== undefined &&
		sought !== undefined &&
		!files.test(sought) &&
		!/^(?:did|does|do|is|are|have|has|can|could|i|you|we|was|were|the|a|an|me|it|out|my|all|how|what|that|this|lines?|in|is|are)$/.test(
			sought,
		)
	)
		return [`search for ${spelled} in ${name}`];
	const left = unexplained(words, files);
	const isClear = left.length < 4;
	if (/\b(?:not|never|don't|bugs?|mistakes?|problems?)\b/.test(words)) return [];
	if (/\b(?:delete|remove|erase|trash|rm|get rid of|throw (?:away|out)|discard|scrap|dispose of|wipe)\b/.test(words))
		return left.length < 2 ? [`delete ${name}`] : [];
	if (
		/\b(?:exists?|is there|there is|there's|do i have|do we have|have i got|present|missing|still there|around)\b/.test(
			words,
		) &&
		asked &&
		isClear &&
		!counter.test(words)
	)
		return [`does ${name} exist`];
	const counted = counter.exec(bare)?.[1];
	if (
		counted !== undefined &&
		isClear &&
		(lineCount.test(bare) ||
			(/\b(?:has|have|contains?|is|are)\b.*\b\d+\b/.test(bare) &&
				/\b(?:verify|confirm|check|validate|ensure|whether|if|does)\b/.test(bare)))
	)
		return [counted === "bytes" ? `how big is ${name}` : `how many ${kinds[counted] ?? counted} are in ${name}`];
	if (
		/\b(?:how (?:big|large|heavy|much space)|size|file size|bytes|kilobytes|kb|mb|weigh\w*|space)\b/.test(bare) &&
		isClear &&
		!/\bempty\b/.test(bare)
	)
		return [`how big is ${name}`];
	if (
		/\b(?:modified|changed|edited|updated|touched|last saved|modification)\b/.test(bare) &&
		/\b(?:when|date|time|last|check)\b/.test(bare) &&
		isClear
	)
		return [`when was ${name} last modified`];
	if (
		/\b(?:folder|directory|dir)\b/.test(bare) &&
		/\b(?:create|make|new|set up|add|need|want|together)\b/.test(bare) &&
		isClear
	)
		return [`create a folder ${name}`];
	if (
		/\b(?:create|touch|new file|make|empty file|blank)\b/.test(bare) &&
		/\b(?:file|document|empty|blank|touch)\b/.test(bare) &&
		isClear
	)
		return [`create an empty file ${name}`];
	if (/\b(?:run|execute|start(?! of| at|s)|launch)\b/.test(bare)) return [];
	if (!/\.\w+$/.test(file) && /\bhidden\b|\bdot ?files?\b/.test(bare) && isClear)
		return [`list all hidden files in ${name}`];
	const range = isClear ? reading(words, name) : undefined;
	if (range !== undefined) return [range];
	const kind = kindWord
		.exec(bare)
		?.slice(1)
		.find((group) => group !== undefined);
	if (kind !== undefined && !/\.\w+$/.test(file) && /\bfiles?\b|\*/.test(bare) && isClear)
		return [
			/\b(?:how many|number of|count)\b/.test(bare)
				? `how many ${kind} files are there in ${name}`
				: `find all ${kind} files in ${name}`,
		];
	if (
		/\/$/.test(file) ||
		(!/\.\w+$/.test(file) && /\b(?:list|contents? of|what is in|folder|directory|files)\b/.test(bare))
	)
		return isClear && asked ? [`list the files in ${name}`] : [];
	const folder = folderIn(scene);
	if (/\b(?:copy|duplicate|back ?up)\b/.test(bare)) return folder === undefined ? [] : [`copy ${name} to ${folder}/`];
	if (/\b(?:locate|where is|where's|where (?:did|do|have|can|could) (?:i|we)|find|path)\b/.test(bare) && isClear)
		return [`find ${name}`];
	if (/\b(?:move|put|shift|transfer|relocate|belongs?|goes)\b/.test(bare))
		return folder === undefined ? [] : [`move ${name} to ${folder}/`];
	if (
		/\b(?:read|show|open|print|display|see|view|look|cat|content|contents|text|what|whats|says?|inside|peek|skim|glance|pull up|bring up|dump|check|want|need|need to see|give|tell|let me|out|aloud|written)\b/.test(
			bare,
		) &&
		left.length < 3 &&
		!/\b(?:write|save|edit|change|append|rename|fix|send|upload|sign|encrypt|email|compress|zip|parse|validate|lint|format|sort|merge|compare)\b/.test(
			bare,
		)
	)
		return [`read ${name}`];
	return [];
}

const kindWord =
	/\b(typescript|javascript|python|markdown|text|rust|ruby|image|yaml|shell|log|pdf|html|css|json|csv|toml|xml|ts|js|py|md|txt|sql|java|go|sh|yml|png|jpg|svg|jpeg|gif|docx?|xlsx?|zip|tsx|jsx|mp3|mp4|bak|tmp|ini|conf|cfg|env)\b[- ](?:source )?(?:files?|scripts?|documents?)|\bfiles? (?:of type|with (?:the |an? )?(?:extension|ending|suffix)|(?:that |which )?(?:end(?:s|ing)?|finish(?:es|ing)?) (?:in|with|on)|of (?:the )?(?:kind|type)) ?["'`]?\.?(\w+)|\b(?:the|an?) (?:extension|ending|suffix)(?: of)? \.?(\w+)|(?:^|\s)\*?\.(\w{1,5})\b(?: files?)?/;

function onNone(scene: Scene): readonly string[] {
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
		/\b(?:how many|number of|count|total)\b/.test(words) &&
		/\b(?:files?|folders?|directories|documents?|items|entries)\b/.test(words)
	)
		return [
			`how many ${/\b(?:folders|directories|subfolders|subdirectories)\b/.test(words.replace(/(?:in|of) .*/, "")) ? "folders" : "files"} are${where === "" ? " here" : where}`,
		];
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

/** "read notes.txt", "copy a.txt to b.txt", "search for x in y", "list the files in docs". */
export function fileGist(scene: Scene): readonly string[] {
	if (scene.urls.length > 0 || scene.codes.length > 0 || scene.text.length > 400) return [];
	if (scene.files.length === 2 && scene.quotes.length === 0) {
		const found = onTwo(scene);
		return found === undefined ? [] : [found];
	}
	const [file] = scene.files;
	if (file !== undefined) return scene.files.length === 1 ? onOne(scene, file) : [];
	return onNone(scene);
}
