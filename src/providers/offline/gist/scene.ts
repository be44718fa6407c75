// What stands in a request, whatever its form: names of files, quoted texts, addresses, and the words around them.
import { isFileLike, isUrl } from "../language/paths.js";

/** A request with its literal parts taken out: each is a mark such as `<f0>` in `words`. */
export interface Scene {
	readonly text: string;
	/** Lower case, with marks `<f…>` for files, `<q…>` for quoted texts, `<c…>` for code, `<u…>` for addresses. */
	readonly words: string;
	readonly files: readonly string[];
	/** Without their quotes. */
	readonly quotes: readonly string[];
	readonly codes: readonly string[];
	readonly urls: readonly string[];
	readonly isLater: boolean;
	/** Something is wanted. */
	readonly isAsked: boolean;
}

const address =
	/(?:https?:\/\/|www\.)[^\s"'`<>]+|(?<![@\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|edu|gov)\b(?:\/[^\s"'`<>]*)?|\blocalhost:\d+\S*/gi;
const code = /```[\s\S]*?```|`[^`\n]+`/g;
const quoted = /"[^"\n]*"|(?<!\w)'[^'\n]*'(?!\w)|“[^”]*”|«[^»]*»/g;
const trailing = /[,;:!?)]+$|(?<=[^.])\.$|…$/;

/** Names with an ending or a slash; names that everybody knows. Numbers and fractions are none. */
const looksLikeFile = (word: string): boolean =>
	isFileLike(word) && !isUrl(word) && !/^[-\d.+*/^()=,%x×÷]+$/.test(word) && !isEnding.test(word) && !isPair.test(word);

/** `.docx` alone is a kind of file. */
const isEnding =
	/^\.(?:docx?|xlsx?|pptx?|pdf|txt|md|csv|tsv|json|jsonl|ya?ml|toml|xml|html?|css|[jt]sx?|mjs|cjs|py|rb|rs|go|java|kt|c|h|cpp|hpp|cs|php|sh|bat|ps1|sql|log|ini|conf|cfg|png|jpe?g|gif|svg|webp|mp[34]|wav|mov|zip|gz|tar|tgz|bak|tmp|lock|vue|ipynb)$/i;
/** Two words with a stroke between them. */
const isPair =
	/^(?:and\/or|he\/she|yes\/no|n\/a|w\/o|w\/|c\/o|24\/7|(?:kernel|os|cpu|memory|ram|disk|date|time|day|host|ip|name|network|weekday|user|input|output|files?|folders?|lines?|words?|system|machine|load|km|mi|m|miles|kb|mb|gb|ft|l|kg|g|metres|meters|feet|litres|liters|gallons?)\/(?:kernel|os|cpu|memory|ram|disk|date|time|day|host|ip|name|network|weekday|user|input|output|files?|folders?|lines?|words?|system|machine|load|h|hr|hour|s|sec|second|min|minute|day|l|100km|gal|gallon))$/i;

/** The literal parts of `text`, and the rest. */
export function sceneOf(written: string, isLater: boolean): Scene {
	const text = written
		.replace(/\b(like|want|need|wish|love|trying|going) to (?=[a-z])/gi, "$1 ")
		.replace(/\b(what|how|where|when|who|that|it|there)['’]s\b/gi, "$1 is");
	const [files, quotes, codes, urls]: string[][] = [[], [], [], []];
	const put = (list: string[] | undefined, mark: string, value: string): string => {
		list?.push(value);
		return `<${mark}${(list?.length ?? 1) - 1}>`;
	};
	const masked = text
		.replace(code, (found) => put(codes, "c", found))
		.replace(quoted, (found) => {
			const inner = found.slice(1, -1);
			return looksLikeFile(inner) || (/\s/.test(inner) && /^[^?!,;:]*[\w)]\.[a-z]\w{1,4}$/i.test(inner))
				? put(files, "f", inner)
				: put(quotes, "q", inner);
		})
		.replace(address, (found) => {
			const plain = found.replace(trailing, "");
			return put(urls, "u", plain) + found.slice(plain.length);
		})
		.replace(/[^\s<>]+/g, (word) => {
			const plain = word.replace(/^\(/, "").replace(trailing, "").replace(/'s$/, "");
			if (/^[cqu]\d+$/.test(plain) || !looksLikeFile(plain)) return word;
			return word.replace(plain, () => put(files, "f", plain));
		});
	return {
		text,
		words: masked.toLowerCase().replace(/\s+/g, " ").trim(),
		files: files ?? [],
		quotes: quotes ?? [],
		codes: codes ?? [],
		urls: urls ?? [],
		isLater,
		isAsked: asks(masked.toLowerCase()),
	};
}

/** A few words that tell of nobody: "disk usage", "interest on 8500 at 3%". */
const isFragment = (words: string): boolean =>
	words.split(" ").length < (/\d\D+\d/.test(words) ? 15 : 10) &&
	!/(?<![\d)])!|\b(?:i|i'm|we|my|our|he|she|they|it|its|this|that|was|were|is|are|am|been|had|has|have|did|died|got|went|gonna|lol|so|just|not|never|you)\b/.test(
		words,
	);

/** Something is wanted: a question, an order, a need. Telling alone asks for nothing. */
const asks = (words: string): boolean =>
	isFragment(words) ||
	/\?|=\s*$|^(?:is|are|was|were|has|have)\b|\b(?:what|which|when|where|how|who|whose|is it|is there|are there|does|do i|did|can|could|would|will|please|need|want|wish|like to|equals?|let me|know|wonder\w*|curious|tel)\b/.test(
		words,
	) ||
	/(?<!\b(?:i|we|he|she|they|you|it) )\b(?:tell|show|give|get|find|check|verify|confirm|validate|ensure|make sure|calculate|compute|multiply|divide|subtract|sum|square|halve|double|convert|count|list|open|read|print|display|look|see|search|make|create|put|add|say|work out|figure|determine|evaluate|express|turn|write|split|share|round)\b/.test(
		words,
	);

/** Only a model can do it, whatever else stands there. */
export const needsThought =
	/\b(?:explain|why|(?:write|tell|give|make up|compose|sing|invent|create|another)\b.*\b(?:poem|essay|haiku|jokes?|story|song|lyrics)|summari[sz]e|summary of|translate|translation|recommend\w*|suggest\w*|advice|should i|should we|opinion|think about|best way|refactor|review|debug|improve|meaning of|draft|compose|brainstorm|ideas?|who (?:is|was|won|wrote|invented|discovered)|history of|recipe for|plan (?:a|my|the)|describe how|how (?:do|can|could|should|would) (?:i|we|one) (?:fix|install|learn|become|avoid|deploy|set up|cook|get (?:better|rid|started)|improve|use|configure|stop|prevent|deal|start|handle|cope)|teach me|how (?:do|does|can|could|should|would) (?:an?|the|i|we|you|one|people|it|this)\b(?! (?:see|read|list|view|check|know|say|write|express|find))(?!.*\d)|what (?:does|do) .*\b(?:do|mean)\b|(?:point|purpose|use|advantage|benefit|downside)s? of|wrong with|predict|forecast|weather|rain|stock price|news|score of|capital of|president|population(?! (?:var|st|sd|dev))|distance (?:from|between|to)|exchange rate|currency|worth it|feel(?:ing)?|love|sentiment|proofread|rewrite|paraphrase)\b/;

/** Words that change nothing: what is left without them and the words of a family says whether more was meant. */
const fillers = new Set(
	`a an the this that these those it its it's is are was were be been being am do does did done has have had having will would
	can could shall should may might must i you he she we they me him her us them my your his our their mine yours one ones someone
	of in on at to into for from by with about as and or but so if then than too also just only now right please pls kindly thanks
	thank hi hello hey dear ok okay well not no yes what what's which when where how who whose whats there here out up down off over
	all any some every each both more most much many few little lot tell show give get find check verify confirm validate ensure make
	sure say see look know need want wish like let help want's would'd i'd i'm i've we've want able possible maybe perhaps quick
	quickly really very exactly precisely actual actually current currently today moment again back still already yet ever please,
	does don't didn't isn't aren't wasn't doesn't can't ll 've 're 's d re ve whether because since while before after until during
	work figure determine calculate compute state report display print return tel us want value result answer question following
	given using use used mean means meant called named name wonder wondering curious interested would've prefer quickly simply
	could'st bitte btw fyi lol haha man dude bro mate bruh yo rn tbh lowkey gonna wanna gotta kinda pretty super asap pronto
	something anything everything thing things stuff way ways time's around approximately roughly about total gladly assert expect
	first lets let's going go come comes came put set turn turned take taken takes run got become`
		.split(/\s+/)
		.filter((word) => word !== ""),
);

/** The words that neither the list of what changes nothing nor `known` explains. Marks and numbers are no words. */
export const unexplained = (words: string, known: RegExp): readonly string[] =>
	words
		.replace(/<[a-z]\d+>/g, " ")
		.split(/[^\p{L}']+/u)
		.filter((word) => word.length > 1 && !fillers.has(word) && !known.test(word));
