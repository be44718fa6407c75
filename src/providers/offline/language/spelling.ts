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
const known: ReadonlySet<string> = new Set(vocabulary);
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
