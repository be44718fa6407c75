// What git does without changing anything (git 2.54). It reads the repository's own configuration, which can name
// programs (fsmonitor, textconv, diff.external), so this holds in trusted folders only (SECURITY R1, R7).
import type { ReadOnlyCommand } from "./read-only-commands.js";

const text = { operands: "text" } as const;

const diffOptions = {
	flags: "pubBwzRMCDs",
	valued: "GSn",
	attached: "U",
	long: "stat stat= shortstat numstat name-only name-status summary patch no-patch unified unified= color color= no-color cached staged word-diff word-diff= ignore-all-space ignore-space-change ignore-blank-lines diff-filter= find-renames raw minimal patience histogram no-ext-diff no-textconv abbrev abbrev= exit-code quiet merge-base function-context check",
	...text,
} as const;

const logOptions = {
	...diffOptions,
	flags: `${diffOptions.flags}cmgiEF`,
	numericFlags: true,
	long: `${diffOptions.long} oneline graph decorate decorate= no-decorate all branches tags remotes since= after= until= before= author= committer= grep= max-count= skip= reverse merges no-merges first-parent follow date= relative-date abbrev-commit format format= pretty pretty= date-order topo-order cherry left-right no-walk count full-history simplify-by-decoration`,
} as const;

/**
 * They write files, start programs or leave the repository. Git takes every beginning of a name that is unique, and
 * whether a word is an option or the value of one depends on its version: so none may stand anywhere.
 */
const dangerous: readonly string[] = ["output", "ext-diff", "textconv", "no-index", "open-files-in-pager", "contents"];

/** Whether a word is, begins or shortens an option that does more than read. */
export function isDangerousForGit(word: string): boolean {
	const name = /^--([^=]+)/.exec(word)?.[1];
	return name !== undefined && dangerous.some((option) => option.startsWith(name) || name.startsWith(option));
}

export const readOnlyGit: Readonly<Record<string, ReadOnlyCommand>> = {
	log: logOptions,
	show: logOptions,
	diff: diffOptions,
	shortlog: { ...logOptions, flags: "sne" },
	"rev-list": logOptions,
	status: {
		flags: "sbuvz",
		long: "short branch porcelain porcelain= long show-stash untracked-files untracked-files= ignored no-renames ahead-behind",
		...text,
	},
	"ls-files": {
		flags: "cdmoistz",
		long: "cached deleted modified others ignored stage exclude-standard full-name error-unmatch",
		...text,
	},
	"ls-tree": { flags: "drtlz", long: "name-only name-status full-name long", ...text },
	"rev-parse": {
		flags: "q",
		long: "abbrev-ref short short= show-toplevel git-dir is-inside-work-tree verify show-prefix show-cdup symbolic-full-name absolute-git-dir",
		...text,
	},
	describe: {
		long: "tags all always long dirty abbrev abbrev= contains exact-match match=",
		...text,
	},
	blame: { flags: "lestwMC", valued: "L", long: "porcelain line-porcelain show-email date=", ...text },
	branch: {
		flags: "arvl",
		long: "list all remotes verbose show-current contains merged no-merged sort= format= color no-color",
		operands: "none",
	},
	tag: { flags: "l", valued: "", long: "list sort= format= contains merged", operands: "none" },
	remote: { flags: "v", long: "verbose", operands: "none" },
	"cat-file": { flags: "tsep", ...text },
	"name-rev": { long: "name-only tags", ...text },
	"merge-base": { long: "is-ancestor fork-point octopus", ...text },
	"count-objects": { flags: "vH", operands: "none" },
	version: { operands: "none" },
};
