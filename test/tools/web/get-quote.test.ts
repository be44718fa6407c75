import { describe, expect, test } from "vitest";
import { getQuoteTool } from "../../../tools/web/get-quote.js";
import { apple, index, tooMany, unknown } from "../../fixtures/services/yahoo.js";
import { accessContext, detailsOf, runTool } from "../../helpers/tool-context.js";
import { type WebAnswer, webContext, webServer } from "../../helpers/web-server.js";

const answers: Readonly<Record<string, WebAnswer>> = {
	"/v8/finance/chart/AAPL": { body: apple },
	"/v8/finance/chart/%5EX": { body: index },
	"/v8/finance/chart/NONE": { status: 404, body: unknown },
	"/v8/finance/chart/BUSY": { status: 429, body: tooMany, headers: { "content-type": "text/plain" } },
	"/v8/finance/chart/PAGE": { body: "<!doctype html><title>Consent</title>" },
	"/v8/finance/chart/ODD": { body: { chart: { result: [{ meta: {} }], error: null } } },
};

async function quote(symbols: string[], range?: "5d" | "1y") {
	const server = await webServer(({ path }) => answers[path.split("?")[0] ?? ""] ?? { status: 500, body: {} });
	const web = { quotes: { baseUrl: server.url } };
	const input = { symbols, ...(range === undefined ? {} : { range }) };
	return { server, run: runTool(getQuoteTool, input, webContext(server, { web })) };
}

test("the price, its time and its source; the change since the day before, not since the range began", async () => {
	const { server, run } = await quote(["aapl"], "5d");
	const output = await run;
	const details = getQuoteTool.output?.parse(output.details) as ReturnType<typeof detailsOf>;
	expect(details.source).toBe("Yahoo Finance");
	expect(details.quotes).toEqual([
		{
			symbol: "AAPL",
			name: "Apple Inc.",
			exchange: "NasdaqGS",
			currency: "USD",
			price: 271.49,
			time: "2026-11-19T21:00:01.000Z",
			timeZone: "America/New_York",
			previousClose: 267.44,
			change: 4.05,
			changePercent: 1.51,
			dayHigh: 273.33,
			dayLow: 265.92,
			volume: 59030832,
			history: [
				{ date: "2026-11-16", close: 267.46 },
				{ date: "2026-11-17", close: 267.44 },
				{ date: "2026-11-19", close: 271.49 },
			],
		},
	]);
	expect(output.content).toBe(
		"AAPL (Apple Inc., NasdaqGS): 271.49 USD at 2026-11-19T21:00:01.000Z; +4.05 (+1.51 %) since the close before, 267.44; day 265.92 to 273.33; volume 59030832; 267.46 on 2026-11-16.\nSource: Yahoo Finance.",
	);
	expect(output.summary).toBe("271.49 USD +4.05 (+1.51 %)");
	expect(output.view).toMatchObject({
		kind: "chart",
		unit: "USD",
		series: [{ name: "AAPL", values: [267.46, 267.44, 271.49] }],
	});
	expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({ range: "5d", interval: "1d" });
});

test("what is not known is null, and is not made up", async () => {
	const { run } = await quote(["^X"]);
	const output = await run;
	expect(detailsOf(output).quotes[0]).toMatchObject({
		name: "^X",
		currency: "",
		price: 12345678,
		previousClose: null,
		change: null,
		volume: null,
		history: [],
	});
	expect(output.view?.kind).toBe("table");
});

test("several at once, each once; one that fails costs only itself", async () => {
	const { server, run } = await quote(["AAPL", "aapl", "NONE", "^X"]);
	const output = await run;
	const details = getQuoteTool.output?.parse(output.details) as ReturnType<typeof detailsOf>;
	expect(details.quotes.map(({ symbol }: { symbol: string }) => symbol)).toEqual(["AAPL", "^X"]);
	expect(details.failed).toEqual([{ symbol: "NONE", message: expect.stringContaining("may be delisted") }]);
	expect(output.content).toContain("Yahoo Finance has no NONE");
	expect(output.summary).toBe("2 quotes");
	expect(server.requests).toHaveLength(3);
});

describe("what goes wrong is said", () => {
	test.each([
		["NONE", "quote.not-found", /may be delisted/],
		["BUSY", "service.rate-limited", /asked too often/],
		["PAGE", "service.malformed", /a page/],
		["ODD", "service.malformed", /no chart/],
		["DOWN", "service.failed", /status 500/],
	])("%s", async (symbol, code, message) => {
		const { run } = await quote([symbol]);
		await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});
});

test.each([[[]], [["a/b"]], [["x".repeat(31)]], [["A?x=1"]], [Array.from({ length: 11 }, () => "A")]])(
	"%j is refused",
	(symbols) => {
		expect(getQuoteTool.input.safeParse({ symbols }).success).toBe(false);
	},
);

test("permission is asked for the service", () => {
	const input = getQuoteTool.input.parse({ symbols: ["AAPL", "MSFT"] });
	expect(getQuoteTool.access?.(input, accessContext)).toEqual([
		{ effect: "network", url: "http://quotes.invalid/v8/finance/chart/" },
	]);
});
