// Commands of the shell and snippets of code.
import { unquote } from "../language/clean.js";
import { createRules } from "../language/rules.js";
import { type Clause, call, detailsOf, type Family, type Outcome, type Step, step, textOf } from "../plan.js";

const maxLines = 40;

const cut = (text: string): string => {
	const lines = text.replace(/\s+$/, "").split("\n");
	return lines.length > maxLines
		? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`].join("\n")
		: lines.join("\n");
};

const ended = (what: string, exitCode: unknown, output: string): string => {
	const text = cut(output);
	if (exitCode === 0)
		return text === ""
			? `${what} ran without output.`
			: text.includes("\n")
				? `${what} printed:\n${text}`
				: `${what} printed: ${text}`;
	return `${what} failed with exit code ${String(exitCode)}${text === "" ? "." : `:\n${text}`}`;
};

/** Also for calls that ended with an exit code other than 0. */
export const commandAnswer = (outcome: Outcome | undefined): string => {
	const details = detailsOf(outcome);
	const command = textOf(outcome?.input.command);
	return details.timedOut === true
		? `\`${command}\` took too long and was ended.`
		: ended(`\`${command}\``, details.exitCode, textOf(details.output));
};

export const codeAnswer = (outcome: Outcome | undefined): string => {
	const details = detailsOf(outcome);
	const output = [textOf(details.stdout), textOf(details.stderr)].filter((part) => part.trim() !== "").join("\n");
	return details.timedOut === true
		? "The code took too long and was ended."
		: ended("The code", details.exitCode, output);
};

/** A command in quotes without what is said behind it: `"npm outdated" in the terminal`. */
const commandOnly = (text: string): string =>
	/^(["'`])((?:(?!\1).)+)\1,? (?:so|please|and|then|for|in|on|at|to|now|with|via|using|from|here)\b[\w\s,]*$/i.exec(
		text,
	)?.[2] ?? text;

const runCommand = (text: string): Step => {
	const command = commandOnly(text);
	return step(call("run_command", { command }), ([outcome]) => commandAnswer(outcome), { isLoose: true });
};

const languages: Readonly<Record<string, string>> = {
	js: "javascript",
	javascript: "javascript",
	node: "javascript",
	"node.js": "javascript",
	nodejs: "javascript",
	ts: "typescript",
	typescript: "typescript",
	py: "python",
	python: "python",
	python3: "python",
	sh: "shell",
	bash: "shell",
	shell: "shell",
};
const L = "(javascript|js|node(?:\\.?js)?|typescript|ts|python3?|py|bash|shell|sh)";

/** A lone expression prints its value. */
function printed(code: string, language: string): string {
	const isStatement =
		/[;\n]|^\s*(?:let|const|var|for|while|if|import|from|def|class|return|throw|try|with|async|function|print|echo)\b|console\.|process\.stdout|(?<![=!<>])=(?![=>])/.test(
			code,
		);
	if (isStatement) return code;
	if (language === "python") return `print(${code})`;
	return language === "shell" ? code : `console.log(${code})`;
}

const runCode = (languageWord: string, code: string): Step | undefined => {
	const language = languages[languageWord.toLowerCase()];
	const source = unquote(code.trim().replace(/^:\s*/, ""));
	if (language === undefined || source === "") return undefined;
	if (language === "shell") return runCommand(source);
	return step(call("run_code", { language, code: printed(source, language) }), ([outcome]) => codeAnswer(outcome), {
		isLoose: true,
	});
};

/** Programs that people name without saying "the command". */
export const programs =
	/^(?:sudo |time )?(?:ls|cat|echo|pwd|whoami|date|uname|df|du|ps|top|free|uptime|hostname|id|env|printenv|which|git|npm|npx|pnpm|yarn|bun|deno|node|python3?|pip3?|go|cargo|rustc|make|cmake|gcc|g\+\+|clang|java|javac|mvn|gradle|docker|kubectl|curl|wget|ping|ssh|scp|tar|zip|unzip|gzip|grep|rg|find|sed|awk|head|tail|wc|sort|uniq|cut|tr|xargs|chmod|chown|ln|mkdir|rmdir|touch|cp|mv|rm|tsc|vitest|jest|eslint|prettier|biome|ruby|php|perl|bash|sh|zsh|true|false|sleep|seq|printf|kill|jq|tree|stat|file|diff|cal|bc|nproc|lscpu|lsblk|ip|ifconfig|netstat|ss|systemctl|journalctl|apt|brew|man|type|export|yes|factor|md5sum|sha256sum|base64|basename|dirname|realpath|\.\/\S+)(?=$|[\s;|&>])/;

const englishAfter =
	/^(?:the|a|an|my|this|that|it|all|some|me|us|suite|in|of|for|for me|with|faster|program|script|code|simulation)\b/i;

const run = "(?:run|execute|exec|launch|invoke|issue|do|perform|try|call|start|use)";

const firstOf = createRules<Step>([
	{
		rules: () => [
			[/^(?:\$|!|>) ?(.+)$/, (command) => runCommand(command)],
			[
				/^```(\w+)?\n([\s\S]+?)\n?```$/,
				(language, code) => (language === undefined ? undefined : runCode(language, code)),
			],
			[
				new RegExp(`^(?:${run}|evaluate|eval|test|what does)[\\s\\S]*?\`\`\`(\\w+)\\n([\\s\\S]+?)\\n?\`\`\``, "i"),
				(language, code) => runCode(language, code),
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval|compute|interpret)(?: me(?= |$))?(?: the| this| some| a| following)*(?: piece of| bit of)? ?${L}(?: (?:code|snippet|expression|script|program|one-liner|statement|command|line|oneliner))?(?: (?:in|with|using) node)?:? ([\\s\\S]+)$`,
					"i",
				),
				(language, code) => (/\.\w{1,4}$/.test(code) && !/[(\s]/.test(code) ? undefined : runCode(language, code)),
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval|execute)(?: the| this| following)*(?: (?:code|snippet|expression|script|program|statement))? ?:? (.+?) (?:in|with|using|as|through|via|on) ${L}(?: (?:code|interpreter|shell))?$`,
					"i",
				),
				(code, language) => runCode(language, code),
			],
			[
				new RegExp(
					`^(?:in|using|with) ${L}(?: code)?[,:]? (?:please )?(?:run|execute|evaluate|eval|compute|print|calculate)?:? ?([\\s\\S]+)$`,
					"i",
				),
				(language, code) =>
					/[()=+*/\d]/.test(code) ? runCode(language, /^print|^in \w+,? print/i.test(code) ? code : code) : undefined,
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval)(?: (?:this|that|it|the following|following))? (?:in|with|using|as|through|via) ${L}(?: code)?: ?([\\s\\S]+)$`,
					"i",
				),
				(language, code) => runCode(language, code),
			],
			[
				new RegExp(`^[^:"'()]*\\b${L}\\b[^:"'()]*\\b(?:run|execute|evaluate|try)\\b[^:"'()]*: ?([\\s\\S]+)$`, "i"),
				(language, code) => (/[()=+*/]/.test(code) ? runCode(language, code) : undefined),
			],
			[
				new RegExp(
					`^${L}(?: (?:code|snippet|eval|exec|run|repl|expression|one-?liner|test|command))?: ?([\\s\\S]+)$`,
					"i",
				),
				(language, code) => runCode(language, code),
			],
			[
				new RegExp(
					`^what (?:does|is the output of|will)(?: the| this)? ${L}(?: (?:code|snippet|expression))? [:]?([\\s\\S]+?)(?: (?:print|output|give|return|evaluate to|do))?$`,
					"i",
				),
				(language, code) => (/[()=+*]/.test(code) ? runCode(language, code) : undefined),
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval)(?: (?:this|that|it|the following|following))(?: (?:code|snippet|script))? (?:in|with|using|as|through) ${L}(?: code)?:? ([\\s\\S]+)$`,
					"i",
				),
				(language, code) => runCode(language, code),
			],
			[/^(?:node|python3?) -[ec] (.+)$/i, () => undefined],
			[/^(print\(.+\))$/, (code) => runCode("python", code)],
			[/^(console\.log\(.+\);?)$/, (code) => runCode("js", code)],
			[
				new RegExp(
					`^(?:please )?(?:open (?:a |the )?(?:shell|terminal) and )?${run}(?: me(?= |$))?(?: the| a| this| following| my)*(?: (?:shell|bash|terminal|linux|unix|system|console|following))* ?(?:command|cmd|commands)(?: line)?(?: called)?:? ([\\s\\S]+?)$`,
					"i",
				),
				(command) => runCommand(unquote(command.replace(/^: ?/, ""))),
			],
			[
				new RegExp(
					`^${run}(?: the(?= |$))? (\`[^\`]+\`|"[^"]+"|'[^']+')(?: (?:in|on) (?:the )?(?:shell|terminal|command line|bash|console|prompt))?(?: (?:command))?$`,
					"i",
				),
				(command) => runCommand(unquote(command)),
			],
			[
				new RegExp(
					`^${run}:? (.+?) (?:in|on|from|via|using|through) (?:the |a |my )?(?:shell|terminal|command line|bash|console|cmd|command prompt)$`,
					"i",
				),
				(command) => runCommand(unquote(command)),
			],
			[
				new RegExp(`^${run}(?: the(?= |$))? (\\S+(?: \\S+)*?) command$`, "i"),
				(command) => (programs.test(command) ? runCommand(unquote(command)) : undefined),
			],
			[
				/^(?:what is|show|give|get|tell)(?: me(?= |$))? the (?:output|result) of(?: the(?= |$))?(?: command)?(?: running)? (?:`([^`]+)`|"([^"]+)"|(.+?))(?: command)?$/i,
				(...found) => {
					const command = found.find((text) => text !== undefined);
					return command !== undefined && (programs.test(command) || found[0] !== undefined)
						? runCommand(command)
						: undefined;
				},
			],
			[
				/^what does (?:the command )?`([^`]+)` (?:print|output|return|say|give|show)$/i,
				(command) => runCommand(command),
			],
			[
				/^(?:in|on) (?:the |a )?(?:shell|terminal|bash|command line),? (?:run |execute |type )?(.+)$/i,
				(command) => runCommand(unquote(command)),
			],
			[
				/^(?:run|execute|exec|launch|invoke|try):? (.+)$/i,
				(command) =>
					programs.test(command) && !englishAfter.test(command.replace(programs, "").trim())
						? runCommand(unquote(command))
						: undefined,
			],
			[
				/^(\S+(?: .*)? (?:--?[a-z][\w-]*|&&|\|\|?)(?= |$|=).*)$/i,
				(command) =>
					programs.test(command) &&
					(/ (?:&&|\|\|?) /.test(command) ||
						!/^(?:find|time|which|make|type|file|sort|cut|test|date|head|tail|wc|grep|rg|ls|cat|mkdir|cp|mv|touch|rm)\b/.test(
							command,
						))
						? runCommand(command)
						: undefined,
			],
			[/^`([^`]+)`$/, (command) => runCommand(command)],
			[
				/^((?:git|npm|npx|docker|pip3?|cargo|make|curl|echo|pwd|whoami|uname|pnpm|yarn)(?: [\w./-]\S*.*)?)$/,
				(command) =>
					englishAfter.test(command.split(" ").slice(1).join(" ")) || /^(?:make|echo$)/.test(command)
						? undefined
						: runCommand(command),
			],
			[
				/^(?:what is|show|get|check|tell me)(?: me(?= |$))?(?: the| my)? git (status|log|branch|diff)$/i,
				(what) => runCommand(`git ${what.toLowerCase()}`),
			],
			[
				/^(?:what|which) (?:version of (node|npm|python3?|git)|(node|npm|python3?|git) version)(?: (?:is|do i have|am i using|is installed|is this))*(?: installed)?$/i,
				(...found) => {
					const program = found.find((text) => text !== undefined);
					return program === undefined ? undefined : runCommand(`${program.toLowerCase()} --version`);
				},
			],
			[
				/^(?:run|execute|start)(?: the(?= |$))?(?: (?:file|script|program))? (\S+\.(?:js|mjs|ts|py|sh))$/i,
				(file) => runCommand(`${file.endsWith(".py") ? "python3" : file.endsWith(".sh") ? "sh" : "node"} ${file}`),
			],
			[
				/^(?:print|show|what is|tell me|give me|get)(?: me(?= |$))?(?: the| my)?(?: current)? (?:working (?:directory|dir|folder)|cwd|pwd)(?: path)?$|^(?:what|which) (?:directory|folder|dir) (?:am i|are we|is this)(?: in)?(?: now| currently)?$|^where am i$|^what is (?:the |my )?current (?:folder|directory|path)$/i,
				() => runCommand("pwd"),
			],
		],
	},
]);

function match(clause: Clause): Step | undefined {
	if (clause.text.length > 20_000) return undefined;
	return firstOf(clause.text);
}

export const shell: Family = {
	name: "shell-and-code",
	gate: /^\S+.* (?:-|&&|\|)|run|exec|launch|invoke|command|shell|bash|terminal|javascript|typescript|python|\bjs\b|\bts\b|\bpy\b|node|`|^[$!>]|print ?\(|console|\bgit\b|npm|npx|output|version|directory|\bdir\b|folder|where am i|cwd|pwd|^(?:start|try|call|do|use|issue|perform|evaluate|eval|echo|whoami|uname|docker|pip|cargo|curl|pnpm|yarn|make|in|on|show|print)\b/,
	match,
};
