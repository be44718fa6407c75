// What runs on this machine.
import type { JsonObject } from "../../../contracts/json.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { call, detailsOf, listOf, plural, type Step, step, textOf } from "../plan.js";
import { percent } from "./system-answers.js";

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

export function matchProcesses(written: string): Step | undefined {
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
