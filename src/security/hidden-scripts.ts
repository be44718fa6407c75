// Words that a program takes as a script, and programs that run what nobody can see in their words (SECURITY R8, R10).
import { type HiddenScripts, hiddenInGit } from "./hidden-git.js";
import { runsUnseen } from "./runs-unseen.js";

type Words = readonly (string | undefined)[];

const nothing: HiddenScripts = { scripts: [] };

/** They give a word, or all behind their options, to a shell (util-linux 2.41, shadow 4.17, procps 4). */
const givesToShell: readonly string[] = [
	...["script", "flock", "sg", "su", "runuser", "watch", "parallel", "entr", "ssh", "npx", "bunx", "tmux"],
];

/** A file that is no file: what comes in, or what another command writes. */
const isStream = (file: string | undefined): boolean =>
	file === undefined || file === "-" || /^\/+(?:dev|proc)\//.test(file);

/** Values of a short option, attached or in the next word. */
const valuesOf = (letter: string, words: Words): Words =>
	words.flatMap((word, i) => {
		const attached = new RegExp(`^-[A-Za-z]*?${letter}(.*)$`, "s").exec(word ?? "")?.[1];
		return attached === undefined ? [] : [attached === "" ? words[i + 1] : attached];
	});

function ofTrap(words: Words): HiddenScripts {
	const rest = words[0] === "--" ? words.slice(1) : words;
	const [action] = rest;
	if (rest.length === 0 || action === "-" || action === "-p" || action === "-l" || action === "-P") return nothing;
	// Alone it is the name of a signal.
	return rest.length === 1 && /^(?:[A-Z]+|\d+)$/.test(action ?? "") ? nothing : { scripts: [action] };
}

/** `mapfile -C`, `compgen -C` and `complete -C` run a command, `compgen -W` expands its words. */
function ofCallbacks(words: Words): HiddenScripts {
	const expanded = valuesOf("W", words).some((list) => /[$`<>]/.test(list ?? "$"));
	const scripts = [...valuesOf("C", words), ...words.filter((word) => word === undefined)];
	return expanded ? { scripts, problem: "a list of words is expanded when it runs" } : { scripts };
}

function ofShellGivers(words: Words): HiddenScripts {
	const meant = words.map((word) => word?.replace(/^--[\w-]+=|^-[A-Za-z]*?c(?=.)/, ""));
	return { scripts: meant.filter((word) => word === undefined || /[\s;&|$`<>()\\'"{}*?[]/.test(word)) };
}

/** Builtins that take the name of a variable, or a number: what is in its brackets is calculated, and run (Bash manual, 6.5). */
const calculates: readonly string[] = [
	"let",
	"read",
	"unset",
	"wait",
	"getopts",
	"declare",
	"typeset",
	"local",
	"export",
	"readonly",
];

/** A text that is expanded once more as one in double quotes would be. */
const expandedAgain = (text: string): string => `: "${text.replaceAll(/["\\]/g, "\\$&")}"`;

function ofCalculation(name: string, words: Words): HiddenScripts {
	const suspect = words.filter((word) => word === undefined || /[[$`]/.test(word));
	if (suspect.length === 0) return nothing;
	const scripts = suspect.filter((word) => word !== undefined).map(expandedAgain);
	return { scripts, problem: `${name} calculates with what it is given, which can run commands` };
}

/** `test -v 'a[$(x)]'`, `printf -v 'a[$(x)]'`. */
const namesVariable = (words: Words): boolean => words.some((word) => /^-[vR]/.test(word ?? "-"));

/** What a program runs of the words behind it; `program` as it is written. */
export function hiddenScripts(program: string, words: Words): HiddenScripts {
	const found = ofProgram(program.slice(program.lastIndexOf("/") + 1), words);
	const unseen = found.unseen ?? runsUnseen(program, words);
	return unseen === undefined ? found : { ...found, unseen };
}

function ofProgram(name: string, words: Words): HiddenScripts {
	if (/^ld(?:64)?(?:-[\w.-]+)?\.so|^ld-musl/.test(name)) {
		return { scripts: [], problem: `${name} loads any program` };
	}
	if (givesToShell.includes(name)) return ofShellGivers(words);
	if (calculates.includes(name)) return ofCalculation(name, words);
	switch (name) {
		case "eval":
			return { scripts: [words.includes(undefined) ? undefined : words.slice(words[0] === "--" ? 1 : 0).join(" ")] };
		case ".":
		case "source": {
			const file = words[0] === "--" ? words[1] : words[0];
			return isStream(file)
				? { scripts: [], problem: `${name} runs what is only known when it runs` }
				: { scripts: [], unseen: `what is in ${file} is not in the command` };
		}
		case "trap":
			return ofTrap(words);
		case "alias": {
			const given = words.filter((word) => word === undefined || word.includes("="));
			const scripts = given.map((word) => word?.slice(word.indexOf("=") + 1));
			return given.length === 0 ? nothing : { scripts, problem: "an alias changes what later words mean" };
		}
		case "mapfile":
		case "readarray":
		case "compgen":
		case "complete":
			return ofCallbacks(words);
		case "hash":
		case "bind":
		case "enable":
			return words.some((word) => word === undefined || /^-\w*[pxf]/.test(word))
				? { scripts: [], problem: `${name} may change which program runs` }
				: nothing;
		case "printf":
		case "test":
		case "[":
			return namesVariable(words) ? ofCalculation(name, words) : nothing;
		case "set":
		case "shopt":
			return words.some((word) => word === undefined || /expand_aliases|^[-+]\w*k/.test(word))
				? { scripts: [], problem: `${name} changes what later words mean` }
				: nothing;
		case "env":
			return {
				scripts: [
					...valuesOf("S", words),
					...words.flatMap((word) => /^--sp[a-z-]*=(.*)$/s.exec(word ?? "")?.[1] ?? []),
				],
			};
		case "git":
			return hiddenInGit(words);
		default:
			return nothing;
	}
}

/** Why a shell that is given no `-c` cannot be judged by its words; `file` is its first operand, absent when it has none. */
export const shellInputProblem = (name: string, file: string | undefined): string | undefined =>
	isStream(file) ? `${name} runs what it is given as input, which is only known when it runs` : undefined;
