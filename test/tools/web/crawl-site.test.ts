import { afterAll, describe, expect, test, vi } from "vitest";
import { createNodeWorkers } from "../../../src/adapters/node-workers.js";
import { crawlSiteTool } from "../../../tools/web/crawl-site.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import { accessContext, detailsOf, runTool } from "../../helpers/tool-context.js";
import { type WebAnswer, webContext, webServer } from "../../helpers/web-server.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());

const page = (title: string, ...links: string[]): WebAnswer => ({
	headers: { "content-type": "text/html" },
	body: `<!doctype html><title>${title}</title><h1>${title}</h1><p>Words.${links.map((link) => ` <a href="${link}">to</a>`).join("")}`,
});

const site: Readonly<Record<string, WebAnswer>> = {
	"/robots.txt": { body: "User-agent: *\nDisallow: /docs/secret\n" },
	"/docs/": page(
		"Start",
		"a.html",
		"b",
		"/",
		"/docs/secret/x",
		"http://other.invalid/",
		"#here",
		"mailto:a@b.example",
		"/docs/",
	),
	"/docs/a.html": page("A", "./", "deep/", "missing", "a.html#part"),
	"/docs/b": { status: 301, headers: { location: "/docs/a.html" } },
	"/docs/deep/": page("Deep", "deeper"),
	"/docs/deep/deeper": page("Deeper"),
	"/": page("Home", "/docs/"),
};

async function crawl(input: Record<string, unknown> = {}, answers = site, start = "/docs/") {
	const server = await webServer(
		({ path }) => answers[path] ?? { status: 404, ...page("None"), headers: { "content-type": "text/html" } },
	);
	const context = webContext(server, { workers });
	const run = runTool(crawlSiteTool, { url: server.url + start, delay_ms: 0, ...input }, context);
	const seen = () => server.requests.map(({ path }) => path);
	return { server, context, run, seen };
}

test("pages below the start, each once, nearest first, robots.txt first of all", async () => {
	const { server, context, run, seen } = await crawl();
	const output = await run;
	const details = crawlSiteTool.output?.parse(output.details) as ReturnType<typeof detailsOf>;
	expect(
		details.pages.map((one: { url: string; depth: number; title: string }) => [
			one.url.slice(server.url.length),
			one.depth,
			one.title,
		]),
	).toEqual([
		["/docs/", 0, "Start"],
		["/docs/a.html", 1, "A"],
		["/docs/deep/", 2, "Deep"],
		["/docs/missing", 2, "None"],
	]);
	expect(details).toMatchObject({ refused: [`${server.url}/docs/secret/x`], waiting: 0, delayMs: 0 });
	expect(details.pages[3]).toMatchObject({ status: 404, error: "status 404" });
	expect(seen()).toEqual([
		"/robots.txt",
		"/docs/",
		"/docs/a.html",
		"/docs/b",
		"/docs/a.html",
		"/docs/deep/",
		"/docs/missing",
	]);
	expect(output).toMatchObject({ summary: "4 pages, 1 failed", view: { kind: "table" } });
	expect(output.content).toContain(`- ${server.url}/docs/a.html "A" (200, `);
	expect(output.content).toContain("robots.txt asks to leave alone");
	expect(context.shown[0]).toBe(`1/20 200 ${server.url}/docs/\n`);
	expect(server.requests.every(({ headers }) => headers["user-agent"] === "nexus")).toBe(true);
});

test("bounds: pages, depth, host", async () => {
	const few = await crawl({ max_pages: 2 });
	expect(detailsOf(await few.run)).toMatchObject({ pages: [{ depth: 0 }, { depth: 1 }], waiting: 4 });
	const flat = await crawl({ max_depth: 0 });
	expect(detailsOf(await flat.run).pages).toHaveLength(1);
	const host = await crawl({ scope: "host" });
	const { pages } = detailsOf(await host.run);
	expect(pages.map(({ title }: { title: string }) => title)).toContain("Home");
});

test("texts where they are wanted", async () => {
	const { run } = await crawl({ include_text: true, max_pages: 1 });
	const output = await run;
	expect(detailsOf(output).pages[0].text).toContain("# Start");
	expect(output.content).toContain("# Start");
});

describe("robots.txt (RFC 9309, section 2.3.1)", () => {
	test.each([
		["none: all is open", { status: 404 }, 3],
		["not for us to see: all is open", { status: 403 }, 3],
		["a redirect to it is followed", { status: 302, headers: { location: "/r2" } }, 2],
	] as const)("%s", async (_, answer, count) => {
		const { run } = await crawl(
			{ max_depth: 1 },
			{
				...site,
				"/robots.txt": answer,
				"/r2": { body: "User-agent: nexus\nDisallow: /docs/secret" },
				"/docs/secret/x": page("Secret"),
			},
		);
		expect(detailsOf(await run).pages).toHaveLength(count);
	});

	test.each([[500], [503], [429]])("%i: nothing is visited", async (status) => {
		const { run, seen } = await crawl({}, { ...site, "/robots.txt": { status } });
		await expect(run).rejects.toMatchObject({ code: "crawl.robots" });
		expect(seen()).toEqual(["/robots.txt"]);
	});

	test("a site that wants nobody", async () => {
		const { run, seen } = await crawl({}, { ...site, "/robots.txt": { body: "User-agent: *\nDisallow: /" } });
		expect(await run).toMatchObject({ isError: true, details: { pages: [] } });
		expect(seen()).toEqual(["/robots.txt"]);
	});
});

test("it waits between requests, longer where the site asks for it", async () => {
	const server = await webServer(({ path }) =>
		path === "/robots.txt" ? { body: "User-agent: *\nCrawl-delay: 3" } : (site[path] ?? { status: 404 }),
	);
	const clock = new ManualClock();
	const context = webContext(server, { workers, clock });
	const run = runTool(crawlSiteTool, { url: `${server.url}/docs/`, max_pages: 2, delay_ms: 100 }, context);
	await vi.waitFor(() => expect(clock.waits).toEqual([3000]), 10_000);
	expect(server.requests.map(({ path }) => path)).toEqual(["/robots.txt", "/docs/"]);
	clock.advance(3000);
	expect(detailsOf(await run)).toMatchObject({ pages: [{}, {}], delayMs: 3000 });
});

test("what is no page, fails or leads away is told and costs only itself", async () => {
	const other = await webServer(() => page("Elsewhere"));
	const { run } = await crawl(
		{ max_depth: 1 },
		{
			"/docs/": page("Start", "pdf", "away", "gone", "broken"),
			"/docs/pdf": { headers: { "content-type": "application/pdf" }, body: "%PDF" },
			"/docs/away": { status: 302, headers: { location: other.url } },
			"/docs/gone": { status: 302, headers: { location: "/elsewhere" } },
			"/elsewhere": page("Out of bounds"),
			"/docs/broken": { headers: { "content-type": "text/html", "content-encoding": "gzip" }, body: "no gzip" },
		},
	);
	const { pages } = detailsOf(await run);
	expect(pages.map(({ error }: { error?: string }) => error)).toEqual([
		undefined,
		"is application/pdf",
		expect.stringContaining("is not fetched"),
		"leads out of the site",
		expect.stringContaining("could not be reached"),
	]);
	expect(other.requests).toEqual([]);
});

test("an abort ends it", async () => {
	const controller = new AbortController();
	const server = await webServer(({ path }) => {
		if (path === "/docs/a.html") controller.abort();
		return path === "/docs/a.html" ? undefined : (site[path] ?? { status: 404 });
	});
	const context = webContext(server, { workers, signal: controller.signal });
	await expect(runTool(crawlSiteTool, { url: `${server.url}/docs/`, delay_ms: 0 }, context)).rejects.toThrow(
		/cancel|abort/i,
	);
});

test("permission is asked for all that may be visited", () => {
	const access = (input: object) => crawlSiteTool.access?.(crawlSiteTool.input.parse(input), accessContext);
	const url = "https://a.example/docs/start.html?x";
	expect(access({ url })).toEqual([
		{ effect: "network", url },
		{ effect: "network", url: "https://a.example/docs/" },
	]);
	expect(access({ url: "a.example/docs/", scope: "below" })).toEqual([
		{ effect: "network", url: "https://a.example/docs/" },
	]);
	expect(access({ url, scope: "host" })).toEqual([
		{ effect: "network", url },
		{ effect: "network", url: "https://a.example/" },
	]);
	expect(() => access({ url: "file:///etc" })).toThrow(/no http or https/);
});
