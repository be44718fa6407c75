import { z } from "zod";
import { isAbortError, NexusError, toErrorData } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { decodeBody, isHtmlType, parseContentType } from "../../src/lib/content-type.js";
import { cutText } from "../../src/lib/count-text.js";
import { plural } from "../../src/lib/plural.js";
import { parseRobots, type Robots } from "../../src/lib/robots.js";
import { webAddress } from "../../src/lib/web-address.js";

/** The product token of RFC 9309, and what servers see. */
const agent = "nexus";
const requestTimeoutMs = 20_000;
const pageLimits = { timeoutMs: 15_000, memoryMb: 512 };
const maxHtmlBytes = 4_000_000;
/** Links of one page that are followed at most, and addresses that wait at most. */
const maxQueue = 5000;

const output = z.object({
	start: z.string(),
	pages: z.array(
		z.object({
			url: z.string(),
			/** Links from the start. */
			depth: z.number(),
			status: z.number(),
			title: z.string(),
			/** Of its main content. */
			characters: z.number(),
			links: z.number(),
			text: z.string().exactOptional(),
			/** Why there is no page. */
			error: z.string().exactOptional(),
		}),
	),
	/** Addresses that robots.txt asks to leave alone. */
	refused: z.array(z.string()),
	/** Addresses that were found and not visited for want of pages. */
	waiting: z.number(),
	/** Milliseconds between two requests. */
	delayMs: z.number(),
});
type Page = z.output<typeof output>["pages"][number];

const startOf = (text: string): URL => {
	const url = webAddress(text);
	if (url?.protocol === "http:" || url?.protocol === "https:") return url;
	throw new NexusError("tool.bad-input", `${text} is no http or https address`);
};

/** The folder of an address: everything below it is what a crawl may see. */
const folderOf = (url: URL): string => new URL(".", url.origin + url.pathname).href;

interface PageReply {
	readonly title?: string;
	readonly text: string;
	readonly links: readonly { readonly url: string }[];
}

/** Pages are data from outside: whoever shows them to a model frames them as such. */
export const crawlSiteTool = defineTool({
	name: "crawl_site",
	category: "web",
	description: "Visit pages of a site from a start page, robots.txt respected: titles, sizes, texts.",
	effects: ["network"],
	keywords: ["spider", "sitemap", "scrape", "website", "documentation", "all pages", "links", "broken links"],
	input: z.object({
		url: z.string().min(1).describe("Start page"),
		max_pages: z.number().int().min(1).max(200).default(20),
		max_depth: z.number().int().min(0).max(10).default(2).describe("Links from the start"),
		scope: z.enum(["below", "host"]).default("below").describe("Below the start page's folder, or the whole host"),
		include_text: z.boolean().default(false).describe("Texts too, not only a table"),
		delay_ms: z.number().int().min(0).max(60_000).default(500).describe("Between requests"),
	}),
	output,
	// What is judged is all that may be visited: the page it starts with and the folder, or the host, that it stays in.
	access: ({ url, scope }) => {
		const start = startOf(url);
		const bound = scope === "host" ? `${start.origin}/` : folderOf(start);
		return [...new Set([start.href, bound])].map((address) => ({ effect: "network", url: address }));
	},
	title: ({ url, max_pages }) => `${url} (up to ${plural(max_pages, "page")})`,
	timeoutMs: 900_000,
	async run({ url, max_pages, max_depth, scope, include_text, delay_ms }, context) {
		const { clock, signal, progress } = context;
		const start = startOf(url);
		const bound = scope === "host" ? `${start.origin}/` : folderOf(start);
		const robots = await robotsOf(start, context);
		const delayMs = Math.max(delay_ms, robots.delayMs);
		const queue: { readonly url: string; readonly depth: number }[] = [{ url: start.href, depth: 0 }];
		const known = new Set([sameAs(start.href)]);
		const pages: Page[] = [];
		const refused: string[] = [];
		let requests = 0;
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			if (pages.length >= max_pages) {
				queue.unshift(next);
				break;
			}
			const address = new URL(next.url);
			if (!robots.allows(address.pathname + address.search)) {
				refused.push(next.url);
				continue;
			}
			if (requests++ > 0 && delayMs > 0) await clock.sleep(delayMs, signal);
			const { page, links, finalUrl } = await visit(next, { include_text, bound }, context);
			// Two addresses that lead to one page are one page.
			const isRepeat = finalUrl !== next.url && known.has(sameAs(finalUrl));
			known.add(sameAs(finalUrl));
			if (isRepeat) continue;
			pages.push(page);
			progress(`${pages.length}/${max_pages} ${page.status} ${page.url}\n`);
			if (next.depth >= max_depth) continue;
			for (const link of links) {
				const target = URL.parse(link);
				if (target === null || queue.length >= maxQueue) continue;
				target.hash = "";
				const isInside = target.href.startsWith(bound) && target.origin === start.origin;
				if (!isInside || known.has(sameAs(target.href))) continue;
				known.add(sameAs(target.href));
				queue.push({ url: target.href, depth: next.depth + 1 });
			}
		}
		const details = { start: start.href, pages, refused: refused.slice(0, 200), waiting: queue.length, delayMs };
		const failures = pages.filter(({ error, status }) => error !== undefined || status >= 400).length;
		return {
			content: inWords(details, include_text),
			details,
			summary: `${plural(pages.length, "page")}${failures === 0 ? "" : `, ${failures} failed`}`,
			view: {
				kind: "table",
				columns: ["Page", "Status", "Title", "Characters"],
				rows: pages.map((page) => [
					page.url,
					page.error === undefined ? String(page.status) : page.error,
					page.title,
					String(page.characters),
				]),
			},
			...(pages.length === 0 || failures === pages.length ? { isError: true } : {}),
		};
	},
});

/** One spelling for addresses that are one page as a rule. */
const sameAs = (url: string): string => url.replace(/#.*$/, "").replace(/\/(?:index\.html?)?$/, "/");

/**
 * Section 2.3.1 of RFC 9309: no such file allows everything; a server that fails, or cannot be reached, nothing.
 * Redirects are followed by the port.
 */
async function robotsOf(start: URL, { http, signal }: ToolContext): Promise<Robots> {
	const url = `${start.origin}/robots.txt`;
	const headers = { accept: "text/plain, */*;q=0.5", "user-agent": agent };
	try {
		const { status, body } = await http.request({
			url,
			headers,
			signal,
			timeoutMs: requestTimeoutMs,
			maxBytes: 1_000_000,
		});
		if (status >= 200 && status < 300) return parseRobots(new TextDecoder().decode(body), agent);
		if (status >= 400 && status < 500 && status !== 429) return parseRobots("", agent);
		throw new NexusError("crawl.robots", `${url} answers with status ${status}, so nothing of the site is visited`, {
			hint: "fetch_url gets single pages.",
			retryable: true,
		});
	} catch (error) {
		if (isAbortError(error) || (error instanceof NexusError && !error.code.startsWith("network."))) throw error;
		const { code, message } = toErrorData(error);
		if (code === "network.blocked") throw error;
		throw new NexusError("crawl.robots", `robots.txt cannot be read, so nothing of the site is visited: ${message}`, {
			hint: "fetch_url gets single pages.",
			retryable: true,
		});
	}
}

interface Visit {
	readonly page: Page;
	readonly links: readonly string[];
	readonly finalUrl: string;
}

async function visit(
	{ url, depth }: { url: string; depth: number },
	{ include_text, bound }: { include_text: boolean; bound: string },
	{ http, workers, signal }: ToolContext,
): Promise<Visit> {
	const none = { url, depth, status: 0, title: "", characters: 0, links: 0 };
	try {
		const headers = { accept: "text/html, */*;q=0.1", "user-agent": agent };
		const response = await http.request({ url, headers, signal, timeoutMs: requestTimeoutMs, maxBytes: maxHtmlBytes });
		const { status, url: finalUrl } = response;
		const { type, charset } = parseContentType(response.headers["content-type"]);
		const found = { ...none, url: finalUrl, status };
		if (!finalUrl.startsWith(bound)) return { page: { ...found, error: "leads out of the site" }, links: [], finalUrl };
		if (!isHtmlType(type)) {
			const error = status >= 400 ? `status ${status}` : `is ${type || "of no type"}`;
			return { page: { ...found, error }, links: [], finalUrl };
		}
		const html = decodeBody(response.body, charset);
		const asked = { html, url: finalUrl, format: "markdown", part: "main" };
		const reply = (await workers.run("page", asked, { ...pageLimits, signal })) as unknown as PageReply;
		const links = reply.links.map((link) => link.url);
		const page = {
			...found,
			title: reply.title ?? "",
			characters: reply.text.length,
			links: links.length,
			...(include_text ? { text: reply.text } : {}),
			...(status >= 400 ? { error: `status ${status}` } : {}),
		};
		return { page, links: status >= 400 ? [] : links, finalUrl };
	} catch (error) {
		if (isAbortError(error) || signal.aborted) throw error;
		return { page: { ...none, error: toErrorData(error).message }, links: [], finalUrl: url };
	}
}

/** Of one page, where texts are wanted: the rest can be had with fetch_url. */
const maxText = 4000;

const inWords = ({ start, pages, refused, waiting }: z.output<typeof output>, hasTexts: boolean): string => {
	const lines = pages.map(({ url, status, title, characters, error, text }) => {
		const state = error ?? `${status}, ${plural(characters, "character")}`;
		const head = `- ${url}${title === "" ? "" : ` "${title}"`} (${state})`;
		if (!hasTexts || text === undefined || text === "") return head;
		return `${head}\n\n${cutText(text, maxText)}${text.length > maxText ? "\n[cut]" : ""}\n`;
	});
	return [
		`${plural(pages.length, "page")} from ${start}:`,
		...lines,
		...(refused.length === 0
			? []
			: [`robots.txt asks to leave alone: ${refused.slice(0, 20).join(", ")}${refused.length > 20 ? " …" : ""}`]),
		...(waiting === 0 ? [] : [`${plural(waiting, "more page")} found and not visited (max_pages).`]),
	].join("\n");
};
