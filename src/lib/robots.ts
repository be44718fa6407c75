// What a site wants robots to leave alone (RFC 9309).

export interface Robots {
	/** Whether a path with its query may be fetched. */
	allows(path: string): boolean;
	/** Milliseconds between two requests that the site asks for (`Crawl-delay`, not in the RFC but in use); 0 for none. */
	readonly delayMs: number;
	/** Addresses of sitemaps, as they stand there. */
	readonly sitemaps: readonly string[];
}

interface Rule {
	readonly isAllow: boolean;
	/** Octets of the pattern: the longest one that fits decides. */
	readonly length: number;
	readonly pattern: string;
}

interface Group {
	readonly agents: string[];
	readonly rules: Rule[];
	delayMs: number;
}

/** Section 2.5: at least this much has to be read; what is over is left out. */
const maxCharacters = 512 * 1024;
const maxDelayMs = 60_000;

/**
 * `agent`: the product token, without a version. Groups that name it count together; else those of `*`. Lines that
 * cannot be read are passed over.
 */
export function parseRobots(text: string, agent: string): Robots {
	const groups: Group[] = [];
	const sitemaps: string[] = [];
	let current: Group | undefined;
	let isInAgents = false;
	for (const line of text
		.slice(0, maxCharacters)
		.replace(/^\uFEFF/, "")
		.split(/\r\n|\r|\n/)) {
		const [, key = "", value = ""] = /^\s*([A-Za-z-]+)\s*:\s*([^#]*)/.exec(line) ?? [];
		switch (key.toLowerCase()) {
			case "user-agent":
			case "useragent": {
				// Lines of agents that follow one another begin one group (section 2.2.1).
				if (!isInAgents || current === undefined) {
					current = { agents: [], rules: [], delayMs: 0 };
					groups.push(current);
				}
				current.agents.push(value.trim().toLowerCase());
				isInAgents = true;
				break;
			}
			case "allow":
			case "disallow": {
				isInAgents = false;
				const path = value.trim();
				// Without a path a rule says nothing: `Disallow:` allows all. Before any agent it belongs to nobody.
				if (path === "" || current === undefined) break;
				const pattern = normalize(path).replace(/\$(?!$)/g, "%24");
				current.rules.push({ isAllow: key.toLowerCase() === "allow", length: pattern.length, pattern });
				break;
			}
			case "crawl-delay": {
				isInAgents = false;
				const seconds = Number(value.trim());
				if (current !== undefined && seconds > 0) current.delayMs = Math.min(seconds * 1000, maxDelayMs);
				break;
			}
			case "sitemap":
				if (value.trim() !== "") sitemaps.push(value.trim());
				break;
		}
	}
	const named = groups.filter(({ agents }) => agents.some((name) => isFor(name, agent)));
	const chosen = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes("*"));
	const rules = chosen.flatMap((group) => group.rules);
	return {
		allows: (path) => allows(rules, normalize(path).replaceAll("*", "%2A").replaceAll("$", "%24")),
		delayMs: Math.max(0, ...chosen.map((group) => group.delayMs)),
		sitemaps,
	};
}

/** The token at the start of what a line names, whatever its case and a version after it. */
const isFor = (name: string, agent: string): boolean => /^[a-z_-]+/.exec(name)?.[0] === agent.toLowerCase();

/** The longest fitting rule decides; of two as long, the one that allows (section 2.2.2). */
const allows = (rules: readonly Rule[], path: string): boolean => {
	if (path === "/robots.txt") return true;
	let best: Rule | undefined;
	for (const rule of rules) {
		const isBetter = best === undefined || rule.length > best.length || (rule.length === best.length && rule.isAllow);
		if (isBetter && fits(rule.pattern, path)) best = rule;
	}
	return best?.isAllow ?? true;
};

/**
 * `*` stands for any run of characters, `$` at the end for the end; everything else is the beginning of the path.
 * Linear in pattern times path: no expression that could run away.
 */
function fits(pattern: string, path: string): boolean {
	const isWhole = pattern.endsWith("$");
	const [first = "", ...rest] = (isWhole ? pattern.slice(0, -1) : pattern).split(/\*+/);
	if (!path.startsWith(first)) return false;
	let at = first.length;
	for (const [index, piece] of rest.entries()) {
		if (isWhole && index === rest.length - 1) return path.length - piece.length >= at && path.endsWith(piece);
		const found = path.indexOf(piece, at);
		if (found === -1) return false;
		at = found + piece.length;
	}
	return !isWhole || at === path.length;
}

const encoder = new TextEncoder();

/**
 * One spelling for all that mean the same (section 2.2.2): octets outside of ASCII are percent-encoded, encoded ones that
 * need no encoding are not, hexadecimal digits are in upper case.
 */
function normalize(path: string): string {
	const encoded = path.replace(/[^\x21-\x7e]/gu, (character) =>
		[...encoder.encode(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
	);
	return encoded.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => {
		const character = String.fromCharCode(Number.parseInt(digits, 16));
		return /[A-Za-z0-9._~-]/.test(character) ? character : `%${digits.toUpperCase()}`;
	});
}
