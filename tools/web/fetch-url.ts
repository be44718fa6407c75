import { z } from "zod";
import { isAbortError, NexusError } from "../../src/contracts/errors.js";
import type { HttpResponse } from "../../src/contracts/ports.js";
import { defineTool, type ToolContext, type ToolOutput, type ToolView } from "../../src/contracts/tool.js";
import { binaryKind } from "../../src/lib/binary-kind.js";
import {
	decodeBody,
	isDocxType,
	isHtmlType,
	isJsonType,
	isTextType,
	looksLikeHtml,
	parseContentType,
	prettyJson,
} from "../../src/lib/content-type.js";
import { cutText } from "../../src/lib/count-text.js";
import { imageInfo } from "../../src/lib/image-info.js";
import { formatBytes, plural } from "../../src/lib/plural.js";
import { readDocxText, readPdfText } from "../../src/lib/read-document.js";
import { retryAfterMs } from "../../src/lib/retry-after.js";
import { transferProgress } from "../../src/lib/transfer-progress.js";
import { webAddress } from "../../src/lib/web-address.js";

const maxBytes = 10_000_000;
/** What is read of a page; the rest of a longer one would not be read anyway. */
const maxHtmlCharacters = 4_000_000;
const maxImageBytes = 3_750_000;
const maxImagePixels = 8000;
const maxPdfPages = 20;
const maxLinks = 100;
const timeoutMs = 30_000;
const pageLimits = { timeoutMs: 15_000, memoryMb: 512 };

const input = z.object({
	url: z.string().min(1).describe("http(s) address"),
	format: z.enum(["markdown", "text", "raw"]).default("markdown").describe("Of HTML"),
	part: z.enum(["main", "whole"]).default("main").describe("Of a page: its main content, or with menus and all"),
	max_characters: z.number().min(1).default(20_000).describe("Cut after"),
	offset: z.number().int().min(0).default(0).describe("Characters to skip, to go on"),
	fresh: z.boolean().default(false).describe("Ask again what was kept"),
});
type Input = z.output<typeof input>;

const output = z.object({
	url: z.string(),
	status: z.number(),
	/** Without parameters, in lower case; "" where the server gave none and it is no text. */
	contentType: z.string(),
	title: z.string().exactOptional(),
	description: z.string().exactOptional(),
	byline: z.string().exactOptional(),
	published: z.string().exactOptional(),
	language: z.string().exactOptional(),
	/** Where the page sends its reader by itself. */
	forwardsTo: z.string().exactOptional(),
	text: z.string(),
	/** There is more of it than `text`. */
	truncated: z.boolean(),
	/** Of the whole, from which `text` was cut. */
	characters: z.number().exactOptional(),
	/** Which part of a page `text` is. */
	part: z.enum(["main", "whole"]).exactOptional(),
	/** Of the whole page, the first 100. */
	links: z.array(z.object({ text: z.string(), url: z.string() })).exactOptional(),
	/** It had been kept, and still stands by what its server said. */
	fromCache: z.boolean().exactOptional(),
	image: z.object({ mediaType: z.string(), width: z.number(), height: z.number() }).exactOptional(),
});
type Details = z.output<typeof output>;

/** Throws `tool.bad-input` for what is no address, `network.blocked` for what is no web address. */
function normalizeUrl(text: string): string {
	const url = webAddress(text);
	if (url === undefined) throw new NexusError("tool.bad-input", `${text} is no web address`);
	if (url.protocol === "http:" || url.protocol === "https:") return url.href;
	throw new NexusError("network.blocked", `${text}: only http and https are fetched`, {
		hint: url.protocol === "file:" ? "read_file reads local files." : "Give an http or https address.",
	});
}

/** What was got, read. */
interface Content {
	readonly text: string;
	readonly type: string;
	readonly about: Partial<Details>;
	readonly view?: ToolView;
}

interface PageReply
	extends Pick<Details, "title" | "description" | "byline" | "published" | "language" | "forwardsTo"> {
	readonly part: "main" | "whole";
	readonly text: string;
	readonly links: readonly { readonly text: string; readonly url: string }[];
}

/** What no worker can make sense of, or not in time. */
const unreadable = (url: string, error: unknown, hint: string): unknown =>
	error instanceof NexusError && error.code.startsWith("worker.")
		? new NexusError("page.unreadable", `${url} cannot be read: ${error.message}`, { hint, cause: error })
		: error;

async function readPage(
	html: string,
	url: string,
	{ format, part }: Pick<Input, "format" | "part">,
	context: ToolContext,
): Promise<PageReply> {
	const { workers, signal } = context;
	const asked = { html: html.slice(0, maxHtmlCharacters), url, format: format === "text" ? format : "markdown", part };
	try {
		return (await workers.run("page", asked, { ...pageLimits, signal })) as unknown as PageReply;
	} catch (error) {
		if (isAbortError(error)) throw error;
		if (part === "whole") throw unreadable(url, error, "raw gives its HTML.");
		// What takes too long to be found is left out: the whole is quick to read.
		return readPage(html, url, { format, part: "whole" }, context);
	}
}

async function readText(response: HttpResponse, wanted: Input, context: ToolContext): Promise<Content> {
	const { type: declared, charset } = parseContentType(response.headers["content-type"]);
	const whole = decodeBody(response.body, charset);
	const isGuess = declared === "" || declared === "application/octet-stream";
	const type = isGuess ? (looksLikeHtml(whole) ? "text/html" : "text/plain") : declared;
	if (wanted.format === "raw") return { text: whole, type, about: {} };
	if (isHtmlType(type)) {
		const { text, links, ...about } = await readPage(whole, response.url, wanted, context);
		const kept = { ...about, links: links.slice(0, maxLinks).map((link) => ({ ...link })) };
		return { text, type, about: kept };
	}
	if (!isJsonType(type)) return { text: whole, type, about: {} };
	const text = prettyJson(whole);
	return {
		text,
		type,
		about: {},
		view: { kind: "code", language: "json", text: cutText(text, wanted.max_characters) },
	};
}

/** Some servers call it anything. */
const isPdf = (body: Uint8Array): boolean => Buffer.from(body.subarray(0, 5)).toString("latin1") === "%PDF-";

async function readDocument(response: HttpResponse, type: string, context: ToolContext): Promise<Content> {
	const source = {
		workers: context.workers,
		signal: context.signal,
		// A copy: the bytes are moved to the worker.
		fs: { readBytes: async () => response.body.slice() },
	};
	const reading = isDocxType(type)
		? readDocxText(source, response.url)
		: readPdfText(source, response.url, [[1, maxPdfPages]], true);
	const read = await reading.catch((error: unknown) => {
		throw unreadable(response.url, error, "download_file saves it.");
	});
	const title = read.facts.title;
	const notes = read.notes.map((note) => `[${note}]`).join("\n");
	return { text: `${notes}\n\n${read.text}`, type, about: title === undefined ? {} : { title } };
}

const showImage = (response: HttpResponse, details: Details): ToolOutput | undefined => {
	const info = imageInfo(response.body);
	if (info === undefined) return undefined;
	const { mediaType, width, height, isComplete } = info;
	const size = formatBytes(response.body.length);
	const about = `${response.url} is a ${mediaType} image, ${width}x${height} pixels, ${size}`;
	const image = { ...details, contentType: mediaType, image: { mediaType, width, height } };
	const isShown = isComplete && response.body.length <= maxImageBytes && Math.max(width, height) <= maxImagePixels;
	return {
		content: isShown ? `${about}.` : `${about}; it is ${isComplete ? "too large" : "cut off"}, so it is not shown.`,
		details: image,
		summary: `${width}x${height}, ${size}`,
		...(isShown
			? {
					view: { kind: "image", mediaType, alt: response.url, width, height },
					images: [{ type: "image", mediaType, data: Buffer.from(response.body).toString("base64") }],
				}
			: { isError: true }),
	};
};

/** The page is data from outside: whoever shows it to a model frames it as such. */
export const fetchUrlTool = defineTool({
	name: "fetch_url",
	category: "web",
	description: "Get a web page or API answer as Markdown, text or raw; also PDF and images.",
	effects: ["network"],
	isCore: true,
	keywords: ["http", "https", "download", "website", "link", "open", "browse", "html", "curl", "api", "read page"],
	input,
	output,
	access: ({ url }) => [{ effect: "network", url: normalizeUrl(url) }],
	title: ({ url }) => url,
	timeoutMs: 2 * timeoutMs,
	async run(wanted, context) {
		const { http, clock, signal } = context;
		const response = await http.request({
			url: normalizeUrl(wanted.url),
			headers: {
				accept: "text/html, application/json;q=0.9, text/*;q=0.8, */*;q=0.5",
				...(wanted.fresh ? { "cache-control": "no-cache" } : {}),
			},
			signal,
			timeoutMs,
			maxBytes,
			onProgress: transferProgress(() => clock.monotonicMs(), context.progress),
		});
		const { url, status } = response;
		const { type } = parseContentType(response.headers["content-type"]);
		const fromCache = response.isFromCache === true ? { fromCache: true } : {};
		const base = { url, status, contentType: type, text: "", truncated: response.truncated, ...fromCache };
		const kind = binaryKind(response.body.subarray(0, 8192));
		const image = kind === undefined ? undefined : showImage(response, base);
		if (image !== undefined) return image;
		const isDocument = isPdf(response.body) || isDocxType(type);
		const isUnknown = type === "" || type === "application/octet-stream";
		if (!isDocument && (kind !== undefined || !(isTextType(type) || isUnknown))) {
			const what = type === "" ? (kind ?? "binary data") : type;
			return {
				content: `${url} is ${what} (${formatBytes(response.body.length)}), not text; its content is not shown. download_file saves it.`,
				details: base,
				summary: what,
				isError: true,
			};
		}
		const content = isDocument
			? await readDocument(response, isDocxType(type) ? type : "application/pdf", context)
			: await readText(response, wanted, context);
		return toOutput(content, base, wanted, response, clock.now());
	},
});

const toOutput = (
	{ text: whole, type, about, view }: Content,
	base: Details,
	{ max_characters, offset }: Input,
	response: HttpResponse,
	now: Date,
): ToolOutput => {
	const { url, status } = base;
	// Never from the middle of a character.
	const rest = whole.slice(offset).replace(/^[\udc00-\udfff]/, "");
	const text = cutText(rest, max_characters);
	const end = whole.length - rest.length + text.length;
	const isMore = end < whole.length;
	const isFailure = status >= 400;
	const wait = retryAfterMs(response.headers["retry-after"], now);
	const head = [
		...(isFailure
			? [`HTTP status ${status}${wait === undefined ? "" : `, try again in ${Math.ceil(wait / 1000)} s`}`]
			: []),
		...(about.title === undefined ? [] : [`Title: ${about.title}`]),
		`Address: ${url}`,
		...(about.byline === undefined ? [] : [`By: ${about.byline}`]),
		...(about.published === undefined ? [] : [`Published: ${about.published}`]),
		...(about.forwardsTo === undefined ? [] : [`This page sends its reader to: ${about.forwardsTo}`]),
	];
	const notes = [
		...(isMore ? [`[cut at ${plural(text.length, "character")} of ${whole.length}; offset ${end} goes on]`] : []),
		...(response.truncated ? [`[the answer was longer than ${formatBytes(maxBytes)}: the rest was not read]`] : []),
	];
	const shown = text === "" ? (offset > 0 ? "(nothing there: it is shorter)" : "(empty)") : text;
	const details: Details = {
		...base,
		contentType: type,
		...about,
		text,
		truncated: response.truncated || isMore || offset > 0,
		characters: whole.length,
	};
	const source = base.fromCache === true ? ", kept" : "";
	return {
		content: [`${head.join("\n")}\n\n${shown}`, ...notes].join("\n"),
		details,
		summary: `${status}, ${formatBytes(response.body.length)}${source}`,
		...(view === undefined ? {} : { view }),
		...(isFailure ? { isError: true } : {}),
	};
};
