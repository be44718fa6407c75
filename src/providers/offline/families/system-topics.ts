// Ways to ask about one thing of this machine.
import type { JsonObject } from "../../../contracts/json.js";
import { lazy } from "../../../lib/lazy.js";
import { cores, cpu, disks, host, memory, network, os, overview, uptime, user } from "./system-answers.js";

export const machine =
	"(?: (?:/\\w*|of|on|in|for|does|is|do|has|have|are|left|working|still|even|almost|again|remains|switched|turned|now|got|mean|occupied|pc's|computer's|machine's|hard|total|capacity|am|i|we|my|the|this|that|our|your|it|computer|machine|system|server|pc|laptop|host|box|device|currently|now|right|here|being|used|in use|free|available|there|at the moment|using|got|today|total|doing|looking|like|overall|remaining|installed|run|runs|running|active|busy))*";

const ask =
	"(?:(?:what|state|name|calculate|determine|since how long|for how long|for how many hours|how many hours|how many days|how|how much|how many|how is|how are|how busy|which|what is|what are|show|show me|tell me|give me|check|get|report|display|print|monitor|see|view|is|are|list|do i have|let me see|find out|how hard is|how high is|how loaded is|how full|how full is|what kind of|what type of|what sort of|how long|amount of|i need|much)\\b)?(?: (?:me|is|are|the|my|this|current|our|your|much|of|total|free|available|overall|any|present|machine's|computer's|system's|server's|about|gigs of|gb of|gigabytes of|mb of|megabytes of|bytes of|percent of|status of|state of|level of|amount of|local|occupied|still|even|almost|used|full|place|pc's|computer's|has|been|am|remains|remaining|size of|name of|type of|version of|hours|it|out|many|a|an|does|for|has|did|was|busy|do|i|we|have))*";

/** A whole request made of these words and machine words only. Long, so it is built where the words are there at all. */
const about = (words: string): Pick<RegExp, "test"> => {
	const cue = new RegExp(words, "i");
	const whole = lazy(() => new RegExp(`^${ask} ?(?:${words})${machine}$`, "i"));
	return { test: (text) => cue.test(text) && whole().test(text) };
};

export const topics: readonly (readonly [Pick<RegExp, "test">, (details: JsonObject) => string])[] = [
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
