// Weather, quotes, search results, sites and downloads, in sentences.
import type { JsonObject, JsonValue } from "../../../contracts/json.js";
import { bytes, detailsOf, listOf, type Outcome, objectOf, plural, textOf } from "../plan.js";

/** A day as the person named it, by its place in the forecast. */
export const weatherAnswer =
	(day: number, until: number) =>
	([outcome]: readonly Outcome[]): string => {
		const details = detailsOf(outcome);
		const [unit, current] = [textOf(objectOf(details.units).temperature), objectOf(details.current)];
		const place = textOf(objectOf(details.place).name);
		const days = listOf(details.days);
		const told = (one: JsonObject): string =>
			`${textOf(one.weather)}, ${textOf(one.low)} to ${textOf(one.high)} ${unit}${one.precipitationProbability === null || one.precipitationProbability === undefined ? "" : `, ${textOf(one.precipitationProbability)} % chance of rain or snow`}`;
		const source = `Source: ${textOf(details.source)}.`;
		if (until > day) {
			const rows = days.slice(day, until + 1).map((one) => `${textOf(one.date)}: ${told(one)}`);
			return `${place}:\n${rows.join("\n")}\n${source}`;
		}
		const wanted = days[day];
		if (day > 0 && wanted !== undefined) return `${place} on ${textOf(wanted.date)}: ${told(wanted)}. ${source}`;
		const now = `In ${place} it is ${textOf(current.temperature)} ${unit} (feels like ${textOf(current.feelsLike)}), ${textOf(current.weather)}`;
		const today = days[0] === undefined ? "." : `; today ${told(days[0])}.`;
		return `${now}${today} ${source}`;
	};

const signed = (value: JsonValue | undefined): string => `${Number(value) > 0 ? "+" : ""}${textOf(value)}`;

export const quoteAnswer = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	const told = listOf(details.quotes).map((quote) => {
		const change =
			typeof quote.changePercent === "number" ? ` (${signed(quote.changePercent)} % since the close before)` : "";
		return `${textOf(quote.name) || textOf(quote.symbol)}: ${textOf(quote.price)} ${textOf(quote.currency)}${change}`;
	});
	const failed = listOf(details.failed).map((one) => textOf(one.message));
	return `${[...told, ...failed].join("; ")}. Source: ${textOf(details.source)}.`;
};

export const searchAnswer = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	const results = listOf(details.results);
	if (results.length === 0) return `${textOf(details.provider)} finds nothing for "${textOf(details.query)}".`;
	const rows = results.map((one, index) => `${index + 1}. ${textOf(one.title)} (${textOf(one.url)})`);
	return `${plural(results.length, "result")} of ${textOf(details.provider)} for "${textOf(details.query)}":\n${rows.join("\n")}`;
};

const maxPages = 20;

export const crawlAnswer = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	const pages = listOf(details.pages);
	const rows = pages
		.slice(0, maxPages)
		.map(
			(page) =>
				`${textOf(page.title) || "(no title)"}: ${textOf(page.url)}${page.error === undefined ? "" : ` (${textOf(page.error)})`}`,
		);
	const more = pages.length > maxPages ? [`… and ${pages.length - maxPages} more`] : [];
	return [`Visited ${plural(pages.length, "page")} from ${textOf(details.start)}:`, ...rows, ...more].join("\n");
};

export const downloadAnswer = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	return `Saved ${textOf(details.url)} to ${textOf(details.path)} (${bytes(Number(details.sizeBytes))}).`;
};
