// Whether a command line that ran may have brought in what nobody here vouches for (SECURITY R25). Rather yes than no.
import { readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { isWithin } from "../lib/env-allow.js";
import { matchWildcard } from "../lib/wildcard.js";

/** They bring in what others wrote, where they reach the network. */
const bringers =
	/(?:^|[\s;|&(`'"/])(?:curl|wget|aria2c|http|https|xh|lynx|w3m|links|elinks|ssh|scp|sftp|rsync|nc|ncat|socat|ftp|telnet|dig|host|nslookup|gh|glab|npm|npx|pnpm|yarn|pip3?|cargo|go|gem|apt|apt-get|brew|docker|podman|git\s+(?:clone|fetch|pull|ls-remote|submodule))(?=\s|$)/;

/** Programs and what comes with the system. */
const system: readonly string[] = [
	"/usr",
	"/bin",
	"/sbin",
	"/lib",
	"/lib64",
	"/opt",
	"/dev",
	"/nix",
	"/etc/alternatives",
];
const maxWords = 200;

const realPath = (path: string): string | undefined => {
	try {
		return realpathSync.native(path);
	} catch {
		return undefined;
	}
};

/**
 * Paths that a word of the shell may stand for: of a pattern, what is in the folder before it, and what a pattern of names
 * at the root means.
 */
function pathsOf(word: string, cwd: string): readonly string[] {
	const text = word.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, homedir()).replace(/^(?:\$PWD|\$\{PWD\})(?=\/|$)/, cwd);
	const path = text.startsWith("/") ? text : `${cwd}/${text}`;
	const open = path.search(/[*?[{]/);
	if (open < 0) return [path];
	const folder = path.slice(0, path.lastIndexOf("/", open));
	if (folder !== "") return [folder];
	const [, first = "", ...rest] = path.split("/");
	const wide = first.replaceAll(/\[.*\]|\{.*\}?|\?/g, "*");
	const next = rest.findIndex((part) => /[*?[{]/.test(part));
	// A regular expression is followed by nothing that is there.
	const behind = rest.slice(0, next < 0 ? rest.length : next).join("/");
	return rest.join("") === ""
		? []
		: readdirSync("/").flatMap((name) => (matchWildcard(wide, name) ? [`/${name}/${behind}`] : []));
}

/**
 * What a command line names that lies outside `folders` (real paths), or the program that may have asked the network;
 * undefined when it names neither. `hasNetwork`: it did not run in the sandbox.
 */
export function namesOutside(
	command: string,
	{ cwd, folders, hasNetwork }: { cwd: string; folders: readonly string[]; hasNetwork: boolean },
): string | undefined {
	const program = hasNetwork ? bringers.exec(command)?.[0].trim() : undefined;
	if (program !== undefined) return program;
	// With quotes as the beginning of a word, as in code, and as a part of it, as in a shell.
	const words = [command, command.replaceAll(/['"\\]/g, "")].flatMap((text) =>
		text.split(/[\s;|&<>()'"`=,:]+/).slice(0, maxWords),
	);
	for (const word of new Set(words)) {
		if (word === "") continue;
		for (const named of pathsOf(word, cwd)) {
			const path = realPath(named);
			if (path !== undefined && path !== "/" && ![...folders, ...system].some((folder) => isWithin(path, folder)))
				return word;
		}
	}
	return undefined;
}
