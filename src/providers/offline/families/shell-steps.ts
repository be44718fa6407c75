// Commands and snippets: what runs them, and the sentence about it.
import { unquote } from "../language/clean.js";
import { call, detailsOf, type Outcome, type Step, step, textOf } from "../plan.js";

const maxLines = 40;

export const cut = (text: string): string => {
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

export const runCommand = (text: string): Step => {
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

export const L = "(javascript|js|node(?:\\.?js)?|typescript|ts|python3?|py|bash|shell|sh)";

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

export const runCode = (languageWord: string, code: string): Step | undefined => {
	const language = languages[languageWord.toLowerCase()];
	const source = unquote(
		code
			.trim()
			.replace(/^:\s*/, "")
			.replace(/^to (?:compute|calculate|evaluate|run|print|work out|find|get|execute|eval) /i, ""),
	);
	if (language === undefined || source === "") return undefined;
	if (language === "shell") return runCommand(source);
	return step(call("run_code", { language, code: printed(source, language) }), ([outcome]) => codeAnswer(outcome), {
		isLoose: true,
	});
};

/** Programs that people name without saying "the command". */
export const programs =
	/^(?:sudo |time )?(?:ls|cat|echo|pwd|whoami|date|uname|df|du|ps|top|free|uptime|hostname|id|env|printenv|which|git|npm|npx|pnpm|yarn|bun|deno|node|python3?|pip3?|go|cargo|rustc|make|cmake|gcc|g\+\+|clang|java|javac|mvn|gradle|docker|kubectl|curl|wget|ping|ssh|scp|tar|zip|unzip|gzip|grep|rg|find|sed|awk|head|tail|wc|sort|uniq|cut|tr|xargs|chmod|chown|ln|mkdir|rmdir|touch|cp|mv|rm|tsc|vitest|jest|eslint|prettier|biome|ruby|php|perl|bash|sh|zsh|true|false|sleep|seq|printf|kill|jq|tree|stat|file|diff|cal|bc|nproc|lscpu|lsblk|ip|ifconfig|netstat|ss|systemctl|journalctl|apt|brew|man|type|export|yes|factor|md5sum|sha256sum|base64|basename|dirname|realpath|\.\/\S+)(?=$|[\s;|&>])/;

export const englishAfter =
	/^(?:the|a|an|my|this|that|it|all|some|me|us|suite|in|of|for|for me|with|faster|program|script|code|simulation)\b/i;
