// Typos in the words that requests are made of. Used only when a request was not understood as written.
import { editDistance } from "../../../lib/edit-distance.js";

const vocabulary =
	`what when where which time date today tomorrow yesterday current calculate compute convert between difference average median
	standard deviation variance percent percentage square root cubed squared multiply multiplied divide divided minus plus times
	factorial prime number numbers factors greatest common divisor lowest least multiple derivative simplify matrix determinant
	inverse transpose binary decimal hexadecimal octal round nearest decimals places files folder folders directory directories
	contents content lines words characters count search find list show display read open print first last create make write
	append replace rename copy move delete remove with containing called named file command execute fetch download remember
	recall notes memory disk usage space processes running network uptime hostname address operating system many much long week weeks
	days months years hours minutes seconds until since before after from leap year birthday timestamp weekday temperature
	miles kilometers kilometres meters metres feet inches pounds kilograms grams ounces celsius fahrenheit gallons liters litres
	megabytes gigabytes bytes cups tablespoons teaspoons javascript python code json yaml toml the is in of to`
		.split(/\s+/)
		.filter((word) => word !== "");
/** Words in their own right that are one letter away from one of these. */
const ordinary =
	`point paint room roof rook road real rear ready fire five film fill fine fund fond tire tile tide tame data dare dale meat meal more
	made model node price pride prize last lost lift shop shot slow snow oven cozy love mood work ward wards world like live lane likes
	links lives such mush mane feel fees fleet caps cuts lead lean leaf house ours mines males grass form frog sound pound ground plug
	wish white wrote holder fist past caller votes nodes dish dusk desk spade spice court mount whale while whole where there then them
	than these those three threat other some same came come care core cure code mode rode role rule root boot foot food good wood word
	worth month mouth moth path part port post poster copper cover lover river rider hider higher lower power tower towel vowel printer
	pointer counter country county convent content contest context contact currant commute command comment commend average leverage
	median medium media radian reader leader loader header folder older order border boarder finder minder reminder remainder numeral
	fraction friction faction action lenses lines limes liner linen listen lists lasts tests texts text next nest best rest west test
	plan plane planes plant plants planet planets place palace pace page pages paces chart charts heart hearts cart carts card cards
	minute minutia division decision revision version vision mission session create crater creator greater greatest latest later date
	dates gates rates rated dated noted voted quoted quote quota quite quiet quit suit suite site sites cites cities city pity`
		.split(/\s+/)
		.filter((word) => word !== "");
const known: ReadonlySet<string> = new Set([...vocabulary, ...ordinary]);
const fixed: Readonly<Record<string, string>> = {
	waht: "what",
	wat: "what",
	whta: "what",
	hwat: "what",
	teh: "the",
	tiem: "time",
	tme: "time",
	hw: "how",
	hwo: "how",
	taht: "that",
	adn: "and",
	si: "is",
	fo: "of",
	ot: "to",
	u: "you",
	ur: "your",
	pls: "please",
	calc: "calculate",
	avg: "average",
	fiel: "file",
	fiels: "files",
	dir: "directory",
	frm: "from",
	intoo: "into",
	wich: "which",
	wiht: "with",
	multipled: "multiplied",
	devided: "divided",
	devide: "divide",
	sqare: "square",
	sqrt: "sqrt",
	kilometer: "kilometer",
	celcius: "celsius",
	celsuis: "celsius",
	farenheit: "fahrenheit",
	fahrenhiet: "fahrenheit",
	tommorow: "tomorrow",
	tommorrow: "tomorrow",
	tomorow: "tomorrow",
	shwo: "show",
	lsit: "list",
	crate: "create",
	creat: "create",
	serach: "search",
	seach: "search",
	raed: "read",
	lins: "lines",
	lenght: "length",
	wrods: "words",
};

/** The text with mistyped words of the vocabulary put right; the same text when there are none. */
export function correctSpelling(text: string): string {
	return text
		.split(/("[^"]*"|`[^`]*`|'[^']*'|\S*[./\\_]\S*)/)
		.map((part, index) => {
			if (index % 2 === 1) return part;
			return part.replace(/(?<![\w'-])[a-z]+(?![\w'-])/gi, (word) => {
				const lower = word.toLowerCase();
				const replacement = fixed[lower];
				if (replacement !== undefined) return replacement;
				if (known.has(lower) || lower.length < 4 || /^[A-Z]{2,}$/.test(word)) return word;
				const limit = lower.length >= 8 ? 2 : 1;
				const near = vocabulary.find(
					(candidate) =>
						candidate.length > 3 && candidate[0] === lower[0] && editDistance(lower, candidate, limit) <= limit,
				);
				// A plural or another form of the same word is no typo.
				return near === undefined || near === `${lower}s` || lower === `${near}s` ? word : near;
			});
		})
		.join("");
}
