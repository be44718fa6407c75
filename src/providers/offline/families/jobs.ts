// Commands in the background: start, list, read, end.
import { unquote } from "../language/clean.js";
import { createRules } from "../language/rules.js";
import { call, detailsOf, type Family, listOf, type Outcome, plural, type Step, step, textOf } from "../plan.js";
import { cut } from "./shell-steps.js";

const idOf = (text: string): string =>
	/^\d+$/.test(text) ? `job-${text}` : text.toLowerCase().replace(/^job ?#?-?/, "job-");
const job = "(?:the )?(?:background )?(job[ #-]*\\d+)";

const start = (text: string, stays = false): Step | undefined => {
	const command = unquote(text.replace(/^(?:the )?(?:command|program|script)?:? ?(?=["'`])/i, ""));
	// "run the tests in the background" names no command.
	if (command === text.trim() && /^(?:the|my|our|an?|this|that|all|some|these)\b/i.test(command)) return undefined;
	if (command === "" || /^(?:it|that|this|something|a job|jobs?|a command)$/i.test(command)) return undefined;
	return step(
		call("start_job", { command, ...(stays ? { stays } : {}) }),
		([outcome]) => `\`${command}\` runs in the background as ${textOf(detailsOf(outcome).id)}.`,
		{ isLoose: true },
	);
};

const stateOf = (one: ReturnType<typeof detailsOf>): string =>
	textOf(one.state) === "exited" ? `ended with ${textOf(one.exitCode)}` : textOf(one.state);

const list = (isRunning: boolean): Step =>
	step(call("list_jobs", isRunning ? { state: "running" } : {}), ([outcome]) => {
		const jobs = listOf(detailsOf(outcome).jobs);
		if (jobs.length === 0) return isRunning ? "Nothing runs in the background." : "There are no background jobs.";
		const told = jobs.slice(0, 10).map((one) => `${textOf(one.id)} \`${textOf(one.command)}\` (${stateOf(one)})`);
		return `${plural(jobs.length, "background job")}${isRunning ? " running" : ""}: ${told.join("; ")}.`;
	});

const readAnswer = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	const id = textOf(outcome?.input.id);
	const text = cut(textOf(details.text));
	return text === "" ? `${id} has printed nothing yet.` : `${id} printed:\n${text}`;
};

const read = (id: string): Step => step(call("read_job", { id: idOf(id) }), readAnswer);

const kill = (id: string): Step => step(call("kill_job", { id: idOf(id) }), () => `Ended ${idOf(id)}.`);

const run = "(?:run|start|execute|launch|kick off|fire up|exec|spawn|put)";
const behind = "(?:in|into) (?:the )?background|as (?:a )?background (?:job|task|process)";

const firstOf = createRules<Step>([
	{
		rules: () => [
			[
				new RegExp(
					`^${run}(?: (?:the )?(?:command|job|task))?:? (.+?),? (?:${behind}),? (?:and )?(?:keep|leave|let) it (?:running|stay|run)(?: when .*)?$`,
					"i",
				),
				(command) => start(command, true),
			],
			[
				new RegExp(`^${run}(?: (?:the )?(?:command|job|task))?:? (.+?),? (?:${behind})$`, "i"),
				(command) => start(command),
			],
			[
				new RegExp(`^(?:${run} )?(?:${behind}),? ?(?:${run} )?(?:the command )?:? ?(.+)$`, "i"),
				(command) => (/^(?:is|are|what|which)\b/i.test(command) ? undefined : start(command)),
			],
			[
				/^(?:start|launch) (?:a |the )?(?:background )?job:? (.+)$/i,
				(command) => (/^[#-]?\d+$/.test(command) ? undefined : start(command)),
			],
			[/^(\S.*\S) &$/, (command) => start(command)],
			[
				/^(?:what|which(?: (?:jobs|commands|tasks|things))?|anything|is (?:anything|something)|are (?:any )?(?:jobs|tasks|commands)|show(?: me)? what|list what|see what)(?: is| are)?(?: still)?(?: running| going on)(?: right now| now| currently)? in the background(?: right now| now| at the moment)?$/i,
				() => list(true),
			],
			[
				/^(?:(?:list|show|see|display|print|get|check|which|what)(?: me)?(?: are)?(?: all)?(?: of)?(?: the| my)? ?)?(running )?(?:background )(?:jobs|tasks|commands)(?: (?:do i have|are there|status|list))*( (?:are )?(?:still )?running)?$/i,
				(before, after) => list(before !== undefined || after !== undefined),
			],
			[
				/^(?:(?:list|show|see|display|get|check|what)(?: me)?(?: are)?(?: all)?(?: the| my)? )(running )?jobs$|^jobs$|^(?:which|what|how many) jobs (?:are|do i have)(?: still)?( running)?(?: .*)?$/i,
				(before, after) => list(before !== undefined || after !== undefined),
			],
			[
				new RegExp(
					`^(?:(?:show|read|print|display|get|give|see|check|tail|what (?:is|are|did|does|has))(?: me)? )?(?:the )?(?:(?:latest |new |last )?(?:output|logs?|result)s? (?:of|from|for) )?${job}(?:'s)?(?: (?:output|logs?|print(?:ed)?(?: so far)?|say|said|wrote|written|doing|so far|result))*$`,
					"i",
				),
				(id) => read(id),
			],
			[new RegExp(`^(?:kill|stop|end|terminate|cancel|abort|quit|shut down) ${job}$`, "i"), (id) => kill(id)],
		],
	},
]);

export const jobs: Family = {
	name: "jobs",
	gate: /background|\bjobs?\b|job-| &$/,
	match: (clause) => (clause.text.length > 2000 ? undefined : firstOf(clause.text.trim())),
};
