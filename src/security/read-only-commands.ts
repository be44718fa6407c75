// Commands that only read, by their options (SECURITY R10). Whatever is not listed here is not known to be harmless.
// After the manuals of coreutils 9.7, findutils 4.10, grep 3.12, ripgrep 15, sed 4.9, git 2.54, procps 4, jq 1.8.

export interface ReadOnlyCommand {
	/** Short options without a value. */
	readonly flags?: string;
	/** Short options with one, attached or in the next word. Those that only take it attached are not among them. */
	readonly valued?: string;
	/** Short options with one that is attached or missing: the next word is no value. */
	readonly attached?: string;
	/**
	 * Long options, between blanks; `name=` takes a value, after an `=` or as the next word. With both `name` and `name=`
	 * the next word is no value.
	 */
	readonly long?: string;
	/**
	 * What the words that are no options mean. none: there must be none. text: anything. paths: files that are read.
	 * text-then-paths: the first is a pattern, unless one was given by option.
	 */
	readonly operands: "none" | "text" | "paths" | "text-then-paths";
	/** At most so many; `uniq in out` writes its second. */
	readonly maxOperands?: number;
	/** Shows names and figures, never what is in a file, and has no harmful option: patterns of the shell may stand. */
	readonly takesPatterns?: boolean;
	/** It reads everything below a folder, with or without hidden files; short and long options that make it do so. */
	readonly sweeps?: { readonly hidden: boolean; readonly when: readonly string[] | "always" };
	/** Options that bring the pattern themselves. */
	readonly patternOptions?: readonly string[];
	/** Each operand must fit. */
	readonly operandPattern?: RegExp;
	/** All words together must fit. */
	readonly fits?: (words: readonly string[]) => boolean;
	/** `-5` is short for `-n 5`. */
	readonly numericFlags?: boolean;
}

const text = { operands: "text" } as const;
const checksum = { flags: "bt", long: "binary text tag", operands: "paths" } as const;

/** Scripts of sed that print or substitute only: no e, r, w, i. */
const sedScript =
	/^(?:(?:\d+|\$)(?:,(?:\d+|\$|\+\d+))?[pdq=]|s\/(?:[^/\\\n]|\\[^\n])*\/(?:[^/\\\n]|\\[^\n])*\/[gpI\d]*)(?:;(?:\d+|\$)(?:,(?:\d+|\$|\+\d+))?[pdq=])*;?$/;

/**
 * What ps cannot read in the one syntax it reads once more in the other (procps 4: `-auxe`, `-uxe`, `-e -x`, `-eTH`), and
 * there `e` shows the environment of every process, keys of nexus included. So where there is an `e`, all has to be what
 * is always read in the first way.
 */
const isPsWithoutEnvironment = (words: readonly string[]): boolean =>
	!words.some((word) => word.includes("e")) ||
	words.every((word, i) => /^-[AadefljwN]+$|^-C$/.test(word) || (words[i - 1] === "-C" && /^[\w.]/.test(word)));

export const readOnlyCommands: Readonly<Record<string, ReadOnlyCommand>> = {
	printf: text,
	true: text,
	false: text,
	":": text,
	pwd: { flags: "LP", operands: "none" },
	whoami: { operands: "none" },
	id: { flags: "ugnGr", ...text },
	uname: { flags: "asnrvmpio", operands: "none" },
	hostname: { flags: "sfidI", operands: "none" },
	arch: { operands: "none" },
	nproc: { long: "all", operands: "none" },
	uptime: { flags: "ps", operands: "none" },
	date: {
		// -I takes its value only attached: the next word would be a new date.
		flags: "uRI",
		valued: "d",
		long: "utc universal date= iso-8601 iso-8601= rfc-3339= rfc-email",
		operandPattern: /^\+/,
		...text,
	},
	cal: { flags: "13ymjs", ...text },
	env: { flags: "0", operands: "none" },
	printenv: { flags: "0", ...text },
	which: { flags: "a", ...text },
	type: { flags: "aptPf", ...text },
	command: { flags: "vV", ...text },
	basename: { flags: "az", valued: "s", ...text },
	dirname: { flags: "z", ...text },
	seq: { flags: "w", valued: "fs", numericFlags: true, ...text },
	sleep: text,
	expr: text,
	tr: { flags: "cCdst", ...text },
	ls: {
		flags: "aAbBcCdfFgGhHiklmnNopqQrRsStuUvxXZ1",
		valued: "wTI",
		long: "all almost-all color color= directory full-time group-directories-first human-readable inode reverse recursive size sort= time= time-style= classify si format= ignore=",
		operands: "paths",
		takesPatterns: true,
	},
	stat: {
		flags: "Lft",
		valued: "c",
		long: "format= printf= terse dereference file-system",
		operands: "paths",
		takesPatterns: true,
	},
	file: {
		flags: "biLhkNnrs0",
		long: "brief mime mime-type mime-encoding",
		operands: "paths",
	},
	du: {
		flags: "abchHklmsSx0",
		valued: "dBt",
		long: "all apparent-size bytes total human-readable si summarize max-depth= one-file-system exclude=",
		operands: "paths",
		takesPatterns: true,
	},
	df: {
		flags: "ahHiklPT",
		valued: "BtTx",
		long: "all human-readable inodes local total type= output output=",
		operands: "paths",
	},
	wc: {
		flags: "clmwL",
		long: "bytes chars lines words max-line-length",
		operands: "paths",
		takesPatterns: true,
	},
	realpath: { flags: "emszqLP", operands: "paths" },
	readlink: { flags: "femnqsvz", operands: "paths" },
	tree: {
		flags: "adfpsughDFqNCnvrtcUiAJX",
		valued: "LPI",
		long: "dirsfirst noreport filelimit= gitignore",
		operands: "paths",
	},
	cat: {
		flags: "AbeEnstTuv",
		long: "number number-nonblank show-all squeeze-blank show-ends show-tabs",
		operands: "paths",
	},
	tac: { flags: "b", operands: "paths" },
	rev: { operands: "paths" },
	nl: { valued: "bnwsvhfdil", operands: "paths" },
	head: {
		flags: "qvz",
		valued: "nc",
		long: "lines= bytes= quiet verbose",
		numericFlags: true,
		operands: "paths",
	},
	tail: {
		flags: "qvz",
		valued: "nc",
		long: "lines= bytes= quiet verbose",
		numericFlags: true,
		operands: "paths",
	},
	cut: {
		flags: "nsz",
		valued: "bcdf",
		long: "bytes= characters= delimiter= fields= complement only-delimited output-delimiter=",
		operands: "paths",
	},
	sort: {
		flags: "bdfghiMnrRsuVzc",
		valued: "kt",
		long: "key= field-separator= reverse unique numeric-sort human-numeric-sort version-sort ignore-case stable general-numeric-sort",
		operands: "paths",
	},
	uniq: {
		flags: "cdDiuz",
		valued: "fsw",
		long: "count repeated unique ignore-case",
		operands: "paths",
		maxOperands: 1,
	},
	paste: { flags: "sz", valued: "d", operands: "paths" },
	join: { flags: "i", valued: "12ajtov", operands: "paths" },
	comm: { flags: "123z", long: "check-order nocheck-order total", operands: "paths" },
	fold: { flags: "bs", valued: "w", operands: "paths" },
	fmt: { flags: "cstu", valued: "w", operands: "paths" },
	column: { flags: "t", valued: "sco", operands: "paths" },
	expand: { flags: "i", valued: "t", operands: "paths" },
	cmp: { flags: "bls", operands: "paths" },
	// All its letters but v and R, which calculate with the name of a variable.
	test: { flags: "abcdefghklnopqrstuwxzGLNOS", operands: "paths" },
	md5sum: checksum,
	sha1sum: checksum,
	sha256sum: checksum,
	sha512sum: checksum,
	cksum: { operands: "paths" },
	base64: { flags: "di", valued: "w", long: "decode wrap=", operands: "paths" },
	od: { flags: "abcdfilosxv", valued: "AjNt", operands: "paths" },
	hexdump: { flags: "bcCdovx", valued: "ns", operands: "paths" },
	strings: { flags: "afw", valued: "nte", operands: "paths" },
	grep: {
		flags: "EFGPiIvwxcnHhlLoqsabTzyZr",
		valued: "eABCm",
		long: "extended-regexp fixed-strings perl-regexp ignore-case invert-match word-regexp line-regexp count color color= line-number with-filename no-filename files-with-matches files-without-match only-matching quiet no-messages regexp= after-context= before-context= context= max-count= text recursive include= exclude= exclude-dir=",
		sweeps: { hidden: true, when: ["r", "recursive"] },
		operands: "text-then-paths",
		patternOptions: ["e", "regexp"],
		numericFlags: true,
	},
	rg: {
		sweeps: { hidden: false, when: "always" },
		flags: "iSsvwxcnNHIlFoPUqpV0",
		valued: "eABCmtTMjdr",
		long: "ignore-case smart-case case-sensitive invert-match word-regexp line-regexp count count-matches line-number no-line-number with-filename no-filename files-with-matches files-without-match fixed-strings only-matching multiline quiet heading no-heading regexp= after-context= before-context= context= max-count= type= type-not= max-columns= max-depth= replace= sort= sortr= stats trim json color= files column vimgrep type-list version",
		operands: "text-then-paths",
		patternOptions: ["e", "regexp", "files", "type-list", "version", "V"],
	},
	sed: {
		flags: "nErsuz",
		valued: "",
		long: "quiet silent regexp-extended separate",
		operands: "text-then-paths",
		operandPattern: sedScript,
	},
	jq: {
		flags: "rcsSenjaMC",
		valued: "",
		long: "raw-output compact-output slurp sort-keys exit-status null-input tab indent= raw-input",
		operands: "text-then-paths",
		// Modules are files that it reads.
		operandPattern: /^(?!.*\b(?:import|include)\b)/s,
	},
	ps: {
		flags: "aAdeflxjuwNTHL",
		valued: "pCuUG",
		operandPattern: /^[a-df-z]+$/,
		fits: isPsWithoutEnvironment,
		...text,
	},
	free: { flags: "bkmghtwl", long: "human total mega giga si", operands: "none" },
	lscpu: { flags: "aepJ", operands: "none" },
	node: { flags: "v", long: "version", operands: "none" },
	python3: { flags: "V", long: "version", operands: "none" },
	npm: { flags: "v", long: "version", operands: "none" },
};

/** Expressions of find that only test or print, with the number of their values. */
export const findExpressions: Readonly<Record<string, number>> = {
	...{
		"-name": 1,
		"-iname": 1,
		"-path": 1,
		"-ipath": 1,
		"-wholename": 1,
		"-regex": 1,
		"-iregex": 1,
		"-regextype": 1,
		"-type": 1,
		"-xtype": 1,
	},
	...{
		"-maxdepth": 1,
		"-mindepth": 1,
		"-depth": 0,
		"-mount": 0,
		"-xdev": 0,
		"-size": 1,
		"-empty": 0,
		"-newermt": 1,
		"-newer": 1,
		"-mtime": 1,
		"-mmin": 1,
	},
	...{
		"-atime": 1,
		"-amin": 1,
		"-ctime": 1,
		"-cmin": 1,
		"-daystart": 0,
		"-perm": 1,
		"-user": 1,
		"-group": 1,
		"-uid": 1,
		"-gid": 1,
		"-links": 1,
	},
	...{
		"-executable": 0,
		"-readable": 0,
		"-writable": 0,
		"-print": 0,
		"-print0": 0,
		"-printf": 1,
		"-ls": 0,
		"-prune": 0,
		"-quit": 0,
	},
	...{ "-not": 0, "-and": 0, "-or": 0, "-a": 0, "-o": 0, "!": 0, "(": 0, ")": 0, ",": 0, "-true": 0, "-false": 0 },
};
