/** Weather as WMO code 4677 has it, the codes that Open-Meteo gives (https://open-meteo.com/en/docs, "WMO Weather interpretation codes"). */
const codes: Readonly<Record<number, string>> = {
	0: "clear sky",
	1: "mainly clear",
	2: "partly cloudy",
	3: "overcast",
	45: "fog",
	48: "depositing rime fog",
	51: "light drizzle",
	53: "drizzle",
	55: "dense drizzle",
	56: "light freezing drizzle",
	57: "dense freezing drizzle",
	61: "slight rain",
	63: "rain",
	65: "heavy rain",
	66: "light freezing rain",
	67: "heavy freezing rain",
	71: "slight snow",
	73: "snow",
	75: "heavy snow",
	77: "snow grains",
	80: "slight rain showers",
	81: "rain showers",
	82: "violent rain showers",
	85: "slight snow showers",
	86: "heavy snow showers",
	95: "thunderstorm",
	96: "thunderstorm with slight hail",
	99: "thunderstorm with heavy hail",
};

export const weatherInWords = (code: number): string => codes[code] ?? `weather code ${code}`;

const points = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

/** The nearest of 16 compass points, for where wind comes from; `degrees` clockwise from north. */
export const compassPoint = (degrees: number): string =>
	points[Math.round((((degrees % 360) + 360) % 360) / 22.5) % 16] ?? "N";
