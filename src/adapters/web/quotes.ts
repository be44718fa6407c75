// Market prices as the charts of Yahoo Finance give them: `GET /v8/finance/chart/<symbol>?range=…&interval=1d`. It has no
// documentation of its own; its fields are written up by those who use it, e.g. yahoo-finance2 (docs/modules/chart.md).
import { z } from "zod";
import { NexusError } from "../../contracts/errors.js";
import type { Quote, QuoteRange } from "../../contracts/tool-services.js";
import { callJsonService, malformed, type ServicePorts } from "./service-call.js";

const service = "Yahoo Finance";

const figure = z.number().nullish();
const chartAnswer = z.object({
	chart: z.object({
		error: z.object({ code: z.string(), description: z.string() }).nullable(),
		result: z
			.array(
				z.object({
					meta: z.object({
						symbol: z.string(),
						currency: z.string().nullish(),
						exchangeName: z.string().nullish(),
						fullExchangeName: z.string().nullish(),
						instrumentType: z.string().nullish(),
						longName: z.string().nullish(),
						shortName: z.string().nullish(),
						exchangeTimezoneName: z.string(),
						regularMarketPrice: z.number(),
						/** Seconds since 1970. */
						regularMarketTime: z.number(),
						regularMarketDayHigh: figure,
						regularMarketDayLow: figure,
						regularMarketVolume: figure,
					}),
					/** Absent where nothing was traded. Starts of the trading days, seconds since 1970. */
					timestamp: z.array(z.number()).optional(),
					indicators: z.object({ quote: z.array(z.object({ close: z.array(figure).optional() })) }),
				}),
			)
			.nullable(),
	}),
});

/** See the port. */
export async function quoteOf(
	symbol: string,
	range: QuoteRange,
	endpoint: string,
	ports: ServicePorts,
	signal: AbortSignal,
): Promise<Quote> {
	const url = new URL(`${endpoint}${encodeURIComponent(symbol)}`);
	url.searchParams.set("range", range);
	url.searchParams.set("interval", "1d");
	const request = {
		service,
		url: url.href,
		headers: { accept: "application/json", "user-agent": "Mozilla/5.0 (compatible; nexus)" },
	};
	const read = chartAnswer.safeParse(await callJsonService(request, ports, signal, [404]));
	if (!read.success) throw malformed(service, "something that is no chart");
	const { error, result } = read.data.chart;
	const [found] = result ?? [];
	if (found === undefined) {
		const why = error === null ? "" : ` (${error.description})`;
		throw new NexusError("quote.not-found", `${service} has no ${symbol}${why}`, {
			hint: "shares by their ticker with the exchange's suffix (SAP.DE, 7203.T), indices as ^GSPC, currencies as EURUSD=X, coins as BTC-USD",
		});
	}
	return toQuote(found);
}

type Found = NonNullable<z.output<typeof chartAnswer>["chart"]["result"]>[number];

const toQuote = ({ meta, timestamp = [], indicators }: Found): Quote => {
	const dayOf = (seconds: number): string => dayIn(meta.exchangeTimezoneName, seconds);
	const closes = indicators.quote[0]?.close ?? [];
	const history = timestamp.flatMap((seconds, index) => {
		const close = closes[index];
		return close === null || close === undefined ? [] : [{ date: dayOf(seconds), close: exact(close) }];
	});
	// `chartPreviousClose` is of the day before the whole range, so the day before is found among the days.
	const today = dayOf(meta.regularMarketTime);
	const previousClose = history.findLast(({ date }) => date < today)?.close ?? null;
	const change = previousClose === null ? null : exact(meta.regularMarketPrice) - previousClose;
	return {
		symbol: meta.symbol,
		name: meta.longName ?? meta.shortName ?? meta.symbol,
		exchange: meta.fullExchangeName ?? meta.exchangeName ?? "",
		currency: meta.currency ?? "",
		price: exact(meta.regularMarketPrice),
		time: new Date(meta.regularMarketTime * 1000).toISOString(),
		timeZone: meta.exchangeTimezoneName,
		previousClose,
		change: change === null ? null : Number(change.toFixed(6)),
		changePercent:
			change === null || previousClose === null || previousClose === 0
				? null
				: Number(((change / previousClose) * 100).toFixed(2)),
		dayHigh: exactOrNull(meta.regularMarketDayHigh),
		dayLow: exactOrNull(meta.regularMarketDayLow),
		volume: meta.regularMarketVolume ?? null,
		history,
	};
};

/** Prices come as 32-bit fractions: 189.97 as 189.97000122070312. */
const exact = (value: number): number =>
	Number.isInteger(value) || Math.fround(value) !== value ? value : Number(value.toPrecision(7));

const exactOrNull = (value: number | null | undefined): number | null =>
	value === null || value === undefined ? null : exact(value);

/** `2026-11-20`. A zone that is not known counts as UTC. */
const dayIn = (timeZone: string, seconds: number): string => {
	const date = new Date(seconds * 1000);
	try {
		return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(date);
	} catch {
		return date.toISOString().slice(0, 10);
	}
};
