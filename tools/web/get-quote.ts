import { z } from "zod";
import { isAbortError, toErrorData } from "../../src/contracts/errors.js";
import { defineTool, type ToolView } from "../../src/contracts/tool.js";
import { type Quote, quoteRanges } from "../../src/contracts/tool-services.js";
import { plural } from "../../src/lib/plural.js";

const figure = z.number().nullable();
const output = z.object({
	/** Whose figures these are. */
	source: z.string(),
	quotes: z.array(
		z.object({
			symbol: z.string(),
			name: z.string(),
			exchange: z.string(),
			currency: z.string(),
			price: z.number(),
			/** UTC: when the price was made. */
			time: z.string(),
			timeZone: z.string(),
			previousClose: figure,
			change: figure,
			changePercent: figure,
			dayHigh: figure,
			dayLow: figure,
			volume: figure,
			history: z.array(z.object({ date: z.string(), close: z.number() })),
		}),
	),
	/** Symbols without a price, and why. */
	failed: z.array(z.object({ symbol: z.string(), message: z.string() })),
});

export const getQuoteTool = defineTool({
	name: "get_quote",
	category: "web",
	description: "Market prices of shares, funds, indices, currencies and coins.",
	effects: ["network"],
	keywords: [
		"stock",
		"share",
		"price",
		"ticker",
		"market",
		"exchange rate",
		"currency",
		"crypto",
		"bitcoin",
		"fund",
		"index",
	],
	input: z.object({
		symbols: z
			.array(
				z
					.string()
					.trim()
					.regex(/^[\w^=.-]{1,30}$/, "a symbol such as AAPL, SAP.DE, ^GSPC, EURUSD=X or BTC-USD"),
			)
			.min(1)
			.max(10)
			.describe("AAPL, SAP.DE, ^GSPC, EURUSD=X, BTC-USD"),
		range: z.enum(quoteRanges).default("1mo").describe("Of daily closes"),
	}),
	output,
	access: (_input, { services }) => services.quotes.addresses().map((url) => ({ effect: "network", url })),
	title: ({ symbols }) => symbols.join(", "),
	timeoutMs: 60_000,
	async run({ symbols, range }, { signal, services: { quotes: service } }) {
		const asked = [...new Set(symbols.map((symbol) => symbol.toUpperCase()))];
		const answers = await Promise.allSettled(asked.map((symbol) => service.of(symbol, range, signal)));
		const quotes: Quote[] = [];
		const failed: { symbol: string; message: string; error: unknown }[] = [];
		for (const [index, answer] of answers.entries()) {
			if (answer.status === "fulfilled") quotes.push(answer.value);
			else {
				const { message } = toErrorData(answer.reason);
				failed.push({ symbol: asked[index] ?? "", message, error: answer.reason });
			}
		}
		const [first] = failed;
		if (first !== undefined && (quotes.length === 0 || isAbortError(first.error))) throw first.error;
		const details = {
			source: service.source,
			quotes: quotes.map((quote) => ({ ...quote, history: quote.history.map((day) => ({ ...day })) })),
			failed: failed.map(({ symbol, message }) => ({ symbol, message })),
		};
		return {
			content: [...quotes.map(inWords), ...failed.map(({ message }) => message), `Source: ${service.source}.`].join(
				"\n",
			),
			details,
			summary: summaryOf(quotes),
			view: viewOf(quotes, range),
		};
	},
});

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

const changeOf = ({ change, changePercent }: Quote): string =>
	change === null ? "" : `${signed(change)}${changePercent === null ? "" : ` (${signed(changePercent)} %)`}`;

const inWords = (quote: Quote): string => {
	const { symbol, name, exchange, currency, price, time, dayLow, dayHigh, previousClose, volume, history } = quote;
	const first = history[0];
	const parts = [
		...(previousClose === null ? [] : [`${changeOf(quote)} since the close before, ${previousClose}`]),
		...(dayLow === null || dayHigh === null ? [] : [`day ${dayLow} to ${dayHigh}`]),
		...(volume === null || volume === 0 ? [] : [`volume ${volume}`]),
		...(first === undefined ? [] : [`${first.close} on ${first.date}`]),
	];
	const where = exchange === "" ? "" : `, ${exchange}`;
	return `${symbol} (${name}${where}): ${`${price} ${currency}`.trim()} at ${time}; ${parts.join("; ")}.`;
};

const summaryOf = (quotes: readonly Quote[]): string => {
	const [only, another] = quotes;
	if (only === undefined || another !== undefined) return plural(quotes.length, "quote");
	return `${`${only.price} ${only.currency}`.trim()} ${changeOf(only)}`.trim();
};

const viewOf = (quotes: readonly Quote[], range: string): ToolView => {
	const [only, another] = quotes;
	if (only !== undefined && another === undefined && only.history.length > 1) {
		return {
			kind: "chart",
			title: `${only.name}, ${range}`,
			...(only.currency === "" ? {} : { unit: only.currency }),
			labels: only.history.map(({ date }) => date),
			series: [{ name: only.symbol, values: only.history.map(({ close }) => close) }],
		};
	}
	return {
		kind: "table",
		columns: ["Symbol", "Name", "Price", "Change", "Time"],
		rows: quotes.map((quote) => [
			quote.symbol,
			quote.name,
			`${quote.price} ${quote.currency}`.trim(),
			changeOf(quote),
			quote.time,
		]),
	};
};
