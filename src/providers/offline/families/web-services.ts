// Weather, market prices, web search, whole sites, downloads.
import { unquote } from "../language/clean.js";
import { pathFrom } from "../language/paths.js";
import { createRules, type Group } from "../language/rules.js";
import { type Clause, call, type Family, type Step, step } from "../plan.js";
import { symbolOf } from "./market-names.js";
import { crawlAnswer, downloadAnswer, quoteAnswer, searchAnswer, weatherAnswer } from "./web-answers.js";

/** First and last day of a forecast that is asked for, today being 0. */
const spanOf = (words: string): readonly [number, number] => {
	const lower = words.toLowerCase();
	const days = /\b(\d{1,2}|three|five|seven|ten)[ -]days?\b/.exec(lower)?.[1];
	const named: Readonly<Record<string, number>> = { three: 3, five: 5, seven: 7, ten: 10 };
	if (days !== undefined) return [0, Math.min(16, Math.max(1, named[days] ?? Number(days))) - 1];
	if (/\bday after tomorrow\b/.test(lower)) return [2, 2];
	if (/\btomorrow\b/.test(lower)) return [1, 1];
	return /\bweek\b|\bnext days\b|\bcoming days\b/.test(lower) ? [0, 6] : [0, 0];
};

const when =
	"(?:(?: for| over| in)? (?:the )?(?:today|tonight|now|right now|currently|outside|this (?:morning|afternoon|evening|week)|(?:the )?day after tomorrow|tomorrow(?: morning| afternoon| evening)?|(?:for )?(?:the )?(?:next|coming) (?:week|days|\\w+ days)|(?:for )?(?:\\w+) days|be(?: like)?|look(?:ing)? like|like))*";

const weather = (place: string, words: string): Step | undefined => {
	const plain = unquote(place.replace(new RegExp(`${when}$`, "i"), "").replace(/^(?:the )?(?:city of )?/i, ""));
	const [first, last] = spanOf(words);
	if (plain.length < 2 || plain.length > 60 || /^(?:me|here|it|my|the|general|space|hell)\b/i.test(plain))
		return undefined;
	const input = {
		place: plain,
		...(last + 1 === 3 ? {} : { days: last + 1 }),
		...(/\bfahrenheit\b|\bimperial\b/i.test(words) ? { units: "imperial" } : {}),
	};
	return step(call("get_weather", input), weatherAnswer(first, last));
};

const weatherRules: Group<Step> = {
	needs: /weather|forecast|rain|snow|sunny|temperature|umbrella|how (?:warm|hot|cold|windy)|degrees/,
	rules: () => [
		[
			new RegExp(
				`^((?:(?:what|how) (?:is|will|was)(?: it going to)?|show|get|check|give|tell)? ?(?:me )?(?:be )?(?:the |a )?(?:current |local |\\w+[- ]days? )?(?:weather(?: forecast| report| conditions)?|forecast|temperature outside)(?: like)?(?: be(?: like)?)?${when} (?:in|for|at|of|near|around)) ([^?,]+?(?:, ?[^?,]+)?)$`,
				"i",
			),
			(lead, place) => weather(place, `${lead} ${place}`),
		],
		[
			new RegExp(
				`^((?:is|will|does|do|should|was)(?: it| there| i need)?(?: be| going to)*(?: an?)? ?(?:rain(?:ing|y)?|snow(?:ing|y)?|sun(?:ny)?|cold|warm|hot|windy|cloudy|umbrella)${when} (?:in|at|near)) (.+)$`,
				"i",
			),
			(lead, place) => weather(place, `${lead} ${place}`),
		],
		[
			new RegExp(`^(how (?:warm|hot|cold|windy) (?:is|will) it(?: be)?${when} in) (.+)$`, "i"),
			(lead, place) => weather(place, `${lead} ${place}`),
		],
		[
			/^(?:the )?(?:current |outside )?(?:temperature|temp) (?:outside )?(?:right now )?in ([\p{L}' .-]+?)$/iu,
			(place) => (/\b(?:celsius|fahrenheit|kelvin)\b/i.test(place) ? undefined : weather(place, place)),
		],
		[
			/^what is (?:the )?(?:current |outside )?(?:temperature|temp) (?:outside )?(?:right now )?in ([\p{L}' .-]+?)$/iu,
			(place) => (/\b(?:celsius|fahrenheit|kelvin)\b/i.test(place) ? undefined : weather(place, place)),
		],
		[
			/^([\p{L}' .-]+?) weather(?: forecast)?( today| tomorrow| this week)?$/iu,
			(place, day = "") =>
				/\b(?:what|how|the|this|that|my|nice|good|bad|about|for|cold|hot|a|i|love|is)\b/i.test(place)
					? undefined
					: weather(place, day),
		],
	],
};

const quote = (names: string): Step | undefined => {
	const symbols = names
		.replace(/^(?:the |one |a |an )+/i, "")
		.split(/\s*(?:,|\band\b|&)\s*/)
		.filter((name) => name !== "")
		.map((name) => symbolOf(name));
	const known = symbols.filter((symbol) => symbol !== undefined);
	if (known.length === 0 || known.length !== symbols.length) return undefined;
	return step(call("get_quote", { symbols: known }), quoteAnswer);
};

const quoteRules: Group<Step> = {
	needs: /stock|share|price|quote|trading|worth|ticker|exchange rate|market|rate\b/,
	rules: () => [
		[
			/^(?:(?:what|how) (?:is|are)|show|get|give|check|tell|look up)? ?(?:me )?(?:the )?(?:(?:current|latest|today's|market|live) )*(?:(?:stock|share|market) )?(?:price|prices|quote|quotes|value|rate|exchange rate|stock|ticker)s?(?: (?:of|for|from))(?: the)? (.+?)(?: (?:stocks?|shares?))?(?: (?:today|now|right now|currently))?$/i,
			(names) => quote(names),
		],
		[
			/^(?:what is |show |get |give |check )?(?:me )?(?:the )?(.+?)(?:'s)? (?:stock|share|market|exchange) (?:price|quote|value|rate)(?: (?:today|now|right now|currently))?$/i,
			(names) => quote(names),
		],
		[
			/^(?:what is |get |check )?(?:the )?(\S+) (?:price|quote|rate)(?: (?:today|now|right now))?$/i,
			(names) => quote(names),
		],
		[/^(?:quote|stock|ticker) (\S+)$/i, (names) => quote(names)],
		[
			/^(?:how (?:is|are) (?:the )?|what is (?:the )?)(.+?)(?: stocks?| shares?)? (?:trading(?: at)?|doing on the (?:stock )?market|worth)(?: (?:today|now|right now))?$/i,
			(names) => quote(names),
		],
	],
};

const fresh: Readonly<Record<string, string>> = { day: "day", week: "week", month: "month", year: "year" };

const search = (query: string, site?: string): Step | undefined => {
	const freshness = /,? (?:from|of|in|within) the (?:last|past) (day|week|month|year)$/i.exec(query);
	const place = site ?? /,? (?:on|at) (?:the site )?((?:[\w-]+\.)+[a-z]{2,})$/i.exec(query)?.[1];
	const words = unquote(
		query
			.replace(/,? (?:from|of|in|within) the (?:last|past) (?:day|week|month|year)$/i, "")
			.replace(/,? (?:on|at) (?:the site )?(?:[\w-]+\.)+[a-z]{2,}$/i, ""),
	);
	if (words === "" || /^(?:it|that|this|me)$/i.test(words)) return undefined;
	const input = {
		query: words,
		...(freshness === null ? {} : { freshness: fresh[(freshness[1] ?? "").toLowerCase()] ?? "year" }),
		...(place === undefined ? {} : { site: place }),
	};
	return step(call("web_search", input), searchAnswer, { isLoose: true });
};

const web = "(?:the )?(?:web|internet|google|net|www|duckduckgo|brave)";

const searchRules: Group<Step> = {
	needs: /web|internet|google|online|duckduckgo|brave|www|\bnet\b/,
	rules: () => [
		[
			new RegExp(`^(?:search|look|browse|check|scan)(?: (?:on|in|through|over))? ${web} (?:for|about) (.+)$`, "i"),
			(query) => search(query),
		],
		[
			new RegExp(`^(?:search|look|find)(?: for| up)? (.+?) (?:on|in|using|with|through|over) ${web}$`, "i"),
			(query) => search(query),
		],
		[/^(?:search|look) online (?:for|about) (.+)$/i, (query) => search(query)],
		[/^(?:search|look|find)(?: for| up)? (.+?) online$/i, (query) => search(query)],
		[
			/^(?:do a |run a |make a )?(?:web|internet|google|online) search (?:for|about|on)?:? ?(.+)$/i,
			(query) => search(query),
		],
		[/^(?:please )?(?:google|duckduckgo)(?: for)? (?!is\b|was\b|has\b|drive\b|docs\b)(.+)$/i, (query) => search(query)],
	],
};

const address = `((?:https?:\\/\\/|www\\.)[^\\s"'\`<>]+|(?:[\\w-]+\\.)+(?:com|org|net|io|dev|edu|gov)(?:[/:][^\\s"'\`<>]*)?|localhost:\\d+\\S*)`;
const whole = (url: string): string => {
	const plain = unquote(url).replace(/[.,;!?]+$/, "");
	return /^https?:/i.test(plain) ? plain : `${/^(?:localhost|\d)/.test(plain) ? "http" : "https"}://${plain}`;
};

const download = (url: string, slot: string): Step | undefined => {
	const path = pathFrom(slot, { bare: true });
	if (path === undefined || /^(?:disk|file|a file|markdown|text|html|json|raw)$/i.test(path)) return undefined;
	const name = whole(url).split(/[?#]/)[0]?.split("/").at(-1) ?? "";
	const target = path.endsWith("/") ? (name === "" ? undefined : `${path}${name}`) : path;
	return target === undefined
		? undefined
		: step(call("download_file", { url: whole(url), path: target }), downloadAnswer);
};

const siteRules: Group<Step> = {
	needs: /https?:|www\.|\w\.[a-z]{2,}|localhost/,
	rules: () => [
		[
			new RegExp(
				`^(?:download|save|get|fetch|grab|wget|store|pull)(?: the)?(?: (?:file|page|image|picture|contents?))?(?: (?:at|from|of|behind))? ${address},? (?:and )?(?:(?:save|store|write|put|call|name)(?: it| that| the file)? )?(?:to|as|into|in|under)?(?: (?:the|a)(?= ))?(?: (?:file|folder|name)(?= ))?(?: called)? ?("[^"]+"|'[^']+'|\\S+)$`,
				"i",
			),
			(url, slot) => download(url, slot),
		],
		[new RegExp(`^(?:curl|wget) (?:-o|-O) (\\S+) ${address}$`), (slot, url) => download(url, slot)],
		[
			new RegExp(
				`^(?:crawl|spider|map|walk through|visit (?:all|every)(?: the)? pages? (?:of|on|at))(?: the)?(?: (?:whole|entire))?(?: (?:site|website|pages?)(?: (?:of|at|on))?)? ${address}(?:,? (?:up to|at most|max(?:imum)?(?: of)?|no more than) (\\d{1,3}) pages?)?$`,
				"i",
			),
			(url, pages) =>
				step(
					call("crawl_site", { url: whole(url), ...(pages === undefined ? {} : { max_pages: Number(pages) }) }),
					crawlAnswer,
				),
		],
		[
			new RegExp(
				`^(?:list|show|find|what are|get)(?: me)?(?: all| all of)?(?: the)? (?:pages|links|sub ?pages)(?: (?:there are|that are))? (?:of|on|at|under|below)(?: the)?(?: (?:site|website))? ${address}$`,
				"i",
			),
			(url) => step(call("crawl_site", { url: whole(url) }), crawlAnswer),
		],
	],
};

const firstOf = createRules<Step>([weatherRules, quoteRules, searchRules, siteRules]);

export const webServices: Family = {
	name: "web-services",
	gate: /weather|forecast|rain|snow|sunny|temperature|how (?:warm|hot|cold|windy)|stock|share|price|quote|trading|worth|ticker|rate\b|\bweb\b|internet|google|online|duckduckgo|https?:|www\.|\w\.[a-z]{2,}|localhost/,
	match: (clause: Clause) => (clause.text.length > 500 ? undefined : firstOf(clause.text.trim())),
};
