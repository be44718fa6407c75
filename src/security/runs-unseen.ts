// Programs that run what nobody can read in their words: build files, scripts of packages, code (SECURITY R8, R10).

type Words = readonly (string | undefined)[];

/** They run what a file of theirs says, or another machine, another shell or an editor is told. */
const always: readonly string[] = [
	...["make", "gmake", "bmake", "ninja", "just", "task", "rake", "gradle", "gradlew", "mvn", "ant", "bazel", "scons"],
	...["tox", "nox", "invoke", "ansible", "ansible-playbook", "run-parts", "crontab", "at", "batch", "expect"],
	...["ssh", "docker", "podman", "kubectl", "nerdctl", "vagrant", "tmux", "screen", "start-stop-daemon", "gdb", "lldb"],
	...[
		"vi",
		"vim",
		"nvim",
		"view",
		"ex",
		"ed",
		"emacs",
		"nano",
		"dc",
		"m4",
		"socat",
		"parallel",
		"npx",
		"bunx",
		"osascript",
	],
	// Shells whose grammar is not that of bash.
	...["fish", "csh", "tcsh", "yash", "oksh", "lksh", "pdksh", "elvish", "nu", "xonsh", "sash", "hush", "rc", "es"],
];

/** Packages bring scripts of their own with these words. */
const packageManagers: readonly string[] = [
	"npm",
	"pnpm",
	"yarn",
	"bun",
	"deno",
	"composer",
	"poetry",
	"uv",
	"pipenv",
	"hatch",
	"bundle",
];
const runsScripts =
	/^(?:run|run-script|rum|urn|test|tst?|t|start|stop|restart|exec|x|dlx|create|init|install|i|in|ci|add|update|up|rebuild|rb|link|pack|publish|explore|task|build|it|install-test|install-ci-test|cit|sic|clean-install)$/;

const interpreters =
	/^(?:python[\d.]*|pypy[\d.]*|node|nodejs|perl|ruby|php|lua[\d.]*|luajit|tclsh|Rscript|julia|pwsh|awk|gawk|mawk|nawk)$/;
/** Code among the words of an interpreter, or none: then it comes as input. */
const inlineCode = /^-[a-zA-Z]*[cerpE]$|^-[cerE]|^--(?:eval|print|run|command|execute)(?:=|$)/;

/** Options by which these start another program, or `e` and `w` of sed. */
const options: Readonly<Record<string, RegExp>> = {
	tar: /^--(?:to-c|checkpoint-a|use-c|info-s|new-volume-s|rsh-|rmt-)|^-?[a-zA-Z]*[IF]/,
	bsdtar: /^--use-c/,
	sort: /^--comp/,
	split: /^--fi/,
	rsync: /^-[a-zA-Z]*e|^--(?:rsh|rsync-path)/,
	scp: /^-[a-zA-Z]*[SoF]/,
	sftp: /^-[a-zA-Z]*[SoFbD]/,
	man: /^-[a-zA-Z]*[PH]|^--(?:pager|html)/,
	zip: /^-[a-zA-Z]*TT|^--unzip-c/,
	rg: /^--(?:pre|hostname-bin)(?:=|$)/,
	curl: /^-[a-zA-Z]*K|^--config/,
	wget: /^-[a-zA-Z]*e|^--(?:exec|use-askpass|config)/,
	sudo: /^-[a-zA-Z]*[sie]|^--(?:shell|login|edit)/,
	doas: /^-[a-zA-Z]*s/,
};

/** One substitution that neither runs nor writes, or a script of nothing but numbers, `p`, `d` and `q`. */
const plainSed =
	/^(?:s([/|#,:@!])(?:(?!\1)[^\\\n]|\\[^\n])*\1(?:(?!\1)[^\\\n]|\\[^\n])*\1[gpIi\d]*|[\d,$pdq;+!=]*|\/[^/\\\n;{}]*\/[!]?[pdq]?)$/;

function isPlainSed(words: Words): boolean {
	const first = words.findIndex((word) => !word?.startsWith("-"));
	const scripts = words.filter((_, i) => i === first || /^(?:-[nErsuzi]*e|--expression)$/.test(words[i - 1] ?? ""));
	const isFromFile = words.some((word) => /^-[a-zA-Z]*f|^--f/.test(word ?? ""));
	return !isFromFile && scripts.length > 0 && scripts.every((script) => plainSed.test(script ?? "\n"));
}

/** A program that is neither found by PATH nor installed for all: what is in it may be anything. */
const isOwnProgram = (program: string): boolean =>
	program.includes("/") && !/^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(program);

const isQuestion = (words: Words): boolean =>
	words.length > 0 && words.every((word) => /^(?:--version|--help|-[vVh]|-version|version|help)$/.test(word ?? ""));

/**
 * Why what a program runs cannot be known from its words; undefined when it runs nothing else, or is not known to.
 * `program` as written, `words` behind it.
 */
export function runsUnseen(program: string, words: Words): string | undefined {
	const name = program.slice(program.lastIndexOf("/") + 1);
	const why = `what ${name} runs is not in its words`;
	if (isOwnProgram(program)) return why;
	if (isQuestion(words)) return undefined;
	if (always.includes(name)) return why;
	if (packageManagers.includes(name)) {
		const first = words.find((word) => !word?.startsWith("-"));
		return first === undefined || runsScripts.test(first) || name === "bundle" || name === "yarn" ? why : undefined;
	}
	if (/^[gmn]?awk$/.test(name)) {
		return words.some((word) => word === undefined || /system|getline|\||^-[a-zA-Z]*[fielE]|^--|@/.test(word))
			? why
			: undefined;
	}
	if (interpreters.test(name)) {
		const isInput = !words.some((word) => word !== undefined && !word.startsWith("-"));
		return isInput || words.some((word) => word === undefined || inlineCode.test(word)) ? why : undefined;
	}
	if (name === "sed") return isPlainSed(words) ? undefined : why;
	const option = Object.hasOwn(options, name) ? options[name] : undefined;
	return option !== undefined && words.some((word) => word === undefined || option.test(word)) ? why : undefined;
}
