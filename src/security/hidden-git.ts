// What git runs of its own words: aliases, filters, the commands of rebase, bisect and submodules (git 2.54).
/** What a program runs of its own words. */
export interface HiddenScripts {
	/** Scripts among the words; undefined for one that only the shell can know. */
	readonly scripts: readonly (string | undefined)[];
	/** Why what it runs cannot be known: no rule can allow it. */
	readonly problem?: string;
	/** Why what it runs cannot be seen: a rule that names it can allow it. */
	readonly unseen?: string;
	/** Positions among the words, from 0, at which a command begins. */
	readonly commandsAt?: readonly number[];
}

type Words = readonly (string | undefined)[];

/** Settings of git that name no program (git-config(1)). */
const isPlainSetting = (setting: string): boolean =>
	/^(?:user\.(?:name|email)|color\.[\w.]+|advice\.\w+|init\.defaultbranch|commit\.gpgsign|pull\.(?:rebase|ff)|core\.(?:quotepath|autocrlf|abbrev|eol|filemode))(?:=|$)/i.test(
		setting,
	);

/** Options before the subcommand that take the next word. */
export const gitValued: readonly string[] = [
	...["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--super-prefix", "--config-env"],
	...["--attr-source", "--list-cmds"],
];

/** Commands that come with git (git(1)); any other name may be an alias, which can be any program. */
const known: readonly string[] =
	`add am annotate apply archive bisect blame branch bundle cat-file check-attr check-ignore checkout cherry cherry-pick
	clean clone commit commit-graph config count-objects describe diff diff-files diff-index diff-tree difftool fetch
	filter-branch for-each-ref format-patch fsck gc grep hash-object help init log ls-files ls-remote ls-tree maintenance
	merge merge-base mergetool mv name-rev notes pull push range-diff read-tree rebase reflog remote repack replace reset
	restore rev-list rev-parse revert rm send-email shortlog show show-branch show-ref sparse-checkout stash status
	submodule switch symbolic-ref tag update-index update-ref var verify-commit verify-tag version whatchanged worktree
	write-tree`.split(/\s+/);

/** Options whose value is run, in any subcommand; git takes every beginning of a name that is unique. */
const runOptions: readonly string[] = [
	...["exec", "extcmd", "upload-pack", "receive-pack", "open-files-in-pager", "tree-filter", "index-filter"],
	...["parent-filter", "msg-filter", "commit-filter", "tag-name-filter", "env-filter", "setup", "to-cmd", "cc-cmd"],
	...["header-cmd", "sendmail-cmd", "smtp-server", "gpg-program", "hook"],
];

/** Short options of that kind. */
const shortRun: Readonly<Record<string, string>> = { rebase: "x", difftool: "x", clone: "u", grep: "O" };

/** Subcommands that may take such options, or run what the configuration says. */
const runners: readonly string[] = [
	...["rebase", "submodule", "bisect", "filter-branch", "difftool", "mergetool", "config", "clone", "fetch", "pull"],
	...["push", "ls-remote", "archive", "grep", "send-email", "remote", "maintenance"],
];

/** Values of the options that run something. */
function valuesOf(sub: string, words: Words): Words {
	const letter = shortRun[sub];
	return words.flatMap((word, i): Words => {
		if (word === undefined) return [];
		const [, name, value] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
		if (name !== undefined && name.length > 1 && runOptions.some((option) => option.startsWith(name)))
			return [value ?? words[i + 1]];
		const attached = letter === undefined ? undefined : new RegExp(`^-[A-Za-z]*?${letter}([\\s\\S]*)$`).exec(word)?.[1];
		return attached === undefined ? [] : [attached === "" ? words[i + 1] : attached];
	});
}

/** `git -c name=value`: an alias is a script or words of git; what else a program is named by is one too. */
const ofSetting = (setting: string | undefined): HiddenScripts => {
	if (setting !== undefined && isPlainSetting(setting)) return { scripts: [] };
	const [, value] = /=([\s\S]*)$/.exec(setting ?? "") ?? [];
	return {
		scripts: value === undefined ? [] : [value.replace(/^!/, "")],
		problem: `git -c ${setting ?? "…"} may name a program`,
	};
};

function ofSubcommand(sub: string, words: Words, at: number): HiddenScripts {
	const scripts = valuesOf(sub, words);
	const isUnknown = words.includes(undefined) && runners.includes(sub);
	const isForeign = words.some(
		(word) => /^ext::|^--(?:config|template)\b/.test(word ?? "") || (sub === "clone" && word === "-c"),
	);
	const problem = isUnknown || isForeign ? { problem: `what git ${sub} runs is only known when it runs` } : {};
	const behind = (word: string) => {
		const found = words.indexOf(word) + 1;
		if (found === 0) return words.length;
		const skipped = words.slice(found).findIndex((one) => !one?.startsWith("-"));
		return skipped < 0 ? words.length : found + skipped;
	};
	if (sub === "bisect") return { scripts, ...problem, commandsAt: [at + behind("run")] };
	if (sub === "submodule") {
		const start = behind("foreach");
		return start === words.length - 1
			? { scripts: [...scripts, words[start]], ...problem }
			: { scripts, ...problem, commandsAt: [at + start] };
	}
	if (sub === "config") {
		const [name, value] = words.filter((word) => !word?.startsWith("-"));
		if (name === undefined || value === undefined || isPlainSetting(name)) return { scripts, ...problem };
		return { scripts: [value.replace(/^!/, "")], problem: `git config ${name} may name a program` };
	}
	return { scripts, ...problem };
}

/** `words` behind `git`. */
export function hiddenInGit(words: Words): HiddenScripts {
	const scripts: (string | undefined)[] = [];
	let problem: string | undefined;
	let at = 0;
	for (; words[at]?.startsWith("-"); at++) {
		const word = words[at] ?? "";
		if (/^--(?:config-env|exec-path=)/.test(word)) problem ??= `git ${word} may name a program`;
		if (word === "-c") {
			const setting = ofSetting(words[at + 1]);
			scripts.push(...setting.scripts);
			problem ??= setting.problem;
		}
		if (gitValued.includes(word)) at++;
	}
	const sub = words[at];
	const said = problem === undefined ? {} : { problem };
	if (at >= words.length) return { scripts, ...said };
	if (sub === undefined) return { scripts, problem: "which command git runs is only known when it runs" };
	if (!known.includes(sub)) return { scripts, ...said, unseen: `git ${sub} may be an alias, which can run anything` };
	const rest = ofSubcommand(sub, words.slice(at + 1), at + 1);
	return { ...rest, scripts: [...scripts, ...rest.scripts], ...said };
}
