import { describe, expect, test } from "vitest";
import { compassPoint, weatherInWords } from "../../../src/lib/weather-codes.js";
import { getWeatherTool } from "../../../tools/web/get-weather.js";
import { forecast, noPlaces, places, refused, tooOften } from "../../fixtures/services/open-meteo.js";
import { accessContext, detailsOf, runTool } from "../../helpers/tool-context.js";
import { type SeenRequest, type WebAnswer, webContext, webServer } from "../../helpers/web-server.js";

type Input = Parameters<typeof getWeatherTool.run>[0];

async function weather(
	input: Partial<Input> & { place: string },
	answer: (request: SeenRequest) => WebAnswer | undefined = ({ path }) => ({
		body: path.startsWith("/places") ? places : forecast,
	}),
) {
	const server = await webServer(answer);
	const web = { weather: { forecastUrl: `${server.url}/forecast`, geocodingUrl: `${server.url}/places` } };
	return { server, run: runTool(getWeatherTool, input, webContext(server, { web })) };
}

test("now and the coming days of a place, with the source named", async () => {
	const { server, run } = await weather({ place: "Springfield" });
	const output = await run;
	const details = getWeatherTool.output?.parse(output.details) as ReturnType<typeof detailsOf>;
	expect(details).toMatchObject({
		source: "Open-Meteo",
		place: { name: "Springfield, Missouri, United States", latitude: 37.21533 },
		others: ["Springfield, Illinois, United States"],
		timeZone: "America/Chicago",
		current: { weather: "slight snow", temperature: -1.2, feelsLike: -5.4, humidity: 81, windDirection: 348 },
	});
	expect(details.days).toHaveLength(3);
	expect(details.days[0]).toMatchObject({ date: "2026-11-20", weather: "snow", high: 1.5, low: -3.1 });
	expect(details.days[2]).toMatchObject({ weather: "weather code 42", high: null, precipitationProbability: null });
	expect(output.content.split("\n")[0]).toBe(
		"Springfield, Missouri, United States, 2026-11-20 08:15 (America/Chicago): slight snow, -1.2 °C, feels like -5.4 °C, humidity 81 %, wind 14.8 km/h from NNW.",
	);
	expect(output.content).toContain(
		"2026-11-20: snow, -3.1 °C to 1.5 °C; precipitation 2.3 mm (88 %); wind to 22.1 km/h; sun 06:49 to 16:36",
	);
	expect(output.content).toMatch(/Source: Open-Meteo\.$/);
	expect(output.summary).toBe("-1.2 °C, slight snow");
	expect(server.requests.map(({ path }) => path.split("?")[0])).toEqual(["/places", "/forecast"]);
});

test("what is asked for", async () => {
	const { server, run } = await weather({ place: "Springfield", days: 16, units: "imperial" });
	await run;
	const [search, asked] = server.requests.map(({ query }) => Object.fromEntries(query));
	expect(search).toEqual({ name: "Springfield", count: "10" });
	expect(asked).toMatchObject({
		latitude: "37.21533",
		longitude: "-93.29824",
		timezone: "auto",
		forecast_days: "16",
		temperature_unit: "fahrenheit",
		wind_speed_unit: "mph",
		precipitation_unit: "inch",
		current: expect.stringContaining("temperature_2m,apparent_temperature"),
		daily: expect.stringContaining("sunrise,sunset"),
	});
});

test("what follows a comma chooses among places of one name", async () => {
	for (const place of ["Springfield, Illinois", "springfield,illinois,us", "Springfield, IL, United States"]) {
		const { run } = await weather({ place });
		const name = detailsOf(await run).place.name;
		expect([place, name]).toEqual([place, "Springfield, Illinois, United States"]);
	}
});

test("a server that knows names alone is asked for the name alone", async () => {
	const { server, run } = await weather({ place: "Springfield, Illinois" }, ({ path, query }) => ({
		body: path.startsWith("/forecast") ? forecast : query.get("name") === "Springfield" ? places : noPlaces,
	}));
	expect(detailsOf(await run).place.name).toContain("Illinois");
	expect(server.requests).toHaveLength(3);
});

test.each(["39.8, -89.6", " 39.8 -89.6 ", "+39.8;-89.6"])("%j needs no search for a place", async (place) => {
	const { server, run } = await weather({ place });
	expect(detailsOf(await run).place).toEqual({ name: "39.8, -89.6", latitude: 39.8, longitude: -89.6 });
	expect(server.requests.map(({ path }) => path.split("?")[0])).toEqual(["/forecast"]);
});

describe("the chart", () => {
	test("of several days: high and low, where both are known", async () => {
		const { run } = await weather({ place: "Springfield" });
		expect((await run).view).toEqual({
			kind: "chart",
			title: "Springfield, Missouri, United States",
			unit: "°C",
			labels: ["11-20", "11-21"],
			series: [
				{ name: "high", values: [1.5, 4.2] },
				{ name: "low", values: [-3.1, -0.4] },
			],
		});
	});

	test("of one day: its hours", async () => {
		const daily = Object.fromEntries(
			Object.entries(forecast.daily).map(([name, values]) => [name, values.slice(0, 1)]),
		);
		const { run } = await weather({ place: "1,2", days: 1 }, () => ({ body: { ...forecast, daily } }));
		const view = (await run).view;
		expect(view).toMatchObject({ kind: "chart", series: [{ name: "temperature" }] });
		expect(view?.kind === "chart" && [view.labels[0], view.labels.at(-1), view.labels.length]).toEqual([
			"00:00",
			"22:00",
			23,
		]);
	});
});

describe("what goes wrong is said", () => {
	test("no such place", async () => {
		const { run } = await weather({ place: "Qqqqq" }, () => ({ body: noPlaces }));
		await expect(run).rejects.toMatchObject({ code: "weather.no-place", message: expect.stringContaining("Qqqqq") });
	});

	test("no place on earth: nothing is sent", () => {
		const input = getWeatherTool.input.parse({ place: "91, 0" });
		expect(() => getWeatherTool.access?.(input, accessContext)).toThrow(/no place on earth/);
	});

	test.each([
		[400, refused, "service.refused", /status 400: Parameter 'forecast_days'/],
		[429, tooOften, "service.rate-limited", /asked too often/],
		[502, "<html><body>Bad gateway</body></html>", "service.failed", /status 502\)/],
		[200, "<html><body>Sign in</body></html>", "service.malformed", /a page/],
		[200, { latitude: 1 }, "service.malformed", /no forecast/],
		[200, "", "service.malformed", /not JSON/],
	] as const)("%i %j", async (status, body, code, message) => {
		const { run } = await weather({ place: "1, 2" }, () => ({ status, body }));
		await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});
});

test("permission is asked for what will be asked", () => {
	const urls = (place: string) =>
		getWeatherTool
			.access?.(getWeatherTool.input.parse({ place }), accessContext)
			.map((access) => access.effect === "network" && access.url);
	expect(urls("Rome")).toEqual(["http://weather.invalid/places", "http://weather.invalid/forecast"]);
	expect(urls("1, 2")).toEqual(["http://weather.invalid/forecast"]);
});

test("codes and winds in words", () => {
	expect([0, 61, 99, 7].map(weatherInWords)).toEqual([
		"clear sky",
		"slight rain",
		"thunderstorm with heavy hail",
		"weather code 7",
	]);
	expect([0, 11, 12, 348, 349, 360, -90, 202.5].map(compassPoint)).toEqual([
		"N",
		"N",
		"NNE",
		"NNW",
		"N",
		"N",
		"W",
		"SSW",
	]);
});
