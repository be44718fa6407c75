// Weather from Open-Meteo (https://open-meteo.com/en/docs, https://open-meteo.com/en/docs/geocoding-api).
import { z } from "zod";
import { NexusError } from "../../contracts/errors.js";
import type { Forecast, Place } from "../../contracts/tool-services.js";
import { callJsonService, malformed, type ServicePorts } from "./service-call.js";
import type { WebSettings } from "./web-settings.js";

const service = "Open-Meteo";

const placesAnswer = z.object({
	/** Absent when nothing was found. */
	results: z
		.array(
			z.object({
				name: z.string(),
				latitude: z.number(),
				longitude: z.number(),
				country: z.string().optional(),
				country_code: z.string().optional(),
				admin1: z.string().optional(),
			}),
		)
		.default([]),
});

const figures = z.array(z.number().nullable());
const forecastAnswer = z.object({
	timezone: z.string(),
	current_units: z.object({ temperature_2m: z.string(), wind_speed_10m: z.string(), precipitation: z.string() }),
	current: z.object({
		time: z.string(),
		temperature_2m: z.number(),
		apparent_temperature: z.number(),
		relative_humidity_2m: z.number(),
		precipitation: z.number(),
		weather_code: z.number(),
		wind_speed_10m: z.number(),
		wind_direction_10m: z.number(),
	}),
	hourly: z.object({ time: z.array(z.string()), temperature_2m: figures }),
	daily: z.object({
		time: z.array(z.string()),
		weather_code: figures,
		temperature_2m_max: figures,
		temperature_2m_min: figures,
		precipitation_sum: figures,
		precipitation_probability_max: figures.optional(),
		wind_speed_10m_max: figures,
		sunrise: z.array(z.string()),
		sunset: z.array(z.string()),
	}),
});

/** See the port. */
export async function findPlaces(
	name: string,
	{ geocodingUrl }: WebSettings["weather"],
	ports: ServicePorts,
	signal: AbortSignal,
): Promise<readonly [Place, ...Place[]]> {
	const [town = "", ...within] = name.split(",").map((part) => part.trim());
	const ask = async (text: string) => {
		const url = new URL(geocodingUrl);
		url.searchParams.set("name", text);
		url.searchParams.set("count", "10");
		const read = placesAnswer.safeParse(await callJsonService({ service, url: url.href }, ports, signal));
		if (!read.success) throw malformed(service, "something that is no list of places");
		return read.data.results;
	};
	// What is after the comma narrows the search for servers of today; older ones know names alone.
	const whole = await ask(name.trim());
	const results = whole.length === 0 && within.length > 0 ? await ask(town) : whole;
	const isWithin = (place: (typeof results)[number]): boolean =>
		within.every((part) =>
			[place.country, place.country_code, place.admin1].some((area) =>
				area?.toLowerCase().startsWith(part.toLowerCase()),
			),
		);
	const places = [...results.filter(isWithin), ...results.filter((place) => !isWithin(place))].map(
		({ name: found, admin1, country, latitude, longitude }) => ({
			name: [found, ...new Set([admin1, country].filter((area) => area !== undefined && area !== found))].join(", "),
			latitude,
			longitude,
		}),
	);
	const [first, ...others] = places;
	if (first === undefined) {
		throw new NexusError("weather.no-place", `${service} knows no place called ${name}`, {
			hint: "give the nearest town, or latitude and longitude such as 48.85, 2.35",
		});
	}
	return [first, ...others];
}

/** See the port. */
export async function forecastFor(
	place: Place,
	wish: { readonly days: number; readonly isImperial: boolean },
	{ forecastUrl }: WebSettings["weather"],
	ports: ServicePorts,
	signal: AbortSignal,
): Promise<Forecast> {
	const url = new URL(forecastUrl);
	const wanted: Readonly<Record<string, string>> = {
		latitude: String(place.latitude),
		longitude: String(place.longitude),
		current: Object.keys(forecastAnswer.shape.current.shape)
			.filter((name) => name !== "time")
			.join(","),
		hourly: "temperature_2m",
		daily: Object.keys(forecastAnswer.shape.daily.shape)
			.filter((name) => name !== "time")
			.join(","),
		timezone: "auto",
		forecast_days: String(wish.days),
		...(wish.isImperial ? { temperature_unit: "fahrenheit", wind_speed_unit: "mph", precipitation_unit: "inch" } : {}),
	};
	for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
	const read = forecastAnswer.safeParse(await callJsonService({ service, url: url.href }, ports, signal));
	if (!read.success) throw malformed(service, "something that is no forecast");
	return toForecast(read.data);
}

const toForecast = ({ timezone, current, current_units, hourly, daily }: z.output<typeof forecastAnswer>): Forecast => {
	const at = (figures: readonly (number | null)[] | undefined, index: number): number | null =>
		figures?.[index] ?? null;
	return {
		timeZone: timezone,
		units: {
			temperature: current_units.temperature_2m,
			wind: current_units.wind_speed_10m,
			precipitation: current_units.precipitation,
		},
		current: {
			time: current.time,
			code: current.weather_code,
			temperature: current.temperature_2m,
			feelsLike: current.apparent_temperature,
			humidity: current.relative_humidity_2m,
			precipitation: current.precipitation,
			windSpeed: current.wind_speed_10m,
			windDirection: current.wind_direction_10m,
		},
		hours: hourly.time.map((time, index) => ({ time, temperature: at(hourly.temperature_2m, index) })),
		days: daily.time.map((date, index) => ({
			date,
			code: at(daily.weather_code, index),
			high: at(daily.temperature_2m_max, index),
			low: at(daily.temperature_2m_min, index),
			precipitation: at(daily.precipitation_sum, index),
			precipitationProbability: at(daily.precipitation_probability_max, index),
			windSpeed: at(daily.wind_speed_10m_max, index),
			sunrise: daily.sunrise[index] ?? "",
			sunset: daily.sunset[index] ?? "",
		})),
	};
};
