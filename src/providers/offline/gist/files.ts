// What is to be done with the files, folders and texts that are named, whatever the order of the words.
import { replaceNumberWords } from "../../../lib/number-words.js";
import { onNone } from "./file-none.js";
import { withTexts } from "./file-texts.js";
import { files, folderIn, kindWord, quote } from "./file-words.js";
import { type Scene, unexplained } from "./scene.js";

const lineCount = /\b(?:how many|count|counts|number of|total|wc|counted|tally|how long)\b/;

const counter = /\b(lines?(?: of code)?|rows?|loc|words?|characters?|chars?|letters?|bytes|records|entries)\b/;

export const kinds: Readonly<Record<string, string>> = { records: "lines", entries: "lines" };

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
	if (/\bheader(?: row| line)?\b|\bcolumn (?:names|headers|headings)\b/.test(numbers))
		return `show the first 1 lines of ${file}`;
	const one = /\bline (?:number |no\.? )?(\d+)\b|\b(\d+)(?:st|nd|rd|th) line\b/.exec(numbers);
	return one === null ? undefined : `show line ${one[1] ?? one[2]} of ${file}`;
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
	if (quoteOne !== undefined) return withTexts(words, name, file, quoteOne, quoteTwo);
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
		return left.length < 2 && !partOf.test(bare) ? [`delete ${name}`] : [];
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
		scene.isAsked &&
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

/** What is to go is in the file, not the file. */
const partOf =
	/\b(?:lines?|rows?|words?|columns?|characters?|letters?|paragraphs?|duplicates?|blanks?|spaces?|texts?|contents?|everything|entry|entries|parts?|sections?|comments?|first|last|from|inside)\b/;

/** Something is made, and then something else is done. */
const twoDeeds =
	/\b(?:create|make|mkdir|set up|add)\b.*\b(?:folder|directory|dir)\b.*(?:\band\b|\bthen\b|,|;) (?:then |also )?(?:move|copy|put|place|rename|delete|list|save|write|drop)\b/;

/** "read notes.txt", "copy a.txt to b.txt", "search for x in y", "list the files in docs". */
export function fileGist(scene: Scene): readonly string[] {
	if (scene.urls.length > 0 || scene.codes.length > 0 || scene.text.length > 400) return [];
	if (twoDeeds.test(scene.words)) return [];
	if (scene.files.length === 2 && scene.quotes.length === 0) {
		const found = onTwo(scene);
		return found === undefined ? [] : [found];
	}
	const [file] = scene.files;
	if (file !== undefined) return scene.files.length === 1 ? onOne(scene, file) : [];
	return onNone(scene);
}
