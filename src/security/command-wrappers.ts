// Programs that run another program (SECURITY R10), as data.

/** How to find the command behind a wrapper whose own part changes nothing about what is run. */
export interface Wrapper {
	/** Short options without a value. */
	readonly flags: string;
	/** Short options with one. */
	readonly valued: string;
	readonly longFlags: readonly string[];
	readonly longValued: readonly string[];
	/** Words between the options and the command. */
	readonly operands: number;
	/** `NAME=value` words come before the command. */
	readonly assigns?: boolean;
}

const plain: Wrapper = { flags: "", valued: "", longFlags: [], longValued: [], operands: 0 };

/** Options as in coreutils 9.7, util-linux 2.41 and the Bash manual; an option not listed here is not understood. */
export const wrappers: Readonly<Record<string, Wrapper>> = {
	env: {
		...plain,
		flags: "i0v",
		valued: "u",
		longFlags: ["ignore-environment", "null", "debug"],
		longValued: ["unset"],
		assigns: true,
	},
	timeout: {
		...plain,
		flags: "v",
		valued: "ks",
		longFlags: ["preserve-status", "foreground", "verbose"],
		longValued: ["kill-after", "signal"],
		operands: 1,
	},
	nice: { ...plain, flags: "0123456789", valued: "n", longValued: ["adjustment"] },
	nohup: plain,
	time: { ...plain, flags: "p" },
	command: { ...plain, flags: "p" },
	builtin: plain,
	setsid: { ...plain, flags: "cfw", longFlags: ["ctty", "fork", "wait"] },
	stdbuf: { ...plain, valued: "ioe", longValued: ["input", "output", "error"] },
	ionice: { ...plain, flags: "t", valued: "cn", longFlags: ["ignore"], longValued: ["class", "classdata"] },
	busybox: plain,
	toybox: plain,
};

/** They run what follows with other rights, other input, more than once or elsewhere: a rule has to name them. */
export const opaqueWrappers: readonly string[] = [
	...[
		"sudo",
		"doas",
		"su",
		"runuser",
		"pkexec",
		"xargs",
		"exec",
		"coproc",
		"watch",
		"flock",
		"strace",
		"ltrace",
		"chroot",
	],
	...[
		"unshare",
		"nsenter",
		"script",
		"parallel",
		"systemd-run",
		"firejail",
		"bwrap",
		"proot",
		"fakeroot",
		"setpriv",
		"prlimit",
	],
	...[
		"taskset",
		"chrt",
		"numactl",
		"cpulimit",
		"entr",
		"xvfb-run",
		"dbus-run-session",
		"caffeinate",
		"unbuffer",
		"torsocks",
	],
	...[
		"proxychains",
		"proxychains4",
		"rlwrap",
		"setarch",
		"linux32",
		"linux64",
		"ssh-agent",
		"npx",
		"bunx",
		"catchsegv",
	],
	...[
		"ssh",
		"docker",
		"podman",
		"kubectl",
		"chronic",
		"ts",
		"sg",
		"uv",
		"poetry",
		"pipenv",
		"tmux",
		"screen",
		"run-parts",
	],
];

/** They put what they read behind the words of the command that they run. */
export const appenders: readonly string[] = ["xargs", "parallel"];

export const shells: readonly string[] = ["sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "rbash"];

/** Words of `find` after which a command follows (GNU findutils 4.10). */
export const findExecutes: readonly string[] = ["-exec", "-execdir", "-ok", "-okdir"];

/**
 * The words after a wrapper's own; undefined when its options are not understood. Assignments of `env` come apart.
 */
export function unwrap(
	wrapper: Wrapper,
	words: readonly (string | undefined)[],
): { readonly rest: number; readonly assigned: readonly string[] } | undefined {
	let at = 1;
	for (; at < words.length; at++) {
		const word = words[at];
		if (word === undefined) return undefined;
		if (word === "--") {
			at++;
			break;
		}
		// `env -` is `env -i`.
		if (word === "-" && wrapper.assigns === true) continue;
		if (!word.startsWith("-") || word === "-") break;
		if (word.startsWith("--")) {
			const [name = "", value] = word.slice(2).split("=", 2);
			if (wrapper.longFlags.includes(name) && value === undefined) continue;
			if (!wrapper.longValued.includes(name)) return undefined;
			if (value === undefined) at++;
			continue;
		}
		for (let i = 1; i < word.length; i++) {
			const letter = word[i] ?? "";
			if (wrapper.flags.includes(letter)) continue;
			if (!wrapper.valued.includes(letter)) return undefined;
			if (i === word.length - 1) at++;
			break;
		}
	}
	at += wrapper.operands;
	const assigned: string[] = [];
	while (wrapper.assigns === true && /^[A-Za-z_]\w*=/.test(words[at] ?? ""))
		assigned.push((words[at++] ?? "").split("=", 1)[0] ?? "");
	return { rest: at, assigned };
}
