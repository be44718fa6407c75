// Which hosts are meant (`example.org`, `*.example.org`, `host:port`, `*`), and how a host is written so that two
// spellings of it are one.

/** A host as it is dialled: lower case, punycode, no dot at the end, IPv6 without brackets. */
export interface HostAndPort {
	readonly host: string;
	/** 1 to 65535. */
	readonly port: number;
}

/** Of http and https: what a pattern without a port means. */
export const webPorts: readonly number[] = [80, 443];

const maxHostCharacters = 253;

/** In one spelling; undefined for what is no host. Numbers that are addresses (`0x7f.1`, `2130706433`) are written as such. */
function canonicalHost(text: string): string | undefined {
	if (text === "" || text.length > maxHostCharacters + 2 || /[\s/?#@\\%]/.test(text)) return undefined;
	if (!URL.canParse(`http://${text}/`)) return undefined;
	const { hostname, port, username } = new URL(`http://${text}/`);
	const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
	return host === "" || port !== "" || username !== "" ? undefined : host;
}

/** `host:port`, `[v6]:port`, or a host alone where there is a `defaultPort`; undefined for anything else. */
export function parseHostAndPort(text: string, defaultPort?: number): HostAndPort | undefined {
	const [, name = "", digits] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
	const port = digits === undefined ? defaultPort : Number(digits);
	const host = canonicalHost(name);
	return host === undefined || port === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

/** As people read it; IPv6 in brackets, the ports of http and https left out. */
export function hostText({ host, port }: HostAndPort): string {
	const name = host.includes(":") ? `[${host}]` : host;
	return webPorts.includes(port) ? name : `${name}:${port}`;
}

export interface HostPattern {
	/** Undefined: every host. */
	readonly host: string | undefined;
	/** All hosts below `host`, and not itself. */
	readonly isBelow: boolean;
	/** Undefined: those of http and https. */
	readonly port: number | undefined;
}

/** Undefined for what is no pattern: `*` stands alone, or for all labels before a dot. */
export function parseHostPattern(text: string): HostPattern | undefined {
	const [, name = "", digits] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
	const port = digits === undefined ? undefined : Number(digits);
	if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
	if (name === "*") return { host: undefined, isBelow: false, port };
	const isBelow = name.startsWith("*.");
	const rest = isBelow ? name.slice(2) : name;
	const host = rest.includes("*") ? undefined : canonicalHost(rest);
	// There is nothing below an address.
	if (host === undefined || (isBelow && /^[\d.]+$|:/.test(host))) return undefined;
	return { host, isBelow, port };
}

/**
 * Whether a pattern means that host and port. What is to be held back (`isWide`) is also every host below it, and
 * every port where it names none.
 */
export function coversHost(pattern: HostPattern, { host, port }: HostAndPort, isWide: boolean): boolean {
	const isPort = pattern.port === undefined ? isWide || webPorts.includes(port) : pattern.port === port;
	if (!isPort) return false;
	if (pattern.host === undefined) return true;
	const below = host.endsWith(`.${pattern.host}`) && host.length > pattern.host.length + 1;
	if (pattern.isBelow) return below || (isWide && host === pattern.host);
	return host === pattern.host || (isWide && below);
}
