import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolView } from "../../src/contracts/tool.js";
import type { Forecast, Place } from "../../src/contracts/tool-services.js";
import { coordinatesIn } from "../../src/lib/coordinates.js";
import { compassPoint, weatherInWords } from "../../src/lib/weather-codes.js";

const figure = z.number().nullable();
const output = z.object({
	/** Whose figures these are. */
	source: z.string(),
	place: z.object({ name: z.string(), latitude: z.number(), longitude: z.number() }),
	/** Other places of that name. */
	others: z.array(z.string()),
	timeZone: z.string(),
	units: z.object({ temperature: z.string(), wind: z.string(), precipitation: z.string() }),
	current: z.object({
		/** Local time of the place. */
		time: z.string(),
		weather: z.string(),
		temperature: z.number(),
		feelsLike: z.number(),
		/** Percent. */
		humidity: z.number(),
		precipitation: z.number(),
		windSpeed: z.number(),
		/** Degrees clockwise from north, where it comes from. */
		windDirection: z.number(),
	}),
	days: z.array(
		z.object({
			date: z.string(),
			weather: z.string(),
			high: figure,
			low: figure,
			precipitation: figure,
			/** Percent. */
			precipitationProbability: figure,
			windSpeed: figure,
			sunrise: z.string(),
			sunset: z.string(),
		}),
	),
});
type Details = z.output<typeof output>;

/** Undefined for a name. Throws `tool.bad-input` outside of the earth. */
const coordinates = (text: string): Place | undefined => {
	const found = coordinatesIn(text);
	if (found !== "off the earth") return found && { name: `${found.latitude}, ${found.longitude}`, ...found };
	throw new NexusError("tool.bad-input", `${text} is no place on earth`, {
		hint: "latitude -90 to 90 first, then longitude -180 to 180",
	});
};

export const getWeatherTool = defineTool({
	name: "get_weather",
	category: "web",
	description: "Weather now and in the coming days, by place or coordinates.",
	effects: ["network"],
	keywords: ["forecast", "temperature", "rain", "snow", "wind", "sun", "sunrise", "sunset", "climate"],
	input: z.object({
		place: z.string().trim().min(2).max(200).describe('"Paris", "Springfield, Illinois" or "48.85, 2.35"'),
		days: z.number().int().min(1).max(16).default(3),
		units: z.enum(["metric", "imperial"]).default("metric"),
	}),
	output,
	access: ({ place }, { services }) =>
		services.weather
			.addresses(coordinates(place) === undefined ? "named" : "known")
			.map((url) => ({ effect: "network", url })),
	title: ({ place }) => place,
	timeoutMs: 60_000,
	async run({ place: text, days, units }, { signal, services: { weather } }) {
		const given = coordinates(text);
		const [place, ...others] = given === undefined ? await weather.places(text, signal) : [given];
		const forecast = await weather.forecast(place, { days, isImperial: units === "imperial" }, signal);
		const names = others.map(({ name }) => name).slice(0, 4);
		const details = toDetails(weather.source, place, names, forecast);
		const { current, units: unit } = details;
		return {
			content: inWords(details),
			details,
			summary: `${current.temperature} ${unit.temperature}, ${current.weather}`,
			view: chartOf(details, forecast),
		};
	},
});

const toDetails = (source: string, place: Place, others: readonly string[], forecast: Forecast): Details => {
	const { code, ...current } = forecast.current;
	return {
		source,
		place: { ...place },
		others: [...others],
		timeZone: forecast.timeZone,
		units: { ...forecast.units },
		current: { ...current, weather: weatherInWords(code) },
		days: forecast.days.map(({ code: dayCode, ...day }) => ({
			...day,
			weather: dayCode === null ? "unknown" : weatherInWords(dayCode),
		})),
	};
};

const inWords = ({ source, place, others, timeZone, units, current, days }: Details): string => {
	const or = (value: number | null, unit: string): string => (value === null ? "?" : `${value} ${unit}`);
	const wind = `wind ${current.windSpeed} ${units.wind} from ${compassPoint(current.windDirection)}`;
	const rows = days.map((day) =>
		[
			`${day.date}: ${day.weather}, ${or(day.low, units.temperature)} to ${or(day.high, units.temperature)}`,
			`precipitation ${or(day.precipitation, units.precipitation)}${day.precipitationProbability === null ? "" : ` (${day.precipitationProbability} %)`}`,
			`wind to ${or(day.windSpeed, units.wind)}`,
			`sun ${clockOf(day.sunrise)} to ${clockOf(day.sunset)}`,
		].join("; "),
	);
	return [
		`${place.name}, ${current.time.replace("T", " ")} (${timeZone}): ${current.weather}, ${current.temperature} ${units.temperature}, feels like ${current.feelsLike} ${units.temperature}, humidity ${current.humidity} %, ${wind}.`,
		...rows,
		...(others.length === 0 ? [] : [`Other places of that name: ${others.join("; ")}.`]),
		`Source: ${source}.`,
	].join("\n");
};

const clockOf = (time: string): string => time.split("T")[1] ?? "?";

/** One day by its hours, several by what is highest and lowest. Only where all figures are there. */
const chartOf = ({ units, days, place }: Details, { hours }: Forecast): ToolView => {
	const whole = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
	if (days.length === 1) {
		const known = hours.flatMap(({ time, temperature }) =>
			temperature === null ? [] : [{ label: clockOf(time), value: temperature }],
		);
		return {
			kind: "chart",
			title: place.name,
			unit: units.temperature,
			labels: known.map(({ label }) => label),
			series: [{ name: "temperature", values: known.map(({ value }) => value) }],
		};
	}
	const known = days.filter(({ high, low }) => high !== null && low !== null);
	return {
		kind: "chart",
		title: place.name,
		unit: units.temperature,
		labels: known.map(({ date }) => date.slice(5)),
		series: [
			{ name: "high", values: whole(known.map(({ high }) => high)) },
			{ name: "low", values: whole(known.map(({ low }) => low)) },
		],
	};
};
