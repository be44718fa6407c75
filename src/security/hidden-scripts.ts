// Words that a program takes as a script, and programs that run what nobody can see in their words (SECURITY R8, R10).

export interface HiddenScripts {
	/** Scripts among the words; undefined for one that only the shell can know. */
	readonly scripts: readonly (string | undefined)[];
	/** Why what it runs cannot be known. */
	readonly problem?: string;
}

type Words = readonly (string | undefined)[];

const nothing: HiddenScripts = { scripts: [] };

/** They give a word, or all behind their options, to a shell (util-linux 2.41, shadow 4.17, procps 4). */
const givesToShell: readonly string[] = ["script", "flock", "sg", "su", "runuser", "watch", "parallel", "entr"];

/** A file that is no file: what comes in, or what another command writes. */
const isStream = (file: string | undefined): boolean =>
	file === undefined || file === "-" || /^\/+(?:dev|proc)\//.test(file);

/** Settings of git that name no program (git-config(1)). */
const isPlainSetting = (setting: string): boolean =>
	/^(?:user\.(?:name|email)|color\.[\w.]+|advice\.\w+|init\.defaultbranch|commit\.gpgsign|pull\.(?:rebase|ff)|core\.(?:quotepath|autocrlf|abbrev|eol|filemode))(?:=|$)/i.test(
		setting,
	);

/** Values of a short option, attached or in the next word. */
const valuesOf = (letter: string, words: Words): Words =>
	words.flatMap((word, i) => {
		const attached = new RegExp(`^-[A-Za-z]*?${letter}(.*)$`, "s").exec(word ?? "")?.[1];
		return attached === undefined ? [] : [attached === "" ? words[i + 1] : attached];
	});

function ofTrap(words: Words): HiddenScripts {
	const rest = words[0] === "--" ? words.slice(1) : words;
	const [action] = rest;
	const isQuestion = rest.length < 2 || action === "-" || action === "-p" || action === "-l";
	return isQuestion && action !== undefined ? nothing : { scripts: rest.length === 0 ? [] : [action] };
}

/** `mapfile -C`, `compgen -C` and `complete -C` run a command, `compgen -W` expands its words. */
function ofCallbacks(words: Words): HiddenScripts {
	const expanded = valuesOf("W", words).some((list) => /[$`<>]/.test(list ?? "$"));
	const scripts = [...valuesOf("C", words), ...words.filter((word) => word === undefined)];
	return expanded ? { scripts, problem: "a list of words is expanded when it runs" } : { scripts };
}

function ofShellGivers(words: Words): HiddenScripts {
	const meant = words.map((word) => word?.replace(/^--[\w-]+=|^-[A-Za-z]*?c(?=.)/, ""));
	return { scripts: meant.filter((word) => word === undefined || /[\s;&|$`<>()]/.test(word)) };
}

function ofGit(words: Words): HiddenScripts {
	for (let at = 0; words[at]?.startsWith("-"); at++) {
		const word = words[at] ?? "";
		if (/^--(?:config-env|exec-path=)/.test(word)) return { scripts: [], problem: `git ${word} may name a program` };
		if (word === "-c" && !isPlainSetting(words[at + 1] ?? "")) {
			return { scripts: [], problem: `git -c ${words[at + 1] ?? ""} may name a program` };
		}
		if (/^(?:-c|-C|--git-dir|--work-tree|--namespace|--super-prefix)$/.test(word)) at++;
	}
	return nothing;
}

/** What a program, by its base name, runs of the words behind it. */
export function hiddenScripts(name: string, words: Words): HiddenScripts {
	if (/^ld(?:64)?(?:-[\w.-]+)?\.so|^ld-musl/.test(name)) {
		return { scripts: [], problem: `${name} loads any program` };
	}
	if (givesToShell.includes(name)) return ofShellGivers(words);
	switch (name) {
		case "eval":
			return { scripts: [words.includes(undefined) ? undefined : words.join(" ")] };
		case ".":
		case "source": {
			const file = words[0] === "--" ? words[1] : words[0];
			return isStream(file) ? { scripts: [], problem: `${name} runs what is only known when it runs` } : nothing;
		}
		case "trap":
			return ofTrap(words);
		case "alias":
			return {
				scripts: words
					.filter((word) => word === undefined || word.includes("="))
					.map((word) => word?.slice(word.indexOf("=") + 1)),
			};
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
		case "git":
			return ofGit(words);
		default:
			return nothing;
	}
}

/** Why a shell that is given no `-c` cannot be judged by its words; `file` is its first operand, absent when it has none. */
export const shellInputProblem = (name: string, file: string | undefined): string | undefined =>
	isStream(file) ? `${name} runs what it is given as input, which is only known when it runs` : undefined;
