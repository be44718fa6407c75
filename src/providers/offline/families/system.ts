// What this machine is and does.

import type { JsonObject } from "../../../contracts/json.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { type Clause, call, detailsOf, type Family, listOf, plural, type Step, step, textOf } from "../plan.js";

const gigabytes = (size: unknown): string => `${(Number(size) / 1e9).toFixed(1)} GB`;
const percent = (share: unknown): string => `${Math.round(Number(share) * 100)} %`;

const duration = (seconds: number): string => {
	const [days, hours, minutes] = [
		Math.floor(seconds / 86_400),
		Math.floor((seconds % 86_400) / 3600),
		Math.floor((seconds % 3600) / 60),
	];
	return [days > 0 ? plural(days, "day") : "", hours > 0 ? plural(hours, "hour") : "", plural(minutes, "minute")]
		.filter((part) => part !== "")
		.join(", ");
};

const cpu = (details: JsonObject): string =>
	`The CPU (${textOf(details.cpuModel)}, ${plural(Number(details.cores), "core")}) is ${percent(details.cpu)} busy, load average ${[
		details.loadAverage,
	]
		.flat()
		.map((load) => Number(Number(load).toFixed(2)))
		.join(", ")}.`;
const memory = (details: JsonObject): string =>
	`Memory: ${gigabytes(details.memoryUsedBytes)} of ${gigabytes(details.memoryTotalBytes)} used (${percent(Number(details.memoryUsedBytes) / Number(details.memoryTotalBytes))}), ${gigabytes(Number(details.memoryTotalBytes) - Number(details.memoryUsedBytes))} free.`;
const disks = (details: JsonObject): string => {
	const told = listOf(details.disks)
		.slice(0, 6)
		.map(
			(disk) =>
				`${textOf(disk.mount)} ${gigabytes(disk.usedBytes)} of ${gigabytes(disk.sizeBytes)} used (${gigabytes(disk.availableBytes)} free)`,
		);
	return told.length === 0 ? "No disks are listed." : `Disk: ${told.join("; ")}.`;
};
const network = (details: JsonObject): string => {
	const told = listOf(details.network).map(
		(card) =>
			`${textOf(card.name)} (${[card.addresses]
				.flat()
				.map((address) => textOf(address as string))
				.join(
					", ",
				)})${card.receivedBytes === undefined ? "" : ` ${gigabytes(card.receivedBytes)} received, ${gigabytes(card.sentBytes)} sent`}`,
	);
	return told.length === 0 ? "No network interface is up." : `Network: ${told.join("; ")}.`;
};
const uptime = (details: JsonObject): string =>
	`This machine has been up for ${duration(Number(details.uptimeSeconds))}.`;
const host = (details: JsonObject): string => `The host name is ${textOf(details.host)}.`;
const os = (details: JsonObject): string =>
	`This machine (${textOf(details.host)}) runs ${textOf(details.os)} on ${textOf(details.arch)}.`;
const user = (details: JsonObject): string => `The user is ${textOf(details.user)}.`;
const cores = (details: JsonObject): string =>
	`This machine has ${plural(Number(details.cores), "CPU core")} (${textOf(details.cpuModel)}).`;
const overview = (details: JsonObject): string =>
	`${cpu(details)} ${memory(details)} ${disks(details)} ${uptime(details)}`;

const machine =
	"(?: (?:/\\w*|of|on|in|for|does|is|do|has|have|are|left|working|still|even|almost|again|remains|switched|turned|now|got|mean|occupied|pc's|computer's|machine's|hard|total|capacity|am|i|we|my|the|this|that|our|your|it|computer|machine|system|server|pc|laptop|host|box|device|currently|now|right|here|being|used|in use|free|available|there|at the moment|using|got|today|total|doing|looking|like|overall|remaining|installed|run|runs|running|active|busy))*";
const ask =
	"(?:(?:what|state|name|calculate|determine|since how long|for how long|for how many hours|how many hours|how many days|how|how much|how many|how is|how are|how busy|which|what is|what are|show|show me|tell me|give me|check|get|report|display|print|monitor|see|view|is|are|list|do i have|let me see|find out|how hard is|how high is|how loaded is|how full|how full is|what kind of|what type of|what sort of|how long|amount of|i need|much)\\b)?(?: (?:me|is|are|the|my|this|current|our|your|much|of|total|free|available|overall|any|present|machine's|computer's|system's|server's|about|gigs of|gb of|gigabytes of|mb of|megabytes of|bytes of|percent of|status of|state of|level of|amount of|local|occupied|still|even|almost|used|full|place|pc's|computer's|has|been|am|remains|remaining|size of|name of|type of|version of|hours|it|out|many|a|an|does|for|has|did|was|busy|do|i|we|have))*";

/** A whole request made of these words and machine words only. */
const about = (words: string): RegExp => new RegExp(`^${ask} ?(?:${words})${machine}$`, "i");

const topics: readonly (readonly [RegExp, (details: JsonObject) => string])[] = [
	[
		about(
			"(?:cpu|memory|ram|disk|network)(?:,? (?:and |& )?(?:the )?(?:cpu|memory|ram|disk|network|load))+(?: (?:usage|load|use|status|stats|info))?",
		),
		(details) => overview(details),
	],
	[
		/^how much (?:free |available |disk |storage )*(?:space|storage) (?:do (?:i|we) have|is there|is left|is free|is available|remains|have i got)(?: left| free| available| here| remaining)*$/i,
		(details) => disks(details),
	],
	[
		about(
			"(?:number of )?(?:cpu |processor |physical |logical )*(?:cores|cpus|processors|threads)(?: count)?|cpu (?:core )?count|core count",
		),
		cores,
	],
	[about("(?:cpu|processor|chip|cpu model|processor model|cpu type|processor type)(?: (?:model|type|name))"), cores],
	[
		/^(?:what|which) (?:cpu|processor|chip)(?: (?:do i have|does this (?:machine|computer|system) have|is (?:this|in (?:this|my) \w+)|am i using|is installed|model is this))*$/i,
		cores,
	],
	[
		about(
			"(?:cpu|processor|cores?)(?: (?:usage|load|utili[sz]ation|use|percentage|stats|statistics|status|info(?:rmation)?|activity|consumption|percent|pressure|level))?|load average|system load average|loadavg|processor time",
		),
		cpu,
	],
	[
		about(
			"(?:free |used |available |installed |physical |total |system )*(?:memory|ram|mem)(?: (?:usage|use|utili[sz]ation|stats|statistics|status|info(?:rmation)?|consumption|free|available|pressure|left|size|capacity|load|amount))*",
		),
		memory,
	],
	[
		about(
			"(?:free |used |available |total |hard |remaining )*(?:disk|storage|hard drive|drive|drives|disks|disc|harddisk|hard disk|ssd|filesystem|file system|partition|partitions)(?: (?:space|place|room|usage|use|utili[sz]ation|stats|status|info(?:rmation)?|free|available|left|capacity|size|room))*",
		),
		disks,
	],
	[
		/^(?:am i|are we|is (?:this|my|the) (?:machine|computer|system|server|pc|laptop|box)) (?:running |getting )?(?:out of|low on|short (?:of|on)) (?:ram|memory)$|^(?:do i|do we|does (?:this|my|the) \w+) (?:still )?have (?:enough|any|much|some) (?:free |available )?(?:ram|memory)(?: left| free| available)?$/i,
		memory,
	],
	[
		/^(?:is|are) (?:my |the |our |this )?(?:disk|drive|hard drive|hard disk|ssd|storage)s? (?:almost |nearly |getting |already |really )?(?:full|empty|out of space)(?:[,?]? (?:or what|or not)?,? ?(?:how much (?:free )?(?:space|room) (?:do )?i (?:have|got)(?: left)?)?)?$/i,
		disks,
	],
	[
		/^(?:i have |do i have |is there )?(?:still )?how much (?:free |available )?(?:space|place|room|storage) .*\b(?:disk|drive|computer|machine|ssd|storage)\b.*$/i,
		disks,
	],
	[
		/^(?:how much )?(?:free |available )?(?:space|room|place) (?:is |do i have |is there )*(?:left |free |available )*(?:on|in) (?:my |the |this )?(?:disk|drive|hard drive|computer|machine|ssd|hard disk|system)(?: left| free)?$|^(?:am i|are we|is (?:it|my disk|the disk)) (?:running )?(?:out of|low on|full) ?(?:disk )?(?:space)?$|^df(?: -h)?$/i,
		disks,
	],
	[
		about(
			"network(?: (?:interfaces?|usage|status|stats|info(?:rmation)?|traffic|load|addresses|address|cards?|activity|adapters?|connections?))*|(?:local |private )?ip(?: address(?:es)?)?|net usage|bandwidth(?: usage)?|(?:network |listening |active )*interfaces(?: and (?:ip )?address(?:es)?)?|(?:ethernet|wifi)(?: (?:status|address))?",
		),
		network,
	],
	[about("(?:system |machine |server |computer )?up ?time(?: of)?"), uptime],
	[
		/^(?:since |for )?how (?:long|many hours|many days|many minutes) (?:has|is|have) (?:this|the|my|it|we|our)?(?: ?(?:machine|computer|system|server|pc|laptop|box|host))?(?: been)? (?:up|running|on|turned on|switched on|powered on|online|alive)(?: (?:for|and running|without .*|since .*|already|now))*$/i,
		uptime,
	],
	[
		/^how long (?:has|is|have) (?:this|the|my|it|we|our)?(?: ?(?:machine|computer|system|server|pc|laptop|box|host))?(?: been)? (?:up|running|on|turned on|online|alive)(?: and running| for)?$|^(?:when (?:was|did)) (?:this|the|my) (?:machine|computer|system|server|pc|laptop)(?: last)? (?:boot|booted|started|rebooted|restarted|start|turned on|boot up)$|^since when is (?:this|the|my) \w+ (?:up|running|on)$/i,
		uptime,
	],
	[
		about(
			"host ?name|(?:computer|machine|host|system|server|pc) ?name|name of (?:this|the|my) (?:computer|machine|host|system|server|pc)",
		),
		host,
	],
	[
		/^(?:what is )?(?:this|the|my) (?:computer|machine|host|server|pc|laptop)(?:'s)? (?:called|name)$|^what (?:machine|host|computer|server) (?:is this|am i on|am i using|are we on)$|^hostname$|^(?:on )?(?:what|which) (?:machine|host|server) (?:is this|am i(?: on)?|are we on)$/i,
		host,
	],
	[
		about(
			"(?:operating system|os|linux|distro|distribution|kernel|platform|architecture|arch|cpu architecture|unix)(?: (?:version|name|info(?:rmation)?|release|type))*(?: (?:am i|are we|is this|does this|do i|i am|you|using|on|run|running|use))*",
		),
		os,
	],
	[
		/^(?:what|which) version of (?:linux|windows|mac ?os|ubuntu|the os|the operating system)(?: (?:is|am|are|do|does|this|i|we|it|have|on|use|using|run|running|installed))*$|^(?:is this|am i (?:on|using|running)|are we on) (?:a )?(?:linux|windows|mac(?:os)?|unix|ubuntu|debian)(?: (?:machine|system|computer))?$|^(?:what|which) (?:os|operating system|system|platform|linux|distro)(?: (?:is|am|are|do|does|this|i|we|it|machine|computer|on|use|using|run|running|installed|here))*$|^uname(?: -a)?$/i,
		os,
	],
	[
		/^(?:who am i(?: logged in(?: as)?| signed in(?: as)?| running as)?|whoami|(?:what is |tell me )?(?:my |the )?(?:current )?(?:user ?name|user|login|account)(?: name)?|(?:what|which) user (?:am i|is this|is logged in|are we)(?: logged in as| running as)?|who is logged in|under (?:what|which) user (?:am i|is this) running|what user am i)$/i,
		user,
	],
	[
		about(
			"(?:system|machine|computer|server|resource|resources|hardware|pc|performance|host)(?: (?:load|status|info(?:rmation)?|stats|statistics|health|usage|resources|overview|summary|specs|specifications|utili[sz]ation|report|state|details|performance|metrics|monitor|use|consumption))+|load|specs|system|resources|resource consumption",
		),
		overview,
	],
	[
		/^how (?:is|busy is|loaded is|are|healthy is|hard is) (?:my |the |this |our )?(?:machine|computer|system|server|pc|laptop|box|host|resources)(?: (?:doing|performing|feeling|looking|right now|now|today|working|currently|at the moment|running|loaded|under load))*$|^(?:describe|about) (?:this|my|the) (?:machine|computer|system)$|^is (?:my|the|this) (?:machine|computer|system|server) (?:busy|overloaded|slow|under load|ok|healthy)(?: right now| now)?$|^(?:cpu|memory|ram|disk)(?:,? (?:and )?(?:cpu|memory|ram|disk|network|load))+(?: (?:usage|load|use|status|stats))?$/i,
		overview,
	],
];

const sortWords: Readonly<Record<string, string>> = {
	memory: "memory",
	mem: "memory",
	ram: "memory",
	cpu: "cpu",
	processor: "cpu",
	name: "name",
	pid: "pid",
	alphabetical: "name",
};

const processes = (input: JsonObject, wants: "list" | "count" | "top" | "yes"): Step =>
	step(call("list_processes", input), ([outcome]) => {
		const details = detailsOf(outcome);
		const rows = listOf(details.processes);
		const total = Number(details.total ?? rows.length);
		const size = (row: JsonObject) => `${(Number(row.memoryBytes) / 1e6).toFixed(0)} MB`;
		const told = rows.map(
			(row) => `${textOf(row.name)} (pid ${textOf(row.pid)}, ${percent(row.cpu)} CPU, ${size(row)})`,
		);
		if (wants === "count") return `${plural(total, "process")} ${total === 1 ? "is" : "are"} running.`;
		if (wants === "yes")
			return total === 0 || rows.length === 0
				? `No process named ${textOf(input.filter)} is running.`
				: `Yes, ${plural(rows.length, "process")} ${rows.length === 1 ? "matches" : "match"} ${textOf(input.filter)}: ${told.slice(0, 5).join("; ")}.`;
		if (wants === "top")
			return told[0] === undefined
				? "No process is listed."
				: `${told[0]} uses the most ${textOf(input.sort) === "memory" ? "memory" : "CPU"}.`;
		return told.length === 0
			? "No process matches."
			: `${plural(total, "process")} ${total === 1 ? "is" : "are"} running; the first ${told.length} by ${textOf(input.sort) || "cpu"}: ${told.join("; ")}.`;
	});

function matchProcesses(written: string): Step | undefined {
	const lower = replaceNumberWords(written);
	const hungriest =
		/^(?:what|which|show(?: me(?= |$))?|list|find|give me|tell me)(?: are)?(?: the(?= |$))?(?: top| first)? (\d+) (?:process(?:es)?|programs|tasks|apps)(?: that| which)?(?: are)? (?:eat|use|take|consume|hog|need|using|eating|taking|consuming|hogging|with)(?: up)? (?:the )?(?:most|highest|biggest) (cpu|memory|ram|mem|processor)(?: usage| time)?$/.exec(
			lower,
		);
	if (hungriest !== null)
		return processes({ sort: sortWords[hungriest[2] ?? ""] ?? "cpu", limit: Number(hungriest[1]) }, "list");
	const word = "(?:process(?:es)?|programs?|tasks?|apps?|applications?|procs?)";
	if (
		new RegExp(
			`^(?:how many|count(?: the| all)?|number of|the number of|tell me how many)(?: running| active)* ${word}(?: (?:are|is|do i have|there|running|active|currently|now|right now|on this machine|on the system|on my computer))*$`,
		).test(lower)
	)
		return processes({ limit: 1 }, "count");
	const sortedBy =
		/^(?:show |list |get |give me )?(?:all |the )?(?:running )?(?:process(?:es)?|procs?|programs|tasks) (?:sorted |ordered |ranked )?by (cpu|memory|mem|ram|name|pid)(?: usage| use)?,? (?:max(?:imum)?|limit|limited to|first|top|only(?: the(?= |$))?(?: first| top)?|up to|at most)(?: of)? (\d+)$/.exec(
			lower,
		);
	if (sortedBy !== null)
		return processes({ sort: sortWords[sortedBy[1] ?? ""] ?? "cpu", limit: Number(sortedBy[2]) }, "list");
	const most = new RegExp(
		`^(?:what|which|show|find|tell me|what is)(?: the| me)*(?: ${word})? ?(?:is |are |that is |that )?(?:using|uses?|consum(?:es|ing)|eat(?:s|ing)|tak(?:es|ing)(?: up)?|hogg?(?:s|ing)|with|has|having|needs|the)(?: up)?(?: the| so)?(?: most| highest| top| biggest| much| all)?(?: of)?(?: my| the)? ?(cpu|memory|ram|processor|resources)?(?: usage| time)?(?: the most| hog| right now| now| on this machine| at the moment)*(?:,? (?:and )?(?:show|list)(?: me(?= |$))?(?: the| those| these)? ${word})?$`,
	).exec(lower);
	if (most !== null && /most|highest|top|biggest|hog|eat|much|all/.test(lower))
		return processes({ sort: sortWords[most[1] ?? "cpu"] ?? "cpu", limit: 1 }, "top");
	const hungry =
		/^(?:what is |which is |show (?:me )?)?(?:the )?(?:most|top) (cpu|memory|ram)[- ](?:hungry|intensive|consuming|heavy) (?:process|program|app|application)$/.exec(
			lower,
		);
	if (hungry !== null) return processes({ sort: sortWords[hungry[1] ?? ""] ?? "cpu", limit: 1 }, "top");
	const eating =
		/^what is (?:eating|using|hogging|taking|consuming)(?: up)? (?:all )?(?:my |the |so much |up )*(cpu|memory|ram)(?: like crazy| so much| right now)?(?:,? (?:and )?(?:show|list)(?: me(?= |$))?(?: the| those)? process(?:es)?)?$/.exec(
			lower,
		);
	if (eating !== null) return processes({ sort: sortWords[eating[1] ?? ""] ?? "cpu", limit: 1 }, "top");
	const calledSo =
		/^(?:is|are)(?: there)?(?: an?| any)? (?:process(?:es)?|programs?|tasks?) (?:called|named|with the name) ["'`]?([\w.+-]+)["'`]?(?: (?:running|active|alive|up))?$/.exec(
			lower,
		);
	if (calledSo !== null) return processes({ filter: calledSo[1] ?? "" }, "yes");
	const running =
		/^(?:is|are)(?: there)?(?: an?| any| the)? ?([\w.+-]+?)(?: process(?:es)?| server| program)? (?:running|active|alive|up|started)(?: right now| now| here| on this machine)?$/.exec(
			lower,
		);
	if (
		running !== null &&
		!/^(?:it|this|that|everything|process|anything|there|machine|system|computer)$/.test(running[1] ?? "")
	)
		return processes({ filter: running[1] ?? "" }, "yes");
	const filtered =
		new RegExp(
			`^(?:list|show|find|get|show me|look for|search for|give me)(?: me(?= |$))?(?: all)?(?: the(?= |$))?(?: running)? ?([\\w.+-]+) ${word}$`,
		).exec(lower) ??
		new RegExp(
			`^(?:list|show|find|get|show me|look for)(?: me(?= |$))?(?: all)?(?: the(?= |$))?(?: running)? ${word} (?:named|called|matching|with name|for|containing|like|with) ["'\`]?([\\w.+-]+)["'\`]?$`,
		).exec(lower);
	const name = filtered?.[1] ?? "";
	if (
		filtered !== null &&
		!/^(?:all|the|running|active|current|top|my|any|system|background|these|of|heavy|largest|biggest|heaviest)$|^\d+$/.test(
			name,
		)
	)
		return processes({ filter: name }, "list");
	const listed = new RegExp(
		`^(?:list|show|display|get|give|see|view|print|check|what are|what|which|tell me|top|ps|find|report)?(?: me(?= |$))?(?: what| which)?(?: all)?(?: of)?(?: the| my)? ?(?:top|first|biggest|heaviest|largest|busiest|most active)? ?(\\d+)? ?(?:top |running |active |current |system |heaviest |biggest |busiest |largest |most expensive |most active )*${word}(?: list)?(?: (?:are|is|that are|which are|do i have|on|this|the|my|machine|computer|system|currently|running|active|right now|now|there|here|sorted|ordered|ranked|list|using|use|consuming|with|most|highest|the most))*(?: ?(?:by|with|of)?(?: the(?= |$))?(?: most| highest)? ?(cpu|memory|mem|ram|name|pid)(?: usage| use| consumption)?)?$`,
	).exec(lower);
	if (listed !== null) {
		const [, limit, sort] = listed;
		return processes(
			{
				...(sort === undefined ? {} : { sort: sortWords[sort] ?? "cpu" }),
				...(limit === undefined ? {} : { limit: Number(limit) }),
			},
			"list",
		);
	}
	return /^what is running(?: on (?:this|my|the) (?:machine|computer|system|server|pc))?(?: right now| now| currently)?$|^(?:top|ps|ps aux|htop)$/.test(
		lower,
	)
		? processes({}, "list")
		: undefined;
}

function match(clause: Clause): Step | undefined {
	const lower = clause.lower.trim().replace(/^(?:the|my|our|this) (?=\w)/, "");
	if (lower.length > 120) return undefined;
	const topic = topics.find(([pattern]) => pattern.test(lower));
	if (topic !== undefined && !/^(?:what|how|which|show|is|are|load)$/.test(lower)) {
		const [, tell] = topic;
		return step(call("system_load", {}), ([outcome]) => tell(detailsOf(outcome)));
	}
	return matchProcesses(lower);
}

export const system: Family = {
	name: "system",
	gate: /cpu|processor|core|\bproc|memory|\bram\b|\bmem\b|disk|drive|storage|space|partition|file ?system|network|\bnet\b|\bip\b|interface|bandwidth|wifi|ethernet|uptime|how long|since when|host|machine|computer|system|server|\bpc\b|laptop|\bos\b|linux|distro|kernel|platform|\barch|uname|\bwho|user|login|account|\bload|specs|resource|performance|process|program|\btask|\bapp|running|\btop\b|\bps\b|windows|\bmac|unix|\broom\b|full|\bdf\b|boot|chip|thread|\bbox\b|active|alive|\bup\b/,
	match,
};
