// What this machine is and does, what to run or to fetch, notes: known by a few words each.
import { replaceNumberWords } from "../../../lib/number-words.js";
import { programs } from "../families/shell-steps.js";
import { type Scene, unexplained } from "./scene.js";

const own =
	/^(?:machine|machine's|computer|computer's|system|system's|server|server's|pc|laptop|box|host|device|this|local|running|run|runs|runtime|usage|used|use|uses|using|load|loaded|busy|free|left|available|space|room|place|total|full|status|state|report|level|amount|size|stats|info|information|details|number|installed|long|since|high|low|hot|working|hard|memory|ram|cpu|processor|processors|cores?|disk|disks|disc|drive|drives|storage|ssd|network|ip|address|addresses|interfaces?|wifi|internet|uptime|hostname|name|named|os|operating|linux|kernel|version|platform|architecture|arch|process|processes|program|programs|tasks?|apps?|apps|application|applications|eating|hogging|consuming|consumes|consume|eats|hungry|hungriest|heavy|heaviest|top|biggest|largest|highest|sorted|order|ordered|list|gigabytes?|megabytes?|gb|mb|percent|percentage|user|username|logged|login|account|up|on|online|restart|reboot|rebooted|restarted|boot|booted|last|switched|turned|models?|kind|type|sort|dying|dead|slow|health|healthy|doing|alive|active|ok|fine|threads?|connected|physical|logical|hardware|resources?|summary|overview|snapshot|moment|time|much|consumption|utilisation|utilization|capacity|average|averages|overall|hard|work|works|remaining|still|occupied|going|called|taking|takes|needs|wise|rest|its|by|hog|hogs|present|exists?|visible|detected|configured|attached|mounted|exceeds?|days?|hours?|least|above|below|under|enough|threshold|tests?|runner|agent|node|vm|instance|container|received|sent|transferred|traffic|far|bytes|getting|sits|currently|quick|glance|readout|figures?|numbers?|metrics?)$/;

type Topic = readonly [RegExp, string];
const topics: readonly Topic[] = [
	[
		/\b(?:hostname|host name)\b|\b(?:name|called|named)\b.*\b(?:computer|machine|host|server|pc|laptop|box|device)\b|\b(?:computer|machine|host|server|pc|laptop|box|device)(?:'s)?\b.*\b(?:name|called|named)\b/,
		"hostname",
	],
	[
		/\buptime\b|\b(?:how long|since when|for how long|when|last)\b.*\b(?:up|running|runs?|on|online|rebooted|restarted|booted|boot|reboot|restart|alive|switched on|turned on)\b/,
		"uptime",
	],
	[
		/\b(?:disk|disks|disc|drive|drives|ssd|storage|filesystem|partition)\b|\b(?:space|room|place)\b.*\b(?:left|free|computer|machine|laptop|pc|box|here|available|used|remaining)\b|\bfull\b.*\b(?:disk|drive)\b/,
		"disk usage",
	],
	[/\b(?:memory|ram)\b/, "memory usage"],
	[
		/\b(?:how many|number of|count)\b.*\b(?:cores?|cpus|processors|threads)\b|\b(?:model|type|kind)\b.*\b(?:cpu|processor)\b|\b(?:cpu|processor) (?:model|type)\b/,
		"how many cpu cores",
	],
	[/\b(?:cpu|processor|load average|load averages|load)\b/, "cpu usage"],
	[/\b(?:ip|network|wifi|ethernet|interfaces?|internet)\b/, "ip address"],
	[/\b(?:operating system|os|linux|kernel|platform|architecture|arch|distro|distribution)\b/, "operating system"],
	[/\b(?:user|username|logged in|login|account)\b/, "whoami"],
	[
		/\b(?:machine|computer|system|server|pc|laptop|box|host)\b.*\b(?:doing|busy|health\w*|status|load|loaded|stats|overview|summary|report|resources|metrics|snapshot|slow|ok)\b|\b(?:health\w*|status|load|stats|overview|summary|resources|metrics|snapshot)\b.*\b(?:machine|computer|system|server|pc|laptop|box|host)\b|\bsystem (?:load|status|resources|stats)\b/,
		"system status",
	],
];
const processWord = /\b(?:process(?:es)?|programs?|tasks?|apps?|applications?|procs?)\b/;
const hungry =
	/\b(?:(?:using|taking|needs|uses) (?:a lot|lots|much|so much|too much|all)|most|top|highest|hog\w*|eat\w*|hungr\w*|heav\w*|biggest|consum\w*|taking|using up|uses up|largest|greedy|burn\w*|hammer\w*|slam\w*|peg\w*|pegging|greediest)\b/;

/** "disk usage", "top 5 processes by memory", "run `x`", "fetch x". */
export function machineGist(scene: Scene): readonly string[] {
	const words = replaceNumberWords(scene.words);
	if (scene.text.length > 300) return [];
	const [command, url] = [scene.codes[0], scene.urls[0]];
	const literal = scene.files.length + scene.quotes.length;
	if (url !== undefined && scene.urls.length === 1 && command === undefined && literal === 0) {
		if (/\b(?:save|write|store|why|broken|fix|port|ping)\b/.test(words)) return [];
		const isWanted =
			scene.isAsked ||
			/\b(?:fetch|pull|download|grab|load|visit|go to|retrieve|hit|request|curl|content|page|site|website|url)\b/.test(
				words,
			);
		if (!isWanted) return [];
		if (/\bstatus\b/.test(words)) return [`fetch ${url} status`];
		if (/\btitle\b/.test(words)) return [`fetch ${url} title`];
		return [/\b(?:html|raw|source)\b/.test(words) ? `fetch raw html of ${url}` : `fetch ${url}`];
	}
	if (command !== undefined && scene.codes.length === 1 && scene.files.length === 0) {
		const language = /\b(python3?|javascript|node|typescript|js)\b/.exec(words.replace(/<c0>/, ""))?.[1];
		const body = command.replace(/^`+|`+$/g, "");
		if (language !== undefined && !/^(?:python3?|node) /.test(body)) return [`run this ${language} code: ${body}`];
		if (
			/\b(?:run|runs|running|execute\w*|output|result|prints?|returns?|type|command|invoke|issue|launch|fire|kick off|works?|gives?|say|says|exit|start|do|shell|terminal|try|check|verify|confirm)\b/.test(
				words,
			)
		)
			return [`run ${command}`];
		return [];
	}
	const snippet =
		/\b(python3?|javascript|node|js|typescript)\b(?: \w+)? (?:expression|code|snippet|one-liner|statement|line):? (.+?)(?:,? (?:by|and|in|with|so|to see|works|runs|evaluates|properly|correctly|please)\b[^()"']*)?$/i.exec(
			scene.text,
		);
	if (
		snippet !== null &&
		!/^(?:in|for|that|which|from|to|of|is|and|it|works?|runs?|does)\b/i.test(snippet[2] ?? "") &&
		scene.files.length === 0
	)
		return [`run this ${snippet[1]} code: ${snippet[2]}`];
	const inQuotes = scene.quotes[0];
	if (
		inQuotes !== undefined &&
		scene.quotes.length === 1 &&
		scene.files.length === 0 &&
		/\b(?:run|running|execut\w*|command|launch|invoke|shell|terminal|output|result|prints?)\b/.test(words) &&
		programs.test(inQuotes)
	)
		return [`run \`${inQuotes}\``];
	const spoken =
		/\b(python3?|javascript|node|js|typescript)\b.*?\b(?:prints?|outputs?|returns?|gives?|says?|evaluates?(?: to)?|makes|result|thinks|does)\b(?: for| of| from| with|:| to| when (?:i|you|we) (?:run|type|do)| if (?:i|you|we) (?:run|type|do)| \S+ for)* ?([^\s].*[()[\]*+/].*)$/i.exec(
			scene.text,
		);
	if (spoken !== null && scene.files.length === 0)
		return [`run this ${spoken[1]} code: ${(spoken[2] ?? "").replace(/[?.]+$/, "")}`];
	const tested =
		/^(?:.*\b(?:check|test|try|verify|see|evaluate|confirm|run|execute|what (?:is|does|would)|compute)\b(?: what| that| the| if| whether| output of| result of)*) ([^\s].*[()[\]].*?) (?:in|with|using|under|as|via|through|on) (python3?|javascript|node|js|typescript)\b[^()]*$/i.exec(
			scene.text,
		);
	if (tested !== null && scene.files.length === 0) return [`run this ${tested[2]} code: ${tested[1]}`];
	const withLanguage =
		/\b(?:with|using|in|via) (python3?|javascript|node|js|typescript)\b(?: that| if| whether| what|:|,)+ (.+?)[?.]?$/i.exec(
			scene.text,
		);
	if (withLanguage !== null && /[()=+*/[\]]/.test(withLanguage[2] ?? "") && scene.files.length === 0)
		return [`run this ${withLanguage[1]} code: ${withLanguage[2]}`];
	if (scene.quotes.length === 1 && scene.files.length === 0 && processWord.test(words))
		return [`is ${scene.quotes[0]} running`];
	if (literal > 0 || scene.codes.length > 0 || scene.urls.length > 0) return [];
	const inQuestion =
		scene.isAsked || (words.split(" ").length < 7 && !/\b(?:is|are|was|were|has|had|keeps?|got)\b/.test(words));
	if (
		!inQuestion ||
		/\b(?:buy|upgrade|recommend|good enough|fastest|invented|history|works?\b.*\bhow|difference between|should)\b/.test(
			words,
		)
	)
		return [];
	if (processWord.test(words) || (hungry.test(words) && /\b(?:cpu|memory|ram|processor)\b/.test(words))) {
		const sort = /\b(?:memory|ram|mem)\b/.test(words) ? "memory" : "cpu";
		const limit = /\b(\d{1,3})\b/.exec(words)?.[1];
		const left = unexplained(words, own).filter((word) => !hungry.test(word));
		if (/\b(?:how many|number of|count)\b/.test(words) && left.length === 0) return ["how many processes are running"];
		if (hungry.test(words) && left.length < 2)
			return [
				limit === undefined && !/processes|programs|apps|tasks/.test(words)
					? `what is using the most ${sort}`
					: `top ${limit ?? "10"} processes by ${sort}`,
			];
		const name =
			/\b(?:process(?:es)?|program|service|task|app) (?:named|called|with (?:the )?name|matching|like|for) ["'`]?([\w.+-]+)/.exec(
				words,
			)?.[1] ??
			/\b(?:is|are|if|whether|that|any) (?:the |an? |any |some )?(?!(?:the|an?|any|some|my)\b)([\w.+-]+) (?:process(?:es)?|procs?|programs?|tasks?|services?|apps?)\b.*\b(?:running|up|alive|active)\b/.exec(
				words,
			)?.[1];
		const isThere =
			/\b(?:is|are) there (?:an? |any |some )?([a-z][\w.+-]*) (?:process(?:es)?|programs?|tasks?|procs?)\b/.exec(
				words,
			)?.[1];
		if (isThere !== undefined && !own.test(isThere)) return [`is ${isThere} running`];
		const direct =
			/\b(?:process|program|service|task|app) ([a-z][\w.+]*-[\w.+-]+|[a-z][\w.+-]+(?= (?:is|shows|exists|runs|lives|appears|still|up)\b))/.exec(
				words,
			)?.[1];
		if (name === undefined && direct !== undefined && !own.test(direct)) return [`is ${direct} running`];
		const calledSo = /\b(?:called|named|like) ([a-z][\w.+-]*)\b/.exec(words)?.[1];
		if (name === undefined && calledSo !== undefined) return [`is ${calledSo} running`];
		if (name !== undefined) return [`is ${name} running`];
		return left.length === 0 ? [limit === undefined ? "list processes" : `top ${limit} processes by ${sort}`] : [];
	}
	const running =
		/\b(?:is|are|if|whether|that|see|check|verify|confirm|any) (?:the |an? |any |some |there (?:is |are )?(?:an? |any )?|my |our )?([a-z][\w.+-]*)(?: server| service| daemon| instance)?(?: is| are)?(?: still| actually| currently| even| really)* (?:running|alive|up and running)\b/.exec(
			words,
		)?.[1];
	if (
		running !== undefined &&
		!own.test(running) &&
		!/^(?:it|this|that|everything|anything|there|what|who|which|how)$/.test(running)
	)
		return [`is ${running} running`];
	const said = words.replace(/ for (?:an?|the|my|our|some|this|all)\b.*$/, "");
	const asked = topics.filter(([pattern]) => pattern.test(words));
	const [topic] = asked;
	if (topic === undefined || /\d/.test(words)) return [];
	const left = unexplained(said, own);
	if (left.length > 0 && !(left.length === 1 && words.split(" ").length > 6)) return [];
	return [asked.length > 2 ? "system status" : topic[1]];
}
