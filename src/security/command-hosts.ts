// The hosts that a command line is known to need: those of addresses in it, and of registries that its programs ask.
import { hostText, parseHostAndPort } from "../lib/host-pattern.js";
import type { SimpleCommand } from "./command-finder.js";
import type { ShellAnalysis } from "./shell-grammar.js";

interface NetworkProgram {
	/** What it asks unless it is told otherwise. */
	readonly hosts: readonly string[];
	/** First words with which it does; undefined: with any. */
	readonly uses?: readonly string[];
}

const npm: NetworkProgram = {
	hosts: ["registry.npmjs.org"],
	uses: [
		...["install", "i", "ci", "add", "update", "up", "upgrade", "outdated", "audit", "view", "info", "search"],
		...["publish", "exec", "x", "dlx", "init", "create", "dedupe", "install-test", "it", "clean-install"],
	],
};
const python: NetworkProgram = {
	hosts: ["pypi.org", "files.pythonhosted.org"],
	uses: ["install", "download", "wheel", "index", "add", "sync", "lock", "tool", "pip", "run", "update", "upgrade"],
};
const anywhere: NetworkProgram = { hosts: [] };

/** Registries as their programs have them built in (npm 11, pip 25, Cargo 1.91, Go 1.25, RubyGems 3.7). */
const programs: Readonly<Record<string, NetworkProgram>> = {
	npm,
	pnpm: npm,
	npx: { hosts: npm.hosts },
	bun: npm,
	bunx: { hosts: npm.hosts },
	yarn: { hosts: ["registry.yarnpkg.com"], uses: [...(npm.uses ?? []), ""] },
	pip: python,
	pip3: python,
	pipx: python,
	uv: python,
	uvx: { hosts: python.hosts },
	poetry: python,
	cargo: {
		hosts: ["index.crates.io", "static.crates.io"],
		uses: ["add", "build", "b", "check", "c", "fetch", "install", "run", "r", "search", "test", "t", "update"],
	},
	go: {
		hosts: ["proxy.golang.org", "sum.golang.org"],
		uses: ["build", "get", "install", "list", "mod", "run", "test"],
	},
	gem: { hosts: ["rubygems.org", "index.rubygems.org"], uses: ["fetch", "install", "outdated", "search", "update"] },
	bundle: { hosts: ["rubygems.org", "index.rubygems.org"], uses: ["", "add", "install", "outdated", "update"] },
	gh: { hosts: ["api.github.com", "github.com"] },
	git: { hosts: [], uses: ["clone", "fetch", "ls-remote", "pull", "push", "remote", "submodule"] },
	curl: anywhere,
	wget: anywhere,
	aria2c: anywhere,
	http: anywhere,
	https: anywhere,
	xh: anywhere,
};

/** In one question; with more a person would not read them. */
const maxHosts = 8;

const hostsOf = ({ words }: SimpleCommand): readonly string[] => {
	const texts = words.map(({ text }) => text);
	// `python3 -m pip install` is pip.
	const isModule = /^python[\d.]*$/.test(texts[0]?.replace(/^.*\//, "") ?? "") && texts[1] === "-m";
	const [program = "", ...rest] = isModule ? texts.slice(2) : texts;
	const name = program.slice(program.lastIndexOf("/") + 1);
	const known = Object.hasOwn(programs, name) ? programs[name] : undefined;
	if (known === undefined) return [];
	const use = rest.find((text) => text === undefined || !text.startsWith("-")) ?? "";
	if (known.uses !== undefined && !known.uses.includes(use)) return [];
	const named = rest.flatMap((text) => {
		const [, scheme, authority] = /^(?:git\+)?(https?):\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(text ?? "") ?? [];
		const target = parseHostAndPort(authority ?? "", scheme?.toLowerCase() === "http" ? 80 : 443);
		return target === undefined ? [] : [hostText(target)];
	});
	return [...known.hosts, ...named];
};

/** As patterns (`example.org`, `example.org:8443`), each once; none where they would be too many to be read. */
export function commandHosts({ isUnderstood, commands }: ShellAnalysis): readonly string[] {
	const hosts = isUnderstood ? [...new Set(commands.flatMap(hostsOf))] : [];
	return hosts.length > maxHosts ? [] : hosts;
}

/** What a yes to the command lets it reach, in the words of the question. */
export const hostWarnings = (hosts: readonly string[]): readonly string[] =>
	hosts.length === 0 ? [] : [`Network: it may reach ${hosts.join(", ")}; any other host is asked about.`];
