import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { binaryKind } from "../../src/lib/binary-kind.js";
import { decodeBody, isHtmlType, isJsonType, isTextType, parseContentType } from "../../src/lib/content-type.js";
import { cutText } from "../../src/lib/count-text.js";
import { htmlTitle, htmlToMarkdown, htmlToText } from "../../src/lib/html-page.js";
import { formatBytes, plural } from "../../src/lib/plural.js";

type Format = "markdown" | "text" | "raw";

/** What is converted of a page; the rest of a longer one would not be read anyway. */
const maxHtmlCharacters = 1_500_000;
const timeoutMs = 30_000;

/** As people write addresses: without a scheme it is https. Throws `tool.bad-input` for what is no address. */
function normalizeUrl(text: string): string {
	const trimmed = text.trim();
	const candidate = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed) ? trimmed : `https://${trimmed}`;
	const url = URL.parse(candidate);
	if (url === null) throw new NexusError("tool.bad-input", `${text} is no web address`);
	if (url.protocol !== "http:" && url.protocol !== "https:") {
		throw new NexusError("network.blocked", `${text}: only http and https are fetched`, {
			hint: url.protocol === "file:" ? "read_file reads local files." : "Give an http or https address.",
		});
	}
	url.hash = "";
	return url.href;
}

const prettyJson = (text: string): string => {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
};

async function readable(text: string, type: string, format: Format, url: string): Promise<string> {
	if (format === "raw") return text;
	if (isHtmlType(type)) {
		const html = text.slice(0, maxHtmlCharacters);
		return format === "text" ? htmlToText(html) : htmlToMarkdown(html, url);
	}
	return isJsonType(type) ? prettyJson(text) : text;
}

const looksLikeHtml = (text: string): boolean => /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text.slice(0, 500));

/** The page is data from outside: whoever shows it to a model frames it as such. */
export const fetchUrlTool = defineTool({
	name: "fetch_url",
	category: "web",
	description: "Get a web page or API answer as Markdown, text or raw.",
	effects: ["network"],
	isCore: true,
	input: z.object({
		url: z.string().min(1).describe("http(s) address"),
		format: z.enum(["markdown", "text", "raw"]).default("markdown").describe("Of HTML"),
		max_characters: z.number().min(1).default(20_000).describe("Cut after"),
	}),
	access: ({ url }) => [{ effect: "network", url: normalizeUrl(url) }],
	title: ({ url }) => url,
	timeoutMs: timeoutMs + 5000,
	async run({ url, format, max_characters }, { http, signal }) {
		const response = await http.request({
			url: normalizeUrl(url),
			headers: { accept: "text/html, application/json;q=0.9, text/*;q=0.8, */*;q=0.5" },
			signal,
			timeoutMs,
		});
		const { type, charset } = parseContentType(response.headers["content-type"]);
		const kind = binaryKind(response.body.subarray(0, 8192));
		const isUnknown = type === "" || type === "application/octet-stream";
		if (kind !== undefined || !(isTextType(type) || isUnknown)) {
			const what = type === "" ? (kind ?? "binary data") : type;
			return {
				content: `${response.url} is ${what} (${formatBytes(response.body.length)}), not text; its content is not shown.`,
				details: { url: response.url, status: response.status, contentType: type, text: "", truncated: false },
				summary: what,
				isError: true,
			};
		}
		const whole = decodeBody(response.body, charset);
		const contentType = type === "" ? (looksLikeHtml(whole) ? "text/html" : "text/plain") : type;
		const title = isHtmlType(contentType) ? htmlTitle(whole.slice(0, maxHtmlCharacters)) : undefined;
		const converted = await readable(whole, contentType, format, response.url);
		const truncated = response.truncated || converted.length > max_characters;
		const text = cutText(converted, max_characters);
		const isFailure = response.status >= 400;
		const head = [
			...(isFailure ? [`HTTP status ${response.status}`] : []),
			...(title === undefined ? [] : [`Title: ${title}`]),
			`Address: ${response.url}`,
		];
		const tail = truncated ? `\n[cut at ${plural(text.length, "character")} of ${converted.length}]` : "";
		return {
			content: `${head.join("\n")}\n\n${text === "" ? "(empty)" : text}${tail}`,
			details: {
				url: response.url,
				status: response.status,
				contentType,
				...(title === undefined ? {} : { title }),
				text,
				truncated,
			},
			summary: `${response.status}, ${formatBytes(response.body.length)}`,
			...(isFailure ? { isError: true } : {}),
		};
	},
});
