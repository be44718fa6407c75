// What people write as the address of a model service, made into one that can be dialled.

const loopbackNames: readonly string[] = ["localhost", "127.0.0.1", "::1", "[::1]"];

/** By its spelling alone; no name is looked up. */
export const isLoopback = (hostname: string): boolean =>
	loopbackNames.includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);

export interface BaseUrlRules {
	/** Port of a local server when the text names none, e.g. 11434 for `OLLAMA_HOST=localhost`. */
	readonly defaultPort?: number;
	/** Path that is added when the text has none, e.g. `/v1`. */
	readonly defaultPath?: string;
	/** Path that the client adds by itself and that is cut off, e.g. `/v1` of ANTHROPIC_BASE_URL. */
	readonly cutPath?: string;
}

/**
 * `localhost`, `0.0.0.0:11434`, `https://host/v1/` … as a URL without a slash at its end. A missing scheme is http for
 * loopback and for anything with a port, else https. `0.0.0.0` and `[::]` (addresses to listen on) become 127.0.0.1. Text that is no
 * address comes back as it is, so that the error can show it.
 */
export function normalizeBaseUrl(text: string, rules: BaseUrlRules = {}): string {
	const trimmed = text.trim();
	const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
	const bare = hasScheme ? trimmed : trimmed.replace(/^\/\//, "");
	const host = /^(\[[^\]]*\]|[^/:]*)/.exec(bare)?.[0] ?? "";
	const isPlain = isLoopback(host) || isAnyAddress(host) || /^[^/]*:\d+/.test(bare) || rules.defaultPort !== undefined;
	const url = URL.parse(hasScheme ? bare : `${isPlain ? "http" : "https"}://${bare}`);
	if (url === null || !/^https?:$/.test(url.protocol)) return trimmed;
	if (isAnyAddress(url.hostname)) url.hostname = "127.0.0.1";
	const namesPort = /^[a-z]+:\/\/[^/]*:\d+/i.test(hasScheme ? bare : `x://${bare}`);
	if (!namesPort && url.protocol === "http:" && rules.defaultPort !== undefined) url.port = String(rules.defaultPort);
	let path = url.pathname.replace(/\/+$/, "");
	if (rules.cutPath !== undefined && path.endsWith(rules.cutPath)) path = path.slice(0, -rules.cutPath.length);
	if (path === "" && rules.defaultPath !== undefined) path = rules.defaultPath;
	return `${url.protocol}//${url.host}${path}`;
}

const isAnyAddress = (host: string): boolean => host === "0.0.0.0" || host === "[::]" || host === "::";
