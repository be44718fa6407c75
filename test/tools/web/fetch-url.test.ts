import { afterAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { createCachedHttp } from "../../../src/adapters/cached-http.js";
import { createGuardedHttp } from "../../../src/adapters/guarded-http.js";
import { createNodeWorkers } from "../../../src/adapters/node-workers.js";
import { fetchUrlTool } from "../../../tools/web/fetch-url.js";
import { loopbackHttp, startServer } from "../../helpers/loopback-http.js";
import { makePdf, pageOf } from "../../helpers/make-documents.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import { accessContext, createToolContext, detailsOf, memoryCache, runTool } from "../../helpers/tool-context.js";
import { webContext, webServer } from "../../helpers/web-server.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());

type Input = Omit<z.input<typeof fetchUrlTool.input>, "url">;

async function get(body: string | Uint8Array, type: string | undefined, input: Input = {}, status = 200) {
	const address = await startServer((_path, response) => {
		response.writeHead(status, type === undefined ? {} : { "content-type": type });
		response.end(body);
	});
	return runTool(
		fetchUrlTool,
		{ url: `${address}/dir/page?q=1#part`, ...input },
		createToolContext({ http: loopbackHttp, workers: workers }),
	);
}

const textOf = async (...args: Parameters<typeof get>): Promise<string> => detailsOf(await get(...args)).text;

const page = `<!doctype html><html><head><title> A &amp; B
 page</title><style>p{color:red}</style><script>alert("<p>no</p>")</script></head>
<body><h1>Head <em>line</em></h1><p>One <a href="../x?a=1&amp;b=2">link</a>, <a href="javascript:alert(1)">bad</a>
<img src="data:image/png;base64,AAAA" alt="data"><img src="i.png" alt="pic"></p>
<ul><li>first<li>second</ul><pre><code>let x = 1;
  y</code></pre><table><tr><th>k</th><th>v</th></tr><tr><td>a</td><td>1</td></tr></table>
<noscript>turn it on</noscript><iframe src="http://other"></iframe><!-- <p>comment</p> --></body></html>`;

describe("HTML", () => {
	test("as Markdown: title, headings, absolute links, lists, code, tables; no scripts", async () => {
		const output = await get(page, "text/html; charset=utf-8");
		const { text, title, url, status, contentType, truncated } = detailsOf(output);
		expect({ title, status, contentType, truncated }).toEqual({
			title: "A & B page",
			status: 200,
			contentType: "text/html",
			truncated: false,
		});
		const origin = new URL(url).origin;
		expect(text).toContain("# Head _line_");
		expect(text).toContain(`[link](${origin}/x?a=1&b=2)`);
		expect(text).toContain(`![pic](${origin}/dir/i.png)`);
		expect(text).toContain("- first\n- second");
		expect(text).toContain("```\nlet x = 1;\n  y\n```");
		expect(text).toContain("| k | v |\n| --- | --- |\n| a | 1 |");
		expect(text).not.toMatch(/alert|javascript|color|turn it on|comment|data:|iframe|A & B/);
		expect(output.content.startsWith(`Title: A & B page\nAddress: ${origin}/dir/page?q=1\n\n`)).toBe(true);
	});

	test("as text, and raw", async () => {
		const text = await textOf(page, "text/html", { format: "text" });
		expect(text).toContain("Head line\n");
		expect(text).toContain("One link, bad");
		expect(text).not.toMatch(/[<>]|alert/);
		expect(await textOf(page, "text/html", { format: "raw" })).toBe(page);
	});

	test.each([
		["open tags", "<a ".repeat(200_000)],
		["scripts", "<script ".repeat(200_000)],
		["closed scripts", "<script><".repeat(200_000)],
		["comments", "<!--".repeat(200_000)],
		["quotes", '<a href="'.repeat(100_000)],
		["deep", `${"<div>".repeat(100_000)}here${"</div>".repeat(100_000)}`],
		["deep and open", `${"<b><i>".repeat(50_000)}here`],
		["lists", `${"<ul><li>".repeat(20_000)}here`],
		["tables", `${"<table><tr><td>".repeat(5000)}here`],
		["closings", "</p>".repeat(200_000)],
		["entities", "&amp".repeat(200_000)],
		["brackets", "<".repeat(500_000)],
	])("a page made of %s is done with in time", async (_name, html) => {
		const started = performance.now();
		await get(`<body>${html}`, "text/html");
		await get(`<body>${html}`, "text/html", { format: "text" });
		expect(performance.now() - started).toBeLessThan(8000);
	});

	test("what is nested too deeply keeps its text", async () => {
		expect(await textOf(`${"<div>".repeat(5000)}here`, "text/html")).toContain("here");
	});
});

describe("character sets", () => {
	const latin = Buffer.from("<meta charset=iso-8859-1><p>Gr\xfc\xdfe", "latin1");
	test.each([
		["of the header", Buffer.from("Gr\xfc\xdfe", "latin1"), "text/plain; charset=ISO-8859-1", "Grüße"],
		["of the header, quoted", Buffer.from("Gr\xfc\xdfe", "latin1"), 'text/plain;charset="latin1"', "Grüße"],
		["of the page", latin, "text/html", "Grüße"],
		["of XML", Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>\x80</a>', "latin1"), "text/xml", "€"],
		["of a mark", Buffer.from("\uFEFFGrüße", "utf16le"), "text/plain", "Grüße"],
		["that is unknown", Buffer.from("Grüße"), "text/plain; charset=klingon", "Grüße"],
		["none", Buffer.from("Grüße"), "text/plain", "Grüße"],
		["Shift_JIS", Buffer.from([0x93, 0xfa, 0x96, 0x7b]), "text/plain; charset=shift_jis", "日本"],
	])("%s", async (_name, body, type, expected) => {
		expect(await textOf(body, type)).toContain(expected);
	});
});

describe("other content", () => {
	test("JSON is laid out, broken JSON left as it is", async () => {
		expect(await textOf('{"a":[1]}', "application/json")).toBe('{\n  "a": [\n    1\n  ]\n}');
		expect(await textOf('{"a"', "application/ld+json")).toBe('{"a"');
		expect(await textOf("[".repeat(100_000), "application/json")).toContain("[[[");
		expect(await textOf('{"a":1}', "application/json", { format: "raw" })).toBe('{"a":1}');
	});

	test("without a type: by its look", async () => {
		expect(detailsOf(await get("<!DOCTYPE html><title>T</title><p>x", undefined))).toMatchObject({
			title: "T",
			text: "x",
		});
		expect(await textOf("a < b", undefined)).toBe("a < b");
	});

	test.each([
		["image/png", [0x89, 0x50, 0x4e, 0x47, 0, 0], "image/png"],
		["audio/mpeg", [0x49, 0x44, 0x33, 0, 0], "audio/mpeg"],
		["text/plain", [0x50, 0x4b, 3, 4, 0, 0], "text/plain"],
		[undefined, [0x1f, 0x8b, 8, 0], "a gzip archive"],
	])("%s is not shown", async (type, bytes, what) => {
		const output = await get(Uint8Array.from(bytes), type);
		expect(output).toMatchObject({ isError: true, details: { text: "" } });
		expect(output.content).toContain(` is ${what} (`);
	});

	test("a long answer is cut and says so", async () => {
		const output = await get("x".repeat(5000), "text/plain", { max_characters: 100 });
		expect(output.details).toMatchObject({ text: "x".repeat(100), truncated: true });
		expect(output.content).toContain("[cut at 100 characters of 5000; offset 100 goes on]");
	});

	test("a failure is an error with the text of the answer", async () => {
		const output = await get("no such page", "text/plain", {}, 404);
		expect(output).toMatchObject({ isError: true, details: { status: 404, text: "no such page" } });
		expect(output.content).toContain("HTTP status 404");
	});
});

describe("addresses", () => {
	const asked = async (url: string): Promise<string | undefined> => {
		let seen: string | undefined;
		const http = {
			request: async (request: { url: string }) => {
				seen = request.url;
				return { status: 200, headers: {}, url: request.url, body: new Uint8Array(), truncated: false };
			},
		};
		await runTool(fetchUrlTool, { url }, createToolContext({ http, workers: workers }));
		return seen;
	};

	test.each([
		["example.com", "https://example.com/"],
		["example.com:8080/x", "https://example.com:8080/x"],
		[" http://example.com/a b#c ", "http://example.com/a%20b"],
		["HTTPS://EXAMPLE.com", "https://example.com/"],
	])("%j is %s, for the policy and on the wire", async (url, expected) => {
		expect(await asked(url)).toBe(expected);
		const input = fetchUrlTool.input.parse({ url });
		expect(fetchUrlTool.access?.(input, accessContext)).toEqual([{ effect: "network", url: expected }]);
	});

	test.each(["file:///etc/passwd", "ftp://example.com", "javascript:alert(1)", "data:text/plain,x", "http://", "::"])(
		"%s is refused before anything is sent",
		async (url) => {
			await expect(asked(url)).rejects.toMatchObject({ code: expect.stringMatching(/tool.bad-input|network.blocked/) });
		},
	);

	test("an abort reaches the request", async () => {
		const address = await startServer(() => undefined);
		const controller = new AbortController();
		const context = createToolContext({ http: loopbackHttp, workers, signal: controller.signal });
		const run = runTool(fetchUrlTool, { url: address }, context);
		controller.abort();
		await expect(run).rejects.toThrow(/abort/i);
	});
});

describe("parts of a page", () => {
	const words = "Long sentences, with commas, make an article. ".repeat(12);
	const html = `<title>T</title><meta name=author content=Me><nav><a href="/menu">Menu</a></nav><article><p>${words}</p><p>${words}</p></article>`;

	test("the main content, unless all is wanted", async () => {
		const main = detailsOf(await get(html, "text/html"));
		expect(main).toMatchObject({ part: "main", byline: "Me" });
		expect(main.text).not.toContain("Menu");
		expect(main.links).toEqual([{ text: "Menu", url: expect.stringMatching(/\/menu$/) }]);
		const whole = detailsOf(await get(html, "text/html", { part: "whole" }));
		expect(whole.part).toBe("whole");
		expect(whole.text).toContain("Menu");
	});

	test("one after the other, with an offset, without a half character", async () => {
		const text = `${"a".repeat(9)}🙂${"b".repeat(9)}`;
		const first = await get(text, "text/plain", { max_characters: 10 });
		expect(detailsOf(first)).toMatchObject({ text: "a".repeat(9), truncated: true, characters: 20 });
		expect(first.content).toContain("offset 9 goes on");
		const second = await get(text, "text/plain", { max_characters: 100, offset: 9 });
		expect(detailsOf(second)).toMatchObject({ text: `🙂${"b".repeat(9)}`, truncated: true });
		expect(detailsOf(await get(text, "text/plain", { offset: 10 })).text).toBe("b".repeat(9));
		expect((await get(text, "text/plain", { offset: 99 })).content).toContain("(nothing there: it is shorter)");
	});

	test("where a page sends its reader is said", async () => {
		const output = await get('<meta http-equiv=refresh content="0;url=/next">', "text/html");
		expect(output.content).toMatch(/sends its reader to: http:\/\/127\.0\.0\.1:\d+\/next/);
	});
});

describe("what is no text", () => {
	const png = Buffer.from(
		"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
		"base64",
	);

	test("an image is shown, whatever its type is called", async () => {
		const output = await get(png, "application/octet-stream");
		expect(output).toMatchObject({
			details: { contentType: "image/png", image: { width: 1, height: 1 }, text: "" },
			view: { kind: "image", mediaType: "image/png" },
			images: [{ mediaType: "image/png", data: png.toString("base64") }],
		});
		expect(fetchUrlTool.output?.safeParse(output.details).success).toBe(true);
	});

	test("half an image is not", async () => {
		const output = await get(png.subarray(0, 50), "image/png");
		expect(output).toMatchObject({ isError: true, content: expect.stringContaining("cut off") });
		expect(output.images).toBeUndefined();
	});

	test("a PDF is read", async () => {
		const output = await get(makePdf([pageOf("Hello from page one"), pageOf("And two")]), "application/pdf");
		expect(detailsOf(output)).toMatchObject({ contentType: "application/pdf", truncated: false });
		expect(detailsOf(output).text).toContain("Hello from page one");
		expect(detailsOf(output).text).toContain("--- page 2");
	});

	test("a broken PDF says so", async () => {
		await expect(get(Buffer.from("%PDF-1.7\n\x80broken\0"), "application/pdf")).rejects.toMatchObject({
			code: "page.unreadable",
			hint: "download_file saves it.",
		});
	});
});

test("bytes that are no UTF-8 and say nothing of themselves are windows-1252; a cut character is no sign of that", async () => {
	expect(await textOf(Buffer.from("Gr\xfc\xdfe \x80", "latin1"), "text/plain")).toBe("Grüße €");
	expect(await textOf(Buffer.from("Grüße").subarray(0, 3), "text/plain")).toBe("Gr");
	expect(await textOf(Buffer.from("<meta charset=utf-16><p>é"), "text/html")).toBe("é");
});

test("what may be kept is kept, and asked for again when that is wanted", async () => {
	const server = await webServer((_, number) => ({
		body: `v${number}`,
		headers: { "content-type": "text/plain", "cache-control": "max-age=60" },
	}));
	const clock = new ManualClock();
	const http = createCachedHttp(createGuardedHttp({ allow: [server.host] }), { cache: memoryCache(), clock });
	const context = webContext(server, { http, clock, workers });
	const run = async (fresh = false) => detailsOf(await runTool(fetchUrlTool, { url: server.url, fresh }, context));
	expect(await run()).toMatchObject({ text: "v0" });
	expect(await run()).toMatchObject({ text: "v0", fromCache: true });
	expect(await run(true)).toMatchObject({ text: "v1" });
});

test("a busy server says when to come back", async () => {
	const server = await webServer(() => ({
		status: 429,
		headers: { "retry-after": "30", "content-type": "text/plain" },
		body: "no",
	}));
	const output = await runTool(fetchUrlTool, { url: server.url }, webContext(server, { workers }));
	expect(output).toMatchObject({
		isError: true,
		content: expect.stringContaining("HTTP status 429, try again in 30 s"),
	});
});

test("details fit what is promised", async () => {
	for (const [body, type] of [
		[page, "text/html"],
		['{"a":1}', "application/json"],
		["x", undefined],
	] as const) {
		const output = await get(body, type);
		expect(fetchUrlTool.output?.safeParse(output.details).error).toBeUndefined();
	}
});
