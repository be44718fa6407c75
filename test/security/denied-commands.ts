// Compound commands made up of ordinary pieces, one of which is a denied program in some disguise.
import fc from "fast-check";

const denied = "rm -rf victim";

/** The program in the spellings that a shell takes for the same. */
const spelled = fc.constantFrom(
	...[
		"rm",
		"/bin/rm",
		"\\rm",
		"'r'm",
		'r"m"',
		"r''m",
		"/usr/bin/../bin/rm",
		"//bin//rm",
		"$'rm'",
		"$'\\x72m'",
		'"rm"',
		"r\\m",
	],
);
const simple = fc
	.tuple(spelled, fc.constantFrom(" -rf victim", " victim", " -f -- victim", " 'vic tim'", "", " \\\n -r victim"))
	.map(([program, rest]) => program + rest);

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const doubled = (text: string): string => `"${text.replaceAll(/[\\"$`]/g, "\\$&")}"`;
const quoting = fc.constantFrom(quoted, doubled);

/** Programs that run the words behind them. */
const prefixes = fc.constantFrom(
	...[
		"env ",
		"env -i A=1 ",
		"nice -n 5 ",
		"nohup ",
		"timeout 5 ",
		"timeout -k 1 -s KILL 5 ",
		"time ",
		"time -p ",
		"command ",
		"builtin command ",
	],
	...[
		"sudo ",
		"sudo -u bob -- ",
		"xargs ",
		"xargs -0 -n1 ",
		"ls | xargs -I{} ",
		"setsid ",
		"stdbuf -oL ",
		"ionice -c 3 ",
		"busybox ",
		"exec ",
	],
	...[
		"watch -n 1 ",
		"flock /tmp/l ",
		"strace -f ",
		"doas ",
		"find . -exec ",
		"find . -type f -execdir ",
		"git bisect run ",
		"git submodule foreach ",
	],
	...[
		"a=1 ",
		"LC_ALL=C b=2 ",
		"! ",
		"chroot / ",
		"ssh host ",
		"parallel ",
		"chronic ",
		"unshare -n ",
		"script -c ",
		"coproc ",
		"nsenter -t 1 ",
	],
);
/** Programs and builtins that run a text. */
const givers = fc.constantFrom(
	...[
		"bash -c ",
		"sh -c ",
		"bash -lc ",
		"bash -o pipefail -c ",
		"dash -ec ",
		"eval ",
		"su -c ",
		"script -qc ",
		"watch ",
		"ssh host ",
	],
	...[
		"git rebase -x ",
		"git rebase --exec=",
		"git submodule foreach ",
		"git -c core.pager=",
		"trap -- ",
		"env -S ",
		"flock x -c ",
		"sudo sh -c ",
	],
	...[
		"git filter-branch --tree-filter ",
		"git bisect run sh -c ",
		"xargs sh -c ",
		"find . -exec sh -c ",
		"timeout 5 bash -c ",
		"npx -c ",
		"bash <<< ",
	],
);
const around = fc.constantFrom<readonly [string, string]>(
	...([
		["(", ")"],
		["{ ", "; }"],
		["$(", ")"],
		["echo $(", ")"],
		['echo "$(', ')"'],
		["cat <(", ")"],
		["ls > >(", ")"],
		["if true; then ", "; fi"],
		["if ", "; then ls; fi"],
		["while ", "; do ls; done"],
		["for i in a b; do ", "; done"],
		["case x in x) ", ";; esac"],
		["f() { ", "; }; f"],
		["function g { ", "; }; g"],
		["cat <<E\n$(", ")\nE"],
		["bash <<E\n", "\nE"],
		["x=$(", ") ls"],
		["[[ -n $(", ") ]]"],
		["echo ${x:-$(", ")}"],
		["echo $((1 + $(", ")))"],
		["printf -v 'a[$(", ")]' 1"],
		["a=($(", "))"],
		["", " &"],
		["", " > /dev/null 2>&1"],
		["", " | cat"],
		["time ", ""],
		["coproc ", ""],
	] as const),
);
/** Ways in which the words are made only when it runs. */
const made = fc.constantFrom(
	...[
		"x=rm; $x victim",
		"$(echo rm) victim",
		"`echo rm` victim",
		"{rm,victim}",
		"r? victim",
		"/bin/r[m] victim",
		"alias l=rm; l victim",
	],
	...[
		"echo rm victim | sh",
		"echo victim | xargs rm",
		"sh < script",
		"make clean",
		"npm run clean",
		"./clean.sh",
		"source clean",
		"git nuke",
	],
	...[
		"python3 -c 'import os; os.system(\"rm victim\")'",
		"printf 'rm victim' | bash -s",
		"awk 'BEGIN{system(\"rm victim\")}'",
		"read x; $x",
		'"$@"',
	],
);
const harmless = fc.constantFrom(
	...[
		"ls -la",
		"git status",
		"echo hi",
		"true",
		":",
		"cat a.txt",
		"npm -v",
		"pwd",
		"grep -r x src",
		"cd src",
		"a=1",
		"echo 'rm'",
		"export LANG=C",
	],
	...[
		"sleep 1",
		"mkdir -p out",
		"# a comment\nls",
		"echo $x",
		'test -f "$a"',
		"tail -n 3 b | sort -u",
		"cp a b",
		"sed -n 1,3p a",
	],
);
const separators = fc.constantFrom(" && ", " || ", "; ", " | ", " & ", "\n", "\n\n", " |& ", ";");

const { command } = fc.letrec<{ words: string; command: string }>((tie) => ({
	/** What may stand behind a program that runs it. */
	words: fc.oneof(
		{ maxDepth: 4, depthSize: "medium" },
		simple,
		made,
		fc.tuple(prefixes, tie("words")).map(([prefix, inner]) => prefix + inner),
		fc.tuple(givers, quoting, tie("command")).map(([giver, quote, inner]) => giver + quote(inner)),
	),
	command: fc.oneof(
		{ maxDepth: 4, depthSize: "medium" },
		tie("words"),
		fc.tuple(around, tie("command")).map(([[open, close], inner]) => open + inner + close),
	),
}));

/** A line with one denied command somewhere in it. */
export const withDenied = fc
	.tuple(
		fc.array(harmless, { maxLength: 3 }),
		command,
		fc.array(harmless, { maxLength: 3 }),
		fc.array(separators, { minLength: 7, maxLength: 7 }),
	)
	.map(([before, hidden, after, between]) =>
		[...before, hidden, ...after].reduce(
			(line, next, i) => (i === 0 ? next : `${line}${between[i] ?? "; "}${next}`),
			"",
		),
	);

/** A line without one. */
export const withoutDenied = fc
	.tuple(fc.array(harmless, { minLength: 1, maxLength: 6 }), fc.array(separators, { minLength: 6, maxLength: 6 }))
	.map(([commands, between]) =>
		commands.reduce((line, next, i) => (i === 0 ? next : `${line}${between[i] ?? "; "}${next}`), ""),
	);

export const deniedRule = denied.replace(/ .*/, " *");
