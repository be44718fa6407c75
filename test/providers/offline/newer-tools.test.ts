import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/contracts/json.js";
import type { ToolResultPart } from "../../../src/contracts/message.js";
import { advance } from "../../../src/providers/offline/advance.js";

interface Asked {
	readonly calls: readonly (readonly [string, JsonObject])[];
	readonly answer: string;
}

/** What is called, and what is said when each call ends with `details`. */
function ask(request: string, details: JsonValue = {}, content = ""): Asked {
	const results = new Map<string, ToolResultPart>();
	const calls: (readonly [string, JsonObject])[] = [];
	for (let round = 0; round < 4; round++) {
		const next = advance({ request, attachment: undefined, earlier: [], results, index: 1 }, []);
		if (next.type === "answer") return { calls, answer: next.text };
		for (const { callId, name, input } of next.calls) {
			calls.push([name, input as JsonObject]);
			results.set(callId, { type: "tool-result", callId, name, content, details });
		}
	}
	return { calls, answer: "" };
}

test.each<readonly [string, string, JsonObject]>([
	["what's the weather in Berlin today", "get_weather", { place: "Berlin", days: 1 }],
	["how's the weather in New York tomorrow?", "get_weather", { place: "New York", days: 2 }],
	["weather forecast for Oslo for the next 5 days", "get_weather", { place: "Oslo", days: 5 }],
	["will it rain in London tomorrow", "get_weather", { place: "London", days: 2 }],
	["stock price of AAPL", "get_quote", { symbols: ["AAPL"] }],
	["what is the price of gold", "get_quote", { symbols: ["GC=F"] }],
	["bitcoin price", "get_quote", { symbols: ["BTC-USD"] }],
	["exchange rate from usd to eur", "get_quote", { symbols: ["USDEUR=X"] }],
	["search the web for cats", "web_search", { query: "cats" }],
	["google the best pizza recipe", "web_search", { query: "the best pizza recipe" }],
	["search online for node 24 from the last month", "web_search", { query: "node 24", freshness: "month" }],
	["crawl https://docs.example.com", "crawl_site", { url: "https://docs.example.com" }],
	["crawl example.com, at most 5 pages", "crawl_site", { url: "https://example.com", max_pages: 5 }],
	["download https://example.com/a.zip to a.zip", "download_file", { url: "https://example.com/a.zip", path: "a.zip" }],
	[
		"download https://example.com/r.pdf and save it as r.pdf",
		"download_file",
		{ url: "https://example.com/r.pdf", path: "r.pdf" },
	],
	[
		"download https://example.com/r.pdf into docs/",
		"download_file",
		{ url: "https://example.com/r.pdf", path: "docs/r.pdf" },
	],
	["start npm run dev in the background", "start_job", { command: "npm run dev" }],
	["run `sleep 100` in the background", "start_job", { command: "sleep 100" }],
	["what is running in the background?", "list_jobs", { state: "running" }],
	["list the background jobs", "list_jobs", {}],
	["show the output of job-2", "read_job", { id: "job-2" }],
	["stop job 4", "kill_job", { id: "job-4" }],
	["what takes the most space here?", "disk_usage", { path: ".", limit: 10 }],
	["what takes up the most space in node_modules", "disk_usage", { path: "node_modules", limit: 10 }],
	["show me the 5 biggest folders in src", "disk_usage", { path: "src", limit: 5 }],
	["which ports are open?", "network_info", { show: "ports" }],
	["who is using port 8080", "network_info", { show: "ports", port: 8080 }],
	["is port 3000 in use?", "network_info", { show: "ports", port: 3000 }],
	["what is my mac address", "network_info", { show: "interfaces" }],
	["battery level", "battery", {}],
	["is the laptop charging?", "battery", {}],
	["what is PATH", "environment", { filter: "PATH" }],
	["show the environment variable HOME", "environment", { filter: "HOME" }],
	["list environment variables", "environment", {}],
	[
		"average price by country in sales.csv",
		"query_data",
		{ path: "sales.csv", group_by: "country", aggregate: "mean(price)" },
	],
	[
		'total sales per region from "q1 report.csv"',
		"query_data",
		{ path: "q1 report.csv", group_by: "region", aggregate: "sum(sales)" },
	],
	["what is the highest amount in orders.csv?", "query_data", { path: "orders.csv", aggregate: "max(amount)" }],
	["show rows of people.csv where age over 30", "query_data", { path: "people.csv", where: "age > 30" }],
	["rows in people.csv where country is France", "query_data", { path: "people.csv", where: "country = 'France'" }],
	["sort sales.csv by price descending", "query_data", { path: "sales.csv", sort: "price desc" }],
	[
		"how many orders per country in orders.csv",
		"query_data",
		{ path: "orders.csv", group_by: "country", aggregate: "count" },
	],
	["columns of data.csv", "describe_data", { path: "data.csv" }],
	["describe data.csv", "describe_data", { path: "data.csv" }],
	["delete notes.txt", "trash_file", { path: "notes.txt" }],
	["put notes.txt in the trash", "trash_file", { path: "notes.txt" }],
	["delete the folder tmp/", "trash_file", { path: "tmp" }],
	["solve the system 2x + y = 5 and x - y = 1", "solve_equation", { equations: ["2x + y = 5", "x - y = 1"] }],
	["find x and y if x + y = 10, x - y = 2", "solve_equation", { equations: ["x + y = 10", "x - y = 2"] }],
	["integrate x^2", "symbolic_math", { operation: "integrate", expression: "x^2" }],
	[
		"integral of sin(x) from 0 to pi",
		"symbolic_math",
		{ operation: "integrate", expression: "sin(x)", from: "0", to: "pi" },
	],
	["factor x^2 - 5x + 6", "symbolic_math", { operation: "factor", expression: "x^2 - 5x + 6" }],
	["best fit line through (1,2), (2,4), (3,7)", "regression", { x: [1, 2, 3], y: [2, 4, 7] }],
	["fit a parabola to 1 2 3 4 and 1 4 9 16", "regression", { x: [1, 2, 3, 4], y: [1, 4, 9, 16], model: "polynomial" }],
	["show the calendar", "show_calendar", {}],
	["calendar for march 2027", "show_calendar", { month: "march 2027" }],
	["remind me in 10 minutes to stretch", "set_reminder", { text: "stretch", when: "in 10 minutes" }],
	["remind me to call mom at 5pm", "set_reminder", { text: "call mom", when: "at 5pm" }],
	[
		"please remind me tomorrow at 9 to pay the rent and the gas",
		"set_reminder",
		{ text: "pay the rent and the gas", when: "tomorrow at 9" },
	],
	["set a timer for 5 minutes", "set_reminder", { text: "Time is up", when: "in 5 minutes" }],
	["wake me up at 7am", "set_reminder", { text: "Wake up", when: "at 7am" }],
	["which reminders do I have?", "list_reminders", {}],
	["cancel reminder 3", "cancel_reminder", { id: "3" }],
	["which tools can convert units?", "find_tools", { query: "convert units" }],
	["when is the next leap year?", "date_math", { operation: "leap_year", date: "this year" }],
	["the next leap year after 2030", "date_math", { operation: "leap_year", date: "2030" }],
	["what is the 100th day of 2027", "date_math", { operation: "add", date: "2027-01-01", amount: "99 days" }],
	["what day of the year is 10 april 2027", "date_math", { operation: "weekday", date: "10 april 2027" }],
	[
		"how many working days are in march 2027",
		"date_math",
		{ operation: "business_days", date: "beginning of march 2027", to: "end of march 2027" },
	],
	["how many fridays are in march 2027", "show_calendar", { month: "march 2027" }],
	["when is the last friday of next month", "show_calendar", { month: "next month" }],
	["copy everything in docs to backup", "copy_file", { from: "docs", to: "backup" }],
	["how many lines with ERROR in app.log", "search_files", { pattern: "ERROR", path: "app.log" }],
	[
		"what is the second derivative of x^5?",
		"symbolic_math",
		{ operation: "derive", expression: "x^5", variable: "x", order: 2 },
	],
	["what's the slope of x^2 at 3", "calculate", { expression: "derivative(x^2, x, 3)" }],
])("%s", (request, tool, input) => {
	expect(ask(request).calls).toEqual([[tool, input]]);
});

test.each([
	["what's the weather like", []],
	["I love the weather in Paris", []],
	["what is the price of freedom", []],
	["should I buy a new battery", []],
	["don't delete notes.txt", []],
	["delete the last line of notes.txt", []],
	["remove the duplicates from notes.txt", []],
	["what is NATO", []],
	["move tool.sh to bin", ["move_file"]],
	["move tool.sh to the bin folder", ["move_file"]],
	["throw tool.sh in the bin", ["trash_file"]],
	["run the tests in the background", []],
	["what is a background job", []],
	["remind me to buy milk", []],
	["what is the largest prime factor of 360", ["calculate"]],
	["factor 360", ["calculate"]],
	["solve 2x + 7 = 21", ["calculate"]],
	["what is my ip", ["system_load"]],
	["how much disk space is left", ["system_load"]],
	["average of 3, 5 and 9", ["statistics"]],
	["download https://example.com/data.json", ["fetch_url"]],
	["what day is the first of next month", ["date_math"]],
])("%s is none of them", (request, tools) => {
	expect(ask(request).calls.map(([tool]) => tool)).toEqual(tools);
});

test.each<readonly [string, string, readonly string[]]>([
	["make dirs a, b and c", "make_directory", ["a", "b", "c"]],
	["create three folders called red, green and blue", "make_directory", ["red", "green", "blue"]],
	["create files a.txt, b.txt and c.txt", "write_file", ["a.txt", "b.txt", "c.txt"]],
	["delete a.txt and b.txt", "trash_file", ["a.txt", "b.txt"]],
])("%s: one call for each", (request, tool, paths) => {
	const { calls } = ask(request);
	expect(calls.map(([name, input]) => [name, input.path])).toEqual(paths.map((path) => [tool, path]));
});

test("a unit is carried on, and what is made is where things go", () => {
	expect(ask("8 pallets at 425 kg each, so 8 * 425, and convert that to tonnes", { result: "3400" }).calls).toEqual([
		["calculate", { expression: "8 * 425" }],
		["convert_units", { value: "3400", from: "kg", to: "tonnes" }],
	]);
	expect(ask("make a folder x and move a.txt there").calls).toEqual([
		["make_directory", { path: "x" }],
		["move_file", { from: "a.txt", to: "x/a.txt" }],
	]);
});

const forecast = {
	source: "Open-Meteo",
	place: { name: "Berlin, Germany", latitude: 52.5, longitude: 13.4 },
	units: { temperature: "°C" },
	current: { temperature: 8, feelsLike: 5, weather: "overcast" },
	days: [
		{ date: "2026-11-20", weather: "rain", high: 9, low: 4, precipitationProbability: 80 },
		{ date: "2026-11-21", weather: "clear sky", high: 7, low: 1, precipitationProbability: null },
	],
};

test.each<readonly [string, JsonValue, string]>([
	[
		"weather in Berlin",
		forecast,
		"In Berlin, Germany it is 8 °C (feels like 5), overcast; today rain, 4 to 9 °C, 80 % chance of rain or snow. Source: Open-Meteo.",
	],
	["weather in Berlin tomorrow", forecast, "Berlin, Germany on 2026-11-21: clear sky, 1 to 7 °C. Source: Open-Meteo."],
	[
		"price of apple",
		{
			source: "Yahoo",
			quotes: [{ symbol: "AAPL", name: "Apple Inc.", price: 250, currency: "USD", changePercent: 1.5 }],
			failed: [],
		},
		"Apple Inc.: 250 USD (+1.5 % since the close before). Source: Yahoo.",
	],
	["search the web for cats", { query: "cats", provider: "Brave", results: [] }, 'Brave finds nothing for "cats".'],
	[
		"search the web for cats",
		{ query: "cats", provider: "Brave", results: [{ title: "Cats", url: "https://cats.example", snippet: "" }] },
		'1 result of Brave for "cats":\n1. Cats (https://cats.example)',
	],
	[
		"download example.com/a to a.bin",
		{ url: "https://example.com/a", path: "a.bin", sizeBytes: 2048 },
		"Saved https://example.com/a to a.bin (2 KB).",
	],
	["start sleep 9 in the background", { id: "job-1" }, "`sleep 9` runs in the background as job-1."],
	["what is running in the background", { jobs: [] }, "Nothing runs in the background."],
	[
		"list background jobs",
		{ jobs: [{ id: "job-1", command: "sleep 9", state: "exited", exitCode: 0 }] },
		"1 background job: job-1 `sleep 9` (ended with 0).",
	],
	["show the output of job-1", { text: "ready\n" }, "job-1 printed:\nready"],
	["kill job-1", {}, "Ended job-1."],
	[
		"what takes the most space here",
		{ sizeBytes: 3000, files: 2, entries: [{ path: "src", kind: "folder", sizeBytes: 2000 }] },
		"Most space in this folder (3 KB in 2 files): src/ 2 KB.",
	],
	[
		"which ports are open",
		{
			ports: [
				{ protocol: "tcp", address: "::", port: 22, process: "sshd" },
				{ protocol: "tcp", address: "0.0.0.0", port: 22, process: "sshd" },
			],
		},
		"1 open port: 22/tcp (sshd).",
	],
	["is port 80 open", { ports: [] }, "Nothing listens on port 80."],
	["battery", { batteries: [] }, "This machine has no battery."],
	[
		"battery",
		{ batteries: [{ name: "BAT0", charge: 0.5, state: "discharging", secondsLeft: 3600 }] },
		"The battery is at 50 %, discharging, 60 minutes left.",
	],
	["what is $HOME", { variables: { HOME: "/root", XHOME: "1" } }, "HOME is /root"],
	["what is $NOPE_X", { variables: {} }, "No variable is called NOPE_X."],
	[
		"average price by country in a.csv",
		{
			columns: ["country", "mean"],
			rows: [
				["FR", 2.123456],
				["DE", 3],
			],
			total: 2,
		},
		"Average price by country: FR: 2.1235; DE: 3.",
	],
	[
		"columns of a.csv",
		{
			rows: 3,
			columns: [
				{ name: "id", type: "integer" },
				{ name: "who", type: "text" },
			],
		},
		"a.csv has 2 columns: id (integer), who (text).",
	],
	["next leap year", { year: 2026 }, "The next leap year after 2026 is 2028."],
	["leap years between 2020 and 2030", {}, "3 leap years from 2020 to 2030: 2020, 2024, 2028."],
	["what day of the year is 2028-12-31", { date: "2028-12-31" }, "2028-12-31 is day 366 of 2028."],
	["working days in 2027", { days: 261 }, "2027 has 261 working days (holidays not taken off)."],
	["make dirs a, b and c", {}, "Created the folders a, b and c."],
	["delete a.txt", { path: "a.txt" }, "Put a.txt into the trash."],
	[
		"solve x + y = 3, x - y = 1",
		{ kind: "unique", solutions: [{ x: { value: "2" }, y: { value: "1" } }] },
		"x = 2, y = 1.",
	],
	["solve x + y = 3, x + y = 1", { kind: "none", solutions: [] }, "There is no solution."],
	["integrate x^2", { result: "x^3 / 3" }, "The integral of x^2 is x^3 / 3 + C."],
	["integrate x^2 from 0 to 3", { result: "9" }, "The integral of x^2 from 0 to 3 is 9."],
	[
		"fit a line to (1,2), (2,4)",
		{ equation: "y = 2x", rSquared: 1, predictions: [] },
		"The best fit is y = 2x (R² = 1).",
	],
	[
		"remind me in 5 minutes to stretch",
		{ id: "1", local: "2026-11-20 06:10", until: "in 5 minutes", text: "stretch" },
		"Reminder 1 is set for 2026-11-20 06:10 (in 5 minutes): stretch.",
	],
	["my reminders", { reminders: [] }, "There are no reminders."],
	["cancel timer 2", {}, "Reminder 2 is cancelled."],
	["which tools can plot", { tools: [] }, 'There is no tool for "plot".'],
	["remind me to buy milk", {}, 'When? Say it with a time, such as "remind me to buy milk at 5pm".'],
])("%s is answered", (request, details, answer) => {
	expect(ask(request, details).answer).toBe(answer);
});

test("a call that fails says why", () => {
	const results = new Map<string, ToolResultPart>();
	const turn = { request: "weather in Berlin", attachment: undefined, earlier: [], results, index: 1 };
	const next = advance(turn, []);
	const callId = next.type === "calls" ? next.calls[0]!.callId : "";
	results.set(callId, { type: "tool-result", callId, name: "get_weather", content: "Denied: network", isError: true });
	expect(advance(turn, [])).toEqual({ type: "answer", text: "get_weather did not work: Denied: network" });
});
