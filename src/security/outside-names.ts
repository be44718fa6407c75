// Whether a command line that ran may have brought in what nobody here vouches for (SECURITY R25). Rather yes than no.
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { isWithin } from "../lib/env-allow.js";

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
 * What a command line names that lies outside `folders` (real paths), or the program that may have asked the network;
 * undefined when it names neither. `hasNetwork`: it did not run in the sandbox.
 */
export function namesOutside(
	command: string,
	{ cwd, folders, hasNetwork }: { cwd: string; folders: readonly string[]; hasNetwork: boolean },
): string | undefined {
	const program = hasNetwork ? bringers.exec(command)?.[0].trim() : undefined;
	if (program !== undefined) return program;
	const words = command.split(/[\s;|&<>()'"`=,:]+/).slice(0, maxWords);
	for (const word of words) {
		if (word === "") continue;
		const text = word.replace(/^~(?=\/|$)/, homedir());
		const path = realPath(text.startsWith("/") ? text : `${cwd}/${text}`);
		if (path !== undefined && path !== "/" && ![...folders, ...system].some((folder) => isWithin(path, folder)))
			return word;
	}
	return undefined;
}
